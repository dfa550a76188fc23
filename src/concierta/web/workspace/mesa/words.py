"""The Mesa in words: its rules, sessions, votes and tasks as its pages say them. The template library `mesa`."""

from datetime import datetime
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext, ngettext

from concierta.kernel.clock import today
from concierta.mesa.enums import ActionState, Choice, Majority, MotionState, Quorum, SessionKind, SessionState
from concierta.mesa.queries import AttendanceRecord, LiveItem, LiveMotion, LiveSeat, QuorumCount, is_overdue
from concierta.web.documents.minutes import motion_words
from concierta.web.kit.formats import due, long_date, percent, short_date
from concierta.web.kit.hours import clock

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence
    from concierta.mesa.models import ActionItem, AgendaItem, Decision, Delegation, Minutes, Rules, Seat, Session

register = template.Library()
register.filter("clock", clock)

#: By the state of a motion, a remark or a task; the others are plain.
_KINDS = {"open": "soon", "carried": "strong", "checked": "strong"}


@register.filter
def state_kind(state: str) -> str:
    """How the tag of a state looks."""
    return _KINDS.get(state, "plain")


@register.filter
def file_kind(document: "Evidence") -> str:
    """«PDF»: the end of its name."""
    return document.filename.rpartition(".")[2].upper()[:5]


@register.filter
def file_title(document: "Evidence") -> str:
    return document.title or document.filename


# Rules and seats.


@register.filter
def rules_items(rules: "Rules") -> list[tuple[str, str]]:
    """One version of the rules, as label and words."""

    def days(count: int) -> str:
        return ngettext("%(n)s día hábil antes", "%(n)s días hábiles antes", count) % {"n": count}

    months, seats = rules.period_months, rules.delegations_per_person
    return [
        (gettext("Convocatoria ordinaria"), days(rules.notice_days)),
        (gettext("Convocatoria extraordinaria"), days(rules.extraordinary_notice_days)),
        (gettext("Quórum"), str(Quorum(rules.quorum).label)),
        (gettext("Para decidir"), str(Majority(rules.majority).label)),
        (
            gettext("Sesiones ordinarias"),
            ngettext("al menos una cada mes", "al menos una cada %(n)s meses", months) % {"n": months},
        ),
        (
            gettext("Por delegación"),
            ngettext("%(n)s entidad por persona", "%(n)s entidades por persona", seats) % {"n": seats},
        ),
    ]


@register.filter
def attendance_words(record: AttendanceRecord) -> str:
    """ "2 de 4 sesiones (50 %)", as the portal says it."""
    return ngettext(
        "%(attended)s de %(held)s sesión (%(share)s)", "%(attended)s de %(held)s sesiones (%(share)s)", record.held
    ) % {"attended": record.attended, "held": record.held, "share": percent(record.share)}


@register.filter
def is_in_force(delegation: "Delegation") -> bool:
    """True if one may speak by this delegation today."""
    return delegation.is_in_force(today())


@register.filter
def delegation_days(delegation: "Delegation") -> str:
    """«desde el 1 ene 2026 hasta el 30 jun 2026»."""
    days = {"since": short_date(delegation.since), "until": short_date(delegation.until)}
    if delegation.until:
        return gettext("desde el %(since)s hasta el %(until)s") % days
    return gettext("desde el %(since)s") % days


@register.filter
def whereabouts(one: LiveSeat) -> str:
    """Who is there for the seat and since when; otherwise when it left, or who would come."""
    stay, principal = one.present, one.seat.principal
    if stay is None:
        if one.stays and one.stays[-1].left_at:
            return gettext("salió a las %(hour)s") % {"hour": clock(one.stays[-1].left_at)}
        return principal.name if principal else gettext("sin titular designado")
    since = gettext("desde las %(hour)s") % {"hour": clock(stay.arrived_at)}
    who = stay.person or principal
    if who is None:
        return since
    delegated = gettext(" (delegación)") if stay.delegation_id else ""
    return f"{who.name}{delegated}, {since}"


@register.filter
def quorum_words(count: QuorumCount) -> str:
    """«7 de 12 con voto: hay quórum»; how many are missing when there is none."""
    shown = {"present": count.present, "voting": count.voting, "missing": count.missing}
    if count.reached:
        return gettext("%(present)s de %(voting)s con voto: hay quórum") % shown
    words = ngettext(
        "%(present)s de %(voting)s con voto: falta %(missing)s para el quórum",
        "%(present)s de %(voting)s con voto: faltan %(missing)s para el quórum",
        count.missing,
    )
    return words % shown


@register.filter
def people_words(count: QuorumCount) -> str:
    """«7 entidades por 3 personas»: who is there, beside the entities they are there for; empty while nobody is."""
    if not count.present:
        return ""
    entities = ngettext("%(n)s entidad", "%(n)s entidades", count.present) % {"n": count.present}
    people = ngettext("%(n)s persona", "%(n)s personas", count.people) % {"n": count.people}
    return gettext("%(entities)s por %(people)s") % {"entities": entities, "people": people}


# Sessions and their agenda.


@register.filter
def session_title(session: "Session") -> str:
    """«Sesión ordinaria 3, 14 de marzo de 2026»."""
    words = (
        gettext("Sesión extraordinaria %(number)s, %(day)s")
        if session.kind == SessionKind.EXTRAORDINARY
        else gettext("Sesión ordinaria %(number)s, %(day)s")
    )
    return words % {"number": session.number, "day": long_date(session.starts_at)}


@register.filter
def session_where(session: "Session") -> str:
    """«8:00 a. m. · presencial · Sala 3»."""
    parts = (clock(session.starts_at), session.get_mode_display(), session.place)
    return " · ".join(str(part) for part in parts if part)


@register.filter
def session_outcome(session: "Session") -> str:
    """«2 decisiones · acta: firmada», of a session that has ended; otherwise empty."""
    parts = []
    if session.state == SessionState.CLOSED:
        count = session.decision_count
        parts.append(ngettext("%(n)s decisión", "%(n)s decisiones", count) % {"n": count})
    if session.has_ended:
        minutes = minutes_of(session)
        state = minutes.get_state_display().lower() if minutes else ""
        parts.append(gettext("acta: %(state)s") % {"state": state} if minutes else gettext("sin acta"))
    return " · ".join(parts)


def minutes_of(session: "Session") -> "Minutes | None":
    """The minutes that came with the session, or None while nobody has drafted them."""
    return getattr(session, "minutes", None)


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes, never negative; None before it starts."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds() // 60))


@register.filter
def minutes_spent(item: "AgendaItem", until: datetime | None = None) -> int | None:
    """How long an item took, or has taken by `until`; None before it is taken up."""
    return minutes_between(item.opened_at, item.closed_at or until)


@register.filter
def item_facts(item: "AgendaItem") -> str:
    """What brought it, how long it should take, on what ground it is reserved, how long it took."""
    facts = [str(item.get_source_display())]
    if item.minutes_planned:
        facts.append(gettext("%(n)s min previstos") % {"n": item.minutes_planned})
    if item.reserved_basis:
        facts.append(f"{gettext('Reservado:')} {item.reserved_basis}")
    if item.closed_at:
        facts.append(gettext("se trató %(n)s min") % {"n": minutes_spent(item)})
    return " · ".join(facts)


@register.filter
def planned_words(one: LiveItem) -> str:
    """«de 30 previstos», after the minutes that it has taken; «· 30 min previstos» while it is not discussed."""
    words = gettext("de %(n)s previstos") if one.is_under_discussion else gettext("· %(n)s min previstos")
    return words % {"n": one.item.minutes_planned}


# Motions, votes and decisions.


@register.filter
def tally_words(live: LiveMotion) -> str:
    """«5 a favor · 1 en contra · 1 se abstiene», and who has not voted yet."""
    for_, against, abstain = (live.tally.get(choice.value, 0) for choice in Choice)
    parts = [
        gettext("%(n)s a favor") % {"n": for_},
        gettext("%(n)s en contra") % {"n": against},
        ngettext("%(n)s se abstiene", "%(n)s se abstienen", abstain) % {"n": abstain},
    ]
    missing = live.present - sum(live.tally.values()) if live.is_open else 0
    if missing > 0:
        parts.append(ngettext("falta %(n)s", "faltan %(n)s", missing) % {"n": missing})
    return " · ".join(parts)


@register.filter
def needed_words(live: LiveMotion) -> str:
    """The votes that carry it, or would have; empty if it was withdrawn."""
    if live.motion.state == MotionState.WITHDRAWN:
        return ""
    words = (
        ngettext(
            "Se aprueba con %(needed)s voto a favor: hay %(present)s que pueden votar.",
            "Se aprueba con %(needed)s votos a favor: hay %(present)s que pueden votar.",
            live.needed,
        )
        if live.is_open
        else ngettext(
            "Necesitaba %(needed)s voto a favor de %(present)s que podían votar.",
            "Necesitaba %(needed)s votos a favor de %(present)s que podían votar.",
            live.needed,
        )
    )
    return words % {"needed": live.needed, "present": live.present}


@register.filter
def result_words(live: LiveMotion) -> str:
    """The result as minutes say it."""
    return motion_words({"tally": live.tally, "needed": live.motion.needed, "present": live.motion.present})


@register.filter
def vote_of(decision: "Decision", seat: "Seat | None") -> str:
    """«a favor»: how `seat` voted for or against a decision; empty if it did not."""
    votes = decision.motion.votes.all() if seat else ()
    return next((str(vote.get_choice_display()).lower() for vote in votes if seat and vote.seat_id == seat.pk), "")


# Tasks.


@register.filter
def task_who(task: "ActionItem") -> str:
    """«CUT · Carla Cut»: the entity that answers and, where one was named, the person."""
    return f"{task.entity.short_name} · {task.person.name}" if task.person else task.entity.short_name


@register.filter
def task_origin(task: "ActionItem") -> str:
    """Who answers, and by which decision."""
    if task.decision is None:
        return task_who(task)
    return f"{task_who(task)} · " + gettext("decisión %(number)s") % {"number": task.decision.number}


@register.filter
def task_due(task: "ActionItem") -> str:
    """«vence en 3 días», while it is to be done."""
    return due((task.due_on - today()).days) if task.state == ActionState.OPEN else ""


@register.filter
def task_state(task: "ActionItem") -> str:
    return gettext("Vencida") if is_overdue(task, today()) else str(task.get_state_display())


@register.filter
def task_kind(task: "ActionItem") -> str:
    """How the tag of its state looks."""
    return "late" if is_overdue(task, today()) else state_kind(task.state)
