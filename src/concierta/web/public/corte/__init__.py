"""One published package, as the pages of the portal read it."""

from concierta.web.public.corte.corte import Corte
from concierta.web.public.corte.money_rows import Told
from concierta.web.public.corte.rows import Row

__all__ = ["Corte", "Row", "Told"]
