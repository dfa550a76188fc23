from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import Accumulation, Measure

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

#: What kind of figure it is, as the engine defines it, with the word each has on a form.
MEASURES = [
    (Measure.COUNT.value, _("Conteo: personas, documentos, kilómetros")),
    (Measure.MONEY.value, _("Dinero")),
    (Measure.RATIO.value, _("Tasa o porcentaje, con numerador y denominador")),
    (Measure.RATE.value, _("Tasa o porcentaje, sin numerador ni denominador")),
    (Measure.INDEX.value, _("Índice")),
    (Measure.DATE.value, _("Fecha en que algo queda hecho")),
]


class IndicatorKind(TextChoices):
    OUTPUT = "output", _("Producto")
    OUTCOME = "outcome", _("Resultado")
    PLEDGE = "pledge", _("Promesa")


class FlowPolicy(TextChoices):
    MEAN = "mean", _("Promedio de los años programados")
    FINAL_YEAR = "final_year", _("Año final")
