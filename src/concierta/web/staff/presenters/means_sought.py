"""Support sought from others as a board: figures that are facts on one side, what may come on another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.budgets.enums import AmountKind, Stage
from concierta.web.components.formats import number, percent, pesos, pesos_exact, short_date

#: Figures of a card and of a whole board, in the order in which they are said.
KINDS = (AmountKind.REQUESTED, AmountKind.APPROVED, AmountKind.AGREED, AmountKind.DISBURSED)
_ENDED = (Stage.REFUSED, Stage.EXPIRED)


def sought_finding(obtained: Any) -> str:
    """«Se pidieron 900, se aprobaron 600 y llegaron 250 millones»: three facts, never one."""
    if not obtained.opportunities:
        return gettext("Gestión de recursos")
    return gettext("Se pidieron %(requested)s, se aprobaron %(approved)s y llegaron %(disbursed)s") % {
        "requested": pesos(obtained.requested),
        "approved": pesos(obtained.approved),
        "disbursed": pesos(obtained.disbursed),
    }


def obtained_figures(obtained: Any) -> list[tuple[str, str, str]]:
    """Label, what it means, and the exact pesos."""
    return [
        (gettext("Solicitado"), gettext("Lo que se pidió."), pesos_exact(obtained.requested)),
        (gettext("Aprobado"), gettext("Lo que dijeron que sí."), pesos_exact(obtained.approved)),
        (gettext("Convenido"), gettext("Lo que se firmó."), pesos_exact(obtained.agreed)),
        (gettext("Desembolsado"), gettext("Lo que llegó: lo único que es dinero."), pesos_exact(obtained.disbursed)),
    ]


def leverage_words(ratio: Fraction | None) -> str:
    if ratio is None:
        return gettext("Todavía no hay obligaciones propias con qué compararlo.")
    return gettext("Por cada 100 pesos propios obligados llegaron %(ratio)s de otros. Solo cuenta lo desembolsado.") % {
        "ratio": number(ratio * 100, 1)
    }


@dataclass(frozen=True, slots=True)
class CardView:
    code: str
    title: str
    href: str
    funder: str
    who: str
    projects: str
    stage: str
    figures: list[tuple[str, str]]
    numbers: list[str]
    deadline: str
    late: bool
    end_reason: str


def card_view(card: Any, on: date) -> CardView:
    one = card.opportunity
    values = (card.requested, card.approved, card.agreed, card.disbursed or None)
    said = [(str(kind.label), pesos(value)) for kind, value in zip(KINDS, values, strict=True) if value is not None]
    if not said and card.expected is not None:
        said = [(str(AmountKind.EXPECTED.label), pesos(card.expected))]
    return CardView(
        code=one.code,
        title=one.title,
        href=reverse("opportunity", args=[one.pk]),
        funder=one.funder,
        who=one.entity.short_name + (f" · {one.person.name}" if one.person else ""),
        projects=", ".join(share.project.code for share in one.shares.all()),
        stage=str(Stage(one.state).label),
        figures=said,
        numbers=[number(value) if value is not None else "—" for value in values],
        deadline=short_date(card.next_deadline) if card.next_deadline else "",
        late=bool(card.next_deadline and card.next_deadline < on),
        end_reason=one.end_reason,
    )


def columns_of(board: Any, on: date) -> list[dict[str, Any]]:
    """The stages in the order of the workflow, all of them; what ended only where something did."""
    return [
        {"title": str(stage.label), "cards": [card_view(card, on) for card in cards]}
        for stage, cards in board.columns.items()
        if cards or stage not in _ENDED
    ]


@dataclass(frozen=True, slots=True)
class ForecastRow:
    stage: str
    count: int
    outstanding: str
    probability: str
    expected: str


def forecast_rows(forecast: Any) -> list[ForecastRow]:
    return [
        ForecastRow(
            stage=str(Stage(one.stage).label),
            count=one.count,
            outstanding=pesos_exact(one.outstanding),
            probability=percent(one.probability),
            expected=pesos_exact(one.expected),
        )
        for one in forecast.stages
    ]


@dataclass(frozen=True, slots=True)
class GapRow:
    title: str
    note: str
    cells: list[str]


def gap_rows(found: Iterable[tuple[str, str, Any]]) -> list[GapRow]:
    """Need, what there is for it by kind, and what nobody funds; in whole pesos."""
    return [
        GapRow(
            title,
            note,
            [number(value) for value in (gap.need, gap.appropriated, gap.contributed, gap.obtained, gap.unfunded)],
        )
        for title, note, gap in found
    ]
