"""Who keeps the investment plan, who may say what was contributed, who checks it, and who seeks means.

`user` None is the installation itself: the operator at the command line.
"""

from concierta.budgets.enums import ContributionState, DeliveryState
from concierta.budgets.models import Contribution, Delivery, Opportunity
from concierta.budgets.workflow import DELIVERY_WORKFLOW
from concierta.kernel.errors import (
    PermissionRefused,
    Refusal,
    TransitionRefused,
    Verdict,
    gettext_noop,
    verdict_of,
)
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import acts_for, memberships_on
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_feed_plan, check_can_manage_plan


def check_can_keep_budget(user: User | None, plan: Plan) -> None:
    """Lines, acts, cuts, contracts, needs and imported files: the secretariat of a plan that is not closed."""
    check_can_feed_plan(user, plan)


def can_keep_budget(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_keep_budget, user, plan)


def check_can_keep_prices(user: User | None) -> None:
    """A price index serves every plan: any secretariat may bring one."""
    check_has_role(user, Role.SECRETARIAT)


def can_keep_prices(user: User | None) -> Verdict:
    return verdict_of(check_can_keep_prices, user)


def check_can_contribute(user: User | None, plan: Plan, entity: Entity) -> None:
    """An entity speaks for itself through whoever reports for it; the plan's secretariat may write it down for it."""
    check_can_act_for(user, plan, entity)
    check_open(plan)


def can_contribute(user: User | None, plan: Plan, entity: Entity) -> Verdict:
    return verdict_of(check_can_contribute, user, plan, entity)


def check_can_withdraw_contribution(user: User | None, contribution: Contribution) -> None:
    """Only while nothing of it was delivered: what came stays on record."""
    check_can_contribute(user, contribution.plan, contribution.entity)
    if contribution.state != ContributionState.STANDING:
        raise TransitionRefused(gettext_noop("Este aporte ya fue retirado."))
    if contribution.deliveries.exclude(state=DeliveryState.WITHDRAWN).exists():
        raise Refusal(gettext_noop("Este aporte ya tiene entregas: no se retira, queda como lo entregado."))


def can_withdraw_contribution(user: User | None, contribution: Contribution) -> Verdict:
    return verdict_of(check_can_withdraw_contribution, user, contribution)


def check_can_declare_delivery(user: User | None, contribution: Contribution) -> None:
    """A person of the entity that contributes: it is that entity's claim."""
    check_is_a_person(user)
    check_has_role(user, Role.REPORTER, entity=contribution.entity)
    check_open(contribution.plan)
    if contribution.state != ContributionState.STANDING:
        raise TransitionRefused(gettext_noop("Este aporte fue retirado: no recibe entregas."))


def can_declare_delivery(user: User | None, contribution: Contribution) -> Verdict:
    return verdict_of(check_can_declare_delivery, user, contribution)


def check_can_withdraw_delivery(user: User | None, delivery: Delivery) -> None:
    check_is_a_person(user)
    check_has_role(user, Role.REPORTER, entity=delivery.declaring_entity)
    DELIVERY_WORKFLOW.check("withdraw", delivery.state)


def can_withdraw_delivery(user: User | None, delivery: Delivery) -> Verdict:
    return verdict_of(check_can_withdraw_delivery, user, delivery)


def check_can_verify_delivery(user: User | None, delivery: Delivery) -> None:
    """Independence by person first, then by entity, then the role of the plan's verifying entity, then the state."""
    check_is_a_person(user)
    plan = delivery.contribution.plan
    if user is not None and delivery.declared_by_id == user.pk:
        raise PermissionRefused(gettext_noop("Usted declaró esta entrega: debe verificarla otra persona."))
    if plan.verifier is None:
        raise Refusal(
            gettext_noop("El plan «%(plan)s» no tiene entidad que verifique: la secretaría debe definirla."),
            plan=plan.name,
        )
    stakes = entities_with_a_stake(delivery)
    if plan.verifier_id in stakes:
        raise Refusal(
            gettext_noop("%(entity)s da o recibe este aporte y no puede verificarlo: defina otra que verifique."),
            entity=plan.verifier.short_name,
        )
    if user is not None:
        held = next((one.entity for one in memberships_on(user) if one.entity_id in stakes), None)
        if held is not None:
            raise PermissionRefused(
                gettext_noop("%(entity)s da o recibe este aporte y no puede verificarlo: le corresponde a %(other)s."),
                entity=held.short_name,
                other=plan.verifier.short_name,
            )
    check_has_role(user, Role.VERIFIER, entity=plan.verifier)
    DELIVERY_WORKFLOW.check("verify", delivery.state)


def entities_with_a_stake(delivery: Delivery) -> set[int]:
    """The entity that gives may not check a delivery, and neither may the one whose project receives it."""
    return {delivery.declaring_entity_id, delivery.contribution.project.entity_id}


def can_verify_delivery(user: User | None, delivery: Delivery) -> Verdict:
    return verdict_of(check_can_verify_delivery, user, delivery)


def check_can_mobilise(user: User | None, plan: Plan, entity: Entity) -> None:
    """Whoever reports for the entity that seeks the means, or the plan's secretariat."""
    check_can_act_for(user, plan, entity)
    check_open(plan)


def can_mobilise(user: User | None, plan: Plan, entity: Entity) -> Verdict:
    return verdict_of(check_can_mobilise, user, plan, entity)


def check_can_see_contacts(user: User | None, opportunity: Opportunity) -> None:
    """Personal data: only those who follow this opportunity up, while they act for its entity."""
    if user is not None and opportunity.person_id == user.pk and acts_for(user, opportunity.entity):
        return
    check_can_act_for(user, opportunity.plan, opportunity.entity)


def can_see_contacts(user: User | None, opportunity: Opportunity) -> Verdict:
    return verdict_of(check_can_see_contacts, user, opportunity)


def check_can_take_part(user: User | None, plan: Plan) -> None:
    """What is still being sought is seen by those who have a part in the plan, not by every account."""
    if user is None:
        return
    entities = {membership.entity_id for membership in memberships_on(user)}
    parts = {plan.secretariat_id, plan.reviewer_id, plan.verifier_id, plan.presenter_id}
    if entities & parts or plan.projects.filter(entity__in=entities).exists():
        return
    if plan.opportunities.filter(entity__in=entities).exists():
        return
    if plan.contributions.filter(entity__in=entities).exists():
        return
    if plan.agreement is not None and plan.agreement.signatories.filter(pk__in=entities).exists():
        return
    raise PermissionRefused(
        gettext_noop(
            "Lo que todavía se busca con otras entidades lo ven las que tienen parte en el plan «%(plan)s»: quienes lo "
            "llevan, ejecutan, aportan, firmaron su acuerdo o buscan esos recursos."
        ),
        plan=plan.name,
    )


def can_take_part(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_take_part, user, plan)


def check_can_act_for(user: User | None, plan: Plan, entity: Entity) -> None:
    if user is not None and plan.secretariat is not None and verdict_of(check_can_manage_plan, user, plan):
        return
    check_has_role(user, Role.REPORTER, entity=entity)


def check_open(plan: Plan) -> None:
    if plan.state == "closed":
        raise TransitionRefused(gettext_noop("El plan «%(plan)s» está cerrado: ya no recibe datos."), plan=plan.name)


def check_is_a_person(user: User | None) -> None:
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
