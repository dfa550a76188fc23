"""What the Mesa decided: motions, votes by entity, numbered decisions, and what somebody must now do."""

from django.db import models
from django.db.models import Q

from concierta.evidence.models import Evidence
from concierta.mesa.enums import ActionState, Choice, MotionState
from concierta.mesa.models.seats import Mesa, Seat
from concierta.mesa.models.sessions import AgendaItem, Session
from concierta.people.models import Entity, User


class ConflictOfInterest(models.Model):
    """A seat declared an interest in an item: it may speak, it does not vote on it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ("item", "pk")
        verbose_name_plural = "conflicts of interest"
        constraints = (models.UniqueConstraint(fields=("item", "seat"), name="one_conflict_per_seat_and_item"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.seat_id}"


class Motion(models.Model):
    """Words put to the vote. `present`, `needed` and the tally are fixed when it closes, so that the result explains
    itself: voting seats present and free to vote, and votes in favour that were needed.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="motions")
    text = models.TextField()
    proposed_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=MotionState, default=MotionState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("item", "opened_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=MotionState.OPEN, closed_at__isnull=True)
                | ~Q(state=MotionState.OPEN) & Q(closed_at__isnull=False),
                name="motion_ended_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """One entity, one vote. `dissent` is its reason in its own words, published unedited."""

    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=16, choices=Choice)
    dissent = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        ordering = ("motion", "seat")
        constraints = (models.UniqueConstraint(fields=("motion", "seat"), name="one_vote_per_entity"),)

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"


class Decision(models.Model):
    """A carried motion. `number` is public and counts within the Mesa and year: "2026-03". Never edited."""

    mesa = models.ForeignKey(Mesa, on_delete=models.PROTECT, related_name="decisions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="decision")
    number = models.CharField(max_length=20)
    text = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (models.UniqueConstraint(fields=("mesa", "number"), name="decision_number_once"),)

    def __str__(self) -> str:
        return self.number


class ActionItem(models.Model):
    """Something one entity and one person of it must do by a date, because the Mesa said so.

    `number` counts within the Mesa. Overdue is not a state: it is `due_on` past while nothing was shown. Whoever did
    it does not check it. `checked_note` is what whoever checked, returned or dropped it had to say.
    """

    mesa = models.ForeignKey(Mesa, on_delete=models.PROTECT, related_name="action_items")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="action_items")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items")
    text = models.TextField()
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="action_items")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items")
    due_on = models.DateField()
    state = models.CharField(max_length=16, choices=ActionState, default=ActionState.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_note = models.TextField(blank=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("mesa", "number")
        constraints = (
            models.UniqueConstraint(fields=("mesa", "number"), name="action_item_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=(ActionState.DONE, ActionState.CHECKED)) | Q(done_at__isnull=False),
                name="action_item_done_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.CHECKED) | Q(checked_at__isnull=False),
                name="action_item_checked_says_when",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(checked_by__isnull=True) | ~Q(done_by=models.F("checked_by")),
                name="nobody_checks_what_they_did",
            ),
        )

    def __str__(self) -> str:
        return self.text
