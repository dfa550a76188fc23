"""Who sits at the Mesa, with voice or with vote, who may speak for them, and by which rules."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import Agreement
from concierta.evidence.models import Evidence
from concierta.mesa.enums import Majority, Quorum
from concierta.people.models import Entity, User


class Mesa(models.Model):
    """The table of one agreement. `secretariat` is the entity that convenes it, `chair` the one that presides."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="mesa")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    secretariat = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Rules(models.Model):
    """One version of the rules of the Mesa. The first comes with the Mesa; every later one cites a decision."""

    mesa = models.ForeignKey(Mesa, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=5, help_text="working days")
    extraordinary_notice_days = models.PositiveSmallIntegerField(default=2, help_text="working days")
    quorum = models.CharField(max_length=20, choices=Quorum, default=Quorum.HALF_PLUS_ONE)
    majority = models.CharField(max_length=20, choices=Majority, default=Majority.SIMPLE)
    period_months = models.PositiveSmallIntegerField(default=3, help_text="an ordinary session at least every so many")
    delegations_per_person = models.PositiveSmallIntegerField(default=1, help_text="seats spoken for by one person")
    decision = models.ForeignKey("Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="rules")

    class Meta:
        ordering = ("mesa", "version")
        verbose_name_plural = "rules"
        constraints = (
            models.UniqueConstraint(fields=("mesa", "version"), name="rules_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, decision__isnull=True) | Q(version__gt=1, decision__isnull=False),
                name="rules_change_only_by_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.mesa} v{self.version}"


class Seat(models.Model):
    """An entity's place at the Mesa. `principal` is who sits there by right; anybody else needs a delegation."""

    mesa = models.ForeignKey(Mesa, on_delete=models.PROTECT, related_name="seats")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="seats")
    has_vote = models.BooleanField(help_text="voice and vote; otherwise voice only")
    principal = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("mesa", "entity__name")
        constraints = (
            models.UniqueConstraint(
                fields=("mesa", "entity"), condition=Q(until__isnull=True), name="one_open_seat_per_entity"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return str(self.entity)


class Delegation(models.Model):
    """The written delegation by which `person` speaks for a seat. A vote without a document would be nobody's."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    document = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("seat", "since")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="delegation_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat} · {self.person}"

    def is_in_force(self, on: date) -> bool:
        """True from its first day up to and including its last."""
        return self.since <= on and (self.until is None or on <= self.until)
