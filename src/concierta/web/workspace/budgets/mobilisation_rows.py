"""What pages say of opportunities and of what may come of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.budgets.enums import AmountKind, FunderKind, Stage
from concierta.budgets.queries import Board, Card, Obtained
from concierta.web.kit.formats import long_date, number, percent, pesos, pesos_exact
from concierta.web.workspace.budgets.figures import currency_words, rate_words
from concierta.web.workspace.budgets.means import history_of

if TYPE_CHECKING:
    from concierta.budgets.models import Opportunity, OpportunityAmount, OpportunityStep

#: Figures of a card and of a whole board, in the order in which they are said.
KINDS = (AmountKind.REQUESTED, AmountKind.APPROVED, AmountKind.AGREED, AmountKind.DISBURSED)
_ENDED = (Stage.REFUSED, Stage.EXPIRED)


def stage_word(stage: str) -> str:
    return str(Stage(stage).label)


def sought_finding(obtained: Obtained) -> str:
    """«Se pidieron 900, se aprobaron 600 y llegaron 250 millones»: three facts, never one."""
    if not obtained.opportunities:
        return gettext("Gestión de recursos")
    return gettext("Se pidieron %(requested)s, se aprobaron %(approved)s y llegaron %(disbursed)s") % {
        "requested": pesos(obtained.requested),
        "approved": pesos(obtained.approved),
        "disbursed": pesos(obtained.disbursed),
    }


def obtained_figures(obtained: Obtained) -> list[tuple[str, str, int]]:
    """Label, what it means, and the pesos."""
    return [
        (gettext("Solicitado"), gettext("Lo que se pidió."), obtained.requested),
        (gettext("Aprobado"), gettext("Lo que dijeron que sí."), obtained.approved),
        (gettext("Convenido"), gettext("Lo que se firmó."), obtained.agreed),
        (gettext("Desembolsado"), gettext("Lo que llegó: lo único que es dinero."), obtained.disbursed),
    ]


def leverage_words(ratio: Fraction | None) -> str:
    if ratio is None:
        return gettext("Todavía no hay obligaciones propias con qué compararlo.")
    return gettext("Por cada 100 pesos propios obligados llegaron %(ratio)s de otros. Solo cuenta lo desembolsado.") % {
        "ratio": number(ratio * 100, 1)
    }


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card with what is worked out for reading it. `figures` in short are those that were said, `numbers` all four
    in whole pesos; each with the rates that brought it to pesos."""

    opportunity: "Opportunity"
    projects: str
    figures: list[tuple[str, str, list[str]]]
    numbers: list[tuple[str, str, list[str]]]
    next_deadline: date | None
    late: bool


def columns_of(board: Board, on: date) -> list[tuple[str, list[ReadCard]]]:
    """The stages in the order of the workflow, all of them; what ended only where something did."""
    return [
        (str(stage.label), [_read_card(card, on) for card in cards])
        for stage, cards in board.columns.items()
        if cards or stage not in _ENDED
    ]


def _read_card(card: Card, on: date) -> ReadCard:
    opportunity = card.opportunity
    values = (card.requested, card.approved, card.agreed, card.disbursed or None)
    four = [(str(kind.label), value, _rates(opportunity, kind)) for kind, value in zip(KINDS, values, strict=True)]
    figures = [(label, pesos(value), rates) for label, value, rates in four if value is not None]
    if not figures and card.expected is not None:
        expected = AmountKind.EXPECTED
        figures = [(str(expected.label), pesos(card.expected), _rates(opportunity, expected))]
    return ReadCard(
        opportunity=opportunity,
        projects=_projects(opportunity),
        figures=figures,
        numbers=[(label, "—" if value is None else number(value), rates) for label, value, rates in four],
        next_deadline=card.next_deadline,
        late=card.next_deadline is not None and card.next_deadline < on,
    )


def _projects(opportunity: "Opportunity") -> str:
    """«BP-1 67 % · BP-2 33 %»; one project alone has everything."""
    shares = list(opportunity.shares.all())
    whole = sum(share.parts for share in shares)
    if len(shares) == 1:
        return shares[0].project.code
    return " · ".join(f"{share.project.code} {percent(Fraction(share.parts, whole), 0)}" for share in shares)


def _rates(opportunity: "Opportunity", kind: AmountKind) -> list[str]:
    """What brought to pesos each figure of a kind that was said in another currency."""
    return [words for amount in opportunity.amounts.all() if amount.kind == kind and (words := rate_words(amount))]


def foreign_lines(board: Board) -> list[str]:
    """Every figure of the board that was said in another currency: what its totals in pesos rest on."""
    return [
        gettext("%(code)s, %(kind)s: %(words)s, que son %(pesos)s")
        % {
            "code": card.opportunity.code,
            "kind": amount.get_kind_display().lower(),
            "words": words,
            "pesos": pesos_exact(amount.pesos),
        }
        for card in board.cards
        for amount in card.opportunity.amounts.all()
        if (words := rate_words(amount))
    ]


def sum_words(amounts: Sequence[Decimal], asked: Decimal | None, currency: str, *, several: bool) -> str:
    """What is for each project so far, beside what is asked for: «Suman $ 600.000.000 de $ 900.000.000»."""
    if not several:
        return ""
    if not amounts:
        return gettext("Sin valores: se reparte por partes iguales.")
    total = currency_words(sum(amounts, Decimal(0)), currency)
    if asked is None:
        return gettext("Suman %(total)s; falta decir cuánto se pide en total.") % {"total": total}
    return gettext("Suman %(total)s de %(asked)s.") % {"total": total, "asked": currency_words(asked, currency)}


def figures_of(amounts: "Iterable[OpportunityAmount]") -> list[tuple[str, str, list[str]]]:
    """Each kind of figure with its pesos, and each time that it was said with currency, rate and dates. Expected only
    while nothing was asked for; then asked, approved, agreed and disbursed, each apart."""
    by_kind: dict[str, list[OpportunityAmount]] = {}
    for amount in amounts:
        by_kind.setdefault(amount.kind, []).append(amount)
    kinds = KINDS if AmountKind.REQUESTED in by_kind else (AmountKind.EXPECTED, *KINDS)
    return [
        (
            str(kind.label),
            pesos_exact(sum(amount.pesos for amount in by_kind[kind])) if kind in by_kind else "—",
            [amount_words(amount) for amount in by_kind.get(kind, [])],
        )
        for kind in kinds
    ]


def amount_words(amount: "OpportunityAmount") -> str:
    """«20 de enero de 2025»; with another currency, «USD 100.000 a 4.000 pesos (TRM, 20 ene 2025) · …»; each
    disbursement with its own pesos, for there may be several."""
    own = pesos_exact(amount.pesos) if amount.kind == AmountKind.DISBURSED else ""
    words = " · ".join(filter(None, (own, rate_words(amount), long_date(amount.on))))
    return words if amount.line_id is None else words + gettext(" · ya está en el presupuesto")


def opportunity_facts(opportunity: "Opportunity") -> list[tuple[str, str]]:
    projects = "; ".join(f"{share.project.code} · {share.project.name}" for share in opportunity.shares.all())
    person = opportunity.person
    facts = [
        (gettext("A quién se pide"), f"{opportunity.funder} · {FunderKind(opportunity.funder_kind).label}"),
        (gettext("Lo gestiona"), opportunity.entity.name),
        (gettext("Responde"), person.name if person else gettext("Sin persona todavía")),
        (gettext("Para"), projects),
        (gettext("Condiciones"), opportunity.conditions or gettext("Ninguna escrita")),
    ]
    if opportunity.end_reason:
        facts.append((gettext("Por qué terminó"), opportunity.end_reason))
    return facts


def stage_tag(opportunity: "Opportunity") -> tuple[str, str]:
    """The stage in a word, and the kind of tag for it."""
    stage = Stage(opportunity.state)
    kind = "late" if stage in _ENDED else "strong" if stage == Stage.DISBURSED else "plain"
    return str(stage.label), kind


def opportunity_history(steps: "Iterable[OpportunityStep]") -> list[dict[str, object]]:
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
    return history_of(steps, words, {})
