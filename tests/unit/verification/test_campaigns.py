"""A campaign promises its seed, shows it with the draw, and never draws twice."""

import json
import re
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from concierta.engines.sampling import commit_seed, draw_double_checks, draw_sample, population_hash
from concierta.kernel.clock import local_moment
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.models import Node
from concierta.reporting.enums import Outcome
from concierta.verification.enums import CampaignState, EntryReason
from concierta.verification.models import Campaign, CampaignReport, SealedSeed
from concierta.verification.operations import (
    assign_verifier,
    close_population,
    finish_campaign,
    open_campaign,
    verify_report,
)
from concierta.verification.permissions import (
    can_close_population,
    can_finish_campaign,
    can_open_campaign,
    can_plan_campaign,
    can_revise_campaign,
    can_verify,
)
from factories import make_indicator, make_period, make_person, reviewed_report
from factories.campaigns import (
    CHECKED_AT,
    CLOSED_AT,
    CLOSES_ON,
    DUE_ON,
    OPENED_AT,
    SEED,
    CampaignCast,
    check_entry,
    drawn_campaign,
    finished_campaign,
    opened_campaign,
    planned_campaign,
)
from factories.cast import CONFIRMED, make_product


def body_of(kind: str) -> dict:
    return json.loads(Event.objects.get(kind=kind).payload)["body"]


def test_planning_is_nobody_elses_business_yet(crew: CampaignCast) -> None:
    campaign = planned_campaign(crew)
    assert (campaign.state, campaign.seed_commitment, campaign.seed) == (CampaignState.PLANNED, "", "")
    assert not Event.objects.filter(kind__startswith="campaign").exists()


def test_planning_again_changes_the_plan_until_it_is_open(crew: CampaignCast) -> None:
    first = planned_campaign(crew, verifiers={crew.control: [crew.verifier]})
    again = planned_campaign(crew, margin=Decimal("0.2"), indicators=[crew.indicator])
    assert (again.pk, again.margin, again.verifiers.count()) == (first.pk, Decimal("0.2"), 0)
    assert again.scope["indicators"] == ["R-01"]
    open_campaign(campaign=again, by=crew.secretary, at=OPENED_AT)
    with pytest.raises(TransitionRefused):
        planned_campaign(crew)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"margin": Decimal(0)}, "margin"),
        ({"margin": Decimal(1)}, "margin"),
        ({"confidence": Decimal("0.4")}, "confidence"),
        ({"confidence": Decimal(1)}, "confidence"),
        ({"double_share": Decimal("1.1")}, "double_share"),
        ({"risk_threshold": Decimal(-1)}, "risk_threshold"),
        ({"due_on": CLOSES_ON - timedelta(days=1)}, "due_on"),
        ({"methods": {"people": "a ojo"}}, "methods"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_names_the_field(crew: CampaignCast, changes: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        planned_campaign(crew, **changes)
    assert refused.value.field == field


def test_the_population_closes_after_the_cut_off(crew: CampaignCast) -> None:
    with pytest.raises(Invalid) as refused:
        planned_campaign(crew, population_closes_on=crew.period.cut_off)
    assert refused.value.field == "population_closes_on"


def test_only_verifiers_are_named(crew: CampaignCast) -> None:
    with pytest.raises(PermissionRefused):
        planned_campaign(crew, verifiers={crew.control: [crew.reporter]})


def test_opening_promises_a_seed_that_nobody_can_read_in_the_campaign(crew: CampaignCast) -> None:
    campaign = opened_campaign(crew)
    assert (campaign.state, campaign.seed, campaign.seed_commitment) == (CampaignState.OPEN, "", commit_seed(SEED))
    body = body_of("campaign.opened")
    assert body["seed_commitment"] == commit_seed(SEED)
    assert (body["margin"], body["confidence"], body["risk_threshold"]) == ("0.3", "0.95", None)
    assert SEED not in Event.objects.get(kind="campaign.opened").payload


def test_every_campaign_has_a_seed_of_its_own(crew: CampaignCast) -> None:
    first = open_campaign(campaign=planned_campaign(crew), by=crew.secretary, at=OPENED_AT)
    other = planned_campaign(crew, period=make_period(crew.plan, "2024-T3"))
    second = open_campaign(campaign=other, by=crew.secretary, at=OPENED_AT)
    assert first.seed_commitment != second.seed_commitment


def test_the_population_does_not_close_before_the_announced_day(crew: CampaignCast) -> None:
    crew.reports(2, 0)
    campaign = opened_campaign(crew)
    with pytest.raises(Invalid, match="16/01/2025"):
        close_population(campaign=campaign, by=crew.secretary, at=CLOSED_AT - timedelta(days=2))
    assert SealedSeed.objects.filter(campaign=campaign).exists()


def test_an_empty_population_is_not_drawn(crew: CampaignCast) -> None:
    with pytest.raises(Refusal, match="No hay reportes revisados"):
        drawn_campaign(crew)


def test_a_seed_that_was_changed_in_the_database_draws_nothing(crew: CampaignCast) -> None:
    crew.reports(2, 0)
    campaign = opened_campaign(crew)
    SealedSeed.objects.update(seed="0" * 64)
    with pytest.raises(Refusal, match="no es la que se comprometió"):
        close_population(campaign=campaign, by=crew.secretary, at=CLOSED_AT)


def test_the_draw_is_what_anyone_gets_from_what_was_published(crew: CampaignCast) -> None:
    crew.reports()
    campaign = drawn_campaign(crew)
    body = body_of("campaign.drawn")
    population: dict[str, list[str]] = {}
    for entry in campaign.reports.all():
        population.setdefault(entry.stratum, []).append(entry.key)
    assert {name: len(keys) for name, keys in population.items()} == {"desarrollo": 6, "comfandi": 2}
    assert body["seed"] == campaign.seed == SEED
    assert body["population_sha256"] == campaign.population_sha256 == population_hash(population)
    drawn = draw_sample(SEED, population, margin=campaign.margin, confidence=campaign.confidence)
    assert body["drawn"] == {name: list(keys) for name, keys in drawn.items()}
    looked_at = [entry.key for entry in campaign.reports.all() if entry.is_looked_at]
    assert tuple(body["double_checked"]) == draw_double_checks(SEED, looked_at, campaign.double_share)
    assert {entry.key for entry in campaign.reports.filter(double_checked=True)} == set(body["double_checked"])
    assert not SealedSeed.objects.exists()


def test_only_what_awaits_verification_in_scope_is_drawn(crew: CampaignCast) -> None:
    mine, theirs = crew.reports(1, 1)
    campaign = drawn_campaign(crew, entities=[crew.comfandi])
    assert [entry.report for entry in campaign.reports.all()] == [theirs]
    assert mine not in [entry.report for entry in campaign.reports.all()]


def test_a_scope_takes_in_a_part_of_the_plan_with_all_below_it(crew: CampaignCast) -> None:
    outside, *_ = crew.reports(1, 0)
    product = make_product(crew, "P1")
    axis = product.project.node
    below = Node.objects.create(plan=crew.plan, tier=axis.tier, parent=axis, code="1.1", name="Ruta")
    inside = [
        reviewed_report(crew, indicator=make_indicator(crew, "IP-1", product=product)),
        reviewed_report(crew, indicator=make_indicator(crew, "R-5", node=below)),
    ]
    campaign = drawn_campaign(crew, nodes=[axis])
    assert body_of("campaign.opened")["scope"]["nodes"] == [["ejes", "1"]]
    assert {entry.report for entry in campaign.reports.all()} == set(inside)
    assert outside not in inside


def test_what_is_risky_enters_whatever_the_draw_says(crew: CampaignCast) -> None:
    crew.reports(5, 0)
    crew.report_of(crew.desarrollo, "R-9", 9000)
    campaign = drawn_campaign(crew, margin=Decimal("0.9"), risk_threshold=Decimal(20))
    risky = campaign.reports.get(by_risk=True)
    assert (risky.key, risky.risk, risky.risk_parts[0][0]) == ("R-9/2024-T4/v1", Decimal("20.000"), "over_target")
    assert risky.reason in (EntryReason.RISK, EntryReason.BOTH)
    assert body_of("campaign.drawn")["by_risk"] == {"R-9/2024-T4/v1": {"points": "20", "parts": ["over_target"]}}


def test_work_is_shared_evenly_between_people_who_may_do_it(crew: CampaignCast) -> None:
    crew.reports()
    campaign = drawn_campaign(crew)
    looked_at = [entry for entry in campaign.reports.all() if entry.is_looked_at]
    assert len(looked_at) > 3
    given = [entry.verifier for entry in looked_at] + [e.second_verifier for e in looked_at if e.double_checked]
    counts = [given.count(crew.verifier), given.count(crew.victor)]
    assert sum(counts) == len(given)
    assert abs(counts[0] - counts[1]) <= 1
    for entry in looked_at:
        assert can_verify(entry.verifier, entry.report)
        assert entry.verifier != entry.second_verifier


def test_nobody_is_given_what_they_have_a_stake_in(crew: CampaignCast) -> None:
    crew.victor.memberships.create(**CONFIRMED, entity=crew.desarrollo, role=Role.MEMBER, since="2024-01-01")
    crew.reports()
    campaign = drawn_campaign(crew)
    for entry in campaign.reports.filter(stratum="desarrollo"):
        assert crew.victor not in (entry.verifier, entry.second_verifier)


def test_what_nobody_may_verify_stays_unassigned(crew: CampaignCast) -> None:
    crew.reports(2, 0)
    for person in (crew.verifier, crew.victor):
        person.memberships.create(**CONFIRMED, entity=crew.desarrollo, role=Role.MEMBER, since="2024-01-01")
    campaign = drawn_campaign(crew)
    assert {entry.verifier for entry in campaign.reports.all()} == {None}


def test_a_campaign_is_drawn_once(crew: CampaignCast) -> None:
    crew.reports(3, 0)
    campaign = drawn_campaign(crew)
    with pytest.raises(TransitionRefused):
        close_population(campaign=campaign, by=crew.secretary, at=CLOSED_AT)


def test_in_a_campaign_the_checklist_is_answered(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew).reports.get()
    with pytest.raises(Invalid, match="responda toda la lista") as refused:
        verify_report(
            report=entry.report,
            outcome=Outcome.VERIFIED,
            method="desk_review",
            reason="Visto.",
            by=entry.verifier,
            at=CHECKED_AT,
        )
    assert refused.value.field == "checklist_definition"
    check_entry(entry)
    answers = entry.report.verification.checklist.values_list("item", "dimension", "answer")
    assert {dimension for _, dimension, _ in answers} == {
        "validity",
        "reliability",
        "timeliness",
        "precision",
        "integrity",
    }
    body = body_of("report.verified")
    assert body["campaign"] == "campaign/cali/2024-T4"
    assert body["checklist"]["definition"] == "yes"


def test_it_ends_when_everything_was_looked_at(crew: CampaignCast) -> None:
    crew.reports(2, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"))
    with pytest.raises(Refusal, match="Faltan 2 reportes"):
        finish_campaign(campaign=campaign, by=crew.secretary, at=CHECKED_AT)
    last, *others = campaign.reports.all()
    for entry in others:
        check_entry(entry)
    with pytest.raises(Refusal, match=f"^Falta 1 reporte por verificar: {re.escape(last.key)}.$"):
        finish_campaign(campaign=campaign, by=crew.secretary, at=CHECKED_AT)
    check_entry(last)
    done = finish_campaign(campaign=campaign, by=crew.secretary, at=CHECKED_AT)
    assert (done.state, done.finished_at) == (CampaignState.FINISHED, CHECKED_AT)
    assert body_of("campaign.finished") == {
        "period": "2024-T4",
        "looked_at": 2,
        "outcomes": {"verified": 2},
        "double_checked": 0,
        "kappa": None,
    }


def test_the_secretariat_gives_it_to_somebody_else(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew, double_share=Decimal(0)).reports.get()
    other = crew.victor if entry.verifier == crew.verifier else crew.verifier
    assert assign_verifier(entry=entry, verifier=other, by=crew.secretary, at=CHECKED_AT).verifier == other
    for person in (crew.reporter, crew.reviewer, crew.outsider):
        with pytest.raises(Invalid, match="no puede verificar"):
            assign_verifier(entry=entry, verifier=person, by=crew.secretary, at=CHECKED_AT)
    with pytest.raises(PermissionRefused):
        assign_verifier(entry=entry, verifier=crew.verifier, by=crew.verifier, at=CHECKED_AT)


def test_both_looks_are_never_given_to_one_person(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew, double_share=Decimal(1)).reports.get()
    with pytest.raises(Invalid, match="personas distintas"):
        assign_verifier(entry=entry, verifier=entry.second_verifier, by=crew.secretary, at=CHECKED_AT)
    with pytest.raises(Invalid, match="personas distintas"):
        assign_verifier(entry=entry, verifier=entry.verifier, second=True, by=crew.secretary, at=CHECKED_AT)


# Who may do what


def test_a_campaign_is_opened_until_the_last_second_of_the_day_it_is_due(crew: CampaignCast) -> None:
    campaign, midnight = planned_campaign(crew), local_moment(DUE_ON + timedelta(days=1), time(0))
    with pytest.raises(Invalid, match="fecha límite"):
        open_campaign(campaign=campaign, by=crew.secretary, at=midnight)
    opened = open_campaign(campaign=campaign, by=crew.secretary, at=midnight - timedelta(seconds=1))
    assert opened.state == CampaignState.OPEN


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("entity", ["desarrollo", "planeacion", "control", "sena"])
def test_campaigns_are_the_secretariats(crew: CampaignCast, role: Role, entity: str) -> None:
    person = make_person("Olga", (role, getattr(crew, entity)))
    campaign = planned_campaign(crew)
    expected = (role, entity) == (Role.SECRETARIAT, "planeacion")
    assert bool(can_plan_campaign(person, crew.plan)) is expected
    assert bool(can_revise_campaign(person, campaign)) is expected
    assert bool(can_open_campaign(person, campaign)) is expected


@pytest.mark.parametrize("state", CampaignState)
def test_each_act_has_its_state(crew: CampaignCast, state: CampaignState) -> None:
    crew.reports(1, 0)
    make = {
        CampaignState.PLANNED: planned_campaign,
        CampaignState.OPEN: opened_campaign,
        CampaignState.DRAWN: drawn_campaign,
        CampaignState.FINISHED: finished_campaign,
    }[state]
    campaign = make(crew)
    assert campaign.state == state
    assert bool(can_open_campaign(crew.secretary, campaign)) is (state == CampaignState.PLANNED)
    assert bool(can_revise_campaign(crew.secretary, campaign)) is (state == CampaignState.PLANNED)
    assert bool(can_close_population(crew.secretary, campaign)) is (state == CampaignState.OPEN)
    assert bool(can_finish_campaign(crew.secretary, campaign)) is (state == CampaignState.DRAWN)


# What the database refuses


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "open"}, "an_open_campaign_has_committed_its_seed"),
        ({"seed": SEED}, "a_seed_is_shown_with_its_draw"),
        ({"state": "drawn", "seed_commitment": "a", "opened_at": CLOSED_AT}, "a_seed_is_shown_with_its_draw"),
        ({"finished_at": CLOSED_AT}, "a_finished_campaign_says_when"),
        ({"margin": 0}, "campaign_margin_and_confidence_are_shares"),
        ({"confidence": 1}, "campaign_margin_and_confidence_are_shares"),
        ({"double_share": 2}, "campaign_double_share_is_a_share"),
        ({"due_on": CLOSES_ON - timedelta(days=1)}, "campaign_is_due_after_its_population_closes"),
    ],
)
def test_a_lying_campaign_cannot_be_kept(crew: CampaignCast, changes: dict, constraint: str) -> None:
    planned_campaign(crew)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Campaign.objects.update(**changes)


def test_a_lying_entry_cannot_be_kept(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew, double_share=Decimal(1)).reports.get()
    for changes, constraint in (
        ({"drawn": False, "by_risk": False}, "only_what_is_looked_at_has_a_verifier"),
        ({"double_checked": False}, "only_a_double_check_has_a_second_verifier"),
        ({"second_verifier": entry.verifier}, "two_verifiers_are_two_people"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            CampaignReport.objects.filter(pk=entry.pk).update(**changes)


def test_there_is_one_campaign_for_a_plan_and_period(crew: CampaignCast) -> None:
    first = planned_campaign(crew)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
    assert first.due_on == DUE_ON
