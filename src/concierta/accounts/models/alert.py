"""Signs that one person may stand behind two entities: for those who should look, and for nobody else."""

from django.db import models
from django.db.models import F, Q

from concierta.accounts.enums import AlertKind
from concierta.people.models import Entity, User


class Alert(models.Model):
    """A sign about two accounts, told to the people of `entity` (the one that verifies, where one of them does).

    Purpose of the personal data: that the entity asks who is behind them. Never shown to the two, nor to the public.
    """

    kind = models.CharField(max_length=16, choices=AlertKind)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    #: In the order of their keys, so that a pair is one pair.
    one = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("raised_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "entity", "one", "other"),
                condition=Q(settled_at__isnull=True),
                name="one_open_alert_per_pair",
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="alert_is_about_two_accounts"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~(Q(settled_by=F("one")) | Q(settled_by=F("other"))),
                name="nobody_settles_their_own_alert",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.one_id} {self.other_id}"
