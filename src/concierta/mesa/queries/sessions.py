"""Sessions and their agenda, for those who may see them."""

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from concierta.agreements.queries import agreements_of
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.enums import MinutesState, SessionState
from concierta.mesa.models import AgendaItem, Attendance, Mesa, Paper, Session
from concierta.mesa.queries.seats import member_mesas, mesas_of
from concierta.people.models import User

_WITH = ("mesa__agreement", "mesa__secretariat", "mesa__chair", "rules", "minutes")


def visible_sessions(user: User) -> QuerySet[Session]:
    """Those of the tables of `user` and, once their minutes are signed, of everybody who reads the agreement."""
    return Session.objects.filter(
        Q(mesa__in=mesas_of(user).order_by().values("pk"))
        | Q(minutes__state=MinutesState.SIGNED, mesa__agreement__in=agreements_of(user).order_by().values("pk"))
    )


def sessions_of(user: User, mesa: Mesa) -> QuerySet[Session]:
    """The sessions of a Mesa that `user` may see, the newest first, each with how many decisions it took."""
    return (
        visible_sessions(user)
        .filter(mesa=mesa)
        .select_related(*_WITH)
        .annotate(decision_count=Count("decisions", distinct=True))  # type: ignore[no-redef]
        .order_by("-number")
    )


def session_for(user: User, pk: int) -> Session:
    """One session that `user` may see, or NotFound. It knows whether they may read what is reserved in it."""
    found = Session.objects.select_related(*_WITH).filter(pk=pk)
    session = found.filter(mesa__in=mesas_of(user).order_by().values("pk")).first() or (
        found.filter(pk__in=visible_sessions(user).order_by().values("pk")).first()
    )
    if session is None:
        raise NotFound(gettext_noop("No hay tal sesión, o no es visible para usted."))
    session.reads_reserved = member_mesas(user).filter(pk=session.mesa_id).exists()
    return session


def next_session(mesa: Mesa, at: datetime) -> Session | None:
    """The one in session, or else the next that is planned or convened from `at` on; one whose hour passed unopened
    stays the next until it is opened or put on record as not held.
    """
    return (
        Session.objects.filter(mesa=mesa, state__in=(SessionState.PLANNED, SessionState.NOTICED, SessionState.OPEN))
        .filter(Q(starts_at__gte=at) | Q(state__in=(SessionState.NOTICED, SessionState.OPEN)))
        .select_related(*_WITH)
        .order_by("starts_at", "number")
        .first()
    )


def agenda_of(session: Session) -> list[AgendaItem]:
    """The items in their order, dropped ones last, each with its papers. What is reserved has no words for outsiders:
    for those for whom `session_for` found that they may not read it.
    """
    items = list(
        AgendaItem.objects.filter(session=session)
        .prefetch_related(Prefetch("papers", Paper.objects.select_related("document__file").order_by("pk")))
        .order_by("ordinal", "pk")
    )
    for item in items:
        item.session = session
        if item.reserved_basis and not session.reads_reserved:
            item.why = item.notes = ""
    return sorted(items, key=lambda item: bool(item.dropped_reason))


def papers_of(session: Session) -> QuerySet[Paper]:
    """The documents of a session and of its items, as they were brought."""
    return Paper.objects.filter(session=session).select_related("document__file").order_by("pk")


def attendances_of(session: Session) -> QuerySet[Attendance]:
    """Every stay of a session as they arrived, each with its seat, who came and by which delegation."""
    return (
        Attendance.objects.filter(session=session)
        .select_related("seat__entity", "person", "delegation")
        .order_by("arrived_at", "pk")
    )


def item_for(user: User, pk: int) -> AgendaItem:
    """One item of a session of the tables that `user` belongs to, or NotFound: only they act on it."""
    item = (
        AgendaItem.objects.select_related("session__mesa__agreement", "session__mesa__secretariat", "session__rules")
        .filter(pk=pk, session__mesa__in=member_mesas(user).order_by().values("pk"))
        .first()
    )
    if item is None:
        raise NotFound(gettext_noop("No hay tal punto, o usted no hace parte de esa mesa."))
    return item


def paper_for(user: User, pk: int) -> Paper:
    """A paper of a session that `user` may see; of a reserved item, only for the Mesa itself."""
    paper = (
        Paper.objects.select_related("session__mesa", "item", "document__file")
        .filter(pk=pk, session__in=visible_sessions(user).order_by().values("pk"))
        .first()
    )
    reserved = paper is not None and paper.item is not None and bool(paper.item.reserved_basis)
    if paper is None or (reserved and not member_mesas(user).filter(pk=paper.session.mesa_id).exists()):
        raise NotFound(gettext_noop("No hay tal documento, o no es visible para usted."))
    return paper
