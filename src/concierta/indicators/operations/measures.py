"""What kind of figure an indicator is, and what a source says of how its products are measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Measure,
    Reading,
    check_measure,
    day_of,
    measure_of_unit,
    plain_word,
    rate_base,
    read_year_weights,
    reading_of_code,
    readings_of,
    worked,
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


#: Project and product, by the codes of the source.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A product as the source has it. Figures are those of its own row, None where it has none."""

    unit: str = ""
    word: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None

    @property
    def measure(self) -> Measure:
        """What its unit suggests; a date only where the target is one."""
        measure = measure_of_unit(self.unit)
        dated = self.target is not None and day_of(self.target) is not None
        return Measure.COUNT if measure is Measure.DATE and not dated else measure

    @property
    def label(self) -> str:
        """How a question and its answer name it: "Capacidad", "Acumulado · %", "%"; "" where nothing is said."""
        if self.measure.adds_up:
            return " ".join(self.word.split())
        return " · ".join(part for part in (" ".join(self.word.split()), " ".join(self.unit.split())) if part)


@dataclass(frozen=True, slots=True)
class Defined:
    """How an indicator made from a product is measured."""

    measure: Measure = Measure.COUNT
    reading: Reading = field(default_factory=lambda: Reading(Accumulation.FLOW))
    baseline: Decimal | None = None

    @property
    def is_usual(self) -> bool:
        """True if the source said nothing that a derived indicator would not be anyway."""
        return self == Defined()


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a word, and what the figures of `WordRead.example` come to under it; null: it cannot say."""

    reading: Reading
    result: Fraction | None


@dataclass(frozen=True, slots=True)
class WordRead:
    """A word of the source, on how many products it stands, and its options: one that was taken, or several to ask.

    `example` is the row of the source that tells the options apart best.
    """

    label: str
    products: int
    options: tuple[Option, ...]
    example: Stated
    chosen: Reading | None

    @property
    def is_question(self) -> bool:
        return self.chosen is None


def read_stated(stated: Mapping[Key, Stated], answers: Mapping[str, str]) -> tuple[dict[Key, Defined], list[WordRead]]:
    """How each product is measured, and the words it was read from, in order of appearance.

    `answers` go from a label, however it is spelt, to the code of a reading. A product whose word is still a question
    has no place in the first. Refuses an answer that is no reading, or that the measure does not allow.
    """
    said = {_key(label): _read_answer(label, code) for label, code in answers.items()}
    rows: dict[str, list[Stated]] = defaultdict(list)
    chosen: dict[str, Reading | None] = {}
    words: dict[str, WordRead] = {}
    for one in stated.values():
        if one.label:
            rows[_key(one.label)].append(one)
    for key, found in rows.items():
        words[key] = _word(found, said.get(key))
        chosen[key] = words[key].chosen
    defined = {}
    for product, one in stated.items():
        reading = chosen[_key(one.label)] if one.label else Reading(Accumulation.FLOW)
        if reading is not None:
            defined[product] = Defined(one.measure, reading, one.baseline)
    return defined, list(words.values())


def _key(label: str) -> str:
    """A label as answers are compared with it: however it is spelt, "%" and "Porcentaje" are one."""
    return plain_word(label.replace("%", " porcentaje ").replace("‰", " por mil ")) or label


def _word(rows: list[Stated], answer: Reading | None) -> WordRead:
    first = rows[0]
    readings = readings_of(first.word, first.measure)
    allowed = readings_of("", first.measure)
    if answer is not None and answer not in allowed:
        raise Invalid(
            gettext_noop("«%(word)s» no se puede leer como %(code)s: una tasa no se suma de un periodo a otro."),
            word=first.label,
            code=answer.code,
        )
    example = _telling(rows, readings)
    shown = readings if answer is None or answer in readings else (*readings, answer)
    return WordRead(
        label=first.label,
        products=len(rows),
        options=tuple(Option(reading, _result(example, reading)) for reading in shown),
        example=example,
        chosen=answer or (readings[0] if len(readings) == 1 else None),
    )


def _telling(rows: list[Stated], readings: Iterable[Reading]) -> Stated:
    """The row under which the readings give the most different results."""
    return max(rows, key=lambda row: len({_result(row, one) for one in readings} - {None}))


def _result(row: Stated, reading: Reading) -> Fraction | None:
    return worked(reading, target=row.target, actual=row.actual, baseline=row.baseline, measure=row.measure)


def _read_answer(label: str, code: str) -> Reading:
    reading = reading_of_code(code)
    if reading is None:
        raise Invalid(
            gettext_noop("«%(code)s» no es una forma de acumular: la de «%(word)s» se responde con una de la lista."),
            code=code,
            word=label,
        )
    return reading
