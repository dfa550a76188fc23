"""Tables, their seats, who speaks for them, and the rules of the day."""

from datetime import date

from django.db.models import Q, QuerySet

from concierta.agreements.models import Agreement
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.models import ActionItem, Delegation, Mesa, Rules, Seat
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import memberships_on

_WITH = ("agreement", "secretariat", "chair")


def mesa_of(agreement: Agreement) -> Mesa | None:
    """The table of an agreement, if it has one. That it exists is public."""
    return Mesa.objects.select_related(*_WITH).filter(agreement=agreement).first()


def member_mesas(user: User) -> QuerySet[Mesa]:
    """The tables that `user` sits at, convenes or presides: those whose reserved matters they may read.

    A seat or a delegation that has ended opens nothing; one that is about to begin does, for its papers to be read.
    """
    entities = memberships_on(user).order_by().values("entity")
    not_ended = Q(until__isnull=True) | Q(until__gte=today())
    delegated = Delegation.objects.filter(not_ended, person=user).order_by().values("seat")
    seats = Seat.objects.filter(Q(entity__in=entities) | Q(principal=user) | Q(pk__in=delegated)).filter(not_ended)
    return Mesa.objects.filter(
        Q(secretariat__in=entities) | Q(chair__in=entities) | Q(pk__in=seats.order_by().values("mesa"))
    )


def mesas_of(user: User) -> QuerySet[Mesa]:
    """The tables whose sessions `user` may see: those they belong to, and those that gave their entity a task."""
    entities = memberships_on(user).order_by().values("entity")
    tasks = ActionItem.objects.filter(entity__in=entities).order_by()
    return (
        Mesa.objects.filter(Q(pk__in=member_mesas(user).values("pk")) | Q(pk__in=tasks.values("mesa")))
        .select_related(*_WITH)
        .order_by("name", "pk")
    )


def has_a_place(user: User) -> bool:
    """True if `user` holds a seat or a written delegation today, of whatever entity."""
    today_ = _in_force(today())
    return (
        Seat.objects.filter(today_, principal=user).exists() or Delegation.objects.filter(today_, person=user).exists()
    )


def mesa_for(user: User, pk: int) -> Mesa:
    """One of the tables of `user`, or NotFound."""
    mesa = mesas_of(user).filter(pk=pk).first()
    if mesa is None:
        raise NotFound(gettext_noop("No hay tal mesa, o usted no hace parte de ella."))
    return mesa


def seats_on(mesa: Mesa, on: date) -> QuerySet[Seat]:
    """The seats in force that day, with entity and principal; those with vote first."""
    return (
        Seat.objects.filter(_in_force(on), mesa=mesa)
        .select_related("entity", "principal", "mesa")
        .order_by("-has_vote", "entity__name", "pk")
    )


def seat_of(user: User, mesa: Mesa, on: date) -> Seat | None:
    """The seat that `user` speaks for that day: as its principal, by delegation, or as a member of its entity."""
    own = [seat for seat in seats_on(mesa, on) if seat.principal_id == user.pk]
    if own:
        return own[0]
    delegated = Delegation.objects.filter(_in_force(on), person=user).order_by().values("seat")
    members = memberships_on(user, on).filter(role=Role.MEMBER).order_by().values("entity")
    return seats_on(mesa, on).filter(pk__in=delegated).first() or seats_on(mesa, on).filter(entity__in=members).first()


def seat_for(user: User, pk: int) -> Seat:
    """A seat of a Mesa that `user` may see, or NotFound."""
    seat = (
        Seat.objects.select_related("entity", "principal", "mesa__agreement", "mesa__secretariat", "mesa__chair")
        .filter(pk=pk, mesa__in=mesas_of(user).order_by().values("pk"))
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


def delegations_of(mesa: Mesa) -> QuerySet[Delegation]:
    """Every delegation of the Mesa, the newest first."""
    return (
        Delegation.objects.filter(seat__mesa=mesa)
        .select_related("seat__entity", "person", "document__file")
        .order_by("-since", "-pk")
    )


def delegation_for(user: User, pk: int) -> Delegation:
    """A delegation of a Mesa that `user` may see, or NotFound."""
    delegation = (
        Delegation.objects.select_related("seat__entity", "seat__mesa__secretariat", "person", "document__file")
        .filter(pk=pk, seat__mesa__in=mesas_of(user).order_by().values("pk"))
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


def rules_on(mesa: Mesa, on: date) -> Rules:
    """The rules in force that day: the latest version effective by then; before the first, the first.

    The latest version, not the latest date: what the Mesa decided last stands.
    """
    versions = Rules.objects.filter(mesa=mesa).order_by("-version")
    return versions.filter(effective_on__lte=on).first() or versions.reverse()[0]


def rules_of(mesa: Mesa) -> QuerySet[Rules]:
    """Every version with the decision that made it, the newest first."""
    return Rules.objects.filter(mesa=mesa).select_related("decision").order_by("-version")


def _in_force(on: date) -> Q:
    return Q(until__isnull=True, since__lte=on) | Q(until__gte=on, since__lte=on)
