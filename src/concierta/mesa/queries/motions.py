"""Motions with their votes, and the decisions of a Mesa. What was decided is public."""

from django.db.models import Prefetch, QuerySet

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.models import AgendaItem, Decision, Mesa, Motion, Session, Vote
from concierta.mesa.queries.seats import member_mesas
from concierta.people.models import User

_VOTES = Prefetch("votes", Vote.objects.select_related("seat__entity").order_by("seat__entity__name", "pk"))


def motions_of(item: AgendaItem) -> QuerySet[Motion]:
    """The motions of an item in the order in which they were heard, each with its votes and its decision."""
    return _with_votes(Motion.objects.filter(item=item))


def motions_of_session(session: Session) -> QuerySet[Motion]:
    return _with_votes(Motion.objects.filter(item__session=session))


def motion_for(user: User, pk: int) -> Motion:
    """A motion of the tables that `user` belongs to, or NotFound."""
    motion = (
        _with_votes(Motion.objects.filter(item__session__mesa__in=member_mesas(user).order_by().values("pk")))
        .select_related("item__session__mesa__secretariat", "item__session__rules", "proposed_by__entity", "decision")
        .filter(pk=pk)
        .first()
    )
    if motion is None:
        raise NotFound(gettext_noop("No hay tal votación, o usted no hace parte de esa mesa."))
    return motion


def decisions_of(mesa: Mesa) -> QuerySet[Decision]:
    """Every decision, the newest first, with its session, motion and votes."""
    return (
        Decision.objects.filter(mesa=mesa)
        .select_related("mesa__agreement", "session", "motion__item", "motion__proposed_by__entity")
        .prefetch_related(
            Prefetch("motion__votes", Vote.objects.select_related("seat__entity").order_by("seat__entity__name", "pk"))
        )
        .order_by("-decided_at", "-pk")
    )


def decisions_in(session: Session) -> QuerySet[Decision]:
    """The decisions of one session, the newest first."""
    return decisions_of(session.mesa).filter(session=session)


def decision_by_number(mesa: Mesa, number: str) -> Decision:
    """The decision "2026-03" of a Mesa, or NotFound."""
    decision = decisions_of(mesa).filter(number=number).first()
    if decision is None:
        raise NotFound(gettext_noop("La mesa no tiene una decisión %(number)s."), number=number)
    return decision


def _with_votes(motions: QuerySet[Motion]) -> QuerySet[Motion]:
    return (
        motions.select_related("proposed_by__entity", "decision").prefetch_related(_VOTES).order_by("opened_at", "pk")
    )
