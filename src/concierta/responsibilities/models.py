"""Who answers for what, from when to when. Handing over closes one row and opens the next: history stays."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.mesa.models import ActionItem
from concierta.people.models import Entity, User
from concierta.plans.models import Project
from concierta.responsibilities.enums import Duty

_SUBJECTS = ("pledge", "project", "indicator", "action_item")


def _exactly_one_subject() -> Q:
    return Q(
        *(
            Q(**{f"{one}__isnull": False}, **{f"{other}__isnull": True for other in _SUBJECTS if other != one})
            for one in _SUBJECTS
        ),
        _connector=Q.OR,
    )


class Responsibility(models.Model):
    """One duty for one pledge, project, indicator or action item, held by a person of an entity.

    `substitute` acts while the person cannot. An indicator's own columns (reporter, reviewer…) say which entity acts
    today and are moved only by the operations here and by those that shape a draft. A hand-over settled for a later day
    is `pending` until then: `take_over` moves the columns on it.
    """

    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities")
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.CASCADE, related_name="responsibilities"
    )
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="responsibilities"
    )
    action_item = models.ForeignKey(
        ActionItem, null=True, blank=True, on_delete=models.CASCADE, related_name="responsibilities"
    )
    duty = models.CharField(max_length=16, choices=Duty)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="responsibilities")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities")
    substitute = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="why it was handed over")
    pending = models.BooleanField(default=False, help_text="the thing itself names who acts until `since`")

    class Meta:
        ordering = ("duty", "since", "pk")
        verbose_name_plural = "responsibilities"
        constraints = (
            models.CheckConstraint(condition=_exactly_one_subject(), name="a_responsibility_is_for_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=(subject, "duty"),
                    condition=Q(until__isnull=True, **{f"{subject}__isnull": False}),
                    name=f"one_holder_per_{subject}_and_duty",
                )
                for subject in _SUBJECTS
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_duty_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(substitute__isnull=True) | ~Q(person=F("substitute")),
                name="nobody_substitutes_themselves",
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.entity_id}"
