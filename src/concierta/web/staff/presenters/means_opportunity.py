"""One opportunity: each figure as it was said, whom to call and until when that is kept, and what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from concierta.budgets.enums import AmountKind, FunderKind, Stage
from concierta.web.components.formats import date_time, long_date, number, percent, pesos_exact, short_date
from concierta.web.staff.presenters.means_sought import KINDS
from concierta.web.staff.presenters.means_words import rate_words, titled, who_words


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
