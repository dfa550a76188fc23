"""One published package, as the pages of the portal read it."""

from concierta.web.portal.corte.corte import Corte
from concierta.web.portal.corte.money_rows import SourceMoney
from concierta.web.portal.corte.rows import Row

__all__ = ["Corte", "Row", "SourceMoney"]
