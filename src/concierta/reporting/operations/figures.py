"""Checks that a figure can be what it says: its parts, its decimals, and the words of the refusal."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from concierta.engines.achievement import InvalidFigures, Measure, Problem, check_members, day_of, rate_of
from concierta.indicators.models import Category, Indicator
from concierta.indicators.operations.measures import Key, Stated, WordRead, places_of
from concierta.indicators.written import written_as
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Number, Refusal, gettext_noop
from concierta.plans.matrix.draft import MatrixDraft
from concierta.reporting.models import Report

_DECIMALS = 6
_LIMIT = Decimal(10) ** 18

_SENTENCES = {
    Problem.MEMBERS_OVER_TOTAL: gettext_noop(
        "En «%(set)s» las partes suman %(members)s, más que el total reportado (%(total)s)."
    ),
    Problem.MEMBERS_SHORT_OF_TOTAL: gettext_noop(
        "En «%(set)s» las partes suman %(members)s y deben sumar el total reportado (%(total)s)."
    ),
    Problem.NEGATIVE: gettext_noop("En «%(set)s» hay una parte negativa."),
}


def check_quantity(value: Decimal | None, *, field: str, indicator: Indicator | None = None) -> Decimal | None:
    """The figure as it will be stored; refuses what the database could only keep by changing it, and what figures of
    `indicator` cannot be. The two figures of a rate are not in its unit: they are checked without it."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= _LIMIT:
        raise Invalid(gettext_noop("«%(value)s» no es una cantidad posible."), field=field, value=value)
    if round(value, _DECIMALS) != value:
        raise Invalid(gettext_noop("«%(value)s» tiene más de seis decimales."), field=field, value=value)
    if indicator is not None:
        _check_written(value, field, indicator)
    return round(value, _DECIMALS)


def _check_written(value: Decimal, field: str, indicator: Indicator) -> None:
    written = written_as(indicator)
    if value < 0 and not written.negative:
        raise Invalid(gettext_noop("«%(value)s»: esta cifra no puede ser menor que cero."), field=field, value=value)
    if round(value, written.decimals) != value and not written.decimals:
        raise Invalid(
            gettext_noop("«%(value)s» no es un número entero, y esto se cuenta en enteros."), field=field, value=value
        )
    if round(value, written.decimals) != value:
        raise Invalid(
            gettext_noop("«%(value)s» tiene más decimales que los que lleva este indicador (%(most)s)."),
            field=field,
            value=value,
            most=written.decimals,
        )


def check_figure(indicator: Indicator, value: Decimal | None, *, field: str = "value") -> None:
    """Refuses cents of what is paid in whole pesos, and as a date what is no day; 0 is "not done yet"."""
    if value is None:
        return
    if indicator.measure == Measure.MONEY and places_of(Measure.MONEY, indicator.unit, 1) == 0 and value % 1:
        raise Invalid(gettext_noop("El dinero se escribe en pesos enteros, sin centavos."), field=field)
    if indicator.measure == Measure.DATE and value != 0 and day_of(value) is None:
        raise Invalid(
            gettext_noop("Este indicador es una fecha: escríbala como AAAAMMDD (20260630), o 0 si aún no se cumple."),
            field=field,
        )


def rate_from(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The rate that two figures come to, in the indicator's unit and to six decimals; None while one is missing."""
    if numerator is None or denominator is None:
        return None
    rate = rate_of(numerator, denominator, indicator.unit)
    return None if rate is None else Decimal(round(rate * 10**_DECIMALS)).scaleb(-_DECIMALS)


def check_pair(numerator: Decimal | None, denominator: Decimal | None, *, prefix: str = "") -> None:
    """Refuses a denominator that nothing can be divided by, and a count below nothing."""
    if denominator is not None and denominator <= 0:
        raise Invalid(
            gettext_noop("El denominador debe ser mayor que cero: es sobre cuántos se cuenta."),
            field=f"{prefix}denominator",
        )
    if numerator is not None and numerator < 0:
        raise Invalid(gettext_noop("El numerador no puede ser menor que cero."), field=f"{prefix}numerator")


def check_breakdown(report: Report) -> None:
    """Refuse parts that cannot belong to the reported value (DOMAIN §3, disaggregation).

    The parts of a ratio add by their numerators and by their denominators. Those of a rate without them, an index or a
    date do not add at all: each stands by itself.
    """
    measure = Measure(report.indicator.measure)
    if measure is Measure.RATIO:
        _check_parts(report, "numerator", report.numerator)
        _check_parts(report, "denominator", report.denominator)
    elif measure.adds_up:
        _check_parts(report, "value", report.value)


def _check_parts(report: Report, which: str, total: Decimal | None) -> None:
    categories = list(
        Category.objects.filter(category_set__indicator=report.indicator)
        .select_related("category_set")
        .order_by("category_set__code", "ordinal")
    )
    if not categories:
        return
    values = {part.category_id: getattr(part, which) for part in report.breakdown.all()}
    members: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    sets = {}
    for category in categories:
        sets[category.category_set_id] = category.category_set
        members[category.category_set_id][category.code] = values.get(category.pk)
    for pk, category_set in sets.items():
        try:
            check_members(members[pk], total=total, exhaustive=category_set.exhaustive)
        except InvalidFigures as error:
            figures = {name: _number(error.details.get(name)) for name in ("members", "total")}
            raise Invalid(_SENTENCES[error.problem], field="breakdown", set=category_set.name, **figures) from error


def _number(value: object) -> object:
    """A figure of the engine as a sentence writes it. None stays: a negative part has no sum."""
    if isinstance(value, int | Fraction):
        return Number(Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator))
    return value


def stated_by(draft: MatrixDraft) -> dict[Key, Stated]:
    """Project and product code → unit, word and figures as the file has them."""
    done = {
        follow_up.product: follow_up.executed
        for follow_up in draft.plan.product_followups
        if follow_up.period == draft.period
    }
    return {
        (product.project, product.code): Stated(
            unit=product.unit or "",
            word=product.accumulation or "",
            baseline=product.baseline,
            target=product.programmed,
            actual=done.get(product.key),
        )
        for product in draft.plan.products
    }


def ask_about(words: Sequence[WordRead]) -> Refusal:
    """The refusal of an import that would have to guess: every word, what it may mean, and how to answer."""
    return Refusal(
        gettext_noop(
            "El archivo dice cómo se acumulan sus metas con palabras que no todos leen igual: %(words)s. Responda en "
            "el perfil, bajo [accumulation], o con --accumulation «palabra=forma»."
        ),
        words="; ".join(_question(word) for word in words),
    )


def word_as_dict(word: WordRead) -> dict[str, Any]:
    """Plain data for `--json` and for the preview: each option with what the row of the example comes to, as text."""
    row = word.example
    return {
        "word": word.label,
        "products": word.products,
        "reading": word.chosen.code if word.chosen else None,
        "options": [{"code": one.reading.code, "result": _text(one.result)} for one in word.options],
        "example": {
            "unit": row.unit,
            "baseline": plain(row.baseline),
            "target": plain(row.target),
            "actual": plain(row.actual),
        },
    }


def _question(word: WordRead) -> str:
    def shown(result: Any) -> str:
        return "" if result is None else f" ({_percent(result)})"

    options = ", ".join(f"{one.reading.code}{shown(one.result)}" for one in word.options)
    return f"«{word.label}» ({word.products}): {options}"


def _percent(result: Any) -> str:
    tenths = round(result * 1000)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f',{rest}' if rest else ''} %"


def _text(result: Any) -> str | None:
    return None if result is None else format(float(result), ".6f")
