"""The picture of the money: from its source, through an axis, to the state it is in."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import FundingKind
from concierta.web.kit import formats
from concierta.web.kit.charts.flow import FlowLink, flow, flow_table
from concierta.web.kit.tabular import Table
from concierta.web.portal import names
from concierta.web.portal.budgets.sums import budget_total, lines_of_year
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.corte.money_rows import funding_kinds
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class Flow:
    title: str
    picture: SafeString
    table: Table
    note: str


def states() -> tuple[str, ...]:
    """Every peso of the final appropriation is in exactly one of these."""
    return (
        gettext("Pagado"),
        gettext("Obligado, por pagar"),
        gettext("Comprometido, por recibir"),
        gettext("Con CDP, sin comprometer"),
        gettext("Sin CDP"),
    )


def plan_flow(corte: Corte) -> Flow | None:
    """None where there is no budget. A line whose figures contradict each other is left out, and told of."""
    rows = lines_of_year(corte)
    links, left_out = flow_links(corte, rows)
    if not links:
        return None
    return Flow(
        title=finding(corte),
        picture=flow(
            id="flujo",
            links=links,
            name=gettext("De dónde viene el dinero de %(year)s, a qué eje va y en qué estado está")
            % {"year": corte.year},
        ),
        table=flow_table(links),
        note=_note(budget_total(rows).final, left_out),
    )


def finding(corte: Corte) -> str:
    stages = budget_total(lines_of_year(corte))
    if not stages.final or stages.obligation is None:
        return gettext("Sin presupuesto cargado en este corte")
    return gettext("De %(final)s para %(year)s se ha obligado el %(share)s; falta por comprometer %(free)s") % {
        "final": formats.pesos(stages.final),
        "year": corte.year,
        "share": formats.percent(stages.execution),
        "free": formats.pesos(stages.final - (stages.registration or 0)),
    }


def flow_links(corte: Corte, rows: list[Row]) -> tuple[list[FlowLink], int]:
    """The ribbons, widest source first, and how many lines contradict themselves."""
    kinds = funding_kinds(corte)
    sums: dict[tuple[str, str, int], int] = {}
    left_out = 0
    for row in rows:
        parts = _parts(row)
        if parts is None:
            left_out += 1
            continue
        for state, amount in enumerate(parts):
            key = (kinds.get(row.funding_source, "unclassified"), _axis(corte, row), state)
            sums[key] = sums.get(key, 0) + amount
    state_names = states()
    by_source: dict[str, int] = {}
    for (source, _axis_name, _state), amount in sums.items():
        by_source[source] = by_source.get(source, 0) + amount
    ordered = sorted(sums.items(), key=lambda pair: (-by_source[pair[0][0]], pair[0]))
    return [
        FlowLink(label_of(FundingKind, source), axis, state_names[state], amount)
        for (source, axis, state), amount in ordered
        if amount > 0
    ], left_out


def _parts(row: Row) -> tuple[int, ...] | None:
    """Pesos in each of the states; None where the line does not say its final appropriation or contradicts itself."""
    if row.final is None:
        return None
    stated = (row.payment, row.obligation, row.registration, row.availability)
    paid, obligated, registered, available = (amount or 0 for amount in stated)
    parts = (paid, obligated - paid, registered - obligated, available - registered, row.final - available)
    return parts if min(parts) >= 0 else None


def _axis(corte: Corte, row: Row) -> str:
    if not row.project:
        return gettext("Fuera del plan")
    return names.name_of(corte.nodes[corte.top_node(corte.projects[row.project].node)])


def _note(final: int | None, left_out: int) -> str:
    note = gettext("Suma exacta de las líneas del presupuesto: %(final)s.") % {"final": formats.pesos_exact(final)}
    if not left_out:
        return note
    missing = gettext("%(n)s líneas no están en el dibujo porque sus cifras se contradicen.") % {
        "n": formats.number(left_out)
    }
    return f"{note} {missing}"
