"""The agreement and its words: the commitments, the versions of the text, and the norms that frame it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from concierta.agreements.enums import AdoptionRule, ArticleKind, Measured, VersionState
from concierta.evidence.models import Evidence
from concierta.people.models import Entity


class Agreement(models.Model):
    """`adoption` is the rule by which it says that its text changes; `succeeds` the agreement that it goes on from."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    adoption = models.CharField(max_length=16, choices=AdoptionRule, default=AdoptionRule.ALL)
    succeeds = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor")
    signatories: "models.ManyToManyField[Entity, models.Model]" = models.ManyToManyField(
        Entity, through="agreements.Signatory"
    )

    class Meta:
        ordering = ("signed_on",)
        constraints = (models.CheckConstraint(condition=~Q(succeeds=F("pk")), name="no_agreement_succeeds_itself"),)

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One of the things the signatories bound themselves to (Cali: C1–C11), in its words of today. `measured` is what
    of the program shows whether it is kept; empty: nothing does."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    code = models.CharField(max_length=12)
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    measured = models.CharField(max_length=16, choices=Measured, blank=True)

    class Meta:
        ordering = ("agreement", "ordinal")
        constraints = (models.UniqueConstraint(fields=("agreement", "code"), name="clause_code_once_per_agreement"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Norm(models.Model):
    """A norm that the agreement stands on. A `is_framework` one ends the agreement's frame when it ends."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="norms")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    is_framework = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("agreement", "since", "code")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "code"), name="norm_once_per_agreement"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="norm_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def is_in_force(self, on: date) -> bool:
        """True from its first day up to and including its last."""
        return self.since <= on and (self.until is None or on <= self.until)


class TextVersion(models.Model):
    """One text of the agreement. `content` is its articles as canonical JSON, fixed when it is opened to signature;
    `sha256` is what a signature signs. `document` is the signed paper, where there is one."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.DRAFT)
    language = models.CharField(max_length=10, default="es")
    since = models.DateField(null=True, blank=True, help_text="in force from this day")
    until = models.DateField(null=True, blank=True, help_text="its own last day; null: it states none")
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("agreement", "number")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="text_version_once"),
            models.UniqueConstraint(
                fields=("agreement",), condition=Q(state=VersionState.IN_FORCE), name="one_text_in_force"
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=Q(state__in=(VersionState.DRAFT, VersionState.OPEN)),
                name="one_text_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(VersionState.DRAFT, VersionState.ABANDONED))
                | ~Q(content="") & ~Q(sha256="") & Q(since__isnull=False),
                name="an_open_text_is_fixed",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="text_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class Article(models.Model):
    """A part of a version. A commitment carries the `code` by which its clause goes on through the versions."""

    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="articles")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ArticleKind, default=ArticleKind.ARTICLE)
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "ordinal")
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="article_code_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
