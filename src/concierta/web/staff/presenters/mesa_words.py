"""Sentences that several pages of the Mesa say the same way."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import SessionKind, SessionMode
from concierta.web.components.formats import long_date
from concierta.web.components.hours import clock


def quorum_words(count: Any) -> str:
    """«7 de 12 con voto: hay quórum»; what is missing when there is none."""
    said = {"present": count.present, "voting": count.voting}
    if count.reached:
        return gettext("%(present)s de %(voting)s con voto: hay quórum") % said
    missing = count.needed - count.present
    words = ngettext(
        "%(present)s de %(voting)s con voto: falta %(missing)s para el quórum",
        "%(present)s de %(voting)s con voto: faltan %(missing)s para el quórum",
        missing,
    )
    return words % (said | {"missing": missing})


def people_words(count: Any) -> str:
    """«7 entidades por 3 personas»: who is there, beside the entities they are there for; empty while nobody is."""
    if not count.present:
        return ""
    entities = ngettext("%(n)s entidad", "%(n)s entidades", count.present) % {"n": count.present}
    people = ngettext("%(n)s persona", "%(n)s personas", count.people) % {"n": count.people}
    return gettext("%(entities)s por %(people)s") % {"entities": entities, "people": people}


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes, never negative; None before it starts."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds() // 60))


def session_title(session: Any) -> str:
    """«Sesión ordinaria 3, 14 de marzo de 2026»."""
    words = (
        gettext("Sesión extraordinaria %(number)s, %(day)s")
        if session.kind == SessionKind.EXTRAORDINARY
        else gettext("Sesión ordinaria %(number)s, %(day)s")
    )
    return words % {"number": session.number, "day": long_date(session.starts_at)}


def session_where(session: Any) -> str:
    """«8:00 a. m. · presencial · Sala 3»."""
    parts = [clock(session.starts_at), str(SessionMode(session.mode).label)]
    return " · ".join([*parts, session.place] if session.place else parts)
