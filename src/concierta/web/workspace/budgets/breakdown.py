"""The money of a plan in rows: by source, part of the plan, entity, project or territory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import FundingKind
from concierta.engines.achievement import Severity
from concierta.engines.finance import Compared, Stages, year_pace
from concierta.kernel.folding import says_every_word
from concierta.steering.queries.money import MoneyAndResults
from concierta.web.kit.formats import number, percent
from concierta.web.workspace.budgets.figures import STAGES, alert_word, millions, stage_word
from concierta.web.workspace.budgets.overview import this_page_with
from concierta.web.workspace.shell import SignedInRequest, in_language

if TYPE_CHECKING:
    from concierta.people.models import Entity
    from concierta.plans.models import Node

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Row:
    """One sum and where it leads. Thousands are sorted and a page of them is put in words, with `words_of`."""

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


def breakdown_tabs(current: str, request: SignedInRequest) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "href": this_page_with(request, "q", "alerta", por=key) + "#tabla",
            "current": key == current,
            "count": None,
        }
        for key, label in BREAKDOWNS.items()
    ]


def rows_by(
    by: str, results: MoneyAndResults, year: int | None, *, text: str = "", alert: str = "", query: str = ""
) -> list[Row]:
    """Every row of a breakdown; `text` and `alert` narrow projects, `query` goes on each of their links."""
    if by == "proyecto":
        return _projects(results, year, text, alert, query)
    return _ROWS[by](results, year)


def _funds(results: MoneyAndResults, year: int | None) -> list[Row]:
    money = results.money
    rows = []
    for key, stages in _largest(money.by_funding_source(year)):
        fund = money.funding_sources.get(key) if key is not None else None
        name = fund.name if fund else gettext("La fuente no lo dice")
        rows.append(Row(name, f"{FundingKind(fund.kind).label} · {fund.code}" if fund else "", stages))
    return rows


def _parts(results: MoneyAndResults, year: int | None) -> list[Row]:
    """Every node of every tier, each followed by its own parts."""
    money = results.money
    sums, compared = money.by_node(year), _compared(results, results.by_node, year)
    rows = [
        Row(
            name=in_language(node, "name"),
            note=f"{in_language(node.tier, 'singular')} {node.code}",
            stages=sums[node.pk],
            compared=compared.get(node.pk),
            href=reverse("plan_node", args=[money.plan.slug, node.pk]),
            depth=node.tier.depth,
        )
        for node in _in_order(money.nodes)
        if node.pk in sums
    ]
    if outside := money.outside_plan(year):
        note = gettext("Proyectos que el plan no tiene: %(count)s") % {"count": number(len(outside))}
        rows.append(Row(gettext("Fuera del plan"), note, sum(outside.values(), Stages())))
    return rows


def _entities(results: MoneyAndResults, year: int | None) -> list[Row]:
    money, compared = results.money, _compared(results, results.by_entity, year)
    return [
        Row(money.entities[key].name, _acronym(money.entities[key]), stages, compared.get(key))
        for key, stages in _largest(money.by_entity(year))
    ]


def _territories(results: MoneyAndResults, year: int | None) -> list[Row]:
    places = results.money.territories
    rows = []
    for key, stages in _largest(results.money.by_territory(year)):
        place = places.get(key) if key is not None else None
        rows.append(Row(place.name if place else gettext("Toda la ciudad"), place.code if place else "", stages))
    return rows


def _projects(results: MoneyAndResults, year: int | None, text: str, alert: str, query: str) -> list[Row]:
    """Those of the plan, and those that only a file names; the largest first."""
    money, compared = results.money, _compared(results, results.by_project, year)
    rows = []
    for key, stages in money.by_project(year).items():
        project = money.projects[key]
        note = f"{project.code} · {project.entity.short_name}"
        rows.append((project.code, Row(in_language(project, "name"), note, stages, compared.get(key))))
    unknown = gettext("El plan no tiene este proyecto")
    rows += [(code, Row(unknown, code, stages)) for code, stages in money.outside_plan(year).items()]
    fitting = [
        (code, row)
        for code, row in rows
        if (not alert or alert in _warnings(row.compared)) and says_every_word(f"{row.note} {row.name}", text)
    ]
    fitting.sort(key=lambda pair: (-(pair[1].stages.final or 0), pair[0]))
    slug = money.plan.slug
    return [replace(row, href=reverse("project_money", args=[slug, code]) + query) for code, row in fitting]


def _acronym(entity: "Entity") -> str:
    return entity.short_name if entity.short_name != entity.name else ""


def words_of(row: Row, year: int | None, on: date) -> dict[str, object]:
    """The figures of a row as they are read. What was achieved is blank where nothing is measured there, and "sin dato"
    where nobody has stated it: neither is zero. `left` is what the pace of that very row leaves unobligated at the end
    of `year`."""
    pace = year_pace(row.stages, year, on) if year is not None else None
    compared = row.compared
    return {
        "cells": [(stage_word(name), millions(getattr(row.stages, name))) for name in STAGES],
        "execution": percent(row.stages.execution),
        "left": millions(pace.at_risk) if pace else "",
        "achieved": percent(compared.physical.achieved) if compared else "",
        "efficiency": number(compared.efficiency) if compared else "",
        "alerts": [
            (alert_word(alert.code), alert.severity is Severity.WARNING)
            for alert in (compared.alerts if compared else ())
        ],
    }


def _warnings(compared: Compared | None) -> set[str]:
    alerts = compared.alerts if compared else ()
    return {alert.code.value for alert in alerts if alert.severity is Severity.WARNING}


def _compared(results: MoneyAndResults, each: dict[int, Compared], year: int | None) -> dict[int, Compared]:
    """Results are of one year: beside the money of all years they would be compared with what is not theirs."""
    return each if year == results.money.on.year else {}


def _largest(sums: dict[Key, Stages]) -> list[tuple[Key, Stages]]:
    return sorted(sums.items(), key=lambda pair: (-(pair[1].final or 0), str(pair[0])))


def _in_order(nodes: "dict[int, Node]") -> "Iterable[Node]":
    children: dict[int | None, list[Node]] = {}
    for node in nodes.values():
        children.setdefault(node.parent_id, []).append(node)

    def walk(parent: int | None) -> "Iterable[Node]":
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
