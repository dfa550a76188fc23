"""What was achieved, in the shape that money is compared with: of projects, parts of the plan and entities. Territories
have no measured result: products say what they achieve for the whole city."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, pgettext

from concierta.engines.achievement import Accumulation, Alert, AlertCode, Measure, Severity
from concierta.engines.finance import NOTHING, Part, Physical, YearFigure, physical_of
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record


def of_project(corte: Corte, project: str) -> Physical:
    return physical_of([_part(corte, project)], [_year(corte, "project", project)])


def of_node(corte: Corte, node: str) -> Physical:
    return physical_of(
        [_part(corte, project) for project in _projects_under(corte, node)], [_year(corte, "node", node)]
    )


def of_entity(corte: Corte, entity: str) -> Physical:
    """Every programmed project of the entity counts as one: offices have no weights in the plan."""
    projects = [row.project for row in corte.projects_of_entity.get(entity, [])]
    return physical_of(
        [_part(corte, project) for project in projects], [_year(corte, "project", project) for project in projects]
    )


def _part(corte: Corte, project: str) -> Part:
    """Its outputs in the year of the corte. What was refused takes nothing away from what was verified before."""
    part = Part(spent=_spent(corte, project))
    for product in corte.products_of.get(project, []):
        indicator = corte.indicator_of_product.get(product.product)
        if indicator is not None:
            measured = _measured(corte, indicator.indicator)
            part.narratives += _narratives(corte, indicator.indicator)
            part.count(
                claimed=_last(row.reported_value for row in measured),
                value=_last(row.verified_value for row in measured),
                unit=indicator.unit,
                accumulation=Accumulation(indicator.accumulation),
                measure=Measure(indicator.measure or Measure.COUNT),
            )
    return part


def _narratives(corte: Corte, indicator: str) -> list[str]:
    return [
        row.narrative.strip()
        for row in corte.reports_of.get(indicator, [])
        if row.stands and row.narrative.strip() and corte.periods[row.period].year == corte.year
    ]


def _measured(corte: Corte, indicator: str) -> list[Record]:
    """Of the year of the corte, the oldest period first."""
    return [row for row in corte.measurements_of.get(indicator, []) if corte.periods[row.period].year == corte.year]


def _last(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _year(corte: Corte, level: str, subject: str) -> YearFigure:
    row = corte.achievements.get((level, subject))
    if row is None:
        return YearFigure(None, None, known=False)
    return YearFigure(_exact(row.verified_year), _exact(row.expected_year), known=bool(row.verified_share))


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _spent(corte: Corte, project: str) -> bool:
    return bool(corte.told and corte.told[0].by_project().get((project, corte.year), NOTHING).obligation)


def _projects_under(corte: Corte, node: str) -> list[str]:
    found = [row.project for row in corte.projects_of_node.get(node, [])]
    for child in corte.children.get(node, []):
        found += _projects_under(corte, child.node)
    return found


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
