"""Whose eyes must stay closed: what the first verifier found is not shown to the second before they have spoken."""

from django.db.models import QuerySet

from concierta.people.models import User
from concierta.verification.enums import CampaignState
from concierta.verification.models import CampaignReport


def awaited_second_looks(user: User) -> QuerySet[CampaignReport]:
    """The second looks that `user` still owes in campaigns under way."""
    return CampaignReport.objects.filter(
        second_verifier=user, second_verification__isnull=True, campaign__state=CampaignState.DRAWN
    ).order_by("pk")


def awaited_second_look(user: User, report_pk: int) -> int | None:
    """The key of the second look that `user` owes to the report `report_pk`, if they owe one."""
    return awaited_second_looks(user).filter(report=report_pk).values_list("pk", flat=True).first()
