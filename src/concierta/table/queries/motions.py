"""Motions with their votes, and the decisions of a table. What was decided is public."""

from django.db.models import Prefetch, QuerySet

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User
from concierta.table.models import AgendaItem, Decision, Motion, Session, TechnicalTable, Vote
from concierta.table.queries.seats import member_tables

_VOTES = Prefetch("votes", Vote.objects.select_related("seat__entity").order_by("seat__entity__name", "pk"))


def motions_of(item: AgendaItem) -> QuerySet[Motion]:
    """The motions of an item in the order in which they were heard, each with its votes and its decision."""
    return _with_votes(Motion.objects.filter(item=item))


def motions_of_session(session: Session) -> QuerySet[Motion]:
    return _with_votes(Motion.objects.filter(item__session=session))


def motion_for(user: User, pk: int) -> Motion:
    """A motion of the tables that `user` belongs to, or NotFound."""
    motion = (
        _with_votes(Motion.objects.filter(item__session__table__in=member_tables(user).order_by().values("pk")))
        .select_related("item__session__table__secretariat", "item__session__rules", "proposed_by__entity", "decision")
        .filter(pk=pk)
        .first()
    )
    if motion is None:
        raise NotFound(gettext_noop("No hay tal votación, o usted no hace parte de esa mesa."))
    return motion


def decisions_of(table: TechnicalTable) -> QuerySet[Decision]:
    """Every decision, the newest first, with its session, motion and votes."""
    return (
        Decision.objects.filter(table=table)
        .select_related("table__agreement", "session", "motion__item", "motion__proposed_by__entity")
        .prefetch_related(
            Prefetch("motion__votes", Vote.objects.select_related("seat__entity").order_by("seat__entity__name", "pk"))
        )
        .order_by("-decided_at", "-pk")
    )


def decision_by_number(table: TechnicalTable, number: str) -> Decision:
    """The decision "2026-03" of a table, or NotFound."""
    decision = decisions_of(table).filter(number=number).first()
    if decision is None:
        raise NotFound(gettext_noop("La mesa no tiene una decisión %(number)s."), number=number)
    return decision


def _with_votes(motions: QuerySet[Motion]) -> QuerySet[Motion]:
    return (
        motions.select_related("proposed_by__entity", "decision").prefetch_related(_VOTES).order_by("opened_at", "pk")
    )
