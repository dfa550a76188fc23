"""Entities: what each answers for, what it promised, how it reports and what verification found of it."""

from collections.abc import Callable, Iterable
from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats, marks
from concierta.web.kit.spanish import telling
from concierta.web.kit.tabular import Column, Table, number_column
from concierta.web.portal import figures, names, words
from concierta.web.portal.agreements import signatory
from concierta.web.portal.agreements.pledges import pledge_line
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.entities import how_reported, pledge_performance, verifying
from concierta.web.portal.mesa import action_items, measures
from concierta.web.portal.page import ROWS, TABLE_ROWS, Link, Page, Part, Task, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

FOLDER = "entidades/"
LATE_SHOWN = 10
TASKS_SHOWN = 10
#: What somebody can answer for, so many of each.
_ANSWERED: dict[str, Callable[[int], str]] = {
    "project": lambda n: ngettext("%(n)s proyecto", "%(n)s proyectos", n),
    "indicator": lambda n: ngettext("%(n)s indicador", "%(n)s indicadores", n),
    "pledge": lambda n: ngettext("%(n)s promesa", "%(n)s promesas", n),
    "action_item": lambda n: ngettext("%(n)s tarea de la mesa", "%(n)s tareas de la mesa", n),
}


def tasks(corte: Corte) -> list[Task]:
    entities = sorted(corte.entities.values(), key=lambda row: (alphabetical(row.name), row.entity))
    pages = list_tasks(FOLDER, entities, TABLE_ROWS, _list_page)
    for entity in entities:
        folder = corte.entity_folder(entity.entity)
        pages += list_tasks(folder, corte.projects_led_by(entity.entity), ROWS, partial(_entity_page, entity))
        if indicators := corte.indicators_reported_by.get(entity.entity):
            pages += list_tasks(f"{folder}indicadores/", indicators, ROWS, partial(_indicators_page, entity))
    return pages


def _list_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    total = len(corte.entities)
    return Page(
        template="portal/entities.html",
        section="entidades",
        title=gettext("Entidades"),
        heading=how_reported.overdue_finding(corte),
        description=gettext("Quién responde por cada parte del plan, y cómo reporta."),
        content={
            "lead": ngettext("%(n)s entidad participa en el plan.", "%(n)s entidades participan en el plan.", total)
            % {"n": formats.number(total)},
            "table": entity_table(portal, part.items),
            "sheet": part.sheet(portal),
        },
    )


def entity_table(portal: Portal, entities: Iterable[Row]) -> Table:
    corte = portal.corte

    def counted(label: str, count: Callable[[str], int]) -> Column:
        return number_column(label, lambda entity: count(entity.entity))

    def reports(code: str, *states: str) -> int:
        return how_reported.count(how_reported.standing(corte, code), *states)

    return Table.of(
        entities,
        Column(gettext("Entidad"), cell=lambda entity: portal.entity_link(entity.entity)),
        Column(gettext("Sector"), cell=lambda entity: words.sector(entity.kind)),
        counted(gettext("Proyectos"), lambda code: len(corte.projects_of_entity.get(code, []))),
        counted(gettext("Indicadores que reporta"), lambda code: len(corte.indicators_reported_by.get(code, []))),
        counted(gettext("Reportes verificados"), lambda code: reports(code, marks.VERIFIED, marks.ADJUSTED)),
        counted(
            gettext("Rechazados o no verificables"),
            lambda code: reports(code, marks.REJECTED, marks.NOT_VERIFIABLE),
        ),
        counted(gettext("Vencidos sin reporte"), lambda code: len(corte.overdue_of.get(code, []))),
    )


def _entity_page(entity: Row, part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    code = entity.entity
    projects = corte.projects_led_by(code)
    reports = how_reported.standing(corte, code)
    indicators = corte.indicators_reported_by.get(code, [])
    overdue = corte.overdue_of.get(code, [])
    share, checked = how_reported.factor(corte, reports)
    folder = corte.entity_folder(code)
    return Page(
        template="portal/entity.html",
        shows_clauses=True,
        section="entidades",
        title=entity.name,
        in_spanish=True,
        description=f"{entity.name}. {how_reported.finding(reports, overdue, indicators)}",
        trail=[Link(gettext("Entidades"), portal.to(FOLDER))],
        content={
            "entity": entity,
            "sector": words.sector(entity.kind),
            "finding": how_reported.finding(reports, overdue, indicators),
            "summary": pledge_performance.summary(portal, code),
            "signatory": signatory.record(portal, code),
            "tasks": [
                action_items.task_line(portal, row)
                for row in action_items.ordered(corte.tasks_of_entity.get(code, []))[:TASKS_SHOWN]
            ],
            "tasks_title": action_items.finding(corte.tasks_of_entity.get(code, [])),
            "measures": [measures.measure_line(portal, row) for row in corte.measures_of_entity.get(code, [])],
            "duties": _duties(corte, code),
            "verifying": verifying.told(corte, code),
            "counts": how_reported.counts(reports, overdue) if indicators else [],
            # A corte older than the table of factors still tells the mean of its reports.
            "told": checks.factor_figure(corte, "entity", code),
            "factor": formats.percent(share),
            "has_factor": share is not None,
            "factor_note": ngettext(
                "Promedio de verificado ÷ reportado en %(n)s reporte ya verificado. Lo rechazado y lo no "
                "verificable aportan cero.",
                "Promedio de verificado ÷ reportado en %(n)s reportes ya verificados. Lo rechazado y lo no "
                "verificable aportan cero.",
                checked,
            )
            % {"n": formats.number(checked)},
            "causes": how_reported.causes(portal, reports),
            "late": how_reported.overdue_table(portal, overdue[:LATE_SHOWN]) if overdue else None,
            "late_title": ngettext("%(n)s reporte vencido", "%(n)s reportes vencidos", len(overdue))
            % {"n": formats.number(len(overdue))},
            "pledges": [pledge_line(portal, pledge) for pledge in corte.pledges_of_entity.get(code, [])],
            "projects": [figures.project_row(portal, row, id=f"p{n}") for n, row in enumerate(part.items)],
            "projects_title": ngettext("Responde por %(n)s proyecto", "Responde por %(n)s proyectos", len(projects))
            % {"n": formats.number(len(projects))},
            "any_project": bool(projects),
            "indicators_href": portal.to(f"{folder}indicadores/") if indicators else "",
            "indicators_title": ngettext(
                "Ver el indicador que reporta", "Ver los %(n)s indicadores que reporta", len(indicators)
            )
            % {"n": formats.number(len(indicators))},
            "sheet": part.sheet(portal),
            "first": part.first,
        },
    )


def _duties(corte: Corte, code: str) -> list[tuple[str, str]]:
    """What this entity does in the plan, counted."""
    answered = corte.duties_of_entity.get(code, [])
    if not corte.duties_of:
        return _named_duties(corte, code)
    counted = []
    for duty in Duty:
        kinds = [row.kind for row in answered if row.duty == duty]
        parts = [
            so_many(kinds.count(kind)) % {"n": formats.number(kinds.count(kind))}
            for kind, so_many in _ANSWERED.items()
            if kind in kinds
        ]
        if parts:
            counted.append((str(duty.label), ", ".join(parts)))
    return counted


def _named_duties(corte: Corte, code: str) -> list[tuple[str, str]]:
    """What the indicators themselves say, in a corte older than the table of responsibilities."""
    indicators = corte.indicators.values()
    roles = (
        (Duty.REPORTS, sum(row.reporter == code for row in indicators)),
        (Duty.REVIEWS, sum(row.reviewer == code for row in indicators)),
        (Duty.VERIFIES, sum(row.verifier == code for row in indicators)),
        (Duty.PRESENTS, sum(row.presenter == code for row in indicators)),
    )
    return [
        (str(role.label), ngettext("%(n)s indicador", "%(n)s indicadores", count) % {"n": formats.number(count)})
        for role, count in roles
        if count
    ]


def _indicators_page(entity: Row, part: Part[Row], portal: Portal) -> Page:
    indicators = portal.corte.indicators_reported_by[entity.entity]
    folder = portal.corte.entity_folder(entity.entity)
    return Page(
        template="portal/list.html",
        section="entidades",
        title=gettext("Indicadores que reporta %(name)s") % {"name": entity.name},
        heading=telling(gettext("Indicadores que reporta %(name)s"), name=names.entity_name(entity)),
        description=gettext("Los indicadores que reporta %(name)s, con su meta y lo verificado.")
        % {"name": entity.name},
        trail=[Link(gettext("Entidades"), portal.to(FOLDER)), Link(names.entity_name(entity), portal.to(folder))],
        content={
            "lead": ngettext("%(n)s indicador", "%(n)s indicadores", len(indicators))
            % {"n": formats.number(len(indicators))},
            "rows": [
                figures.indicator_row(portal, row, id=f"i{n}", with_entity=False) for n, row in enumerate(part.items)
            ],
            "empty": "",
            "sheet": part.sheet(portal),
        },
    )
