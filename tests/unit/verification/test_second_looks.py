"""A second person looks at the same report, alone, and changes nothing but what is known of agreement."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.reporting.enums import Outcome
from concierta.verification.models import CampaignReport, SecondVerification
from concierta.verification.operations import finish_campaign, verify_again
from concierta.verification.permissions import can_verify, can_verify_again
from concierta.verification.queries import second_look_for, verifiable_reports, verifier_agreement
from factories import make_person
from factories.campaigns import CHECKED_AT, CampaignCast, check_entry, check_entry_again, drawn_campaign
from factories.cast import CONFIRMED


@pytest.fixture
def entry(crew: CampaignCast) -> CampaignReport:
    crew.reports(1, 0)
    return drawn_campaign(crew, double_share=Decimal(1)).reports.get()


def test_it_is_kept_apart_and_changes_no_outcome(crew: CampaignCast, entry: CampaignReport) -> None:
    check_entry(entry)
    check_entry_again(entry, Outcome.ADJUSTED, 700)
    entry.report.refresh_from_db()
    second = SecondVerification.objects.get()
    assert (entry.report.outcome, entry.report.verified_value) == (Outcome.VERIFIED, 900)
    assert (second.outcome, second.verified_value, second.verifier_entity) == (Outcome.ADJUSTED, 700, crew.control)
    assert Event.objects.last().kind == "report.double_checked"


def test_either_may_come_first(entry: CampaignReport) -> None:
    check_entry_again(entry)
    check_entry(entry)
    assert SecondVerification.objects.get().entry.report.outcome == Outcome.VERIFIED


def test_whoever_looks_second_does_not_look_first(crew: CampaignCast, entry: CampaignReport) -> None:
    assert not can_verify(entry.second_verifier, entry.report)
    assert "segunda verificación" in can_verify(entry.second_verifier, entry.report).reason
    assert entry.report not in verifiable_reports(entry.second_verifier)
    assert entry.report in verifiable_reports(entry.verifier)


def test_whoever_looked_first_does_not_look_again(crew: CampaignCast, entry: CampaignReport) -> None:
    check_entry(entry)
    first = entry.verifier
    CampaignReport.objects.filter(pk=entry.pk).update(verifier=None, second_verifier=first)
    entry = CampaignReport.objects.get(pk=entry.pk)
    with pytest.raises(PermissionRefused, match="Usted ya verificó"):
        check_entry_again(entry)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("entity", ["desarrollo", "planeacion", "control", "sena"])
def test_it_belongs_to_the_one_it_was_given_to(
    crew: CampaignCast, entry: CampaignReport, role: Role, entity: str
) -> None:
    assert not can_verify_again(make_person("Olga", (role, getattr(crew, entity))), entry)
    assert not can_verify_again(None, entry)
    assert can_verify_again(entry.second_verifier, entry)


def test_a_stake_taken_on_later_ends_it(crew: CampaignCast, entry: CampaignReport) -> None:
    entry.second_verifier.memberships.create(**CONFIRMED, entity=crew.desarrollo, role=Role.MEMBER, since="2024-01-01")
    with pytest.raises(PermissionRefused, match="DESARROLLO reportó este valor"):
        check_entry_again(entry)


def test_it_happens_once_and_within_the_campaign(crew: CampaignCast, entry: CampaignReport) -> None:
    check_entry_again(entry)
    with pytest.raises(TransitionRefused, match="ya se hizo"):
        check_entry_again(entry)
    check_entry(entry)
    SecondVerification.objects.all().delete()
    finish_campaign(campaign=entry.campaign, by=crew.secretary, at=CHECKED_AT)
    with pytest.raises(TransitionRefused, match="ya terminó"):
        check_entry_again(entry)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"method": "a ojo"}, "method"),
        ({"outcome": "quizás"}, "outcome"),
        ({"outcome": Outcome.ADJUSTED}, "verified_value"),
        ({"outcome": Outcome.REJECTED, "verified_value": Decimal(1)}, "verified_value"),
    ],
)
def test_it_is_as_complete_as_a_first_one(entry: CampaignReport, changes: dict, field: str) -> None:
    fields = {"outcome": Outcome.VERIFIED, "method": "desk_review", "reason": "Visto.", "at": CHECKED_AT}
    with pytest.raises(Invalid) as refused:
        verify_again(entry=entry, by=entry.second_verifier, **(fields | changes))
    assert refused.value.field == field


def test_only_the_second_verifier_is_shown_the_claim(crew: CampaignCast, entry: CampaignReport) -> None:
    look = second_look_for(entry.second_verifier, entry.pk)
    assert (look.report, len(look.evidence), bool(look.can_verify)) == (entry.report, 1, True)
    for person in (entry.verifier, crew.secretary, crew.reporter):
        with pytest.raises(NotFound):
            second_look_for(person, entry.pk)


def test_agreement_counts_what_both_have_looked_at(crew: CampaignCast) -> None:
    crew.reports(4, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"), double_share=Decimal(1))
    first, second, third, fourth = campaign.reports.order_by("key")
    for entry, found in (
        (first, Outcome.VERIFIED),
        (second, Outcome.VERIFIED),
        (third, Outcome.REJECTED),
        (fourth, Outcome.REJECTED),
    ):
        check_entry(entry, found)
    assert verifier_agreement(crew.secretary, crew.plan).items == 0
    check_entry_again(first)
    check_entry_again(second, Outcome.REJECTED)
    check_entry_again(third, Outcome.REJECTED)
    check_entry_again(fourth, Outcome.REJECTED)
    found = verifier_agreement(crew.secretary, crew.plan, campaign)
    assert (found.items, found.agreed, found.kappa) == (4, Fraction(3, 4), Fraction(1, 2))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reason": ""}, "a_second_verification_gives_its_reason"),
        ({"verified_value": None}, "second_verified_value_fits_its_outcome"),
        ({"outcome": "rejected"}, "second_verified_value_fits_its_outcome"),
    ],
)
def test_a_lying_second_look_cannot_be_kept(entry: CampaignReport, changes: dict, constraint: str) -> None:
    check_entry_again(entry)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SecondVerification.objects.update(**changes)
