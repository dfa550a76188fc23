"""Contributions and deliveries as rows, and the words for means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from concierta.budgets.enums import ContributionState, DeliveryMethod, DeliveryState, Form, MeansKind
from concierta.engines.finance import PESO
from concierta.kernel.clock import local_date, today
from concierta.reporting.queries import deadlines_on
from concierta.web.kit import marks
from concierta.web.kit.formats import date_time, long_date, measure, number, pesos, pesos_exact, short_date
from concierta.web.workspace.reporting.evidence import EvidenceLine, evidence_line

#: The mark of each state of a delivery; one that was withdrawn is nobody's claim any more.
MARKS = {
    DeliveryState.DECLARED: marks.REPORTED,
    DeliveryState.VERIFIED: marks.VERIFIED,
    DeliveryState.ADJUSTED: marks.ADJUSTED,
    DeliveryState.REJECTED: marks.REJECTED,
    DeliveryState.NOT_VERIFIABLE: marks.NOT_VERIFIABLE,
}


def figure_words(contribution: Any, amount: int | None, quantity: Decimal | None) -> str:
    """An amount or a quantity of this contribution: «$ 400.000.000» or «2 asesores»."""
    if contribution.form == Form.CASH:
        return pesos_exact(amount)
    return gettext("Sin dato") if quantity is None else quantity_words(quantity, contribution.unit)


def quantity_words(quantity: Decimal, unit: str) -> str:
    return measure(quantity, unit, 6)


def currency_words(amount: Decimal | int, currency: str) -> str:
    """«$ 400.000.000», «USD 100.000»."""
    return pesos_exact(amount) if currency == PESO else f"{currency} {number(amount)}"


def rate_words(amount: Any) -> str:
    """How an amount in another currency came to its pesos: «USD 100.000 a 4.000 pesos (TRM, 20 ene 2025)»; "" in
    pesos."""
    if amount.currency == PESO:
        return ""
    return gettext("%(amount)s a %(rate)s pesos (%(source)s, %(rate_on)s)") % {
        "amount": currency_words(amount.amount, amount.currency),
        "rate": number(amount.rate, 6),
        "source": amount.rate_source,
        "rate_on": short_date(amount.rate_on),
    }


def cash_words(means: Any) -> str:
    return pesos_exact(means.cash.pesos)


def in_kind_words(means: Any) -> str:
    """Quantities by unit: «2 asesores · 3 aulas»; a dash where there is nothing."""
    said = [quantity_words(quantity, unit) for unit, quantity in means.in_kind.quantities.items() if quantity]
    return " · ".join(said) or "—"


def worth_words(means: Any) -> str:
    """What was valued, said to be a valuation; "" where nothing was."""
    if not means.in_kind.worth.pesos:
        return ""
    return gettext("valorado en %(worth)s") % {"worth": pesos_exact(means.in_kind.worth.pesos)}


def valuation_words(contribution: Any) -> str:
    """How one contribution in kind was valued, or that it was not."""
    if contribution.form == Form.CASH:
        return ""
    if contribution.unit_value is None:
        return gettext("Sin valorar: se cuenta en su unidad.")
    return gettext("%(each)s cada unidad. Método: %(method)s") % {
        "each": pesos_exact(contribution.unit_value),
        "method": contribution.valuation_method,
    }


def who_words(step: Any) -> str:
    who = step.by.name if step.by else gettext("la instalación")
    return f"{who}, {step.entity.short_name}" if step.entity else who


def titled(words: Mapping[str, str], act: str) -> str:
    return words.get(act, act)


_ENOUGH = 120


def means_finding(total: Any) -> str:
    """«De $ 400 millones ofrecidos se verificaron $ 100 millones; aparte, 2 asesores»."""
    if not total.contributions:
        return gettext("Aportes de los firmantes")
    kind = in_kind_words(total.offered)
    said = gettext("De %(offered)s ofrecidos en dinero se han verificado %(verified)s") % {
        "offered": pesos(total.offered.cash.pesos),
        "verified": pesos(total.verified.cash.pesos),
    }
    if not total.offered.cash.pesos:
        said = gettext("Nadie ha ofrecido dinero")
    return said if kind == "—" else gettext("%(cash)s; aparte, en especie: %(kind)s") % {"cash": said, "kind": kind}


@dataclass(frozen=True, slots=True)
class MeansRow:
    """One line of a Mesa: three facts, each with its cash and, apart, what is in kind."""

    title: str
    note: str
    cells: list[tuple[str, str, str]]


def means_row(title: str, means: Any, note: str = "") -> MeansRow:
    parts = (means.offered, means.declared, means.verified)
    return MeansRow(title, note, [(cash_words(one), in_kind_words(one), worth_words(one)) for one in parts])


def rows_by(found: dict[int, Any], names: dict[int, tuple[str, str]]) -> list[MeansRow]:
    """By project or entity, in the order of their names."""
    return [means_row(names[pk][0], found[pk], names[pk][1]) for pk in sorted(found, key=lambda one: names[one])]


def total_facts(total: Any) -> list[dict[str, Any]]:
    """Offered, declared and verified, each with cash and in kind on lines of their own."""
    told = (
        (gettext("Ofrecido"), gettext("Lo que las entidades dijeron que darían."), total.offered),
        (gettext("Declarado"), gettext("Lo que ellas dicen que ya entregaron, comprobado o no."), total.declared),
        (gettext("Verificado"), gettext("Lo que otra entidad comprobó que llegó."), total.verified),
    )
    return [
        {
            "title": title,
            "words": words,
            "cash": cash_words(means),
            "in_kind": in_kind_words(means),
            "worth": worth_words(means),
        }
        for title, words, means in told
    ]


@dataclass(frozen=True, slots=True)
class ContributionRow:
    title: str
    code: str
    href: str
    meta: str
    offered: str
    note: str
    state: str
    kind: str


def contribution_row(one: Any) -> ContributionRow:
    state, kind = standing_of(one)
    return ContributionRow(
        title=one.description[:_ENOUGH] + ("…" if len(one.description) > _ENOUGH else ""),
        code=one.project.code,
        href=reverse("contribution", args=[one.pk]),
        meta=f"{one.entity.name} · {one.project.name}",
        offered=figure_words(one, one.amount, one.quantity),
        note=str(Form(one.form).label).lower(),
        state=state,
        kind=kind,
    )


def standing_of(one: Any) -> tuple[str, str]:
    """Where a contribution stands, in a word and with the tag for it."""
    deliveries = [each for each in one.deliveries.all() if each.state != DeliveryState.WITHDRAWN]
    waiting = sum(each.state == DeliveryState.DECLARED for each in deliveries)
    if one.state == ContributionState.WITHDRAWN:
        return gettext("Retirado"), "plain"
    if waiting:
        return (
            ngettext("%(n)s entrega por verificar", "%(n)s entregas por verificar", waiting) % {"n": waiting},
            "soon",
        )
    if not deliveries:
        return gettext("Sin entregas"), "plain"
    return ngettext("%(n)s entrega revisada", "%(n)s entregas revisadas", len(deliveries)) % {
        "n": len(deliveries)
    }, "plain"


def contribution_finding(one: Any) -> str:
    """«SENA ofreció $ 400.000.000 a Formación para el trabajo»: who brings what, and to which project."""
    return gettext("%(entity)s ofreció %(what)s a «%(project)s»") % {
        "entity": one.entity.short_name,
        "what": figure_words(one, one.amount, one.quantity),
        "project": Truncator(one.project.name).chars(_ENOUGH),
    }


def contribution_facts(one: Any) -> list[tuple[str, str]]:
    facts = [
        (gettext("Aporta"), one.entity.name),
        (gettext("Al proyecto"), f"{one.project.code} · {one.project.name}"),
        (gettext("Clase de medios"), f"{MeansKind(one.kind).label} · {Form(one.form).label}"),
    ]
    if one.form == Form.IN_KIND:
        facts.append((gettext("Valoración"), valuation_words(one)))
    if one.pledge is not None:
        facts.append((gettext("Cumple la promesa"), f"{one.pledge.code} · {one.pledge.text[:_ENOUGH]}"))
    if one.due_on:
        facts.append((gettext("Se entrega a más tardar el"), long_date(one.due_on)))
    facts.append((gettext("Ofrecido el"), date_time(one.declared_at)))
    if one.source:
        facts.append((gettext("Fuente"), one.source))
    if one.withdrawal_reason:
        facts.append((gettext("Por qué se retiró"), one.withdrawal_reason))
    return facts


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    href: str
    when: str
    who: str
    what: str
    declared: str
    verified: str
    state: str
    mark: str
    since: str
    due: str
    late: bool


def delivery_row(delivery: Any, contribution: Any) -> DeliveryRow:
    state = DeliveryState(delivery.state)
    declared_on = local_date(delivery.declared_at)
    due_on = deadlines_on(declared_on).delivery_due(declared_on)
    return DeliveryRow(
        href=reverse("delivery", args=[delivery.pk]),
        when=short_date(delivery.delivered_on),
        who=delivery.declaring_entity.name,
        what=contribution.description[:_ENOUGH],
        declared=figure_words(contribution, delivery.amount, delivery.quantity),
        verified=verified_words(delivery, contribution),
        state=str(state.label),
        mark=MARKS.get(state, ""),
        since=short_date(delivery.declared_at),
        due=short_date(due_on),
        late=state == DeliveryState.DECLARED and due_on < today(),
    )


def verified_words(delivery: Any, contribution: Any) -> str:
    """What was found, or that nobody looked, or that it does not count."""
    state = DeliveryState(delivery.state)
    if state in (DeliveryState.VERIFIED, DeliveryState.ADJUSTED):
        return figure_words(contribution, delivery.verified_amount, delivery.verified_quantity)
    return "—" if state in (DeliveryState.DECLARED, DeliveryState.WITHDRAWN) else gettext("No cuenta")


def delivery_facts(delivery: Any) -> list[tuple[str, str]]:
    contribution = delivery.contribution
    facts = [
        (gettext("Se entregó el"), long_date(delivery.delivered_on)),
        (gettext("Lo declaró"), f"{delivery.declaring_entity.name}, {date_time(delivery.declared_at)}"),
        (gettext("Al proyecto"), f"{contribution.project.code} · {contribution.project.name}"),
    ]
    if contribution.form == Form.IN_KIND:
        facts.append((gettext("Valoración"), valuation_words(contribution)))
    if delivery.verified_at:
        facts += [
            (gettext("Lo comprobó"), f"{delivery.verifier_entity.name}, {date_time(delivery.verified_at)}"),
            (gettext("Cómo lo comprobó"), str(DeliveryMethod(delivery.method).label)),
            (gettext("Por qué"), delivery.reason),
        ]
    return facts


def delivery_history(steps: Iterable[Any]) -> list[dict[str, Any]]:
    words = {
        "declare": gettext("Declarada con evidencia"),
        "withdraw": gettext("Retirada"),
        "verify": gettext("Verificada"),
        "adjust": gettext("Verificada con ajuste"),
        "reject": gettext("Rechazada"),
        "find_not_verifiable": gettext("No verificable"),
    }
    return [
        {
            "title": titled(words, step.act),
            "when": date_time(step.at),
            "by": who_words(step),
            "note": step.note,
            "state": MARKS.get(DeliveryState(step.to_state), ""),
        }
        for step in steps
    ]


@dataclass(frozen=True, slots=True)
class Paper:
    line: EvidenceLine
    href: str


def papers(view: str, pk: int, evidence: Sequence[Any]) -> list[Paper]:
    """Files with the address by which each is reached."""
    return [Paper(evidence_line(one), reverse(view, args=[pk, one.pk])) for one in evidence]
