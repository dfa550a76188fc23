"""Opportunities, forecasts and gaps as rows of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.budgets.enums import AmountKind, FunderKind, Stage
from concierta.web.kit.formats import date_time, long_date, number, percent, pesos, pesos_exact, short_date
from concierta.web.workspace.budgets.contribution_rows import currency_words, rate_words, titled, who_words

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


@dataclass(frozen=True, slots=True)
class FigureView:
    """One kind of figure: its pesos, and each time it was said with currency, rate and dates."""

    label: str
    pesos: str
    lines: list[str]


def figure_views(amounts: Iterable[Any]) -> list[FigureView]:
    """Expected only while nothing was asked for; then asked, approved, agreed and disbursed, each apart."""
    found = list(amounts)
    asked = any(one.kind == AmountKind.REQUESTED for one in found)
    kinds = KINDS if asked else (AmountKind.EXPECTED, *KINDS)
    views = []
    for kind in kinds:
        said = [one for one in found if one.kind == kind]
        views.append(
            FigureView(
                str(kind.label),
                pesos_exact(sum(one.pesos for one in said)) if said else "—",
                [amount_words(one) for one in said],
            )
        )
    return views


def amount_words(amount: Any) -> str:
    """«20 de enero de 2025»; with another currency, «USD 100.000 a 4.000 pesos (TRM, 20 ene 2025) · …»; each
    disbursement with its own pesos, for there may be several."""
    own = pesos_exact(amount.pesos) if amount.kind == AmountKind.DISBURSED else ""
    words = " · ".join(filter(None, (own, rate_words(amount), long_date(amount.on))))
    if amount.line_id is not None:
        words += gettext(" · ya está en el presupuesto")
    return words


@dataclass(frozen=True, slots=True)
class ShareView:
    code: str
    name: str
    part: str
    pesos: str
    disbursed: str


@dataclass(frozen=True, slots=True)
class SharesView:
    """`label` is the figure that is shared out, and `rate` what brought it to pesos."""

    label: str
    rate: str
    rows: list[ShareView]


def shares_view(shares: Sequence[Any], figure: Any) -> SharesView | None:
    """Where there are several projects, what is for each; null with one, which has everything."""
    if len(shares) < 2:
        return None
    return SharesView(
        label=str(AmountKind(figure.kind).label) if figure else gettext("Valor"),
        rate=rate_words(figure) if figure else "",
        rows=[
            ShareView(
                one.project.code,
                one.project.name,
                percent(one.part),
                gettext("Sin dato") if one.pesos is None else number(one.pesos),
                number(one.disbursed) if one.disbursed else "—",
            )
            for one in shares
        ],
    )


def opportunity_facts(one: Any) -> list[tuple[str, str]]:
    facts = [
        (gettext("A quién se pide"), f"{one.funder} · {FunderKind(one.funder_kind).label}"),
        (gettext("Lo gestiona"), one.entity.name),
        (gettext("Responde"), one.person.name if one.person else gettext("Sin persona todavía")),
        (gettext("Para"), "; ".join(f"{share.project.code} · {share.project.name}" for share in one.shares.all())),
        (gettext("Condiciones"), one.conditions or gettext("Ninguna escrita")),
    ]
    if one.end_reason:
        facts.append((gettext("Por qué terminó"), one.end_reason))
    return facts


@dataclass(frozen=True, slots=True)
class DeadlineView:
    what: str
    when: str
    done: str
    late: bool


def deadline_views(deadlines: Iterable[Any], on: date) -> list[DeadlineView]:
    return [
        DeadlineView(
            one.what,
            short_date(one.due_on),
            gettext("hecho el %(date)s") % {"date": short_date(one.done_on)} if one.done_on else "",
            one.done_on is None and one.due_on < on,
        )
        for one in deadlines
    ]


@dataclass(frozen=True, slots=True)
class ContactView:
    name: str
    position: str
    how: str
    purpose: str
    keep_until: str


def contact_views(contacts: Iterable[Any]) -> list[ContactView]:
    return [
        ContactView(
            one.name,
            one.position,
            " · ".join(filter(None, (one.email, one.phone))),
            one.purpose,
            long_date(one.keep_until),
        )
        for one in contacts
    ]


def stage_tag(one: Any) -> tuple[str, str]:
    stage = Stage(one.state)
    ended = stage in (Stage.REFUSED, Stage.EXPIRED)
    return str(stage.label), "late" if ended else "strong" if stage == Stage.DISBURSED else "plain"


def opportunity_history(steps: Iterable[Any]) -> list[dict[str, Any]]:
    words = {
        "open": gettext("Se abrió la gestión"),
        "describe": gettext("Se cambió la descripción"),
        "document": gettext("Se adjuntó un documento"),
        "deadline": gettext("Se fijó un plazo"),
        "deadline_met": gettext("Se cumplió un plazo"),
        "prepare": gettext("Quedó preparada"),
        "request": gettext("Se solicitó"),
        "approve": gettext("Se aprobó"),
        "sign": gettext("Se firmó el convenio"),
        "disburse": gettext("Llegó un desembolso"),
        "report_back": gettext("Se informó al aportante"),
        "refuse": gettext("La negaron"),
        "expire": gettext("Venció"),
    }
    return [
        {
            "title": titled(words, step.act),
            "when": date_time(step.at),
            "by": who_words(step),
            "note": step.note,
            "state": "",
        }
        for step in steps
    ]
