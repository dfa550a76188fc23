"""The life of a signatory: invited, bound, withdrawn. What the table and the calendar make of it comes from above, by
`move_signatory`."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from concierta.agreements.enums import (
    GAVE_THEIR_WORD,
    Capacity,
    PledgeFate,
    PledgeState,
    SignatoryState,
)
from concierta.agreements.models import Agreement, Pledge, Signatory, SignatoryStep
from concierta.agreements.operations.promising import PLEDGE_ACTS
from concierta.agreements.permissions import check_can_keep_agreements, check_speaks_for
from concierta.agreements.workflow import SIGNATORY_WORKFLOW
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User

SIGNATORY_ACTS = ActsOn[Signatory](
    workflow=SIGNATORY_WORKFLOW,
    history=SignatoryStep,
    row="signatory",
    subject=lambda signatory: f"agreement:{signatory.agreement.slug}",
    plan=lambda signatory: "",
    says=lambda signatory: {"entity": signatory.entity.code},
)


@transaction.atomic
def add_signatory(*, agreement: Agreement, entity: Entity, by: User | None, at: datetime) -> Signatory:
    """Put on record that `entity` signed on paper, elsewhere: documented, not signed here. Refuses a second time."""
    check_can_keep_agreements(by, agreement)
    signatory = _new(agreement, entity, SignatoryState.ACTIVE, at)
    SIGNATORY_ACTS.record_act(signatory, "document", "agreement.signed", source="", by=by, entity=entity, at=at)
    return signatory


@transaction.atomic
def invite_signatory(
    *,
    agreement: Agreement,
    entity: Entity,
    capacity: Capacity = Capacity.SIGNATORY,
    takes_office_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Signatory:
    """Ask an entity to stand by the agreement, at any time. Nothing binds it until somebody whom it mandates signs.

    A candidacy or an incoming government may adhere before taking office, and says from when it would answer.
    """
    check_can_keep_agreements(by, agreement)
    chosen = checked_choice(capacity, Capacity, "capacity")
    if (chosen == Capacity.SIGNATORY) != (takes_office_on is None):
        raise Invalid(
            gettext_noop("Solo quien adhiere antes de asumir un cargo dice desde cuándo lo asumiría."),
            field="takes_office_on",
        )
    signatory = _new(agreement, entity, SignatoryState.INVITED, at, capacity=chosen, takes_office_on=takes_office_on)
    body = {"capacity": chosen, "takes_office_on": takes_office_on.isoformat() if takes_office_on else None}
    SIGNATORY_ACTS.record_act(signatory, "invite", "signatory.invited", source="", body=body, by=by, entity=None, at=at)
    return signatory


@transaction.atomic
def invite_again(*, signatory: Signatory, by: User | None, at: datetime) -> Signatory:
    """Ask again somebody who did not sign, or withdrew."""
    check_can_keep_agreements(by, signatory.agreement)
    changes = {"reason": "", "ends_on": None}
    return move_signatory(signatory=signatory, act="invite_again", changes=changes, by=by, at=at)


@transaction.atomic
def decline_to_sign(*, signatory: Signatory, reason: str, by: User, at: datetime) -> Signatory:
    """The entity does not sign, and may say why: its words are public as they are."""
    check_speaks_for(by, signatory.entity)
    why = checked_text(reason, "reason", blank=True)
    return move_signatory(signatory=signatory, act="decline", changes={"reason": why}, by=by, at=at)


@transaction.atomic
def withdraw_signatory(
    *, signatory: Signatory, reason: str, ends_on: date, fate: PledgeFate, by: User, at: datetime
) -> Signatory:
    """The entity takes its word back from a day on, says why, and what becomes of what it promised."""
    check_speaks_for(by, signatory.entity)
    why = checked_text(reason, "reason")
    if ends_on < local_date(at):
        raise Invalid(gettext_noop("Nadie se retira hacia atrás: escoja desde hoy en adelante."), field="ends_on")
    chosen = checked_choice(fate, PledgeFate, "fate")
    signatory = move_signatory(
        signatory=signatory,
        act="withdraw",
        changes={"reason": why, "ends_on": ends_on},
        body={"ends_on": ends_on.isoformat(), "fate": chosen},
        by=by,
        at=at,
    )
    if chosen == PledgeFate.RELEASED:
        promised = Pledge.objects.filter(clause__agreement=signatory.agreement, entity=signatory.entity)
        states = (PledgeState.CONFIRMED, PledgeState.STANDING, PledgeState.DOCUMENTED)
        for pledge in promised.filter(state__in=states).select_related("clause__agreement", "entity"):
            PLEDGE_ACTS.take_step(pledge, "release", changes={}, by=by, entity=signatory.entity, at=at)
    return signatory


@transaction.atomic
def state_role(*, signatory: Signatory, role: str, by: User, at: datetime) -> Signatory:
    """What the entity's own mission gives it to do in the agreement, in its words."""
    check_speaks_for(by, signatory.entity)
    signatory = locked(signatory, "agreement", "entity")
    signatory.role = checked_text(role, "role", 300)
    signatory.save(update_fields=["role"])
    body, entity = {"role": signatory.role}, signatory.entity
    SIGNATORY_ACTS.record_act(signatory, "state_role", "signatory.role_stated", body=body, by=by, entity=entity, at=at)
    return signatory


def move_signatory(
    *,
    signatory: Signatory,
    act: str,
    changes: Mapping[str, object] | None = None,
    body: Mapping[str, object] | None = None,
    by: User | None,
    at: datetime,
) -> Signatory:
    """Do `act` on a signatory, whose operation has checked who may; refuses if its state does not allow it. `body` is
    what its event says besides; a reason that the change writes is said too."""
    signatory = locked(signatory, "agreement", "entity")
    written = dict(changes or {})
    said = {**({"reason": written["reason"]} if "reason" in written else {}), **(body or {})}
    return SIGNATORY_ACTS.take_step(
        signatory,
        act,
        changes={**written, "state_since": local_date(at)},
        body=said,
        by=by,
        entity=signatory.entity,
        at=at,
    )


def check_gave_its_word(agreement: Agreement, entity: Entity) -> Signatory:
    """The signatory, if it has signed; otherwise a refusal that says so."""
    signatory = Signatory.objects.filter(agreement=agreement, entity=entity, state__in=GAVE_THEIR_WORD).first()
    if signatory is None:
        raise Refusal(gettext_noop("%(entity)s no ha firmado este acuerdo."), entity=entity.name)
    return signatory


def _new(agreement: Agreement, entity: Entity, state: SignatoryState, at: datetime, **more: object) -> Signatory:
    if Signatory.objects.filter(agreement=agreement, entity=entity).exists():
        raise Refusal(gettext_noop("%(entity)s ya firmó este acuerdo, o ya está invitada."), entity=entity.name)
    return Signatory.objects.create(agreement=agreement, entity=entity, state=state, state_since=local_date(at), **more)
