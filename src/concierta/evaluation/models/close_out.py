"""What an agreement leaves when it ends, point by point, and what the one that goes on from it makes of each."""

from django.db import models
from django.db.models import Q

from concierta.agreements.models import Agreement
from concierta.evaluation.enums import CloseOutKind, CloseOutReply
from concierta.mesa.models import Decision


class CloseOutPoint(models.Model):
    """Left by a decision of the agreement's own table. `number` counts within the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="close_out_points")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=CloseOutKind)
    text = models.TextField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        ordering = ("agreement", "number")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="close_out_point_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="a_close_out_point_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"


class CloseOutAnswer(models.Model):
    """`article` is the part of the next agreement that takes the point up or changes it; "" of one left out."""

    point = models.OneToOneField(CloseOutPoint, on_delete=models.PROTECT, related_name="answer")
    reply = models.CharField(max_length=12, choices=CloseOutReply)
    words = models.TextField()
    article = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ("point",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reply=CloseOutReply.LEFT_OUT, article="")
                | ~Q(reply=CloseOutReply.LEFT_OUT) & ~Q(article=""),
                name="what_is_taken_up_says_where",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_answer_has_its_words"),
        )

    def __str__(self) -> str:
        return f"{self.point_id} {self.reply}"
