"""One entity, one vote."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import Choice, MotionState
from concierta.mesa.models import Motion, Seat, Vote
from concierta.mesa.operations.acts import check_in_session, locked_motion, motion_subject, record
from concierta.mesa.operations.texts import clean
from concierta.mesa.permissions import check_can_vote_for
from concierta.mesa.queries.quorum import present_at
from concierta.people.models import User


@transaction.atomic
def cast_vote(*, motion: Motion, seat: Seat, choice: Choice, dissent: str = "", by: User | None, at: datetime) -> Vote:
    """One entity, one vote; while the motion is open it may change. `dissent` is its reason, published unedited.

    By whoever is there for the seat, or by the secretariat for a vote said aloud. Refuses a seat that is absent, that
    has voice only, or that declared a conflict in this item.
    """
    motion = locked_motion(motion)
    session = motion.item.session
    attendance = present_at(session, at).filter(seat=seat).first()
    if attendance is None:
        raise Refusal(gettext_noop("%(entity)s no está presente: no vota."), entity=seat.entity.short_name)
    check_can_vote_for(by, seat, attendance)
    check_in_session(session)
    check_open(motion)
    if choice not in Choice.values:
        raise Invalid(gettext_noop("Vote a favor, en contra o abstención."), field="choice")
    if not seat.has_vote:
        raise PermissionRefused(
            gettext_noop("%(entity)s tiene voz y no voto en esta mesa."), entity=seat.entity.short_name
        )
    if motion.item.conflicts.filter(seat=seat).exists():
        raise PermissionRefused(
            gettext_noop("%(entity)s declaró conflicto de interés en este punto: no vota en él."),
            entity=seat.entity.short_name,
        )
    dissent = clean(dissent).strip()
    vote, _ = Vote.objects.update_or_create(
        motion=motion, seat=seat, defaults={"choice": choice, "dissent": dissent, "cast_at": at}
    )
    # The log is public: of a reserved item it says that a vote was cast and, at the end, how many of each.
    reserved = bool(motion.item.reserved_basis)
    record(
        kind="vote.cast",
        subject=motion_subject(motion),
        mesa=session.mesa,
        body={"reserved": True}
        if reserved
        else {
            "entity": seat.entity.code,
            "choice": str(choice),
        },
        sealed={"entity": seat.entity.code, "choice": str(choice), "dissent": dissent}
        if reserved
        else {"dissent": dissent},
        entity=None if reserved else seat.entity,
        by=by,
        at=at,
    )
    return vote


def check_open(motion: Motion) -> None:
    if motion.state != MotionState.OPEN:
        raise TransitionRefused(
            gettext_noop("Esta votación ya terminó: «%(state)s»."), state=motion.get_state_display()
        )
