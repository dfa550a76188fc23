"""What pages say of contributions and their deliveries."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import MeansKind
from concierta.budgets.enums import ContributionState, DeliveryMethod, DeliveryState, Form
from concierta.budgets.queries import Means
from concierta.engines.finance import MeansTotal
from concierta.kernel.clock import local_date, today
from concierta.kernel.writing import shortened
from concierta.reporting.queries import deadlines_on
from concierta.web.kit.formats import date_time, long_date, pesos, pesos_exact
from concierta.web.workspace.budgets.figures import MARKS, in_kind, offered
from concierta.web.workspace.budgets.means import history_of

if TYPE_CHECKING:
    from concierta.budgets.models import Contribution, Delivery

_ENOUGH = 120


def means_finding(total: Means) -> str:
    """«De $ 400 millones ofrecidos se verificaron $ 100 millones; aparte, 2 asesores»."""
    if not total.contributions:
        return gettext("Aportes de los firmantes")
    kind = in_kind(total.offered)
    cash = gettext("De %(offered)s ofrecidos en dinero se han verificado %(verified)s") % {
        "offered": pesos(total.offered.cash.pesos),
        "verified": pesos(total.verified.cash.pesos),
    }
    if not total.offered.cash.pesos:
        cash = gettext("Nadie ha ofrecido dinero")
    return cash if kind == "—" else gettext("%(cash)s; aparte, en especie: %(kind)s") % {"cash": cash, "kind": kind}


def in_order_of_names(
    means: Mapping[int, Means], names: Mapping[int, tuple[str, str]]
) -> list[tuple[tuple[str, str], Means]]:
    """The means of projects or entities, each with its name and what is said under it."""
    return [(names[pk], means[pk]) for pk in sorted(means, key=lambda pk: names[pk])]


def total_facts(means: Means) -> list[tuple[str, str, MeansTotal]]:
    """Offered, declared and verified: what each is called, what it means, and how much it is."""
    return [
        (gettext("Ofrecido"), gettext("Lo que las entidades dijeron que darían."), means.offered),
        (gettext("Declarado"), gettext("Lo que ellas dicen que ya entregaron, comprobado o no."), means.declared),
        (gettext("Verificado"), gettext("Lo que otra entidad comprobó que llegó."), means.verified),
    ]


def standing_of(contribution: "Contribution") -> tuple[str, str]:
    """Where a contribution stands, in a word and with the tag for it."""
    states = [each.state for each in contribution.deliveries.all() if each.state != DeliveryState.WITHDRAWN]
    waiting = states.count(DeliveryState.DECLARED)
    if contribution.state == ContributionState.WITHDRAWN:
        return gettext("Retirado"), "plain"
    if waiting:
        words = ngettext("%(n)s entrega por verificar", "%(n)s entregas por verificar", waiting)
        return words % {"n": waiting}, "soon"
    if not states:
        return gettext("Sin entregas"), "plain"
    return ngettext("%(n)s entrega revisada", "%(n)s entregas revisadas", len(states)) % {"n": len(states)}, "plain"


def contribution_finding(contribution: "Contribution") -> str:
    """«SENA ofreció $ 400.000.000 a Formación para el trabajo»: who brings what, and to which project."""
    return gettext("%(entity)s ofreció %(what)s a «%(project)s»") % {
        "entity": contribution.entity.short_name,
        "what": offered(contribution),
        "project": Truncator(contribution.project.name).chars(_ENOUGH),
    }


def contribution_facts(contribution: "Contribution") -> list[tuple[str, str]]:
    pledge = contribution.pledge
    facts = [
        (gettext("Aporta"), contribution.entity.name),
        (gettext("Al proyecto"), f"{contribution.project.code} · {contribution.project.name}"),
        (gettext("Clase de medios"), f"{MeansKind(contribution.kind).label} · {Form(contribution.form).label}"),
    ]
    if contribution.form == Form.IN_KIND:
        facts.append((gettext("Valoración"), _valuation(contribution)))
    if pledge is not None:
        facts.append((gettext("Cumple la promesa"), f"{pledge.code} · {shortened(pledge.text, _ENOUGH)}"))
    if contribution.due_on:
        facts.append((gettext("Se entrega a más tardar el"), long_date(contribution.due_on)))
    facts.append((gettext("Ofrecido el"), date_time(contribution.declared_at)))
    if contribution.source:
        facts.append((gettext("Fuente"), contribution.source))
    if contribution.withdrawal_reason:
        facts.append((gettext("Por qué se retiró"), contribution.withdrawal_reason))
    return facts


def _valuation(contribution: "Contribution") -> str:
    """How one contribution in kind was valued, or that it was not."""
    if contribution.unit_value is None:
        return gettext("Sin valorar: se cuenta en su unidad.")
    return gettext("%(each)s cada unidad. Método: %(method)s") % {
        "each": pesos_exact(contribution.unit_value),
        "method": contribution.valuation_method,
    }


def waiting_rows(deliveries: "Iterable[Delivery]") -> "list[tuple[Delivery, date, bool]]":
    """Deliveries that nobody looked at yet, each with the day by which it is verified; true where that has gone."""
    rows = []
    for delivery in deliveries:
        declared_on = local_date(delivery.declared_at)
        due_on = deadlines_on(declared_on).delivery_due(declared_on)
        rows.append((delivery, due_on, due_on < today()))
    return rows


def delivery_facts(delivery: "Delivery") -> list[tuple[str, str]]:
    contribution, verifier = delivery.contribution, delivery.verifier_entity
    facts = [
        (gettext("Se entregó el"), long_date(delivery.delivered_on)),
        (gettext("Lo declaró"), f"{delivery.declaring_entity.name}, {date_time(delivery.declared_at)}"),
        (gettext("Al proyecto"), f"{contribution.project.code} · {contribution.project.name}"),
    ]
    if contribution.form == Form.IN_KIND:
        facts.append((gettext("Valoración"), _valuation(contribution)))
    if verifier is not None:
        facts += [
            (gettext("Lo comprobó"), f"{verifier.name}, {date_time(delivery.verified_at)}"),
            (gettext("Cómo lo comprobó"), str(DeliveryMethod(delivery.method).label)),
            (gettext("Por qué"), delivery.reason),
        ]
    return facts


def delivery_history(delivery: "Delivery") -> list[dict[str, object]]:
    words = {
        "declare": gettext("Declarada con evidencia"),
        "withdraw": gettext("Retirada"),
        "verify": gettext("Verificada"),
        "adjust": gettext("Verificada con ajuste"),
        "reject": gettext("Rechazada"),
        "find_not_verifiable": gettext("No verificable"),
    }
    return history_of(delivery.steps.all(), words, MARKS)
