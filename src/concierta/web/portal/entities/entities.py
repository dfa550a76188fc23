"""Entities: what each answers for, what it promised, how it reports and what verification found of it."""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats, marks
from concierta.web.kit.spanish import telling
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures, names, words
from concierta.web.portal.agreements import commitments
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.entities import how_reported, pledge_performance
from concierta.web.portal.mesa import action_items, measures
from concierta.web.portal.page import ROWS, TABLE_ROWS, Link, Page, Task, sheet, sheet_folder, sheets
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
    entities = _ordered(corte)
    found = [
        Task(sheet_folder(FOLDER, number), partial(_list_page, number))
        for number in range(1, len(sheets(entities, TABLE_ROWS)) + 1)
    ]
    for entity in entities:
        folder = corte.entity_folder(entity.entity)
        projects = corte.projects_led_by(entity.entity)
        found += [
            Task(sheet_folder(folder, number), partial(_entity_page, entity, number))
            for number in range(1, len(sheets(projects, ROWS)) + 1)
        ]
        indicators = corte.indicators_reported_by.get(entity.entity, [])
        found += [
            Task(sheet_folder(f"{folder}indicadores/", number), partial(_indicators_page, entity, number))
            for number in range(1, len(sheets(indicators, ROWS)) + 1)
            if indicators
        ]
    return found


def _ordered(corte: Corte) -> list[Record]:
    return sorted(corte.entities.values(), key=lambda row: (alphabetical(row.name), row.entity))


def _list_page(number: int, portal: Portal) -> Page:
    corte = portal.corte
    entities = _ordered(corte)
    parts = sheets(entities, TABLE_ROWS)
    rows = []
    for entity in parts[number - 1]:
        reports = how_reported.standing(corte, entity.entity)
        rows.append(
            [
                portal.entity_link(entity.entity),
                words.sector(entity.kind),
                formats.number(len(corte.projects_of_entity.get(entity.entity, []))),
                formats.number(len(corte.indicators_reported_by.get(entity.entity, []))),
                formats.number(how_reported.count(reports, marks.VERIFIED, marks.ADJUSTED)),
                formats.number(how_reported.count(reports, marks.REJECTED, marks.NOT_VERIFIABLE)),
                formats.number(len(corte.overdue_of.get(entity.entity, []))),
            ]
        )
    return Page(
        template="portal/entities.html",
        section="entidades",
        title=gettext("Entidades"),
        heading=how_reported.overdue_finding(corte),
        description=gettext("Quién responde por cada parte del plan, y cómo reporta."),
        content={
            "lead": ngettext(
                "%(n)s entidad participa en el plan.", "%(n)s entidades participan en el plan.", len(entities)
            )
            % {"n": formats.number(len(entities))},
            "table": Table(
                columns=[
                    Column(gettext("Entidad")),
                    Column(gettext("Sector")),
                    Column(gettext("Proyectos"), numeric=True),
                    Column(gettext("Indicadores que reporta"), numeric=True),
                    Column(gettext("Reportes verificados"), numeric=True),
                    Column(gettext("Rechazados o no verificables"), numeric=True),
                    Column(gettext("Vencidos sin reporte"), numeric=True),
                ],
                rows=rows,
            ),
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )


def _entity_page(entity: Record, number: int, portal: Portal) -> Page:
    corte = portal.corte
    code = entity.entity
    projects = corte.projects_led_by(code)
    parts = sheets(projects, ROWS)
    reports = how_reported.standing(corte, code)
    indicators = corte.indicators_reported_by.get(code, [])
    overdue = corte.overdue_of.get(code, [])
    share, checked = how_reported.factor(corte, reports)
    folder = corte.entity_folder(code)
    return Page(
        template="portal/entity.html",
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
            "tasks": [
                action_items.task_line(portal, row)
                for row in action_items.ordered(corte.tasks_of_entity.get(code, []))[:TASKS_SHOWN]
            ],
            "tasks_title": action_items.finding(corte.tasks_of_entity.get(code, [])),
            "measures": [measures.measure_line(portal, row) for row in corte.measures_of_entity.get(code, [])],
            "duties": _duties(corte, code),
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
            "pledges": [commitments.pledge_line(portal, pledge) for pledge in corte.pledges_of_entity.get(code, [])],
            "projects": [figures.project_row(portal, row, id=f"p{n}") for n, row in enumerate(parts[number - 1])],
            "projects_title": ngettext("Responde por %(n)s proyecto", "Responde por %(n)s proyectos", len(projects))
            % {"n": formats.number(len(projects))},
            "any_project": bool(projects),
            "indicators_href": portal.to(f"{folder}indicadores/") if indicators else "",
            "indicators_title": ngettext(
                "Ver el indicador que reporta", "Ver los %(n)s indicadores que reporta", len(indicators)
            )
            % {"n": formats.number(len(indicators))},
            "sheet": sheet(portal.at.root, folder, number, len(parts)),
            "first": number == 1,
        },
    )


def _duties(corte: Corte, code: str) -> list[tuple[str, str]]:
    """What this entity does in the plan, counted."""
    told = corte.duties_of_entity.get(code, [])
    if not corte.duties_of:
        return _named_duties(corte, code)
    found = []
    for duty in Duty:
        kinds = [row.kind for row in told if row.duty == duty]
        parts = [
            so_many(kinds.count(kind)) % {"n": formats.number(kinds.count(kind))}
            for kind, so_many in _ANSWERED.items()
            if kind in kinds
        ]
        if parts:
            found.append((str(duty.label), ", ".join(parts)))
    return found


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


def _indicators_page(entity: Record, number: int, portal: Portal) -> Page:
    indicators = portal.corte.indicators_reported_by[entity.entity]
    parts = sheets(indicators, ROWS)
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
                figures.indicator_row(portal, row, id=f"i{n}", with_entity=False)
                for n, row in enumerate(parts[number - 1])
            ],
            "empty": "",
            "sheet": sheet(portal.at.root, f"{folder}indicadores/", number, len(parts)),
        },
    )
