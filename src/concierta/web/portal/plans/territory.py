"""Territory: what is done and spent in each comuna, as the source places it. Nothing is estimated or shared out."""

from functools import partial
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.budgets import money
from concierta.web.portal.budgets.places import BY_TERRITORY
from concierta.web.portal.budgets.sums import territory_accounts
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

FOLDER = "territorio/"
SHOWN = ("comuna", "corregimiento", "rural")


def tasks(corte: Corte) -> list[Task]:
    found = [Task(FOLDER, _list_page)]
    for territory in _places(corte):
        activities = corte.activities_in.get(territory.territory, [])
        found += [
            Task(
                sheet_folder(corte.territory_folder(territory.territory), number),
                partial(_place_page, territory, number),
            )
            for number in range(1, len(sheets(activities, TABLE_ROWS)) + 1)
        ]
    return found


def _places(corte: Corte) -> list[Record]:
    """Comunas, corregimientos and the rural zone; also a municipality that activities or money name as their place."""
    spent = {key for told in corte.told for key, _year in told.by_territory()}
    return [
        row
        for row in corte.territories.values()
        if row.kind in SHOWN or row.territory in spent or corte.activities_in.get(row.territory)
    ]


def stated_money(corte: Corte, activities: list[Record]) -> dict[str, int | None]:
    """Exact sums at the cut-off of what the source states for these activities."""
    stated = [row for activity in activities if (row := corte.stated_of_activity(activity.activity)) is not None]
    return money.summed(stated)


def _list_page(portal: Portal) -> Page:
    corte = portal.corte
    city = corte.activities_in.get("", [])
    rows: list[list[Any]] = [
        [
            portal.territory_link(row.territory),
            words.territory_kind(row.kind),
            *_amounts(corte, corte.activities_in.get(row.territory, [])),
        ]
        for row in _places(corte)
    ]
    placed = sum(len(activities) for code, activities in corte.activities_in.items() if code)
    total = sum(map(len, corte.activities_in.values()))
    city_money = stated_money(corte, city)
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
            % {"n": formats.number(len(city)), "money": formats.pesos(city_money["modified"])},
            "table": Table(columns=[Column(gettext("Territorio")), Column(gettext("Clase")), *_columns()], rows=rows),
            "money_href": portal.to(BY_TERRITORY.folder) if corte.told else "",
        },
    )


def _columns() -> list[Column]:
    return [
        Column(gettext("Actividades"), numeric=True),
        Column(gettext("Apropiación definitiva"), numeric=True, unit=gettext("pesos")),
        Column(gettext("Obligado"), numeric=True, unit=gettext("pesos")),
    ]


def _amounts(corte: Corte, activities: list[Record]) -> list[str]:
    totals = stated_money(corte, activities)
    if not activities:
        return ["0", "—", "—"]
    return [
        formats.number(len(activities)),
        formats.number(totals["modified"]),
        formats.number(totals["obligated"]),
    ]


def _place_page(territory: Record, number: int, portal: Portal) -> Page:
    corte = portal.corte
    activities = corte.activities_in.get(territory.territory, [])
    parts = sheets(activities, TABLE_ROWS)
    told = money.told_of(
        stated_money(corte, activities),
        money.budget_of(corte, Told.by_territory, territory.territory),
        name=gettext("Dinero de este territorio al corte"),
    )
    accounts = territory_accounts(corte, territory.territory)
    folder = corte.territory_folder(territory.territory)
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
            "money": told if activities or accounts else None,
            "accounts": accounts if number == 1 else [],
            "first": number == 1,
            "table": Table(
                columns=[
                    Column(gettext("Actividad")),
                    Column(gettext("Proyecto")),
                    Column(gettext("Apropiación definitiva"), numeric=True, unit=gettext("pesos")),
                    Column(gettext("Obligado"), numeric=True, unit=gettext("pesos")),
                ],
                rows=[_cells(portal, activity) for activity in parts[number - 1]],
            ),
            "sheet": sheet(portal.at.root, folder, number, len(parts)),
        },
    )


def _cells(portal: Portal, activity: Record) -> list[Any]:
    corte = portal.corte
    stated = corte.stated_of_activity(activity.activity)
    project = corte.products[activity.product].project
    return [
        names.localized_name(activity, length=160),
        portal.link(corte.project_folder(project), project),
        formats.number(stated.modified if stated else None),
        formats.number(stated.obligated if stated else None),
    ]
