"""Dates of means sought from others, of what entities said that they would give, and of checking what they gave."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.budgets.permissions import entities_with_a_stake
from concierta.budgets.queries import deliveries_waiting, money_dates
from concierta.kernel.clock import local_date
from concierta.people.enums import Role
from concierta.reporting.queries import deadlines_on
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import shortened


def money_due(window: Window) -> Iterator[Obligation]:
    """Whoever follows an opportunity up, and whoever reports for the entity that gives."""
    for one in money_dates(window.until):
        if not window.of(one.entity.pk):
            continue
        gives = one.kind == "contribution"
        yield Obligation(
            DueKind.CONTRIBUTION if gives else DueKind.OPPORTUNITY,
            f"{one.kind}:{one.pk}:{one.due_on.isoformat()}",
            (gettext("Entregar el aporte: %(title)s") if gives else gettext("Gestión de recursos: %(title)s"))
            % {"title": shortened(one.title)},
            one.due_on,
            one.entity,
            roles=(Role.REPORTER,),
            person=None if one.person is None else one.person.pk,
            secretariat=one.plan.secretariat_id,
            plan=one.plan.slug,
            address_hint=("contribution" if gives else "opportunity", (one.pk,)),
        )


def deliveries_due(window: Window) -> Iterator[Obligation]:
    """The working days of a verification, from the day on which it was declared. Where the plan's verifier cannot look
    at it, the secretariat has to say who does."""
    for delivery in deliveries_waiting():
        plan, declared_on = delivery.contribution.plan, local_date(delivery.declared_at)
        blocked = plan.verifier_id is None or plan.verifier_id in entities_with_a_stake(delivery)
        entity = plan.secretariat if blocked else plan.verifier
        if not window.of(None if entity is None else entity.pk):
            continue
        words = (
            gettext("Definir quién verifica la entrega: %(title)s")
            if blocked
            else gettext("Verificar la entrega de %(entity)s: %(title)s")
        )
        yield Obligation(
            DueKind.DELIVERY,
            f"delivery:{delivery.pk}",
            words
            % {"entity": delivery.declaring_entity.short_name, "title": shortened(delivery.contribution.description)},
            deadlines_on(declared_on).delivery_due(declared_on),
            entity,
            roles=(Role.SECRETARIAT if blocked else Role.VERIFIER,),
            secretariat=plan.secretariat_id,
            plan=plan.slug,
            address_hint=("delivery", (delivery.pk,)),
        )
