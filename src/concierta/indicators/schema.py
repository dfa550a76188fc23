"""The attributes of an indicator, declared once, as `plans.schema` declares those of the parts of a plan."""

from datetime import date
from decimal import Decimal

from concierta.indicators.enums import ACCUMULATIONS, MEASURES, FlowPolicy
from concierta.plans.schema import Attribute, Description, Kind, day, described, fraction, of_kind, text

INDICATOR_CODE = Attribute(Kind.TEXT, required=True, longest=90)


@described
class IndicatorDescription(Description):
    """Quantities are in its `unit`; `decimals` 0 is as many as its unit has, `measure` "" what its unit suggests."""

    name: str = text(0, "Nombre", "Name")
    name_en: str = text(0, "Nombre en inglés", "Name in English", default="")
    definition: str = text(0, "Definición", "Definition", default="")
    definition_en: str = text(0, "Definición en inglés", "Definition in English", default="")
    unit: str = text(80, "Unidad de medida", "Unit of measure", default="", compared=True)
    decimals: int = of_kind(
        Kind.WHOLE, es="Decimales con que se muestra", en="Decimal places to show", default=0, decided=False
    )
    accumulation: str = of_kind(
        Kind.WORD, es="Cómo se acumula", en="How it accumulates", words=dict(ACCUMULATIONS), compared=True
    )
    flow_policy: str = of_kind(
        Kind.WORD,
        es="Cómo pasa un flujo de los años al plan completo",
        en="How a flow goes from years to the whole plan",
        words=dict(FlowPolicy.choices),
        default=FlowPolicy.MEAN.value,
        required=True,
    )
    measure: str = of_kind(
        Kind.WORD,
        es="Qué clase de cifra es: conteo, dinero, tasa con sus dos cifras o sin ellas, índice o fecha (AAAAMMDD)",
        en="What kind of figure it is: count, money, rate with its two figures or without, index or date (YYYYMMDD)",
        words=dict(MEASURES),
        default="",
        required=True,
    )
    year_weights: str = text(
        200,
        "Lo que pesa cada año en un promedio («2024:15 2025:35…»); vacío: todos pesan lo mismo",
        "What each year weighs in an average (“2024:15 2025:35…”); empty: all weigh the same",
        default="",
    )
    baseline: Decimal | None = of_kind(Kind.QUANTITY, es="Línea base", en="Baseline", default=None, compared=True)
    baseline_on: date | None = day("Fecha de la línea base", "Date of the baseline", default=None)
    baseline_source: str = text(300, "Fuente de la línea base", "Source of the baseline", default="")
    weight: Decimal | None = fraction("Peso entre sus hermanos", "Weight among siblings", default=None)
    means_of_verification: str = text(0, "Medios de verificación", "Means of verification", default="")
