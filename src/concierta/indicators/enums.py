from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import Accumulation

#: The accumulation types as the engine defines them, with the word each has on a form.
ACCUMULATIONS = [
    (Accumulation.CUMULATIVE.value, _("Acumulada")),
    (Accumulation.STOCK.value, _("Existencias")),
    (Accumulation.CAPACITY.value, _("Capacidad")),
    (Accumulation.REDUCTION.value, _("Reducción")),
    (Accumulation.ANNUAL_REDUCTION.value, _("Reducción anual")),
    (Accumulation.FLOW.value, _("Flujo")),
    (Accumulation.MAINTENANCE.value, _("Mantenimiento")),
]


class IndicatorKind(TextChoices):
    OUTPUT = "output", _("Producto")
    OUTCOME = "outcome", _("Resultado")
    PLEDGE = "pledge", _("Promesa")


class FlowPolicy(TextChoices):
    MEAN = "mean", _("Promedio de los años programados")
    FINAL_YEAR = "final_year", _("Año final")
