"""Tables, their seats, who speaks for them, and the rules of the day."""

from datetime import date

from django.db.models import Q, QuerySet

from concierta.agreements.models import Agreement
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Membership, User
from concierta.people.queries import in_force, memberships_on
from concierta.table.models import ActionItem, Delegation, Rules, Seat, TechnicalTable

_WITH = ("agreement", "secretariat", "chair")


def table_of(agreement: Agreement) -> TechnicalTable | None:
    """The table of an agreement, if it has one. That it exists is public."""
    return TechnicalTable.objects.select_related(*_WITH).filter(agreement=agreement).first()


def member_tables(user: User) -> QuerySet[TechnicalTable]:
    """The tables that `user` sits at, convenes or presides: those whose reserved matters they may read.

    A seat or a delegation that has ended opens nothing; one that is about to begin does, for its papers to be read.
    """
    entities = memberships_on(user).order_by().values("entity")
    not_ended = Q(until__isnull=True) | Q(until__gte=today())
    delegated = Delegation.objects.filter(not_ended, person=user).order_by().values("seat")
    seats = Seat.objects.filter(Q(entity__in=entities) | Q(principal=user) | Q(pk__in=delegated)).filter(not_ended)
    return TechnicalTable.objects.filter(
        Q(secretariat__in=entities) | Q(chair__in=entities) | Q(pk__in=seats.order_by().values("table"))
    )


def tables_of(user: User) -> QuerySet[TechnicalTable]:
    """The tables whose sessions `user` may see: those they belong to, and those that gave their entity a task."""
    entities = memberships_on(user).order_by().values("entity")
    tasks = ActionItem.objects.filter(Q(entity__in=entities) | Q(person=user)).order_by()
    return (
        TechnicalTable.objects.filter(Q(pk__in=member_tables(user).values("pk")) | Q(pk__in=tasks.values("table")))
        .select_related(*_WITH)
        .order_by("name", "pk")
    )


def table_for(user: User, pk: int) -> TechnicalTable:
    """One of the tables of `user`, or NotFound."""
    table = tables_of(user).filter(pk=pk).first()
    if table is None:
        raise NotFound(gettext_noop("No hay tal mesa, o usted no hace parte de ella."))
    return table


def seats_on(table: TechnicalTable, on: date) -> QuerySet[Seat]:
    """The seats in force that day, with entity and principal; those with vote first."""
    return (
        Seat.objects.filter(_in_force(on), table=table)
        .select_related("entity", "principal", "table")
        .order_by("-has_vote", "entity__name", "pk")
    )


def seat_of(user: User, table: TechnicalTable, on: date) -> Seat | None:
    """The seat that `user` speaks for that day: as its principal, by delegation, or as a member of its entity."""
    own = [seat for seat in seats_on(table, on) if seat.principal_id == user.pk]
    if own:
        return own[0]
    delegated = Delegation.objects.filter(_in_force(on), person=user).order_by().values("seat")
    members = Membership.objects.filter(in_force(on), user=user, role=Role.MEMBER).order_by().values("entity")
    return (
        seats_on(table, on).filter(pk__in=delegated).first() or seats_on(table, on).filter(entity__in=members).first()
    )


def seat_for(user: User, pk: int) -> Seat:
    """A seat of a table that `user` may see, or NotFound."""
    seat = (
        Seat.objects.select_related("entity", "principal", "table__agreement", "table__secretariat", "table__chair")
        .filter(pk=pk, table__in=tables_of(user).order_by().values("pk"))
        .first()
    )
    if seat is None:
        raise NotFound(gettext_noop("No hay tal silla, o usted no hace parte de esa mesa."))
    return seat


def delegations_on(seat: Seat, on: date) -> QuerySet[Delegation]:
    """The delegations of a seat in force that day, with person and document."""
    return (
        Delegation.objects.filter(_in_force(on), seat=seat)
        .select_related("person", "document__file")
        .order_by("since", "pk")
    )


def delegations_of(table: TechnicalTable) -> QuerySet[Delegation]:
    """Every delegation of the table, the newest first."""
    return (
        Delegation.objects.filter(seat__table=table)
        .select_related("seat__entity", "person", "document__file")
        .order_by("-since", "-pk")
    )


def delegation_for(user: User, pk: int) -> Delegation:
    """A delegation of a table that `user` may see, or NotFound."""
    delegation = (
        Delegation.objects.select_related("seat__entity", "seat__table__secretariat", "person", "document__file")
        .filter(pk=pk, seat__table__in=tables_of(user).order_by().values("pk"))
        .first()
    )
    if delegation is None:
        raise NotFound(gettext_noop("No hay tal delegación, o usted no hace parte de esa mesa."))
    return delegation


def speaks_for(user: User, seat: Seat, on: date) -> bool:
    return (
        user.pk == seat.principal_id
        or delegations_on(seat, on).filter(person=user).exists()
        or memberships_on(user, on).filter(entity=seat.entity_id, role=Role.MEMBER).exists()
    )


def rules_on(table: TechnicalTable, on: date) -> Rules:
    """The rules in force that day: the latest version effective by then; before the first, the first.

    The latest version, not the latest date: what the table decided last stands.
    """
    versions = Rules.objects.filter(table=table).order_by("-version")
    return versions.filter(effective_on__lte=on).first() or versions.reverse()[0]


def rules_of(table: TechnicalTable) -> QuerySet[Rules]:
    """Every version with the decision that made it, the newest first."""
    return Rules.objects.filter(table=table).select_related("decision").order_by("-version")


def _in_force(on: date) -> Q:
    return Q(until__isnull=True, since__lte=on) | Q(until__gte=on, since__lte=on)
