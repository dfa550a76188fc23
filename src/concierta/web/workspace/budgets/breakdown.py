"""The money of a plan in rows: by source, part of the plan, entity, project or territory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import FundingKind
from concierta.engines.achievement import Severity
from concierta.engines.finance import Compared, Stages, year_pace
from concierta.kernel.folding import says_every_word
from concierta.steering.queries.money import MoneyAndResults
from concierta.web.kit.formats import number, percent
from concierta.web.workspace.budgets.lines import alert_word, millions, stage_cells
from concierta.web.workspace.shell import SignedInRequest, in_language


@dataclass(frozen=True, slots=True)
class Row:
    """One sum and where it leads. Thousands are sorted and a page of them is put in words, with `shown`."""

    name: str
    note: str
    stages: Stages
    compared: Compared | None = None
    href: str = ""
    depth: int = 1


BREAKDOWNS = {
    "fuente": _("Fuente"),
    "parte": _("Parte del plan"),
    "entidad": _("Entidad"),
    "proyecto": _("Proyecto"),
    "territorio": _("Territorio"),
}


#: What is measured by itself: sources and territories have no results of their own.
WITH_RESULTS = ("parte", "entidad", "proyecto")


def breakdown_tabs(current: str, request: SignedInRequest) -> list[dict[str, Any]]:
    tabs = []
    for key, label in BREAKDOWNS.items():
        query = request.GET.copy()
        for name in ("pagina", "q", "alerta"):
            query.pop(name, None)
        query["por"] = key
        tabs.append({"label": label, "href": f"?{query.urlencode()}#tabla", "current": key == current, "count": None})
    return tabs


def rows_by(
    by: str, told: MoneyAndResults, year: int | None, *, text: str = "", alert: str = "", query: str = ""
) -> list[Row]:
    """Every row of a breakdown; `text` and `alert` narrow projects, `query` goes on every link."""
    if by == "proyecto":
        return _projects(told, year, text, alert, query)
    return _ROWS[by](told, year)


def _funds(told: MoneyAndResults, year: int | None) -> list[Row]:
    money = told.money
    rows = []
    for key, stages in _largest(money.by_funding_source(year)):
        fund = money.funding_sources.get(key) if key is not None else None
        kind = FundingKind(fund.kind).label if fund else ""
        note = f"{kind} · {fund.code}" if fund else ""
        rows.append(Row(fund.name if fund else gettext("La fuente no lo dice"), note, stages))
    return rows


def _parts(told: MoneyAndResults, year: int | None) -> list[Row]:
    """Every node of every tier, each followed by its own parts."""
    money = told.money
    sums, compared = money.by_node(year), _compared(told, told.by_node, year)
    rows = []
    for node in _in_order(money.nodes):
        if node.pk in sums:
            note = f"{in_language(node.tier, 'singular')} {node.code}"
            href = reverse("plan_node", args=[money.plan.slug, node.pk])
            name, found = in_language(node, "name"), compared.get(node.pk)
            rows.append(Row(name, note, sums[node.pk], found, href, node.tier.depth))
    outside = money.outside_plan(year)
    if outside:
        note = gettext("Proyectos que el plan no tiene: %(count)s") % {"count": number(len(outside))}
        rows.append(Row(gettext("Fuera del plan"), note, sum(outside.values(), Stages())))
    return rows


def _entities(told: MoneyAndResults, year: int | None) -> list[Row]:
    money, compared = told.money, _compared(told, told.by_entity, year)
    return [
        Row(money.entities[key].name, _acronym(money.entities[key]), stages, compared.get(key))
        for key, stages in _largest(money.by_entity(year))
    ]


def _territories(told: MoneyAndResults, year: int | None) -> list[Row]:
    found = told.money.territories
    rows = []
    for key, stages in _largest(told.money.by_territory(year)):
        place = found.get(key) if key is not None else None
        rows.append(Row(place.name if place else gettext("Toda la ciudad"), place.code if place else "", stages))
    return rows


def _projects(told: MoneyAndResults, year: int | None, text: str, alert: str, query: str) -> list[Row]:
    money, compared = told.money, _compared(told, told.by_project, year)
    found = []
    for key, stages in money.by_project(year).items():
        project = money.projects[key]
        note = f"{project.code} · {project.entity.short_name}"
        found.append((project.code, in_language(project, "name"), note, stages, compared.get(key)))
    unknown = gettext("El plan no tiene este proyecto")
    found += [(code, unknown, code, stages, None) for code, stages in money.outside_plan(year).items()]
    found = [
        one for one in found if (not alert or alert in _codes(one[4])) and says_every_word(f"{one[2]} {one[1]}", text)
    ]
    found.sort(key=lambda one: (-(one[3].final or 0), one[0]))
    return [
        Row(name, note, stages, figures, _project_href(money.plan.slug, code, query))
        for code, name, note, stages, figures in found
    ]


def _project_href(slug: str, code: str, query: str) -> str:
    return reverse("project_money", args=[slug, code]) + (f"?{query}" if query else "")


def _acronym(entity: Any) -> str:
    return entity.short_name if entity.short_name != entity.name else ""


def shown(row: Row, year: int | None, on: date) -> dict[str, Any]:
    """A row in words. What was achieved is blank where nothing is measured there, and "sin dato" where nobody has
    stated it: neither is zero. `left` is what the pace of that very row leaves unobligated at the end of `year`."""
    pace = year_pace(row.stages, year, on) if year is not None else None
    return {
        "name": row.name,
        "note": row.note,
        "href": row.href,
        "depth": row.depth,
        "cells": stage_cells(row.stages),
        "execution": percent(row.stages.execution),
        "left": millions(pace.at_risk) if pace else "",
        "achieved": percent(row.compared.physical.achieved) if row.compared else "",
        "efficiency": number(row.compared.efficiency) if row.compared else "",
        "alerts": [
            {"word": alert_word(one.code), "warning": one.severity is Severity.WARNING}
            for one in (row.compared.alerts if row.compared else ())
        ],
    }


def _codes(compared: Compared | None) -> set[str]:
    return {one.code.value for one in compared.alerts if one.severity is Severity.WARNING} if compared else set()


def _compared(told: MoneyAndResults, found: dict[int, Compared], year: int | None) -> dict[int, Compared]:
    """Results are of one year: beside the money of all years they would be compared with what is not theirs."""
    return found if year == told.money.on.year else {}


def _largest(sums: dict[Any, Stages]) -> list[tuple[Any, Stages]]:
    return sorted(sums.items(), key=lambda pair: (-(pair[1].final or 0), str(pair[0])))


def _in_order(nodes: dict[int, Any]) -> Iterable[Any]:
    children: dict[int | None, list[Any]] = {}
    for node in nodes.values():
        children.setdefault(node.parent_id, []).append(node)

    def walk(parent: int | None) -> Iterable[Any]:
        for node in children.get(parent, ()):
            yield node
            yield from walk(node.pk)

    return walk(None)


_ROWS: dict[str, Callable[[MoneyAndResults, int | None], list[Row]]] = {
    "fuente": _funds,
    "parte": _parts,
    "entidad": _entities,
    "territorio": _territories,
}
