"""The targets of an indicator: the original one, the one in force, and the decision between them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import values
from concierta.web.portal.mesa import links
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal


@dataclass(frozen=True, slots=True)
class MovedTarget:
    """ "Meta de 2025: 700 personas → 600 personas"."""

    period: str
    original: str
    current: str


@dataclass(frozen=True, slots=True)
class Move:
    """The targets that one amendment moved, with why and by which vote, said once."""

    targets: list[MovedTarget]
    cause: str
    decision: Text
    since: str


def moves(portal: Portal, indicator: Row) -> list[Move]:
    grouped: dict[int, list[Row]] = {}
    for target in portal.corte.moved_targets_of.get(indicator.indicator, []):
        grouped.setdefault(target.amendment, []).append(target)
    return [_move(portal, indicator, portal.corte.amendments[number], rows) for number, rows in grouped.items()]


def _move(portal: Portal, indicator: Row, amendment: Row, rows: list[Row]) -> Move:
    return Move(
        targets=[
            MovedTarget(
                period=formats.period(target.period),
                original=amount(target.original_value, indicator),
                current=amount(target.value, indicator),
            )
            for target in rows
        ],
        cause=amendment.cause,
        decision=links.decision_and_vote(portal, amendment.decision),
        since=formats.long_date(amendment.effective_on),
    )


def other_changes(corte: Corte, code: str) -> list[Row]:
    """What else of an indicator was amended, and targets that will move only after this cut-off."""
    return [
        row
        for row in corte.changes_about.get(("indicator", code), [])
        if row.field != "target" or corte.amendments[row.amendment].effective_on > corte.cut_off
    ]


def original_label(corte: Corte, indicator: Row) -> str:
    row = figures.moved_target(corte, indicator.indicator)
    if row is None:
        return ""
    return gettext("Meta original %(year)s: %(value)s") % {
        "year": corte.year,
        "value": amount(row.original_value, indicator),
    }


def amount(value: Decimal | None, indicator: Row) -> str:
    return gettext("NP (no programado)") if value is None else values.value(value, indicator)


def target_table(portal: Portal, indicator: Row) -> Table | None:
    """Every year and quarter; the original beside the target in force where any was moved."""
    targets = portal.corte.targets_of.get(indicator.indicator, [])
    if not targets:
        return None

    def amount_column(label: str, value: Callable[[Row], Decimal | None]) -> Column:
        def cell(target: Row) -> str:
            stated = value(target)
            not_programmed = gettext("NP (no programado)")
            return not_programmed if stated is None else formats.number(stated, indicator.decimals or 2)

        return Column(label, numeric=True, unit=indicator.unit, cell=cell)

    def original(target: Row) -> Decimal | None:
        return target.value if target.amendment is None else target.original_value

    def decision(target: Row) -> Text:
        if target.amendment is None:
            return "—"
        return links.decision_link(portal, portal.corte.amendments[target.amendment].decision)

    period = Column(gettext("Año o trimestre"), cell=lambda target: formats.period(target.period))
    if all(target.amendment is None for target in targets):
        return Table.of(targets, period, amount_column(gettext("Meta"), lambda target: target.value))
    return Table.of(
        targets,
        period,
        amount_column(gettext("Meta original"), original),
        amount_column(gettext("Meta vigente"), lambda target: target.value),
        Column(gettext("Decisión"), cell=decision),
    )
