"""What signatories put into projects: cash in one table, what is in kind in another, and no sum of both."""

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.agreements.enums import MeansKind
from concierta.budgets.enums import DeliveryMethod, DeliveryState
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, number_column, pesos_column
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import Link, Page, Task, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

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
            "deliveries": delivery_table(portal.corte, rows),
            "apart": apart(rows),
        },
    )


def finding(rows: list[Row]) -> str:
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


def apart(rows: list[Row]) -> list[tuple[str, str]]:
    """Cash, each unit in kind and, with its method, what was valued: never one total."""
    facts = [
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
        facts.append(
            (
                gettext("En especie, %(unit)s: ofrecido · declarado · verificado") % {"unit": unit},
                joined(
                    formats.number(sum(getattr(row, name) or 0 for row in of_unit))
                    for name in ("quantity", "declared_quantity", "verified_quantity")
                ),
            )
        )
    return facts


def cash_table(portal: Portal, rows: list[Row]) -> Table:
    return Table.of(
        (row for row in rows if row.form == "cash"),
        Column(gettext("Aporte"), cell=lambda row: row.description),
        Column(gettext("Entidad"), cell=lambda row: portal.entity_link(row.entity)),
        Column(gettext("Proyecto"), cell=lambda row: portal.project_link(row.project)),
        pesos_column(gettext("Ofrecido"), lambda row: row.amount),
        pesos_column(gettext("Declarado"), lambda row: row.declared_amount),
        pesos_column(gettext("Verificado"), lambda row: row.verified_amount),
    )


def in_kind_table(portal: Portal, rows: list[Row]) -> Table:
    return Table.of(
        (row for row in rows if row.form == "in_kind"),
        Column(gettext("Aporte"), cell=lambda row: joined([label_of(MeansKind, row.kind), row.description])),
        Column(gettext("Entidad"), cell=lambda row: portal.entity_link(row.entity)),
        Column(gettext("Proyecto"), cell=lambda row: portal.project_link(row.project)),
        Column(gettext("Unidad"), cell=lambda row: row.unit),
        number_column(gettext("Ofrecido"), lambda row: row.quantity),
        number_column(gettext("Declarado"), lambda row: row.declared_quantity),
        number_column(gettext("Verificado"), lambda row: row.verified_quantity),
        Column(gettext("Valorado en"), numeric=True, unit=gettext("pesos"), cell=_valued),
    )


def _valued(row: Row) -> Text:
    if row.unit_value is None:
        return gettext("Sin valorar")
    return format_html(
        '{}<br><span class="small quiet">{}</span>',
        formats.number(row.unit_value * row.quantity, 0),
        row.valuation_method,
    )


def delivery_table(corte: Corte, rows: list[Row]) -> Table | None:
    offers = {row.contribution: row for row in rows}
    deliveries = [row for row in corte.table("deliveries") if row.contribution in offers]
    if not deliveries:
        return None

    def delivery(row: Row) -> str:
        offer = offers[row.contribution]
        who = _short_name(corte.entities[offer.entity])
        return joined([formats.short_date(row.delivered_on), who, offer.unit or gettext("pesos")])

    return Table.of(
        deliveries,
        Column(gettext("Entrega"), cell=delivery),
        number_column(gettext("Declarado"), lambda row: row.quantity if row.amount is None else row.amount),
        number_column(
            gettext("Verificado"),
            lambda row: row.verified_quantity if row.verified_amount is None else row.verified_amount,
        ),
        Column(gettext("Qué se encontró"), cell=lambda row: _outcome(corte, row)),
    )


def _outcome(corte: Corte, row: Row) -> str:
    state = label_of(DeliveryState, row.status)
    if not row.verifier:
        return state
    verifier = _short_name(corte.entities[row.verifier])
    return joined([state, verifier, label_of(DeliveryMethod, row.method), row.reason])


def _short_name(entity: Row) -> str:
    return entity.acronym or entity.name
