"""A session: its notice, its agenda, who was there and when.

Texts that two secretaries may type at once carry a `revision`: whoever saves says which one they had read.
"""

from django.db import models
from django.db.models import F, Q

from concierta.evidence.models import Evidence
from concierta.mesa.enums import ItemSource, SessionKind, SessionMode, SessionState
from concierta.mesa.models.seats import Delegation, Mesa, Rules, Seat
from concierta.people.models import User


class Session(models.Model):
    """`number` counts within the Mesa. `rules` are those in force on the day, fixed when it is convened."""

    mesa = models.ForeignKey(Mesa, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=SessionKind, default=SessionKind.ORDINARY)
    mode = models.CharField(max_length=16, choices=SessionMode, default=SessionMode.IN_PERSON)
    place = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=SessionState, default=SessionState.PLANNED)
    rules = models.ForeignKey(Rules, on_delete=models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    not_held_reason = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    #: Whether whoever it was loaded for may read what is reserved in it: the queries that load for a person say so.
    reads_reserved: bool = True
    #: How many decisions it took: the query that lists sessions says so.
    decision_count: int

    class Meta:
        ordering = ("mesa", "number")
        constraints = (
            models.UniqueConstraint(fields=("mesa", "number"), name="session_number_once"),
            models.UniqueConstraint(
                fields=("mesa",), condition=Q(state=SessionState.OPEN), name="one_open_session_per_mesa"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(SessionState.PLANNED, SessionState.CANCELLED)) | Q(noticed_at__isnull=False),
                name="session_held_was_noticed",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancelled_reason="")
                | ~Q(state=SessionState.CANCELLED) & Q(cancelled_at__isnull=True, cancelled_reason=""),
                name="cancelled_session_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(SessionState.OPEN, SessionState.CLOSED)) | Q(opened_at__isnull=False),
                name="open_session_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(SessionState.CLOSED, SessionState.NOT_HELD)) | Q(closed_at__isnull=False),
                name="ended_session_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.NOT_HELD) | ~Q(not_held_reason=""), name="session_not_held_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.mesa} {self.number}"

    @property
    def is_coming(self) -> bool:
        """True if it is prepared or convened: it may still change its day, or be cancelled."""
        return self.state in (SessionState.PLANNED, SessionState.NOTICED)

    @property
    def is_live(self) -> bool:
        """True if it has a room: from when it is convened until it ends."""
        return self.state in (SessionState.NOTICED, SessionState.OPEN)

    @property
    def has_ended(self) -> bool:
        """True if it was held, or put on record as not held: then it has minutes to write."""
        return self.state in (SessionState.CLOSED, SessionState.NOT_HELD)


class AgendaItem(models.Model):
    """`source` and `subject` say what brought it ("indicator:C-E1-01"); `why` shows the figures that did.

    A dropped item stays, with its reason: nobody makes a matter disappear. `reserved_basis` is the legal ground on
    which its record is not published; empty means public.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=ItemSource, default=ItemSource.MANUAL)
    subject = models.CharField(max_length=140, blank=True)
    why = models.TextField(blank=True)
    minutes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    dropped_reason = models.TextField(blank=True)
    reserved_basis = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("session", "ordinal", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "source", "subject"), condition=~Q(subject=""), name="one_item_per_matter"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="item_closed_was_opened"
            ),
            models.CheckConstraint(
                condition=Q(dropped_reason="") | Q(opened_at__isnull=True), name="dropped_item_was_not_discussed"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A document for a session, or for one item of it; an annex of the minutes by its hash."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("session", "pk")

    def __str__(self) -> str:
        return str(self.document)


class Attendance(models.Model):
    """One stay of one seat, from arrival to departure. Quorum at an instant is counted from these."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("session", "arrived_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "seat"), condition=Q(left_at__isnull=True), name="a_seat_is_present_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="leaves_after_arriving"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.seat_id}"
