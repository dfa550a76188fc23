"""What a figure must be before it is kept, and before it is sent."""

from collections import defaultdict
from decimal import Decimal

from concierta.engines.achievement import InvalidFigures, Problem, check_members
from concierta.indicators.models import Category
from concierta.kernel.errors import Invalid, gettext_noop
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


def check_quantity(value: Decimal | None, *, field: str) -> Decimal | None:
    """The figure as it will be stored; refuses what the database could only keep by changing it."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= _LIMIT:
        raise Invalid(gettext_noop("«%(value)s» no es una cantidad posible."), field=field, value=value)
    if round(value, _DECIMALS) != value:
        raise Invalid(gettext_noop("«%(value)s» tiene más de seis decimales."), field=field, value=value)
    return round(value, _DECIMALS)


def check_breakdown(report: Report) -> None:
    """Refuse parts that cannot belong to the reported value (DOMAIN §3, disaggregation)."""
    values = {part.category_id: part.value for part in report.breakdown.all()}
    members: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    sets = {}
    for category in (
        Category.objects.filter(category_set__indicator=report.indicator)
        .select_related("category_set")
        .order_by("category_set__code", "ordinal")
    ):
        sets[category.category_set_id] = category.category_set
        members[category.category_set_id][category.code] = values.get(category.pk)
    for pk, category_set in sets.items():
        try:
            check_members(members[pk], total=report.value, exhaustive=category_set.exhaustive)
        except InvalidFigures as error:
            figures = {name: _number(error.details.get(name)) for name in ("members", "total")}
            raise Invalid(_SENTENCES[error.problem], field="breakdown", set=category_set.name, **figures) from error


def _number(value: object) -> str:
    """Figures in a sentence as people write them here."""
    try:
        return f"{float(value):,.6f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)
