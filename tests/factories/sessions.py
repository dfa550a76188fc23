"""Sessions of the Mesa that more than one page tells of."""

from datetime import timedelta

from concierta.kernel.clock import now
from concierta.mesa.enums import Choice
from concierta.mesa.models import Session
from concierta.mesa.operations import assign_action, cast_vote, close_motion, close_session, write_notes
from factories.mesa import HOUR, MINUTE, SESSION_AT, MesaCast, open_motion, planned_session, vote


def coming_session(cast: MesaCast, *titles: str, days: int = 30) -> Session:
    """Planned for a day to come, as the form would."""
    return planned_session(cast, titles, starts_at=now() + timedelta(days=days), at=now())


def session_with_dissent(cast: MesaCast) -> Session:
    """Four carry what the CUT votes against and says why; there are notes and a task."""
    motion = open_motion(cast)
    choices = dict.fromkeys(("desarrollo", "sena", "andi", "camara"), Choice.FOR)
    vote(cast, motion, choices)
    cast_vote(
        motion=motion,
        seat=cast.seats["cut"],
        choice=Choice.AGAINST,
        dissent="Faltan los datos de salarios.",
        by=cast.principal("cut"),
        at=motion.opened_at + MINUTE,
    )
    close_motion(motion=motion, by=cast.secretary, at=motion.opened_at + 2 * MINUTE)
    item = motion.item
    item.refresh_from_db()
    write_notes(item=item, revision=item.revision, text="Se discutió.", by=cast.secretary, at=SESSION_AT + HOUR)
    assign_action(
        item=item,
        text="Traer los salarios.",
        entity=cast.seats["cut"].entity,
        due_on=SESSION_AT.date() + timedelta(days=30),
        by=cast.secretary,
        at=SESSION_AT + HOUR,
    )
    return close_session(session=item.session, by=cast.secretary, at=SESSION_AT + HOUR)
