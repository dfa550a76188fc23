"""Who sees what of a campaign, in how many questions to the database, and whom the work falls to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.kernel.errors import NotFound, PermissionRefused
from concierta.people.enums import Role
from concierta.reporting.models import Report
from concierta.verification.enums import CampaignState, Method
from concierta.verification.models import CampaignReport
from concierta.verification.operations import assign_verifier
from concierta.verification.permissions import can_verify
from concierta.verification.queries import (
    campaign_by_pk,
    campaign_for,
    campaign_reports,
    campaigns_for,
    entry_under_way,
    my_campaign_work,
    times_to_verify,
    verification_for,
    workload,
)
from concierta.verification.queries.work import candidates, verifiers_of
from factories import checked_report, count_queries, make_person
from factories.campaigns import (
    CHECKED_AT,
    DUE_ON,
    CampaignCast,
    check_entry,
    check_entry_again,
    drawn_campaign,
    opened_campaign,
    planned_campaign,
)
from factories.cast import CONFIRMED

ON = date(2025, 1, 20)


def test_a_planned_campaign_is_its_secretariats(crew: CampaignCast) -> None:
    campaign = planned_campaign(crew)
    assert list(campaigns_for(crew.secretary, crew.plan)) == [campaign]
    assert list(campaigns_for(crew.verifier, crew.plan)) == []
    with pytest.raises(NotFound):
        campaign_by_pk(crew.verifier, campaign.pk)
    opened = opened_campaign(crew)
    assert list(campaigns_for(crew.verifier, crew.plan)) == [opened]
    assert campaign_by_pk(crew.reporter, campaign.pk) == opened


def test_before_the_draw_the_sheet_says_what_awaits(crew: CampaignCast) -> None:
    crew.reports(4, 2)
    sheet = campaign_for(crew.secretary, opened_campaign(crew).pk, ON)
    assert (sheet.waiting, sheet.expected_sample, sheet.strata, sheet.margin) == (6, 5, (), None)
    assert (bool(sheet.can_close), bool(sheet.can_open), bool(sheet.can_finish)) == (True, False, False)


def test_after_the_draw_it_says_how_far_it_is(crew: CampaignCast) -> None:
    crew.reports(4, 2)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"), double_share=Decimal(1))
    first, second, *_ = campaign.reports.order_by("key")
    check_entry(first)
    check_entry_again(first)
    check_entry(second)
    sheet = campaign_for(crew.secretary, campaign.pk, DUE_ON + timedelta(days=1))
    assert [(row.entity, row.population, row.drawn, row.looked_at, row.checked) for row in sheet.strata] == [
        ("comfandi", 2, 2, 2, 2),
        ("desarrollo", 4, 4, 4, 0),
    ]
    assert (sheet.waiting, sheet.margin, sheet.outcomes) == (None, 0, {"verified": 2})
    assert (sheet.pending, sheet.overdue, sheet.unassigned) == (4, 4, 0)
    assert (sheet.double_checks, sheet.double_checks_done, sheet.agreement.items) == (6, 1, 1)
    assert campaign_for(crew.secretary, campaign.pk, DUE_ON).overdue == 0


def test_the_list_of_reports_is_for_those_who_verify(crew: CampaignCast) -> None:
    crew.reports(5, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.4"))
    whole = campaign_reports(crew.secretary, campaign, looked_at=False)
    looked_at = campaign_reports(crew.verifier, campaign)
    assert len(whole) == 5 > len(looked_at)
    assert all(entry.is_looked_at for entry in looked_at)
    for person in (crew.reporter, crew.outsider):
        with pytest.raises(NotFound):
            campaign_reports(person, campaign)


def test_each_one_finds_their_own_work(crew: CampaignCast) -> None:
    crew.reports(4, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"), double_share=Decimal("0.5"))
    everything = [*my_campaign_work(crew.verifier, ON), *my_campaign_work(crew.victor, ON)]
    assert sorted((item.entry.key, item.second) for item in everything) == sorted(
        [(entry.key, False) for entry in campaign.reports.all()]
        + [(entry.key, True) for entry in campaign.reports.filter(double_checked=True)]
    )
    mine = my_campaign_work(crew.verifier, ON)
    assert {item.method for item in mine} == {Method.RECORDS_COUNT}
    assert {item.overdue for item in mine} == {False}
    assert {item.overdue for item in my_campaign_work(crew.verifier, DUE_ON + timedelta(days=1))} == {True}
    check_entry(next(item.entry for item in mine if not item.second))
    assert len(my_campaign_work(crew.verifier, ON)) == len(mine) - 1
    assert my_campaign_work(crew.secretary, ON) == []


def test_the_secretariat_sees_whose_plate_is_full(crew: CampaignCast) -> None:
    crew.reports(4, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"), double_share=Decimal(0))
    for entry in campaign.reports.filter(verifier=crew.victor):
        assign_verifier(entry=entry, verifier=crew.verifier, by=crew.secretary, at=CHECKED_AT)
    check_entry(campaign.reports.select_related("report").order_by("key")[0])
    [row] = workload(crew.secretary, campaign, DUE_ON + timedelta(days=1))
    assert (row.verifier, row.assigned, row.done, row.pending, row.overdue) == (crew.verifier, 4, 1, 3, 3)
    with pytest.raises(NotFound):
        workload(crew.verifier, campaign, ON)


def test_how_long_verifying_takes_is_counted_in_working_days(crew: CampaignCast) -> None:
    checked_report(crew)
    crew.reports(1, 0)
    check_entry(drawn_campaign(crew).reports.get())
    [row] = times_to_verify(crew.secretary, crew.plan, crew.period)
    # Reviewed on Friday 3 January: one the same day, one on Saturday 18; Monday 6 is a holiday.
    assert (row.entity, row.verified, row.fastest, row.median, row.slowest) == (crew.control, 2, 0, Decimal("4.5"), 9)
    with pytest.raises(PermissionRefused):
        times_to_verify(crew.verifier, crew.plan)


def test_a_report_knows_its_campaign_only_while_it_is_looked_at(crew: CampaignCast) -> None:
    crew.reports(5, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.4"))
    for entry in campaign.reports.select_related("report"):
        assert (entry_under_way(entry.report) == entry) is entry.is_looked_at
    campaign.reports.update(double_checked=False, second_verifier=None)
    type(campaign).objects.update(state=CampaignState.FINISHED, finished_at=CHECKED_AT)
    assert {entry_under_way(entry.report) for entry in campaign.reports.select_related("report")} == {None}


def test_the_verifiers_page_has_the_campaign_beside_the_claim(crew: CampaignCast) -> None:
    [report] = crew.reports(1, 0)
    before = verification_for(crew.verifier, report.pk, ON)
    assert (before.entry, before.method, before.questions[0].code) == (None, None, "definition")
    entry = drawn_campaign(crew).reports.get()
    sheet = verification_for(entry.verifier, report.pk, ON)
    assert (sheet.entry, sheet.method, bool(sheet.can_verify)) == (entry, Method.RECORDS_COUNT, True)
    check_entry(entry)
    sheet = verification_for(entry.verifier, report.pk, ON)
    assert len(sheet.verification.checklist.all()) == len(sheet.questions)


def test_questions_to_the_database_do_not_grow_with_the_campaign(crew: CampaignCast) -> None:
    """Each query asks as often of eight reports as of two."""
    crew.reports(2, 0)
    campaign = drawn_campaign(crew, margin=Decimal("0.01"), double_share=Decimal(1))
    asked = [
        lambda: campaign_for(crew.secretary, campaign.pk, ON),
        lambda: [(e.report.indicator.name, e.verifier) for e in campaign_reports(crew.secretary, campaign)],
        lambda: [(i.entry.report.indicator.plan.name, i.method) for i in my_campaign_work(crew.verifier, ON)],
        lambda: workload(crew.secretary, campaign, ON),
        lambda: times_to_verify(crew.secretary, crew.plan),
    ]
    few = [count_queries(ask) for ask in asked]
    reports = [crew.report_of(crew.desarrollo, f"X-{number}") for number in range(6)]
    CampaignReport.objects.bulk_create(
        CampaignReport(
            campaign=campaign, report=report, key=str(report.pk), stratum="desarrollo", ticket="", risk=0, drawn=True,
            verifier=crew.verifier, double_checked=True, second_verifier=crew.victor,
        )
        for report in reports
    )  # fmt: skip
    assert [count_queries(ask) for ask in asked] == few


def test_whoever_could_verify_is_found_for_all_at_once(crew: CampaignCast) -> None:
    one = crew.reports(1, 0)
    people = verifiers_of([crew.control])
    few = count_queries(lambda: candidates(list(_loaded(one)), people))
    many = crew.reports_more()
    assert count_queries(lambda: candidates(list(_loaded(many)), people)) == few


def _loaded(reports: list[Report]) -> list[Report]:
    from concierta.verification.queries.population import _WITH

    return list(Report.objects.filter(pk__in=[report.pk for report in reports]).select_related(*_WITH))


ties = st.lists(
    st.tuples(
        st.sampled_from(["vera", "victor", "zoe"]),
        st.sampled_from(["desarrollo", "planeacion", "control", "sena", "comfandi"]),
        st.sampled_from([Role.MEMBER, Role.VERIFIER, Role.REPORTER]),
    ),
    max_size=5,
)


@settings(max_examples=25)
@given(ties=ties)
def test_nobody_is_ever_given_their_own_whatever_ties_they_have(crew: CampaignCast, ties: list) -> None:
    """Asked for all at once, who may verify is the same as asked one by one."""
    reports = list(Report.objects.all()) or crew.reports(1, 1)
    people = {"vera": crew.verifier, "victor": crew.victor}
    people["zoe"] = make_or_find("Zoe", crew)
    for person in people.values():
        person.memberships.exclude(entity=crew.control, role=Role.VERIFIER).delete()
    for name, entity, role in ties:
        people[name].memberships.get_or_create(
            entity=getattr(crew, entity), role=role, defaults=CONFIRMED | {"since": date(2024, 1, 1)}
        )
    everybody = verifiers_of([crew.control, crew.sena, crew.comfandi, crew.desarrollo, crew.planeacion])
    found = candidates(_loaded(reports), everybody)
    for report in _loaded(reports):
        own, others = found[report.pk]
        assert set(own) == {user for _, user in everybody if can_verify(user, report)}
        stakes = {report.reporter_entity_id, report.reviewer_entity_id}
        for user in [*own, *others]:
            assert not stakes & set(user.memberships.values_list("entity_id", flat=True))


def make_or_find(name: str, crew: CampaignCast):
    from concierta.people.models import User

    return User.objects.filter(name=name).first() or make_person(name, (Role.VERIFIER, crew.control))
