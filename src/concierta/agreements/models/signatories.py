"""Who stands by an agreement: its life as a signatory, who may sign for it, what it signed, with what means."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.enums import Capacity, MandateOrgan, MeansKind, SignatoryState, SignatureKind
from concierta.agreements.models.agreement import Agreement, Norm, TextVersion
from concierta.evidence.models import Evidence
from concierta.people.models import Entity, User


class Signatory(models.Model):
    """An entity and an agreement. `role` is what its mission gives it to do, `assigned_role` what the table gave it.

    `ends_on` is the day from which a withdrawal holds; `takes_office_on` is of an adhesion before taking office.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="signatures")
    state = models.CharField(max_length=12, choices=SignatoryState, default=SignatoryState.INVITED)
    state_since = models.DateField(null=True, blank=True)
    capacity = models.CharField(max_length=12, choices=Capacity, default=Capacity.SIGNATORY)
    takes_office_on = models.DateField(null=True, blank=True)
    role = models.CharField(max_length=300, blank=True)
    assigned_role = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True, help_text="why it is suspended, withdrew, or did not sign")
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("agreement", "entity__name")
        verbose_name_plural = "signatories"
        constraints = (
            models.UniqueConstraint(fields=("agreement", "entity"), name="entity_signs_once"),
            models.CheckConstraint(
                condition=~Q(state=SignatoryState.WITHDRAWN) | Q(ends_on__isnull=False) & ~Q(reason=""),
                name="a_withdrawal_says_why_and_from_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignatoryState.SUSPENDED) | ~Q(reason=""), name="a_suspension_says_why"
            ),
        )

    def __str__(self) -> str:
        return str(self.entity)


class SignatoryStep(models.Model):
    """One thing that happened in the life of a signatory. Never edited: it is its history."""

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=SignatoryState)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("signatory", "at", "pk")

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.act}"


class Mandate(models.Model):
    """By which act of which organ somebody may sign for an entity. Who, is never published: the act is."""

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="mandates")
    organ = models.CharField(max_length=16, choices=MandateOrgan)
    act_name = models.CharField(max_length=120)
    act_number = models.CharField(max_length=60, blank=True)
    act_date = models.DateField()
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("signatory", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=("signatory",), condition=Q(ended_at__isnull=True), name="one_mandate_in_force_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.act_name}"


class Reading(models.Model):
    """Somebody of a signatory says that they read a text: before signing, and for whoever waits to know."""

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="readings")
    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("version", "read_at")
        constraints = (
            models.UniqueConstraint(fields=("signatory", "version", "person"), name="one_reading_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.version_id}"


class Signature(models.Model):
    """A signatory's signature under one text.

    HERE: by the `person` whom a mandate names, with the entity's own account. PAPER: a scanned `document` brought by
    `brought_for`, and good once `checked_for`, another entity, found it to be so. DOCUMENTED: history, on its source's
    word. `sha256` is that of the text; nobody signs another.
    """

    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=12, choices=SignatureKind)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures")
    document = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    brought_for = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_for = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.TextField(blank=True, help_text="a paper that was not what it should be")

    class Meta:
        ordering = ("version", "signed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("signatory", "version"), condition=Q(refused_because=""), name="one_signature_per_text"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=SignatureKind.HERE, person__isnull=False, mandate__isnull=False, brought_by__isnull=True,
                    checked_at__isnull=True,
                )
                | Q(
                    kind=SignatureKind.PAPER, person__isnull=True, document__isnull=False, brought_for__isnull=False,
                    brought_by__isnull=False,
                )
                | Q(kind=SignatureKind.DOCUMENTED, person__isnull=True, brought_by__isnull=True),
                name="a_signature_is_of_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, checked_for__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False, checked_for__isnull=False),
                name="a_paper_is_checked_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(brought_for=F("checked_for")), name="another_entity_checks_a_paper"),
            models.CheckConstraint(condition=~Q(brought_by=F("checked_by")), name="another_person_checks_a_paper"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.version_id}"

    @property
    def counts(self) -> bool:
        """True if it is a signature by now: of a paper, once another entity found it to be one."""
        return not self.refused_because and (self.kind != SignatureKind.PAPER or self.checked_at is not None)


class Competence(models.Model):
    """What an entity may do by law, of what the agreement needs, with the norm that says so."""

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="competences")
    text = models.CharField(max_length=300)
    norm_name = models.CharField(max_length=200, help_text="the norm that gives it, as it is cited")
    norm = models.ForeignKey(Norm, null=True, blank=True, on_delete=models.PROTECT, related_name="competences")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("signatory", "pk")
        constraints = (models.UniqueConstraint(fields=("signatory", "text"), name="competence_stated_once"),)

    def __str__(self) -> str:
        return self.text


class Means(models.Model):
    """What an entity has at hand for the plan, of one of the four classes, from one day to another."""

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="means")
    kind = models.CharField(max_length=12, choices=MeansKind)
    description = models.CharField(max_length=300)
    amount = models.BigIntegerField(null=True, blank=True, help_text="whole pesos, economic means only")
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True, help_text="taken back before its last day")

    class Meta:
        ordering = ("signatory", "kind", "since", "pk")
        verbose_name_plural = "means"
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="means_end_after_they_begin"),
            models.CheckConstraint(
                condition=Q(kind=MeansKind.ECONOMIC, amount__isnull=False, amount__gt=0, quantity__isnull=True, unit="")
                | ~Q(kind=MeansKind.ECONOMIC) & Q(amount__isnull=True, quantity__isnull=False, quantity__gt=0)
                & ~Q(unit=""),
                name="means_are_pesos_or_a_quantity",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.description
