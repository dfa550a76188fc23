"""What was achieved, in the shape that money is compared with: of projects, parts of the plan and entities. Territories
have no measured result: products say what they achieve for the whole city."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext, pgettext

from concierta.engines.achievement import Accumulation, Alert, AlertCode, Severity
from concierta.engines.finance import NOTHING, Physical
from concierta.web.components import marks
from concierta.web.public.corte import Corte
from concierta.web.public.corte import Row as Record

#: What can be counted over a year: the others are levels, and levels of two products do not add up.
COUNTED = (Accumulation.FLOW.value, Accumulation.CUMULATIVE.value)
#: What a verifier refused counts as nothing, whatever an earlier period had.
REFUSED = (marks.REJECTED, marks.NOT_VERIFIABLE)


@dataclass(slots=True)
class Found:
    """What the indicators of one project say in the year of the corte."""

    results: int = 0
    narratives: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    quantity: Fraction = Fraction(0)
    countable: bool = True


def of_project(corte: Corte, project: str) -> Physical:
    return _told(corte, [project], *_year(corte, "project", project))


def of_node(corte: Corte, node: str) -> Physical:
    return _told(corte, _projects_under(corte, node), *_year(corte, "node", node))


def of_entity(corte: Corte, entity: str) -> Physical:
    """Every programmed project of the entity counts as one: offices have no weights in the plan."""
    projects = [row.project for row in corte.projects_of_entity.get(entity, [])]
    years = [_year(corte, "project", project) for project in projects]
    return _told(
        corte,
        projects,
        _mean(achieved for achieved, _ in years),
        _mean(projected for _, projected in years),
    )


def _found(corte: Corte, project: str) -> Found:
    found = Found()
    for product in corte.products_of.get(project, []):
        indicator = corte.indicator_of_product.get(product.product)
        if indicator is not None:
            found.narratives += _narratives(corte, indicator.indicator)
            _count(found, indicator, _measured(corte, indicator.indicator))
    return found


def _narratives(corte: Corte, indicator: str) -> list[str]:
    return [
        row.narrative.strip()
        for row in corte.reports_of.get(indicator, [])
        if row.stands and row.narrative.strip() and corte.periods[row.period].year == corte.year
    ]


def _measured(corte: Corte, indicator: str) -> list[Record]:
    """Of the year of the corte, the oldest period first."""
    return [row for row in corte.measurements_of.get(indicator, []) if corte.periods[row.period].year == corte.year]


def _count(found: Found, indicator: Record, measured: list[Record]) -> None:
    # That there is a result is its entity's claim, whatever the verifier has got to: alerts are about what was said.
    reported = [row.reported_value for row in measured if row.reported_value is not None]
    verified = [0 if row.status in REFUSED else row.verified_value for row in measured]
    value = next((one for one in reversed(verified) if one is not None), None)
    found.results += bool((reported and reported[-1]) or value)
    if value:
        found.quantity += Fraction(value)
        found.countable = found.countable and indicator.accumulation in COUNTED and bool(indicator.unit)
        found.units.add(indicator.unit)


def _year(corte: Corte, level: str, subject: str) -> tuple[Fraction | None, Fraction | None]:
    """What was verified of the year, and where the year ends at that pace; null where nobody verified a figure: in an
    achievement what lacks one is a zero, which beside money would read as a result."""
    row = corte.achievements.get((level, subject))
    if row is None or not row.verified_share or row.verified_year is None:
        return None, None
    achieved = Fraction(row.verified_year)
    return achieved, achieved / Fraction(row.expected_year) if row.expected_year else None


def _told(corte: Corte, projects: list[str], achieved: Fraction | None, projected: Fraction | None) -> Physical:
    """What all these projects come to. They are counted in one unit only where each that spent counts in it: the
    pesos of one that does not would be charged to the units of the others."""
    found = [_found(corte, project) for project in projects]
    results = sum(one.results for one in found)
    narrative = "\n\n".join(text for one in found for text in one.narratives)
    units = {unit for one in found for unit in one.units}
    countable = len(units) == 1 and all(one.countable for one in found)
    countable = countable and all(
        one.quantity for one, code in zip(found, projects, strict=True) if _spent(corte, code)
    )
    return Physical(
        achieved=achieved,
        result=results,
        narrative=narrative,
        explained=not results and bool(narrative),
        projected_close=projected,
        units=sum((one.quantity for one in found), Fraction(0)) if countable else None,
        unit=next(iter(units)) if countable else "",
    )


def _spent(corte: Corte, project: str) -> bool:
    return bool(corte.told and corte.told[0].by_project().get((project, corte.year), NOTHING).obligation)


def _projects_under(corte: Corte, node: str) -> list[str]:
    found = [row.project for row in corte.projects_of_node.get(node, [])]
    for child in corte.children.get(node, []):
        found += _projects_under(corte, child.node)
    return found


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def alert_words(alerts: Iterable[Alert]) -> str:
    """Each alert in the few words of a cell; one that its narrative explains says that it only informs."""
    words = {
        AlertCode.OBLIGATIONS_WITHOUT_RESULT: gettext("Obliga sin resultado"),
        AlertCode.RESULT_WITHOUT_OBLIGATIONS: gettext("Resultado sin obligaciones"),
        AlertCode.RESULT_WITHOUT_NARRATIVE: gettext("Resultado sin explicación"),
        AlertCode.CLOSE_UNDER_TARGET: gettext("Cierra bajo la meta"),
    }
    informs = gettext("solo informa")
    told = [words[one.code] if one.severity is Severity.WARNING else f"{words[one.code]} ({informs})" for one in alerts]
    return "; ".join(told) or pgettext("alertas", "Nada")
