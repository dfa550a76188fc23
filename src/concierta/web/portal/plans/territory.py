"""Territory: what is done and spent in each comuna, as the source places it. Nothing is estimated or shared out."""

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.engines.finance import Stages
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, number_column, pesos_column
from concierta.web.portal import names, words
from concierta.web.portal.budgets import money
from concierta.web.portal.budgets.breakdown import BY_TERRITORY
from concierta.web.portal.budgets.sums import accounts, follow_up_total
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal

FOLDER = "territorio/"
SHOWN = ("comuna", "corregimiento", "rural")


def tasks(corte: Corte) -> list[Task]:
    pages = [Task(FOLDER, _list_page)]
    for territory in _places(corte):
        code = territory.territory
        activities = corte.activities_in.get(code, [])
        pages += list_tasks(corte.territory_folder(code), activities, TABLE_ROWS, partial(_place_page, territory))
    return pages


def _places(corte: Corte) -> list[Row]:
    """Comunas, corregimientos and the rural zone; also a municipality that activities or money name as their place."""
    spent = {key for source in corte.money_sources for key, _year in source.by_territory()}
    return [
        row
        for row in corte.territories.values()
        if row.kind in SHOWN or row.territory in spent or corte.activities_in.get(row.territory)
    ]


def stated_money(corte: Corte, activities: list[Row]) -> Stages:
    """Exact sums at the cut-off of what the source states for these activities."""
    return follow_up_total(
        row for activity in activities if (row := corte.stated_of_activity(activity.activity)) is not None
    )


def _list_page(portal: Portal) -> Page:
    corte = portal.corte
    city = corte.activities_in.get("", [])
    placed = sum(len(activities) for code, activities in corte.activities_in.items() if code)
    total = sum(map(len, corte.activities_in.values()))
    return Page(
        template="portal/territories.html",
        section="territorio",
        title=gettext("Territorio"),
        description=gettext("Qué actividades y cuánto dinero tiene cada comuna y corregimiento, según la fuente."),
        content={
            "finding": (
                ngettext(
                    "La fuente ubica %(placed)s de %(total)s actividad de este corte en una comuna, un corregimiento "
                    "o la zona rural",
                    "La fuente ubica %(placed)s de %(total)s actividades de este corte en una comuna, un corregimiento "
                    "o la zona rural",
                    total,
                )
                if any(row.kind == "rural" for row in corte.territories.values())
                else ngettext(
                    "La fuente ubica %(placed)s de %(total)s actividad de este corte en una comuna o corregimiento",
                    "La fuente ubica %(placed)s de %(total)s actividades de este corte en una comuna o corregimiento",
                    total,
                )
            )
            % {"placed": formats.number(placed), "total": formats.number(total)},
            "city": ngettext(
                "Otra actividad, con %(money)s apropiados, es para toda la ciudad. No se reparte entre comunas: "
                "cualquier reparto sería una estimación.",
                "Otras %(n)s actividades, con %(money)s apropiados, son para toda la ciudad. No se reparten "
                "entre comunas: "
                "cualquier reparto sería una estimación.",
                len(city),
            )
            % {"n": formats.number(len(city)), "money": formats.pesos(stated_money(corte, city).final)},
            "table": place_table(portal),
            "money_href": portal.to(BY_TERRITORY.folder) if corte.money_sources else "",
        },
    )


def place_table(portal: Portal) -> Table:
    corte = portal.corte
    rows = [(row, corte.activities_in.get(row.territory, [])) for row in _places(corte)]

    def amount(label: str, stage: str) -> Column:
        def cell(row: tuple[Row, list[Row]]) -> str:
            return formats.number(getattr(stated_money(corte, row[1]), stage)) if row[1] else "—"

        return Column(label, numeric=True, unit=gettext("pesos"), cell=cell)

    return Table.of(
        rows,
        Column(gettext("Territorio"), cell=lambda row: portal.territory_link(row[0].territory)),
        Column(gettext("Clase"), cell=lambda row: words.territory_kind(row[0].kind)),
        number_column(gettext("Actividades"), lambda row: len(row[1])),
        amount(gettext("Apropiación definitiva"), "final"),
        amount(gettext("Obligado"), "obligation"),
    )


def activity_table(portal: Portal, activities: Iterable[Row]) -> Table:
    corte = portal.corte

    def project_link(activity: Row) -> Text:
        project = corte.products[activity.product].project
        return portal.link(corte.project_folder(project), project)

    def stated(activity: Row) -> Stages:
        return stated_money(corte, [activity])

    return Table.of(
        activities,
        Column(gettext("Actividad"), cell=lambda activity: names.localized_name(activity, length=160)),
        Column(gettext("Proyecto"), cell=project_link),
        pesos_column(gettext("Apropiación definitiva"), lambda activity: stated(activity).final),
        pesos_column(gettext("Obligado"), lambda activity: stated(activity).obligation),
    )


def _place_page(territory: Row, part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    activities = corte.activities_in.get(territory.territory, [])
    spent = money.money_of(
        stated_money(corte, activities),
        money.budget_of(corte, SourceMoney.by_territory, territory.territory),
        name=gettext("Dinero de este territorio al corte"),
    )
    by_year = accounts(corte, SourceMoney.by_territory, territory.territory)
    return Page(
        template="portal/territory.html",
        section="territorio",
        title=territory.name,
        in_spanish=True,
        description=gettext("Actividades del plan que la fuente ubica en %(name)s.") % {"name": territory.name},
        trail=[Link(gettext("Territorio"), portal.to(FOLDER))],
        content={
            "kind": words.territory_kind(territory.kind),
            # The rural zone has no code in any list: its word in the package is not one to show.
            "code": "" if territory.kind == "rural" else territory.territory,
            "finding": ngettext(
                "%(n)s actividad del plan se hace aquí", "%(n)s actividades del plan se hacen aquí", len(activities)
            )
            % {"n": formats.number(len(activities))}
            if activities
            else gettext("La fuente no ubica aquí actividades de este corte"),
            "any": bool(activities),
            "money": spent if activities or by_year else None,
            "accounts": by_year if part.first else [],
            "first": part.first,
            "table": activity_table(portal, part.items),
            "sheet": part.sheet(portal),
        },
    )
