"""What an independent entity found of a report, and the campaigns that look at a sample again."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from concierta.evidence.models import Evidence
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.verification.enums import Answer, CampaignState, Dimension, EntryReason, Method

_S = CampaignState


class Campaign(models.Model):
    """One per plan and period: a second one could be opened until the sample pleases.

    `scope` narrows the population: {"entities": codes, "nodes": [[tier, code]…], "indicators": codes}, all when empty.
    `methods` the method by type of figure. `margin`, `confidence` and `double_share` are fractions. `risk_threshold`
    in points; null: nothing enters by risk. `seed` is empty until the draw: before it, only its commitment exists here.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="campaigns")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="campaigns")
    state = models.CharField(max_length=16, choices=CampaignState, default=CampaignState.PLANNED)
    scope = models.JSONField(default=dict, blank=True)
    methods = models.JSONField(default=dict, blank=True)
    margin = models.DecimalField(max_digits=7, decimal_places=6)
    confidence = models.DecimalField(max_digits=7, decimal_places=6)
    risk_threshold = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    double_share = models.DecimalField(max_digits=7, decimal_places=6)
    population_closes_on = models.DateField()
    due_on = models.DateField()

    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    seed_commitment = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    population_sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "period")
        constraints = (
            models.UniqueConstraint(fields=("plan", "period"), name="one_campaign_per_plan_and_period"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("population_closes_on")), name="campaign_is_due_after_its_population_closes"
            ),
            models.CheckConstraint(
                condition=Q(margin__gt=0, margin__lt=1, confidence__gte=Decimal("0.5"), confidence__lt=1),
                name="campaign_margin_and_confidence_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(double_share__gte=0, double_share__lte=1), name="campaign_double_share_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(state=_S.PLANNED, seed_commitment="", opened_at__isnull=True)
                | (~Q(state=_S.PLANNED) & ~Q(seed_commitment="") & Q(opened_at__isnull=False)),
                name="an_open_campaign_has_committed_its_seed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(_S.PLANNED, _S.OPEN), seed="", population_sha256="", drawn_at__isnull=True)
                | (
                    Q(state__in=(_S.DRAWN, _S.FINISHED), drawn_at__isnull=False)
                    & ~Q(seed="")
                    & ~Q(population_sha256="")
                ),
                name="a_seed_is_shown_with_its_draw",
            ),
            models.CheckConstraint(
                condition=Q(state=_S.FINISHED, finished_at__isnull=False)
                | (~Q(state=_S.FINISHED) & Q(finished_at__isnull=True)),
                name="a_finished_campaign_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.period_id}"


class SealedSeed(models.Model):
    """The seed while it is a secret, apart from what pages load. It leaves here when it is shown."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="sealed_seed")
    seed = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seed of {self.campaign_id}"


class CampaignVerifier(models.Model):
    """Somebody who verifies in a campaign, for an entity."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="verifiers")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("campaign", "entity", "user__email")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "entity", "user"), name="a_verifier_once_per_campaign"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.entity_id}"


class CampaignReport(models.Model):
    """A report of the closed population; `drawn` or `by_risk` when it is looked at, and by whom.

    `key` names it in the draw ("4.2.1/2024-T4/v1") and `stratum` is the code of the entity that reported it. `risk` in
    points, `risk_parts` what they come from, the heaviest first: [[part, points]…].
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="campaign_entries")
    key = models.CharField(max_length=120)
    stratum = models.CharField(max_length=40)
    ticket = models.CharField(max_length=64)
    risk = models.DecimalField(max_digits=9, decimal_places=3)
    risk_parts = models.JSONField(default=list)
    drawn = models.BooleanField(default=False)
    by_risk = models.BooleanField(default=False)
    double_checked = models.BooleanField(default=False)
    verifier = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_verifier = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("campaign", "stratum", "ticket")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "report"), name="a_report_is_listed_once"),
            models.CheckConstraint(
                condition=Q(drawn=True) | Q(by_risk=True) | Q(double_checked=False, verifier__isnull=True),
                name="only_what_is_looked_at_has_a_verifier",
            ),
            models.CheckConstraint(
                condition=Q(double_checked=True) | Q(second_verifier__isnull=True),
                name="only_a_double_check_has_a_second_verifier",
            ),
            models.CheckConstraint(condition=~Q(verifier=F("second_verifier")), name="two_verifiers_are_two_people"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_looked_at(self) -> bool:
        return self.drawn or self.by_risk

    @property
    def reason(self) -> EntryReason | None:
        """Why it is looked at; None when it is not."""
        if self.drawn:
            return EntryReason.BOTH if self.by_risk else EntryReason.RANDOM
        return EntryReason.RISK if self.by_risk else None


#: Methods by type of figure [D]; a campaign may say otherwise.
DEFAULT_METHODS = {
    "people": Method.RECORDS_COUNT.value,
    "rate": Method.DESK_REVIEW.value,
    "money": Method.DESK_REVIEW.value,
    "delivery": Method.SITE_VISIT.value,
}


_ACCEPTED = (Outcome.VERIFIED, Outcome.ADJUSTED)


class SecondVerification(models.Model):
    """Kept apart: it measures how far verifiers agree and never changes the outcome that stands."""

    entry = models.OneToOneField(CampaignReport, on_delete=models.PROTECT, related_name="second_verification")
    outcome = models.CharField(max_length=16, choices=Outcome)
    verified_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    method = models.CharField(max_length=16, choices=Method)
    reason = models.TextField()
    verifier = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verifier_entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ("entry",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="a_second_verification_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(outcome__in=_ACCEPTED, verified_value__isnull=False)
                | (~Q(outcome__in=_ACCEPTED) & Q(verified_value__isnull=True)),
                name="second_verified_value_fits_its_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"


class Verification(models.Model):
    """The method and the reason. Outcome, value, person, entity and time stand on the report, under its constraints."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="verification")
    method = models.CharField(max_length=16, choices=Method)
    reason = models.TextField(help_text="published as it is")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="verifications")

    class Meta:
        ordering = ("report",)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="a_verification_gives_its_reason"),)

    def __str__(self) -> str:
        return str(self.report_id)


class RecordsCount(models.Model):
    """`holding` of `sampled` records held, of `records` there are: so much is verified, and so sure is it.

    `verified`, `low` and `high` in the indicator's unit, whole; `confidence` a share. `one_each`: every record is one
    unit of the indicator; otherwise each stands for an equal part of what was reported.
    """

    verification = models.OneToOneField(Verification, on_delete=models.CASCADE, related_name="records_count")
    records = models.PositiveBigIntegerField()
    sampled = models.PositiveBigIntegerField()
    holding = models.PositiveBigIntegerField()
    one_each = models.BooleanField(default=True)
    verified = models.PositiveBigIntegerField()
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField()
    confidence = models.DecimalField(max_digits=7, decimal_places=6, help_text="fraction")

    class Meta:
        ordering = ("verification",)
        constraints = (
            models.CheckConstraint(
                condition=Q(sampled__gte=1, sampled__lte=F("records"), holding__lte=F("sampled")),
                name="records_counted_fit_each_other",
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("verified"), verified__lte=F("high")), name="verified_count_lies_in_its_interval"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=Decimal("0.5"), confidence__lt=1), name="confidence_is_a_level"
            ),
        )

    def __str__(self) -> str:
        return f"{self.holding}/{self.sampled} de {self.records}"

    @property
    def is_complete(self) -> bool:
        """Every record was looked at: there is nothing to be unsure of."""
        return self.sampled == self.records


class ChecklistAnswer(models.Model):
    """One answered question of the checklist. The question's own words are in `checklists.toml`, by `item`."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="checklist")
    item = models.CharField(max_length=60)
    dimension = models.CharField(max_length=16, choices=Dimension)
    answer = models.CharField(max_length=16, choices=Answer)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("verification", "pk")
        constraints = (
            models.UniqueConstraint(fields=("verification", "item"), name="a_question_is_answered_once"),
            models.CheckConstraint(condition=~Q(answer=Answer.NO, note=""), name="a_no_is_explained"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"
