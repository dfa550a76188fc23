"""Minutes that write themselves from their session, and are then put into words by several hands."""

from datetime import date, datetime

from django.db import transaction

from concierta.kernel.clock import local_date, local_time
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.enums import SessionState
from concierta.mesa.models import Minutes, MinutesSection, Session
from concierta.mesa.operations.acts import locked_session
from concierta.mesa.operations.minutes.acts import check_still_written, locked_minutes, record_minutes
from concierta.mesa.operations.texts import text_after
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.quorum import quorum_of
from concierta.mesa.workflow import MINUTES_WORKFLOW
from concierta.people.models import User

#: In Spanish whoever drafts it, as the rest of the opening.
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre".split("|")  # noqa: SIM905


@transaction.atomic
def draft_minutes(*, session: Session, by: User | None, at: datetime) -> Minutes:
    """The minutes of a session that ended, or that could not be held: an opening, and the notes of each item discussed.

    Attendance, quorum, votes, decisions and tasks need no words: the document takes them from the session itself.
    """
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    if session.state not in (SessionState.CLOSED, SessionState.NOT_HELD):
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: el acta se redacta cuando termina."),
            state=Phrase(str(session.get_state_display())),
        )
    if Minutes.objects.filter(session=session).exists():
        raise Refusal(gettext_noop("El acta de esta sesión ya está en borrador: siga escribiendo en ella."))
    # Held, so that no note is saved between being read here and the minutes standing: it would be in neither.
    items = list(session.items.select_for_update(of=("self",)).filter(opened_at__isnull=False).order_by("ordinal"))
    minutes = Minutes.objects.create(session=session)
    MinutesSection.objects.create(minutes=minutes, item=None, text=_opening(session))
    MinutesSection.objects.bulk_create([MinutesSection(minutes=minutes, item=item, text=item.notes) for item in items])
    return minutes


@transaction.atomic
def write_section(
    *, section: MinutesSection, revision: int, text: str, base: str | None = None, by: User | None, at: datetime
) -> MinutesSection:
    """Save one part of the minutes until they are approved. As with notes, nobody's words are overwritten."""
    section = locked(section)
    minutes = Minutes.objects.select_related("session__mesa__secretariat").get(pk=section.minutes_id)
    check_can_run(by, minutes.session.mesa)
    check_still_written(minutes)
    yours = text_after(current=section.text, revision=section.revision, read=revision, yours=text, base=base)
    if yours != section.text:
        section.text = yours
        section.revision += 1
        section.save(update_fields=["text", "revision"])
    return section


@transaction.atomic
def circulate_minutes(*, minutes: Minutes, remarks_until: date, by: User | None, at: datetime) -> Minutes:
    """Send the draft to the members, who may remark on it until that day, included."""
    minutes = locked_minutes(minutes.pk)
    check_can_run(by, minutes.session.mesa)
    transition = MINUTES_WORKFLOW.check("circulate", minutes.state)
    if remarks_until < local_date(at):
        raise Invalid(gettext_noop("El plazo para observaciones no puede haber pasado."), field="remarks_until")
    minutes.state, minutes.circulated_at, minutes.remarks_until = transition.target, at, remarks_until
    minutes.save(update_fields=["state", "circulated_at", "remarks_until"])
    record_minutes(minutes, transition.event, {"remarks_until": remarks_until.isoformat()}, by, at)
    return minutes


def _opening(session: Session) -> str:
    """The first words of a Colombian record, in its language whoever drafts it: they are data, to be edited."""
    kind = "ordinaria" if session.kind == "ordinary" else "extraordinaria"
    starts = local_time(session.starts_at)
    day = f"{starts.day} de {_MONTHS[starts.month - 1]} de {starts.year}"
    convened = f"La sesión {kind} n.º {session.number} se convocó para las {_clock(starts)} del {day}."
    if session.state == SessionState.NOT_HELD:
        return f"{convened}\nNo se instaló: {session.not_held_reason}"
    if session.opened_at is None:
        return convened
    quorum = quorum_of(session, session.opened_at)
    was = "Hubo quórum" if quorum.reached else "No hubo quórum"
    return (
        f"{convened}\nSe abrió a las {_clock(local_time(session.opened_at))} con {quorum.present} de "
        f"{quorum.voting} entidades con voto. {was}: se necesitan {quorum.needed}."
    )


def _clock(moment: datetime) -> str:
    """9:05 a. m."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'p' if moment.hour >= 12 else 'a'}. m."
