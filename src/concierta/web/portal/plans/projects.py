"""Projects: the list, and one page each with its products, money, work and what its source says.

What the source states is unverified and, where its figures do not add up, never repaired.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.plans.schema import SECTORS
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table, percent_column, pesos_column
from concierta.web.portal import figures, names, words
from concierta.web.portal.agreements.pledges import pledge_line
from concierta.web.portal.budgets import lines, money
from concierta.web.portal.budgets.sums import follow_up_total, lines_of_project
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.corte.money_rows import FOLLOW_UP, stages_of
from concierta.web.portal.evaluation.reviews import review_lines
from concierta.web.portal.evaluation.risks import risk_lines
from concierta.web.portal.mesa import amendments
from concierta.web.portal.page import ROWS, TABLE_ROWS, Link, ListRow, Page, Part, Sheet, Task, Text, list_tasks, sheets
from concierta.web.portal.portal import Portal

FOLDER = "proyectos/"
#: Activities that fit at the end of a project's own page; more of them have pages of their own.
FEW_ACTIVITIES = 15
PRODUCTS_SHOWN = 15


def tasks(corte: Corte) -> list[Task]:
    pages = list_tasks(FOLDER, corte.all_projects, ROWS, _list_page)
    for project in corte.all_projects:
        code, folder = project.project, corte.project_folder(project.project)
        pages.append(Task(folder, partial(_project_page, project)))
        activities = corte.activities_of.get(code, [])
        if len(activities) > FEW_ACTIVITIES:
            pages += list_tasks(f"{folder}actividades/", activities, TABLE_ROWS, partial(_activities_page, project))
        products = sheets(corte.products_of.get(code, []), PRODUCTS_SHOWN)
        pages += [
            Task(f"{folder}productos-{number}/", partial(_products_page, project, number))
            for number in range(2, len(products) + 1)
        ]
    return pages


def _list_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    total = len(corte.all_projects)
    count = ngettext("%(n)s proyecto", "%(n)s proyectos", total) % {"n": formats.number(total)}
    leaders = sorted(corte.projects_of_entity, key=lambda code: alphabetical(corte.entities[code].name))
    return Page(
        template="portal/projects.html",
        section="proyectos",
        title=gettext("Proyectos"),
        description=gettext("%(count)s del plan, con lo verificado al %(date)s.")
        % {"count": count, "date": formats.long_date(corte.cut_off)},
        content={
            "finding": finding(corte),
            "count": count,
            "rows": [figures.project_row(portal, project, id=f"p{n}") for n, project in enumerate(part.items)],
            "entities": [
                Link(
                    names.entity_name(corte.entities[code]),
                    portal.to(corte.entity_folder(code)),
                    count=formats.number(len(corte.projects_of_entity[code])),
                )
                for code in leaders
            ]
            if part.first
            else [],
            "sheet": part.sheet(portal),
        },
    )


def finding(corte: Corte) -> str:
    """How many of the projects programmed for the year have moved, by what was verified alone."""
    achievements = [corte.achievements.get(("project", project.project)) for project in corte.all_projects]
    programmed = [row for row in achievements if row is not None and row.programmed]
    if not programmed:
        return gettext("Ningún proyecto está programado para %(year)s") % {"year": corte.year}
    return ngettext(
        "Hay avance verificado en %(ok)s de %(all)s proyecto programado para %(year)s",
        "Hay avance verificado en %(ok)s de %(all)s proyectos programados para %(year)s",
        len(programmed),
    ) % {
        "ok": formats.number(sum(bool(row.verified_share and row.verified_year) for row in programmed)),
        "all": formats.number(len(programmed)),
        "year": corte.year,
    }


def _project_page(project: Row, portal: Portal) -> Page:
    corte, code = portal.corte, project.project
    achievement = corte.achievements.get(("project", code))
    activities = corte.activities_of.get(code, [])
    products = corte.products_of.get(code, [])
    differences = corte.reconciliation_of.get(code, [])
    stated = corte.money_of.get(code, [])
    at_cut_off = follow_up_total(row for row in stated if row.period == corte.plan.period)
    node = corte.nodes[project.node]
    folder = corte.project_folder(code)
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
            "found": achievement,
            "verified": figures.verified_share(corte, "project", code),
            "state": corte.state("project", code),
            "beyond": figures.beyond_verified(corte, "project", code) if achievement else None,
            "table": figures.table(corte, "project", code),
            "facts": [
                (gettext("Responde"), portal.entity_link(project.entity)),
                (gettext("Dependencia"), in_spanish(project.office) or None),
                (gettext("Código del proyecto (BP)"), code),
                (gettext("Código nacional (BPIN)"), project.bpin or None),
                (gettext("Sector económico"), formats.word(SECTORS, project.sector) or None),
                (names.name_of(corte.tiers[node.tier], "singular"), portal.node_link(node.node)),
                (gettext("Peso entre los suyos"), _weight(project.weight)),
            ],
            "duties": portal.duties("project", code),
            "risks": risk_lines(portal, corte.risks_of_project.get(code, [])),
            "reviews": review_lines(portal, code),
            "changes": amendments.noted(portal, corte.changes_about.get(("project", code), [])),
            "products": product_rows(portal, products[:PRODUCTS_SHOWN]),
            "products_title": ngettext("Entrega %(n)s producto", "Entrega %(n)s productos", len(products))
            % {"n": formats.number(len(products))},
            "products_more": portal.to(f"{folder}productos-2/") if len(products) > PRODUCTS_SHOWN else "",
            "money": money.Money(
                title=money.finding(at_cut_off),
                chart=money.chart(at_cut_off, id="dinero", name=gettext("Dinero del proyecto al corte")),
                table=money.period_table((row.period, stages_of(row, FOLLOW_UP)) for row in stated),
                note="",
            ),
            "budget_href": portal.to(lines.folder(corte, code)) if lines_of_project(corte, code) else "",
            "activities": activity_table(portal, activities) if len(activities) <= FEW_ACTIVITIES else None,
            "activities_title": _activities(len(activities)),
            "activities_href": portal.to(f"{folder}actividades/"),
            "any_activity": bool(activities),
            "pledges": [pledge_line(portal, pledge) for pledge in corte.pledges_of_project.get(code, [])],
            "differences": difference_table(differences[:TABLE_ROWS]) if differences else None,
            "differences_title": differences_title(differences),
            "stated": stated_progress(corte, code),
        },
    )


def _weight(weight: Decimal | None) -> str:
    return gettext("Sin peso propio: pesa igual que los demás") if weight is None else formats.percent(weight)


def product_rows(portal: Portal, products: Iterable[Row]) -> list[ListRow]:
    """Each product by its indicator, whose figure is the product's."""
    indicators = portal.corte.indicator_of_product
    return [
        figures.indicator_row(portal, indicators[product.product], id=f"i{n}", with_entity=False)
        for n, product in enumerate(products)
        if product.product in indicators
    ]


def _products_page(project: Row, number: int, portal: Portal) -> Page:
    """The products after the first ones, which are on the page of the project."""
    products = sheets(portal.corte.products_of[project.project], PRODUCTS_SHOWN)
    folder = portal.to(portal.corte.project_folder(project.project))
    return Page(
        template="portal/list.html",
        section="proyectos",
        title=gettext("Productos del proyecto %(code)s, página %(n)s") % {"code": project.project, "n": number},
        description=names.shortened(project.name, 300),
        trail=[Link(gettext("Proyectos"), portal.to(FOLDER)), Link(project.project, folder)],
        content={
            "lead": in_spanish(project.name),
            "rows": product_rows(portal, products[number - 1]),
            "empty": "",
            "sheet": Sheet(
                number,
                len(products),
                previous=folder if number == 2 else f"{folder}productos-{number - 1}/",
                next=f"{folder}productos-{number + 1}/" if number < len(products) else "",
            ),
        },
    )


def _activities(count: int) -> str:
    return ngettext("%(n)s actividad", "%(n)s actividades", count) % {"n": formats.number(count)}


def _activities_page(project: Row, part: Part[Row], portal: Portal) -> Page:
    folder = portal.to(portal.corte.project_folder(project.project))
    return Page(
        template="portal/activities.html",
        section="proyectos",
        title=gettext("Actividades del proyecto %(code)s") % {"code": project.project},
        description=names.shortened(project.name, 300),
        trail=[Link(gettext("Proyectos"), portal.to(FOLDER)), Link(project.project, folder)],
        content={
            "project": project,
            "count": _activities(len(portal.corte.activities_of[project.project])),
            "table": activity_table(portal, part.items),
            "sheet": part.sheet(portal),
        },
    )


def activity_table(portal: Portal, activities: Iterable[Row]) -> Table:
    corte = portal.corte

    def place(activity: Row) -> Text:
        known = activity.territory in corte.territories
        return portal.territory_link(activity.territory) if known else gettext("Toda la ciudad")

    return Table.of(
        [(activity, corte.stated_of_activity(activity.activity)) for activity in activities],
        Column(gettext("Actividad"), cell=lambda row: names.localized_name(row[0], length=220)),
        Column(gettext("Dónde"), cell=lambda row: place(row[0])),
        Column(gettext("Cuándo"), cell=lambda row: _span(row[0])),
        percent_column(gettext("Avance según la fuente"), lambda row: row[1] and row[1].stated_progress),
        pesos_column(gettext("Apropiación definitiva"), lambda row: row[1] and row[1].modified),
        pesos_column(gettext("Obligado"), lambda row: row[1] and row[1].obligated),
    )


def _span(activity: Row) -> str:
    if activity.starts_on is None and activity.ends_on is None:
        return formats.no_data()
    return f"{formats.short_date(activity.starts_on)} – {formats.short_date(activity.ends_on)}"


def stated_progress(corte: Corte, code: str) -> str:
    """How far the source says that the project is, in a sentence."""
    stated = corte.project_follow_ups.get((code, corte.plan.period))
    if stated is None or stated.stated_progress is None:
        return gettext("La fuente no dice cuánto avanzó el proyecto en este periodo: sin dato.")
    return gettext("La fuente afirma que el proyecto va en %(share)s. Esa cifra no se ha verificado.") % {
        "share": formats.percent(stated.stated_progress)
    }


def differences_title(rows: list[Row]) -> str:
    if not rows:
        return gettext("Las cifras de la fuente cuadran con sus partes")
    return ngettext(
        "%(n)s cifra de la fuente no cuadra con sus partes",
        "%(n)s cifras de la fuente no cuadran con sus partes",
        len(rows),
    ) % {"n": formats.number(len(rows))}


def difference_table(rows: list[Row]) -> Table:
    """What the source states beside what its own parts add up to: fractions as percentages, totals as pesos."""

    def shown(row: Row, amount: Decimal | None) -> str:
        return formats.percent(amount) if row.level in ("product", "project") else formats.number(amount, 0)

    return Table.of(
        rows,
        Column(gettext("Periodo"), cell=lambda row: formats.period(row.period)),
        Column(gettext("De qué"), cell=lambda row: in_spanish(names.shortened(row.name, 90)) or row.code),
        Column(gettext("Qué se compara"), cell=lambda row: words.measure(row.measure)),
        Column(gettext("Dice la fuente"), numeric=True, cell=lambda row: shown(row, row.stated)),
        Column(gettext("Suman sus partes"), numeric=True, cell=lambda row: shown(row, row.recomputed)),
        Column(gettext("Diferencia"), numeric=True, cell=lambda row: shown(row, row.difference)),
    )
