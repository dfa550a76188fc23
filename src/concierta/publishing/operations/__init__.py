"""Publishing: freezing a corte, and checking that no published one was touched."""

from concierta.publishing.operations.check import check_cortes, check_package
from concierta.publishing.operations.freeze import freeze_corte

__all__ = ["check_cortes", "check_package", "freeze_corte"]
