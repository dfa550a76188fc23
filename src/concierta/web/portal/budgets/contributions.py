"""What signatories put into projects: cash in one table, what is in kind in another, and no sum of both."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.budgets.enums import DeliveryMethod, DeliveryState, MeansKind
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.page import Link, Page, Task, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said

FOLDER = "dinero/aportes/"


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, contributions_page)] if corte.table("contributions") else []


def contributions_page(portal: Portal) -> Page:
    rows = list(portal.corte.table("contributions"))
    return Page(
        template="portal/money/contributions.html",
        section="dinero",
        title=finding(rows),
        description=finding(rows),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "cash": cash_table(portal, rows),
            "in_kind": in_kind_table(portal, rows),
            "deliveries": delivery_table(portal, rows),
            "apart": apart(rows),
        },
    )


def finding(rows: list[Record]) -> str:
    cash = [row for row in rows if row.form == "cash"]
    kind = len(rows) - len(cash)
    if not cash:
        return gettext("%(n)s aportes en especie; ninguno en dinero") % {"n": formats.number(kind)}
    offered = sum(row.amount for row in cash)
    verified = sum(row.verified_amount or 0 for row in cash)
    return gettext(
        "De %(offered)s que ofrecieron los firmantes se verificaron %(verified)s; aparte, %(n)s en especie"
    ) % {
        "offered": formats.pesos(offered),
        "verified": formats.pesos(verified),
        "n": formats.number(kind),
    }


def apart(rows: list[Record]) -> list[tuple[str, str]]:
    """Cash, each unit in kind and, with its method, what was valued: never one total."""
    told = [
        (
            gettext("Dinero ofrecido · declarado · verificado"),
            joined(
                formats.pesos_exact(sum(getattr(row, name) or 0 for row in rows if row.form == "cash"))
                for name in ("amount", "declared_amount", "verified_amount")
            ),
        )
    ]
    for unit in sorted({row.unit for row in rows if row.form == "in_kind"}):
        of_unit = [row for row in rows if row.form == "in_kind" and row.unit == unit]
        told.append(
            (
                gettext("En especie, %(unit)s: ofrecido · declarado · verificado") % {"unit": unit},
                joined(
                    formats.number(sum(getattr(row, name) or 0 for row in of_unit))
                    for name in ("quantity", "declared_quantity", "verified_quantity")
                ),
            )
        )
    return told


def cash_table(portal: Portal, rows: list[Record]) -> Table:
    pesos = gettext("pesos")
    return Table(
        columns=[
            Column(gettext("Aporte")),
            Column(gettext("Entidad")),
            Column(gettext("Proyecto")),
            Column(gettext("Ofrecido"), numeric=True, unit=pesos),
            Column(gettext("Declarado"), numeric=True, unit=pesos),
            Column(gettext("Verificado"), numeric=True, unit=pesos),
        ],
        rows=[
            [
                row.description,
                portal.entity_link(row.entity),
                portal.project_link(row.project),
                formats.number(row.amount),
                formats.number(row.declared_amount),
                formats.number(row.verified_amount),
            ]
            for row in rows
            if row.form == "cash"
        ],
    )


def in_kind_table(portal: Portal, rows: list[Record]) -> Table:
    return Table(
        columns=[
            Column(gettext("Aporte")),
            Column(gettext("Entidad")),
            Column(gettext("Proyecto")),
            Column(gettext("Unidad")),
            Column(gettext("Ofrecido"), numeric=True),
            Column(gettext("Declarado"), numeric=True),
            Column(gettext("Verificado"), numeric=True),
            Column(gettext("Valorado en"), numeric=True, unit=gettext("pesos")),
        ],
        rows=[
            [
                joined([said(MeansKind, row.kind), row.description]),
                portal.entity_link(row.entity),
                portal.project_link(row.project),
                row.unit,
                formats.number(row.quantity),
                formats.number(row.declared_quantity),
                formats.number(row.verified_quantity),
                _valued(row),
            ]
            for row in rows
            if row.form == "in_kind"
        ],
    )


def _valued(row: Record) -> Any:
    if row.unit_value is None:
        return gettext("Sin valorar")
    return format_html(
        '{}<br><span class="small quiet">{}</span>',
        formats.number(row.unit_value * row.quantity, 0),
        row.valuation_method,
    )


def delivery_table(portal: Portal, rows: list[Record]) -> Table | None:
    corte = portal.corte
    of = {row.contribution: row for row in rows}
    found = [row for row in corte.table("deliveries") if row.contribution in of]
    if not found:
        return None
    return Table(
        columns=[
            Column(gettext("Entrega")),
            Column(gettext("Declarado"), numeric=True),
            Column(gettext("Verificado"), numeric=True),
            Column(gettext("Qué se encontró")),
        ],
        rows=[
            [
                joined(
                    [
                        formats.short_date(row.delivered_on),
                        corte.entities[of[row.contribution].entity].acronym
                        or corte.entities[of[row.contribution].entity].name,
                        of[row.contribution].unit or gettext("pesos"),
                    ]
                ),
                formats.number(row.amount if row.amount is not None else row.quantity),
                formats.number(row.verified_amount if row.verified_amount is not None else row.verified_quantity),
                _found(corte, row),
            ]
            for row in found
        ],
    )


def _found(corte: Corte, row: Record) -> str:
    state = said(DeliveryState, row.status)
    if not row.verifier:
        return state
    entity = corte.entities[row.verifier]
    return joined([state, entity.acronym or entity.name, said(DeliveryMethod, row.method), row.reason])
