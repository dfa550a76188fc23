"""What an agreement left when it ended, and what of it the next one has answered."""

from collections.abc import Sequence

from django.db.models import QuerySet

from concierta.agreements.models import Agreement
from concierta.evaluation.models import CloseOutAnswer, CloseOutPoint


def point_subject(point: CloseOutPoint) -> str:
    """By which the log names it: "close_out:cali:3"."""
    return f"close_out:{point.agreement.slug}:{point.number}"


def answer_subject(answer: CloseOutAnswer) -> str:
    """Of the agreement that answers, since its log tells it: "close_out_answer:sigue:3"."""
    return f"close_out_answer:{answer.point.agreement.successor.slug}:{answer.point.number}"


def points_left_by(agreement: Agreement | None) -> QuerySet[CloseOutPoint]:
    """In their order, each with its decision and its answer; nothing of no agreement."""
    found = CloseOutPoint.objects.filter(agreement=agreement) if agreement else CloseOutPoint.objects.none()
    return found.select_related("agreement", "decision", "answer").order_by("number")


def points_to_answer(agreement: Agreement) -> QuerySet[CloseOutPoint]:
    """Those that the agreement before left to this one."""
    return points_left_by(agreement.succeeds)


def unanswered(points: Sequence[CloseOutPoint]) -> list[CloseOutPoint]:
    return [point for point in points if not hasattr(point, "answer")]
