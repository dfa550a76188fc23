"""The minutes: written by the session itself, remarked on by the members, signed by two accounts, then unamendable."""

from django.db import models
from django.db.models import Q

from concierta.mesa.enums import MinutesState, RemarkState, SignerRole
from concierta.mesa.models.seats import Seat
from concierta.mesa.models.sessions import AgendaItem, Session
from concierta.people.models import User


class Minutes(models.Model):
    """`content` is the whole record as canonical JSON, fixed at approval; `sha256` is what the signatures sign."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=16, choices=MinutesState, default=MinutesState.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    remarks_until = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    #: Whether whoever it was loaded for may read what is reserved in it: the queries that load for a person say so.
    reads_reserved: bool = True

    class Meta:
        verbose_name_plural = "minutes"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=(MinutesState.DRAFT, MinutesState.CIRCULATED), sha256="")
                | Q(state__in=(MinutesState.APPROVED, MinutesState.SIGNED), approved_at__isnull=False)
                & ~Q(sha256="")
                & ~Q(content=""),
                name="approved_minutes_have_their_content_fixed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session}"


class MinutesSection(models.Model):
    """The running text of one part of the minutes: of an agenda item, or the opening (`item` null)."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("minutes", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("minutes", "item"), condition=Q(item__isnull=False), name="one_section_per_item"
            ),
            models.UniqueConstraint(
                fields=("minutes",), condition=Q(item__isnull=True), name="one_opening_per_minutes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.item_id}"


class Remark(models.Model):
    """A member asks for the minutes to say something else; the secretariat answers, and both stay."""

    section = models.ForeignKey(MinutesSection, on_delete=models.CASCADE, related_name="remarks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=RemarkState, default=RemarkState.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("section", "made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=RemarkState.OPEN) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="a_remark_resolved_has_its_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.section_id} {self.seat_id}"


class Signature(models.Model):
    """One of the two accounts confirmed that these are the minutes: it signs `sha256`."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=16, choices=SignerRole)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("minutes", "role")
        constraints = (
            models.UniqueConstraint(fields=("minutes", "role"), name="one_signature_per_role"),
            models.UniqueConstraint(fields=("minutes", "person"), name="nobody_signs_twice"),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.role}"
