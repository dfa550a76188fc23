"""That what an indicator measures and the way its periods are read go together, with the sentence that says why not."""

from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Measure,
    check_measure,
    measure_of_unit,
    rate_base,
    read_year_weights,
    write_year_weights,
)
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.plans.models import Plan


def check_kept_as(code: str, measure: Measure, accumulation: Accumulation, unit: str) -> None:
    """Refuses a rate or an index that accumulates, a date with a path, a percentage that is counted, and a ratio whose
    unit has no base."""
    if measure.adds_up and measure_of_unit(unit).is_rate:
        raise Invalid(
            gettext_noop(
                "La unidad «%(unit)s» del indicador «%(code)s» es de una tasa: diga que lo que mide es una tasa, o "
                "escriba en qué se cuenta."
            ),
            field="measure",
            code=code,
            unit=unit,
        )
    try:
        check_measure(measure, accumulation)
    except InvalidFigures as error:
        raise Invalid(
            gettext_noop(
                "El indicador «%(code)s» es una fecha: se cumple o no en su día. Dígalo como flujo o mantenimiento."
            )
            if measure is Measure.DATE
            else gettext_noop(
                "El indicador «%(code)s» es una tasa o un índice: no se suma de un periodo a otro. Dígalo como flujo "
                "(cada año su meta), existencias (el último valor), mantenimiento, capacidad o reducción."
            ),
            field="accumulation",
            code=code,
        ) from error
    if measure is Measure.RATIO and rate_base(unit) is None:
        raise Invalid(
            gettext_noop(
                "La unidad «%(unit)s» no dice sobre cuántos se cuenta. Escriba %%, por mil, por cada 100.000 o razón."
            ),
            field="unit",
            unit=unit,
        )


def check_year_weights(plan: Plan, code: str, text: str) -> str:
    """What each year weighs, in its one written form; "" is all alike. Refuses weights that do not add to 100."""
    try:
        return write_year_weights(read_year_weights(text, plan_years(plan)))
    except InvalidFigures as error:
        raise Invalid(
            gettext_noop(
                "Los pesos de los años de «%(code)s» deben ser uno por cada año de %(first)s a %(last)s y sumar 100: "
                "por ejemplo 15/35/35/15."
            ),
            field="year_weights",
            code=code,
            first=plan.starts_on.year,
            last=plan.ends_on.year,
        ) from error


def plan_years(plan: Plan) -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)


def places_of(measure: Measure, unit: str, decimals: int) -> int:
    """Decimal places to show: none of pesos, which are whole."""
    whole = measure is Measure.MONEY and unit.strip().casefold() in {"$", "pesos", "peso", "cop"}
    return 0 if whole else decimals
