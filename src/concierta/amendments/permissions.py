"""Permissions to propose a change to a plan in force, and to put on record what the Mesa decided about it.

The Mesa decides; nobody else. Its members and the secretariat of the plan propose; the secretariat writes down the
decision. `user` None is the operator of the installation.
"""

from datetime import date

from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused, Verdict, gettext_noop, verdict_of
from concierta.mesa.models import Mesa, Seat
from concierta.mesa.queries import mesa_of, seat_of
from concierta.people.models import Entity, User
from concierta.people.queries import memberships_on
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.permissions import can_manage_plan, check_can_manage_plan


def check_can_propose(user: User | None, plan: Plan, on: date) -> None:
    """The secretariat of the plan, or whoever speaks that day for a seat of its Mesa; only in a plan in force."""
    _check_in_force(plan)
    mesa_for_plan(plan)
    if not can_manage_plan(user, plan) and seat_in(user, plan, on) is None:
        raise PermissionRefused(
            gettext_noop(
                "Proponer cambios al plan «%(plan)s» corresponde a su secretaría técnica y a quienes integran la mesa."
            ),
            plan=plan.name,
        )


def can_propose(user: User | None, plan: Plan, on: date) -> Verdict:
    return verdict_of(check_can_propose, user, plan, on)


def check_can_revise(user: User | None, proposal: Amendment) -> None:
    """Whoever acts for the entity that proposed it, and the secretariat."""
    if can_manage_plan(user, proposal.plan):
        return
    if user is None or not memberships_on(user).filter(entity=proposal.proposed_entity_id).exists():
        raise PermissionRefused(
            gettext_noop("Esta modificación la cambia o retira la entidad que la propuso, o la secretaría técnica.")
        )


def can_revise(user: User | None, proposal: Amendment) -> Verdict:
    return verdict_of(check_can_revise, user, proposal)


def check_can_adopt(user: User | None, proposal: Amendment | AdjustmentMeasure) -> None:
    """The secretariat of the plan puts on record what the Mesa decided; only in a plan in force."""
    check_can_manage_plan(user, proposal.plan)
    _check_in_force(proposal.plan)


def can_adopt(user: User | None, proposal: Amendment | AdjustmentMeasure) -> Verdict:
    return verdict_of(check_can_adopt, user, proposal)


def seat_in(user: User | None, plan: Plan, on: date) -> Seat | None:
    """The seat that `user` speaks for that day at the table of the plan."""
    return None if user is None else seat_of(user, mesa_for_plan(plan), on)


def proposing_entity(user: User | None, plan: Plan, on: date) -> Entity | None:
    """In whose name `user` proposes: the secretariat's when it is theirs, otherwise that of their seat."""
    if can_manage_plan(user, plan):
        return plan.secretariat
    seat = seat_in(user, plan, on)
    return seat.entity if seat else None


def mesa_for_plan(plan: Plan) -> Mesa:
    """The Mesa that moves the plan, or a refusal that says what is missing for there to be one."""
    mesa = mesa_of(plan.agreement) if plan.agreement else None
    if mesa is None:
        raise Refusal(
            gettext_noop(
                "El plan «%(plan)s» no tiene mesa técnica que decida: registre su acuerdo y constituya la mesa."
            ),
            plan=plan.name,
        )
    return mesa


def _check_in_force(plan: Plan) -> None:
    if plan.state != PlanState.IN_FORCE:
        raise TransitionRefused(
            gettext_noop("El plan «%(plan)s» está en estado «%(state)s»: la mesa solo cambia un plan en vigencia."),
            plan=plan.name,
            state=PlanState(plan.state).label,
        )
