"""Support sought from others: what was asked, approved, agreed and disbursed are four figures, and one is a fact."""

from collections import defaultdict
from fractions import Fraction

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.budgets.enums import OF_OTHERS, FunderKind, Stage
from concierta.engines.finance import PESO
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, pesos_column
from concierta.web.portal.budgets.sums import lines_of_year
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.corte.money_rows import funding_kinds
from concierta.web.portal.corte.rows import by
from concierta.web.portal.page import Link, Page, Task, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = "dinero/gestion/"
FIGURES = ("requested", "approved", "agreed", "disbursed")


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, mobilisation_page)] if corte.table("opportunities") else []


def mobilisation_page(portal: Portal) -> Page:
    corte = portal.corte
    rows = list(corte.table("opportunities"))
    return Page(
        template="portal/money/mobilisation.html",
        section="dinero",
        title=finding(rows),
        description=finding(rows),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "table": table(corte, rows),
            "leverage": leverage(corte, rows),
            "foreign": any(row.foreign_currency for row in rows),
            "needs": needs(portal),
        },
    )


def finding(rows: list[Row]) -> str:
    sums = {name: sum(getattr(row, name) or 0 for row in rows) for name in FIGURES}
    return gettext("Se pidieron %(requested)s, se aprobaron %(approved)s y llegaron %(disbursed)s") % {
        name: formats.pesos(amount) for name, amount in sums.items()
    }


def leverage(corte: Corte, rows: list[Row]) -> str:
    """Disbursed by others for each hundred pesos that the city obligated of its own; "" where nothing is obligated."""
    kinds = funding_kinds(corte)
    others = {kind.value for kind in OF_OTHERS}
    own = sum(row.obligation or 0 for row in lines_of_year(corte) if kinds.get(row.funding_source) not in others)
    if not own:
        return ""
    disbursed = sum(row.disbursed or 0 for row in rows)
    return gettext(
        "Por cada 100 pesos que la ciudad obligó en %(year)s llegaron %(ratio)s de otros: %(disbursed)s entre %(own)s. "
        "Solo cuenta lo desembolsado."
    ) % {
        "year": corte.year,
        "ratio": formats.decimal(Fraction(disbursed * 100, own)),
        "disbursed": formats.pesos(disbursed),
        "own": formats.pesos(own),
    }


def table(corte: Corte, rows: list[Row]) -> Table:
    rates = _rates(corte)

    def figure(label: str, name: str) -> Column:
        def cell(row: Row) -> str:
            return _figure(getattr(row, name), rates.get((row.opportunity, name), []))

        return Column(label, numeric=True, unit=gettext("pesos"), cell=cell)

    return Table.of(
        rows,
        Column(
            gettext("Qué se busca, y con quién"),
            cell=lambda row: format_html(
                '<b>{}</b> {}<br><span class="small quiet">{}</span>',
                row.opportunity,
                row.title,
                joined([row.funder, label_of(FunderKind, row.funder_kind), row.projects.replace("; ", ", ")]),
            ),
        ),
        Column(gettext("Etapa"), cell=lambda row: joined([label_of(Stage, row.state), row.end_reason])),
        figure(gettext("Solicitado"), "requested"),
        figure(gettext("Aprobado"), "approved"),
        figure(gettext("Convenido"), "agreed"),
        figure(gettext("Desembolsado"), "disbursed"),
    )


def _figure(pesos: int | None, rates: list[str]) -> str:
    """The pesos and, where they were said in another currency, what brought each amount to them."""
    shown = formats.number(pesos)
    return format_html('{}<br><span class="small quiet">{}</span>', shown, "; ".join(rates)) if rates else shown


def _rates(corte: Corte) -> dict[tuple[str, str], list[str]]:
    """By opportunity and kind of figure, «USD 100.000 a 4.000 pesos (TRM, 20 ene 2025)» of each in another currency."""
    rates: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in corte.table("opportunity_amounts"):
        if row.currency != PESO:
            rates[row.opportunity, row.kind].append(
                gettext("%(amount)s a %(rate)s pesos (%(source)s, %(rate_on)s)")
                % {
                    "amount": f"{row.currency} {formats.number(row.amount)}",
                    "rate": formats.number(row.rate, 6),
                    "source": row.rate_source,
                    "rate_on": formats.short_date(row.rate_on),
                }
            )
    return rates


def needs(portal: Portal) -> Table | None:
    """What a project costs in the year beside what is appropriated for it and what others gave."""
    corte = portal.corte
    stated = [row for row in corte.table("project_needs") if row.fiscal_year == corte.year]
    if not stated:
        return None
    lines = by(lines_of_year(corte), lambda row: row.project)

    def appropriated(need: Row) -> int:
        return sum(line.final or 0 for line in lines.get(need.project, ()))

    return Table.of(
        stated,
        Column(gettext("Proyecto"), cell=lambda row: portal.project_link(row.project)),
        pesos_column(gettext("Cuesta"), lambda row: row.amount),
        pesos_column(gettext("Apropiado"), appropriated),
        pesos_column(gettext("Falta"), lambda row: max(row.amount - appropriated(row), 0)),
        Column(gettext("Quién lo estimó"), cell=lambda row: row.source),
    )
