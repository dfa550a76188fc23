"""Projects: the list, and one page each with its products, money, work and what its source says."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import duties, figures, names
from concierta.web.portal.agreements import commitments
from concierta.web.portal.budgets import lines, money
from concierta.web.portal.budgets.rows import of_project
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.indicators.finding import projects_finding
from concierta.web.portal.mesa import changed
from concierta.web.portal.page import ROWS, TABLE_ROWS, Link, Page, Sheet, Task, sheet, sheet_folder, sheets
from concierta.web.portal.plans import source_reconciliation
from concierta.web.portal.portal import Portal

FOLDER = "proyectos/"
#: Activities that fit at the end of a project's own page; more of them have pages of their own.
FEW_ACTIVITIES = 15
PRODUCTS_SHOWN = 15


def tasks(corte: Corte) -> list[Task]:
    projects = corte.all_projects
    found = [
        Task(sheet_folder(FOLDER, number), partial(_list_page, number))
        for number in range(1, len(sheets(projects, ROWS)) + 1)
    ]
    for project in projects:
        folder = corte.project_folder(project.project)
        found.append(Task(folder, partial(_project_page, project)))
        activities = corte.activities_of.get(project.project, [])
        if len(activities) > FEW_ACTIVITIES:
            for number in range(1, len(sheets(activities, TABLE_ROWS)) + 1):
                place = sheet_folder(f"{folder}actividades/", number)
                found.append(Task(place, partial(_activities_page, project, number)))
        products = corte.products_of.get(project.project, [])
        for number in range(2, len(sheets(products, PRODUCTS_SHOWN)) + 1):
            found.append(Task(f"{folder}productos-{number}/", partial(_products_page, project, number)))
    return found


def _list_page(number: int, portal: Portal) -> Page:
    corte = portal.corte
    projects = corte.all_projects
    parts = sheets(projects, ROWS)
    count = ngettext("%(n)s proyecto", "%(n)s proyectos", len(projects)) % {"n": formats.number(len(projects))}
    return Page(
        template="portal/projects.html",
        section="proyectos",
        title=gettext("Proyectos"),
        description=gettext("%(count)s del plan, con lo verificado al %(date)s.")
        % {"count": count, "date": formats.long_date(corte.cut_off)},
        content={
            "finding": projects_finding(corte),
            "count": count,
            "rows": [figures.project_row(portal, project, id=f"p{n}") for n, project in enumerate(parts[number - 1])],
            "entities": [
                Link(
                    names.entity_name(corte.entities[code]),
                    portal.to(corte.entity_folder(code)),
                    count=formats.number(len(corte.projects_of_entity[code])),
                )
                for code in sorted(corte.projects_of_entity, key=lambda code: alphabetical(corte.entities[code].name))
            ]
            if number == 1
            else [],
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )


def _project_page(project: Record, portal: Portal) -> Page:
    corte = portal.corte
    code = project.project
    found = corte.achievements.get(("project", code))
    activities = corte.activities_of.get(code, [])
    products = corte.products_of.get(code, [])
    totals = money.summed([row for row in corte.money_of.get(code, []) if row.period == corte.plan.period])
    node = corte.nodes[project.node]
    return Page(
        template="portal/project.html",
        section="proyectos",
        title=project.name,
        in_spanish=True,
        description=names.shortened(f"{code}. {figures.sentence(corte, 'project', code)} {project.name}", 300),
        trail=[Link(gettext("Proyectos"), portal.to(FOLDER))],
        content={
            "project": project,
            "sentence": figures.sentence(corte, "project", code),
            "found": found,
            "verified": figures.verified_share(corte, "project", code),
            "state": corte.state("project", code),
            "beyond": figures.beyond_verified(corte, "project", code) if found else None,
            "table": figures.table(corte, "project", code),
            "facts": [
                (gettext("Responde"), portal.entity_link(project.entity)),
                (gettext("Dependencia"), in_spanish(project.office) or None),
                (gettext("Código del proyecto (BP)"), code),
                (gettext("Código nacional (BPIN)"), project.bpin or None),
                (names.name_of(corte.tiers[node.tier], "singular"), portal.node_link(node.node)),
                (gettext("Peso entre los suyos"), _weight(project.weight)),
            ],
            "duties": duties.duty_lines(portal, "project", code),
            "changes": changed.noted(portal, corte.changes_about.get(("project", code), [])),
            "products": product_rows(portal, products[:PRODUCTS_SHOWN]),
            "products_title": _products_title(corte, products),
            "products_more": portal.to(f"{corte.project_folder(code)}productos-2/")
            if len(products) > PRODUCTS_SHOWN
            else "",
            "money": money.Money(
                title=money.finding(totals),
                chart=money.chart(totals, id="dinero", name=gettext("Dinero del proyecto al corte")),
                table=money_by_period(corte, code),
                note="",
            ),
            "budget_href": portal.to(lines.folder(corte, code)) if of_project(corte, code) else "",
            "activities": activity_table(portal, activities) if len(activities) <= FEW_ACTIVITIES else None,
            "activities_title": ngettext("%(n)s actividad", "%(n)s actividades", len(activities))
            % {"n": formats.number(len(activities))},
            "activities_href": portal.to(f"{corte.project_folder(code)}actividades/"),
            "any_activity": bool(activities),
            "pledges": [commitments.pledge_line(portal, pledge) for pledge in corte.pledges_of_project.get(code, [])],
            "differences": source_reconciliation.difference_table(corte.reconciliation_of.get(code, [])[:TABLE_ROWS]),
            "differences_title": source_reconciliation.differences_title(corte.reconciliation_of.get(code, [])),
            "stated": source_reconciliation.stated_line(corte, code),
        },
    )


def _weight(weight: Decimal | None) -> str:
    return gettext("Sin peso propio: pesa igual que los demás") if weight is None else formats.percent(weight)


def product_rows(portal: Portal, products: list[Record]) -> list[Any]:
    """Each product by its indicator, whose figure is the product's."""
    rows = []
    for n, product in enumerate(products):
        indicator = portal.corte.indicator_of_product.get(product.product)
        if indicator is not None:
            rows.append(figures.indicator_row(portal, indicator, id=f"i{n}", with_entity=False))
    return rows


def _products_title(corte: Corte, products: list[Record]) -> str:
    return ngettext("Entrega %(n)s producto", "Entrega %(n)s productos", len(products)) % {
        "n": formats.number(len(products))
    }


def _products_page(project: Record, number: int, portal: Portal) -> Page:
    parts = sheets(portal.corte.products_of[project.project], PRODUCTS_SHOWN)
    folder = portal.to(portal.corte.project_folder(project.project))
    title = gettext("Productos del proyecto %(code)s, página %(n)s") % {"code": project.project, "n": number}
    return Page(
        template="portal/list.html",
        section="proyectos",
        title=title,
        description=project.name[:300],
        trail=[Link(gettext("Proyectos"), portal.to(FOLDER)), Link(project.project, folder)],
        content={
            "lead": in_spanish(project.name),
            "rows": product_rows(portal, list(parts[number - 1])),
            "empty": "",
            "sheet": _product_sheet(folder, number, len(parts)),
        },
    )


def _product_sheet(folder: str, number: int, total: int) -> Sheet:
    return Sheet(
        number,
        total,
        previous=folder if number == 2 else f"{folder}productos-{number - 1}/",
        next=f"{folder}productos-{number + 1}/" if number < total else "",
    )


def money_by_period(corte: Corte, project: str) -> Table:
    rows = corte.money_of.get(project, [])
    return Table(
        columns=[Column(gettext("Periodo")), *money.columns()],
        rows=[
            [formats.period(row.period), *(formats.number(getattr(row, measure)) for measure in money.MEASURES)]
            for row in rows
        ],
    )


def activity_table(portal: Portal, activities: list[Record]) -> Table:
    return Table(
        columns=[
            Column(gettext("Actividad")),
            Column(gettext("Dónde")),
            Column(gettext("Cuándo")),
            Column(gettext("Avance según la fuente"), numeric=True),
            Column(gettext("Apropiación definitiva"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Obligado"), numeric=True, unit=gettext("pesos")),
        ],
        rows=[_activity_cells(portal, activity) for activity in activities],
    )


def _activity_cells(portal: Portal, activity: Record) -> list[Any]:
    corte = portal.corte
    stated = corte.stated_of_activity(activity.activity)
    territory = corte.territories.get(activity.territory)
    where: Any = gettext("Toda la ciudad")
    if territory is not None:
        where = portal.territory_link(territory.territory)
    return [
        names.localized_name(activity, length=220),
        where,
        _span(activity),
        formats.percent(stated.stated_progress if stated else None),
        formats.number(stated.modified if stated else None),
        formats.number(stated.obligated if stated else None),
    ]


def _span(activity: Record) -> str:
    if activity.starts_on is None and activity.ends_on is None:
        return formats.no_data()
    return f"{formats.short_date(activity.starts_on)} – {formats.short_date(activity.ends_on)}"


def _activities_page(project: Record, number: int, portal: Portal) -> Page:
    activities = portal.corte.activities_of[project.project]
    parts = sheets(activities, TABLE_ROWS)
    folder = portal.corte.project_folder(project.project)
    return Page(
        template="portal/activities.html",
        section="proyectos",
        title=gettext("Actividades del proyecto %(code)s") % {"code": project.project},
        description=names.shortened(project.name, 300),
        trail=[Link(gettext("Proyectos"), portal.to(FOLDER)), Link(project.project, portal.to(folder))],
        content={
            "project": project,
            "count": ngettext("%(n)s actividad", "%(n)s actividades", len(activities))
            % {"n": formats.number(len(activities))},
            "table": activity_table(portal, list(parts[number - 1])),
            "sheet": sheet(portal.at.root, f"{folder}actividades/", number, len(parts)),
        },
    )
