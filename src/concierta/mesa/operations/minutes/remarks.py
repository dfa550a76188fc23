"""What members ask the minutes to say instead, and what the secretariat answers. Both stay."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import MinutesState, RemarkState
from concierta.mesa.models import Minutes, MinutesSection, Remark, Seat
from concierta.mesa.operations.minutes.acts import locked_minutes, record_minutes
from concierta.mesa.operations.texts import required
from concierta.mesa.permissions import check_can_remark, check_can_run
from concierta.people.models import User


@transaction.atomic
def make_remark(*, section: MinutesSection, seat: Seat, text: str, by: User | None, at: datetime) -> Remark:
    """A member asks for other words, while the draft circulates and until the day that was given."""
    minutes = locked_minutes(section.minutes_id)
    if seat.mesa_id != minutes.session.mesa_id:
        raise Invalid(gettext_noop("Esa silla es de otra mesa."), field="seat")
    check_can_remark(by, seat, local_date(at))
    _check_circulated(minutes)
    if minutes.remarks_until is not None and local_date(at) > minutes.remarks_until:
        raise TransitionRefused(
            gettext_noop("El plazo para observaciones terminó el %(date)s: pídalas en la próxima sesión."),
            date=minutes.remarks_until.isoformat(),
        )
    text = required(text, gettext_noop("Escriba qué debería decir el acta."), "text")
    remark = Remark.objects.create(section=section, seat=seat, text=text, made_at=at)
    record_minutes(
        minutes,
        "minutes.remark_made",
        {"entity": seat.entity.code},
        by,
        at,
        sealed={"text": text},
        entity=seat.entity,
    )
    return remark


@transaction.atomic
def answer_remark(*, remark: Remark, accept: bool, answer: str, by: User | None, at: datetime) -> Remark:
    """Accept a remark or not, and say why. What it changes is written in the section itself."""
    minutes_pk = MinutesSection.objects.values_list("minutes", flat=True).get(pk=remark.section_id)
    minutes = locked_minutes(minutes_pk)
    check_can_run(by, minutes.session.mesa)
    _check_circulated(minutes)
    remark = Remark.objects.select_related("seat__entity").get(pk=remark.pk)
    if remark.state != RemarkState.OPEN:
        raise Refusal(gettext_noop("Esta observación ya se respondió."))
    answer = required(answer, gettext_noop("Responda qué se hizo con la observación y por qué."), "answer")
    remark.state = RemarkState.ACCEPTED if accept else RemarkState.REJECTED
    remark.answer, remark.answered_at = answer, at
    remark.save(update_fields=["state", "answer", "answered_at"])
    record_minutes(
        minutes,
        "minutes.remark_answered",
        {"entity": remark.seat.entity.code, "accepted": accept},
        by,
        at,
        sealed={"answer": answer},
    )
    return remark


def _check_circulated(minutes: Minutes) -> None:
    if minutes.state != MinutesState.CIRCULATED:
        raise TransitionRefused(
            gettext_noop("El acta está «%(state)s»: las observaciones se reciben mientras circula."),
            state=Phrase(str(minutes.get_state_display())),
        )
