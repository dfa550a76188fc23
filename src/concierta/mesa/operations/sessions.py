"""A session before it begins: planned, prepared, convened in time."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from concierta.evidence.models import Evidence
from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import SessionKind, SessionMode, SessionState
from concierta.mesa.models import AgendaItem, Mesa, Paper, Rules, Session
from concierta.mesa.operations.acts import (
    check_minutes_open,
    item_subject,
    locked_mesa,
    locked_session,
    record,
    session_subject,
)
from concierta.mesa.operations.texts import check_not_stale, required
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.seats import rules_on
from concierta.mesa.workflow import SESSION_WORKFLOW
from concierta.people.models import User


@transaction.atomic
def plan_session(
    *,
    mesa: Mesa,
    starts_at: datetime,
    kind: SessionKind = SessionKind.ORDINARY,
    mode: SessionMode = SessionMode.IN_PERSON,
    place: str = "",
    by: User | None,
    at: datetime,
) -> Session:
    """Begin to prepare the next session of the Mesa. Nobody is told yet: `send_notice` does that."""
    mesa = locked_mesa(mesa)
    check_can_run(by, mesa)
    _check_form(starts_at, kind, mode, at)
    last = Session.objects.filter(mesa=mesa).aggregate(last=Max("number"))["last"] or 0
    return Session.objects.create(
        mesa=mesa,
        number=last + 1,
        kind=kind,
        mode=mode,
        place=place.strip(),
        starts_at=starts_at,
        rules=rules_on(mesa, local_date(starts_at)),
    )


@transaction.atomic
def edit_session(
    *,
    session: Session,
    revision: int,
    starts_at: datetime,
    kind: SessionKind,
    mode: SessionMode,
    place: str,
    by: User | None,
    at: datetime,
) -> Session:
    """Change when, where and how. Once convened, the kind stays, and an earlier day needs its notice all the same.

    Raises StaleText when somebody saved since `revision`.
    """
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    if session.state not in (SessionState.PLANNED, SessionState.NOTICED):
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: ya no se cambia cuándo ni dónde es."),
            state=Phrase(str(session.get_state_display())),
        )
    place = place.strip()
    check_not_stale(
        revision=session.revision,
        read=revision,
        current=_as_text(session.starts_at, session.place),
        yours=_as_text(starts_at, place),
    )
    _check_form(starts_at, kind, mode, at)
    noticed = session.state == SessionState.NOTICED
    if noticed and kind != session.kind:
        raise Invalid(gettext_noop("Una sesión convocada no cambia de clase: convoque otra."), field="kind")
    if noticed and starts_at < session.starts_at:
        _check_notice(session.rules, kind, starts_at, at)
    session.starts_at, session.kind, session.mode, session.place = starts_at, kind, mode, place
    if not noticed:
        session.rules = rules_on(session.mesa, local_date(starts_at))
    session.revision += 1
    session.save(update_fields=["starts_at", "kind", "mode", "place", "rules", "revision"])
    if noticed:
        _record(session, "session.rescheduled", {}, by, at)
    return session


@transaction.atomic
def attach_paper(
    *, session: Session, document: Evidence, item: AgendaItem | None = None, by: User | None, at: datetime
) -> Paper:
    """Add a document to the session or to one item of it. It will be an annex of the minutes, by its hash."""
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    if session.state in (SessionState.NOT_HELD, SessionState.CANCELLED):
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: no recibe documentos."),
            state=Phrase(str(session.get_state_display())),
        )
    check_minutes_open(session)
    if item is not None and item.session_id != session.pk:
        raise Invalid(gettext_noop("Ese punto es de otra sesión."), field="item")
    papers = Paper.objects.filter(session=session, item=item, document__file=document.file_id)
    if paper := papers.first():
        return paper
    paper = Paper.objects.create(session=session, item=item, document=document)
    if session.state != SessionState.PLANNED:
        record(
            kind="session.paper_added",
            subject=session_subject(session) if item is None else item_subject(item),
            mesa=session.mesa,
            body={"sha256": document.file_id},
            by=by,
            at=at,
        )
    return paper


@transaction.atomic
def send_notice(*, session: Session, by: User | None, at: datetime) -> Session:
    """Convene the session: agenda and papers are shown to the members, and the rules of the day are fixed.

    Refuses without an agenda, or with fewer working days of notice than the rules ask for; an extraordinary session
    has its own, shorter, notice, and deals with nothing but what its notice said.
    """
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    transition = SESSION_WORKFLOW.check("notice", session.state)
    agenda = list(session.items.filter(dropped_reason=""))
    if not agenda:
        raise Refusal(gettext_noop("La sesión no tiene orden del día: agregue al menos un punto antes de convocar."))
    rules = rules_on(session.mesa, local_date(session.starts_at))
    _check_notice(rules, session.kind, session.starts_at, at)
    session.state, session.noticed_at, session.rules = transition.target, at, rules
    session.save(update_fields=["state", "noticed_at", "rules"])
    papers = sorted(session.papers.values_list("document__file", flat=True))
    _record(session, transition.event, {"rules": rules.version, "items": len(agenda), "papers": papers}, by, at)
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User | None, at: datetime) -> Session:
    """Call a session off before it begins, with the reason: it keeps its number and deals with nothing.

    Once convened the members are told, on the Mesa's page, in their letters and in their calendars. Refuses from the
    hour for which it was convened, and once somebody arrived: then it is on record that it was not held.
    """
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    transition = SESSION_WORKFLOW.check("cancel", session.state)
    reason = required(reason, gettext_noop("Diga por qué se cancela la sesión: los miembros lo leerán."), "reason")
    noticed = session.state == SessionState.NOTICED
    if noticed and (at >= session.starts_at or session.attendances.exists()):
        raise Refusal(gettext_noop("La sesión ya debía empezar o alguien llegó: deje constancia de que no se instaló."))
    session.state, session.cancelled_at, session.cancelled_reason = transition.target, at, reason
    session.save(update_fields=["state", "cancelled_at", "cancelled_reason"])
    _record(session, transition.event, {"noticed": noticed}, by, at, {"reason": reason})
    return session


def notice_days_of(rules: Rules, kind: str) -> int:
    """Working days of notice that the rules ask for a session of this kind."""
    return rules.extraordinary_notice_days if kind == SessionKind.EXTRAORDINARY else rules.notice_days


def _check_notice(rules: Rules, kind: str, starts_at: datetime, at: datetime) -> None:
    needed = notice_days_of(rules, kind)
    given = working_days_between(local_date(at), local_date(starts_at))
    if given >= needed:
        return
    message = (
        gettext_noop(
            "Una sesión extraordinaria se convoca con %(needed)s días hábiles y quedan %(given)s: póngale otra fecha."
        )
        if kind == SessionKind.EXTRAORDINARY
        else gettext_noop(
            "La mesa se convoca con %(needed)s días hábiles y quedan %(given)s: póngale otra fecha, o convóquela como "
            "extraordinaria."
        )
    )
    raise Refusal(message, needed=needed, given=given)


def _check_form(starts_at: datetime, kind: str, mode: str, at: datetime) -> None:
    if starts_at <= at:
        raise Invalid(gettext_noop("La sesión empieza en el futuro: revise la fecha y la hora."), field="starts_at")
    if kind not in SessionKind.values:
        raise Invalid(gettext_noop("Elija la clase de sesión de la lista."), field="kind")
    if mode not in SessionMode.values:
        raise Invalid(gettext_noop("Elija el modo de la sesión de la lista."), field="mode")


def _as_text(starts_at: datetime, place: str) -> str:
    return f"{starts_at.isoformat()}\n{place}"


def _record(
    session: Session,
    kind: str,
    body: Mapping[str, object],
    by: User | None,
    at: datetime,
    sealed: Mapping[str, object] | None = None,
) -> None:
    record(
        kind=kind,
        subject=session_subject(session),
        mesa=session.mesa,
        body={
            "starts_at": session.starts_at.isoformat(),
            "kind": str(session.kind),
            "mode": str(session.mode),
            **body,
        },
        sealed=sealed,
        by=by,
        at=at,
    )
