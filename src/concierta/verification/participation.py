"""Whoever a campaign asked to verify, of whatever entity, reads the plan they verify."""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from concierta.people.enums import Role
from concierta.people.participation import Person
from concierta.people.queries import entities_where
from concierta.plans.participation import PLANS
from concierta.verification.models import CampaignReport, CampaignVerifier


@PLANS.gives
def _verifies_in_a_campaign(person: Person) -> QuerySet[Any, Any]:
    of_an_entity = CampaignVerifier.objects.filter(user=person.user, entity__in=person.entities)
    return of_an_entity.values_list("campaign__plan", flat=True)


@PLANS.gives
def _was_given_a_report(person: Person) -> QuerySet[Any, Any]:
    given = Q(verifier=person.user) | Q(second_verifier=person.user)
    still_verifies = Exists(entities_where(person.user, Role.VERIFIER))
    return CampaignReport.objects.filter(given, still_verifies).values_list("campaign__plan", flat=True)
