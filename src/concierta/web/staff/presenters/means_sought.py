"""Support sought from others as a board: figures that are facts on one side, what may come on another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.budgets.enums import AmountKind, Stage
from concierta.web.components.formats import number, percent, pesos, pesos_exact, short_date
from concierta.web.staff.presenters.means_words import currency_words, rate_words

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
    figures: list[tuple[str, str, list[str]]]
    numbers: list[tuple[str, list[str]]]
    deadline: str
    late: bool
    end_reason: str


def card_view(card: Any, on: date) -> CardView:
    one = card.opportunity
    values = (card.requested, card.approved, card.agreed, card.disbursed or None)
    rates = rates_of(one)
    said = [
        (str(kind.label), pesos(value), rates[kind])
        for kind, value in zip(KINDS, values, strict=True)
        if value is not None
    ]
    if not said and card.expected is not None:
        said = [(str(AmountKind.EXPECTED.label), pesos(card.expected), rates[AmountKind.EXPECTED])]
    return CardView(
        code=one.code,
        title=one.title,
        href=reverse("opportunity", args=[one.pk]),
        funder=one.funder,
        who=one.entity.short_name + (f" · {one.person.name}" if one.person else ""),
        projects=_projects(one),
        stage=str(Stage(one.state).label),
        figures=said,
        numbers=[
            (number(value) if value is not None else "—", rates[kind])
            for kind, value in zip(KINDS, values, strict=True)
        ],
        deadline=short_date(card.next_deadline) if card.next_deadline else "",
        late=bool(card.next_deadline and card.next_deadline < on),
        end_reason=one.end_reason,
    )


def _projects(one: Any) -> str:
    """«BP-1 67 % · BP-2 33 %»; one project alone has everything."""
    shares = list(one.shares.all())
    whole = sum(share.parts for share in shares)
    if len(shares) == 1:
        return str(shares[0].project.code)
    return " · ".join(f"{share.project.code} {percent(Fraction(share.parts, whole), 0)}" for share in shares)


def rates_of(one: Any) -> dict[AmountKind, list[str]]:
    """By kind of figure, what brought to pesos each one that was said in another currency."""
    return {
        kind: [words for amount in one.amounts.all() if amount.kind == kind and (words := rate_words(amount))]
        for kind in AmountKind
    }


def foreign_lines(board: Any) -> list[str]:
    """Every figure of the board that was said in another currency: what its totals in pesos rest on."""
    return [
        gettext("%(code)s, %(kind)s: %(words)s, que son %(pesos)s")
        % {
            "code": card.opportunity.code,
            "kind": str(AmountKind(amount.kind).label).lower(),
            "words": words,
            "pesos": pesos_exact(amount.pesos),
        }
        for card in board.cards
        for amount in card.opportunity.amounts.all()
        if (words := rate_words(amount))
    ]


def sum_words(told: Sequence[Decimal], asked: Decimal | None, currency: str, *, several: bool) -> str:
    """What is for each project so far, beside what is asked for: «Suman $ 600.000.000 de $ 900.000.000»."""
    if not several:
        return ""
    if not told:
        return gettext("Sin valores: se reparte por partes iguales.")
    total = currency_words(sum(told, Decimal(0)), currency)
    if asked is None:
        return gettext("Suman %(total)s; falta decir cuánto se pide en total.") % {"total": total}
    return gettext("Suman %(total)s de %(asked)s.") % {"total": total, "asked": currency_words(asked, currency)}


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
