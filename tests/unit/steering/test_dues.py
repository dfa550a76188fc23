"""What is due, by whom: each kind of date, until it is done."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from concierta.agreements.enums import PledgeKind
from concierta.agreements.operations import add_clause, add_signatory, register_pledge
from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.indicators.enums import IndicatorKind
from concierta.kernel.clock import local_date
from concierta.mesa.models import Delegation
from concierta.mesa.operations import cancel_session, end_seat, finish_action, make_remark
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.publishing.models import Corte
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries import AssignedObligation, Obligation, bundled, dues, horizon, path_of, register_dues
from concierta.steering.queries.dues import sources
from concierta.steering.queries.dues.sessions import last_day_of_notice
from factories import (
    AT,
    count_queries,
    evidence_of,
    make_indicator,
    make_period,
    make_person,
    returned_report,
    reviewed_report,
    submitted_report,
)
from factories.campaigns import CampaignCast, drawn_campaign, opened_campaign
from factories.mesa import (
    SESSION_AT,
    action_item,
    circulated_minutes,
    decision,
    make_mesa,
    noticed_session,
    open_session_with,
    planned_session,
)
from factories.steering import REPORTS_DUE, REVIEWS_DUE, VERIFICATIONS_DUE, Line, name_holder, of_kind

pytestmark = pytest.mark.django_db

ON = date(2025, 1, 3)
YEAR = date(2025, 12, 31)


def test_a_report_is_due_by_its_entity_five_working_days_after_the_cut_off(cast):
    assert of_kind("report", ON) == {"report:R-01:2024-T4": Line(REPORTS_DUE, "desarrollo", "Rosa Reporta")}


def test_a_report_that_was_sent_is_not_due_and_its_review_is(cast):
    submitted_report(cast)
    assert of_kind("report", ON) == {}
    assert of_kind("review", ON, YEAR) == {"report:R-01:2024-T4": Line(REVIEWS_DUE, "planeacion", "Pedro Planea")}


def test_a_returned_report_is_due_again_by_its_entity_and_says_so(cast):
    returned_report(cast)
    (due,) = [due for due in dues(ON, YEAR) if due.kind == "report"]
    assert due.title == "Personas atendidas R-01 (devuelto)"
    assert of_kind("review", ON, YEAR) == {}


def test_a_reviewed_report_is_due_by_its_verifier(cast):
    reviewed_report(cast)
    assert of_kind("review", ON, YEAR) == {}
    assert of_kind("verification", ON, YEAR) == {
        "report:R-01:2024-T4": Line(VERIFICATIONS_DUE, "control", "Vera Verifica")
    }


def test_reports_of_a_period_to_come_are_known_long_before(cast):
    make_indicator(cast, "R-02").targets.create(year=2025, value=10)
    make_period(cast.plan, "2025-T1")
    assert of_kind("report", ON, YEAR)["report:R-02:2025-T1"] == Line(date(2025, 4, 7), "desarrollo", "Rosa Reporta")


def test_a_plan_that_is_not_in_force_owes_nothing(cast):
    Plan.objects.update(state=PlanState.CLOSED)
    assert dues(ON, YEAR) == []


def test_only_what_is_due_by_the_horizon_is_asked_for(cast):
    assert horizon(date(2025, 1, 1)) == REPORTS_DUE
    assert set(of_kind("report", date(2025, 1, 1))) == {"report:R-01:2024-T4"}
    assert of_kind("report", date(2024, 12, 30)) == {}


@pytest.mark.parametrize(
    ("kind", "view", "arguments"),
    [
        *[(DueKind.REPORT, "report_form", (1, 2)), (DueKind.REVIEW, "review", (1,))],
        *[(DueKind.VERIFICATION, "verify", (1,)), (DueKind.VERIFICATION, "second_look", (1,))],
        *[(DueKind.CAMPAIGN, "campaign", (1,)), (DueKind.PUBLICATION, "publish", ())],
        *[(DueKind.SESSION, "session", (1,)), (DueKind.NOTICE, "session_notice", (1,))],
        *[(DueKind.ORDINARY_SESSION, "new_session", (1,)), (DueKind.ORDINARY_SESSION, "mesa", ())],
        *[(DueKind.ACTION_ITEM, "action_item", (1,)), (DueKind.MINUTES, "minutes", (1,))],
        *[(DueKind.DELEGATION, "seats", ()), (DueKind.MEASURE, "measure", (1,))],
        *[(DueKind.AMENDMENT, "amendment", (1,)), (DueKind.PLEDGE, "pledge", (1,))],
        *[(DueKind.SELF_ASSESSMENT, "self_assessment", (1, 2)), (DueKind.CUT_OFF, "calendar", ())],
    ],
)
def test_each_leads_to_the_page_where_it_is_done(kind, view, arguments):
    due = AssignedObligation(kind, "s", "t", ON, None, address_hint=(view, arguments))
    assert path_of(due) == reverse(view, args=arguments)


def test_where_an_installation_has_no_such_page_the_calendar_has_it():
    assert (
        path_of(AssignedObligation(DueKind.REPORT, "s", "t", ON, None, address_hint=("nowhere", ())))
        == "/trabajo/calendario/"
    )


class TestBundles:
    def test_many_lead_to_the_list_of_them_all(self, cast):
        make_indicator(cast, "R-02")
        (bundle,) = bundled(dues(ON))
        assert (bundle.count, path_of(bundle)) == (2, "/trabajo/reportes/")

    def test_those_of_two_people_are_told_apart_unless_asked_otherwise(self, cast):
        luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
        name_holder(make_indicator(cast, "R-02"), Duty.REPORTS, cast.desarrollo, luis)
        assert [bundle.count for bundle in bundled(dues(ON))] == [1, 1]
        assert [bundle.count for bundle in bundled(dues(ON), by_person=False)] == [2]

    def test_a_returned_report_has_its_own_day(self, cast):
        make_indicator(cast, "R-02")
        returned_report(cast)
        on = date(2025, 1, 8)
        bundles = bundled(dues(on, YEAR), by_person=False)
        keys = [bundle.key for bundle in bundles]
        assert len(set(keys)) == len(keys)


def test_another_module_may_add_its_own(cast, monkeypatch):
    monkeypatch.setattr(sources, "_sources", [])
    owed = Obligation(DueKind.REPORT, "extra:1", "Otra cosa", REPORTS_DUE, cast.desarrollo, roles=(Role.REPORTER,))
    register_dues(lambda window: [owed])
    assert of_kind("report", ON) == {"extra:1": Line(REPORTS_DUE, "desarrollo", "Rosa Reporta")}


class TestCampaigns:
    @pytest.fixture
    def cast(self, db: None) -> CampaignCast:
        return CampaignCast.make()

    def test_an_open_one_must_be_drawn_by_the_secretariat(self, cast):
        cast.reports()
        campaign = opened_campaign(cast)
        assert of_kind("campaign", ON, YEAR) == {
            "campaign:2024-T4": Line(campaign.population_closes_on, "planeacion", "Sara Secretaria")
        }

    def test_a_drawn_one_must_be_finished_and_each_verifier_has_what_they_were_given(self, cast):
        cast.reports()
        campaign = drawn_campaign(cast)
        entries = [entry for entry in campaign.reports.select_related("report__indicator") if entry.is_looked_at]
        found = [due for due in dues(ON, YEAR) if due.kind == "verification"]
        first = {due.subject: due.person for due in found if due.due_on == campaign.due_on and not due.private}
        second = {due.subject: due.person for due in found if due.private}
        label = campaign.period.label
        assert of_kind("campaign", ON, YEAR)["campaign:2024-T4"].due_on == campaign.due_on
        assert first == {f"report:{entry.report.indicator.code}:{label}": entry.verifier for entry in entries}
        assert second == {
            f"second:{entry.report.indicator.code}:{label}": entry.second_verifier
            for entry in entries
            if entry.second_verifier
        }
        assert second

    def test_a_second_look_falls_to_that_person_alone_and_escalates_to_nobody(self, cast):
        cast.reports()
        drawn_campaign(cast)
        for due in dues(date(2026, 1, 5), date(2026, 1, 5)):
            if due.private:
                assert due.escalated
                assert (due.people, due.told) == (frozenset({due.person.pk}), frozenset())


class TestPeriods:
    def test_a_cut_off_is_a_date_to_know_from_today_on(self, cast):
        make_period(cast.plan, "2025-T1")
        assert of_kind("cut_off", ON, YEAR) == {"cut_off:2025-03-31": Line(date(2025, 3, 31), None, None)}
        assert of_kind("cut_off", date(2025, 4, 1), YEAR) == {}

    def test_a_year_and_its_last_quarter_are_one_cut_off(self, cast):
        make_period(cast.plan, "2025-T4")
        make_period(cast.plan, "2025")
        assert set(of_kind("cut_off", ON, YEAR)) == {"cut_off:2025-12-31"}

    def test_the_latest_cut_off_must_be_published_and_those_to_come(self, cast):
        make_period(cast.plan, "2024-T3")
        make_period(cast.plan, "2025-T1")
        assert of_kind("publication", ON, YEAR) == {
            "publication:2024-12-31": Line(date(2025, 2, 6), "planeacion", "Sara Secretaria"),
            "publication:2025-03-31": Line(date(2025, 5, 8), "planeacion", "Sara Secretaria"),
        }

    def test_what_was_published_is_not_due(self, cast):
        Corte.objects.create(plan=cast.plan, cut_off=cast.period.cut_off, published_at=AT, manifest_sha256="0" * 64)
        assert of_kind("publication", ON, YEAR) == {}


class TestTable:
    def test_a_session_is_a_date_for_every_seat(self, scene):
        noticed_session(scene)
        found = of_kind("session", ON, YEAR)
        assert len(found) == 13
        assert found["session:1:cut"] == Line(local_date(SESSION_AT), "cut", "Titular cut")
        assert of_kind("session", local_date(SESSION_AT) + timedelta(days=1), YEAR) == {}

    def test_a_seat_that_ended_is_not_expected(self, scene):
        noticed_session(scene)
        end_seat(seat=scene.seats["cut"], until=date(2025, 1, 2), by=None, at=AT)
        assert "session:1:cut" not in of_kind("session", ON, YEAR)

    def test_a_session_must_be_convened_in_time(self, scene):
        session = planned_session(scene)
        assert of_kind("notice", ON, YEAR) == {
            "notice:1": Line(date(2025, 1, 13), "planeacion", "Sara Secretaria", overdue=False)
        }
        session.delete()
        noticed_session(scene)
        assert of_kind("notice", ON, YEAR) == {}

    @pytest.mark.parametrize(
        ("held_on", "days", "last"),
        [
            (date(2025, 1, 20), 5, date(2025, 1, 13)),
            (date(2025, 1, 20), 2, date(2025, 1, 16)),
            # A holiday (24 March) between does not count; nor can one convene on it.
            (date(2025, 3, 26), 2, date(2025, 3, 21)),
            (date(2025, 1, 20), 0, date(2025, 1, 20)),
        ],
    )
    def test_the_last_day_of_notice_leaves_that_many_working_days(self, held_on, days, last):
        assert last_day_of_notice(held_on, days) == last

    def test_a_task_is_due_until_it_is_done(self, scene):
        action = action_item(scene)
        assert of_kind("action_item", date(2025, 4, 25)) == {
            "action_item:1": Line(date(2025, 4, 30), "cut", "Titular cut")
        }
        assert of_kind("action_item", date(2025, 5, 2))["action_item:1"].overdue
        finish_action(action=action, note="Se entregó.", by=scene.principal("cut"), at=SESSION_AT)
        assert of_kind("action_item", date(2025, 5, 2)) == {}

    def test_remarks_are_asked_of_the_seats_that_made_none(self, scene):
        minutes = circulated_minutes(scene)
        until = minutes.remarks_until
        make_remark(
            section=minutes.sections.first(),
            seat=scene.seats["cut"],
            text="Fui yo quien lo propuso.",
            by=scene.principal("cut"),
            at=SESSION_AT + timedelta(hours=1),
        )
        found = of_kind("minutes", until)
        assert "minutes:1:cut" not in found
        assert found["minutes:1:sena"] == Line(until, "sena", "Titular sena")
        assert of_kind("minutes", until + timedelta(days=1), YEAR) == {}

    def test_a_delegation_that_runs_out_is_told_to_its_seat(self, scene):
        document = evidence_of(scene.desarrollo, scene.reporter)
        Delegation.objects.create(
            seat=scene.seats["cut"],
            person=scene.outsider,
            document=document,
            since=date(2024, 1, 1),
            until=date(2025, 1, 8),
        )
        (found,) = of_kind("delegation", ON).values()
        assert found == Line(date(2025, 1, 8), "cut", "Titular cut")


class TestChanges:
    def test_a_measure_is_due_on_the_day_it_must_be_judged(self, scene):
        AdjustmentMeasure.objects.create(
            plan=scene.plan,
            number=1,
            title="Abrir otra jornada",
            problem="p",
            measure="m",
            success="s",
            entity=scene.desarrollo,
            evaluate_on=date(2025, 6, 30),
            state=MeasureState.ADOPTED,
            proposed_at=AT,
            adopted_at=AT,
            decision=decision(scene),
        )
        assert of_kind("measure", ON, YEAR) == {
            "measure:1": Line(date(2025, 6, 30), "desarrollo", "Titular desarrollo")
        }

    def test_an_amendment_that_begins_to_rule_is_a_date_to_know(self, scene):
        Amendment.objects.create(
            plan=scene.plan,
            number=1,
            title="Bajar la meta",
            cause="Menos recursos.",
            effective_on=date(2025, 4, 1),
            state=AmendmentState.ADOPTED,
            adopted_at=AT,
            proposed_at=AT,
            decision=decision(scene),
            **_order_of_adoption(),
        )
        assert of_kind("amendment", ON, YEAR) == {
            "amendment:1": Line(date(2025, 4, 1), "planeacion", "Sara Secretaria")
        }
        assert of_kind("amendment", date(2025, 4, 2), YEAR) == {}


def _order_of_adoption() -> dict[str, object]:
    names = {field.name for field in Amendment._meta.get_fields()}
    return {name: 1 for name in ("adoption", "ordinal", "order") if name in names}


class TestPledges:
    @pytest.fixture
    def pledge(self, scene):
        clause = add_clause(agreement=scene.agreement, code="C4", title="Estrategias", text="t", by=None, at=AT)
        add_signatory(agreement=scene.agreement, entity=scene.sena, by=None, at=AT)
        return register_pledge(
            clause=clause,
            entity=scene.sena,
            code="SENA-1",
            text="Participar en la mesa",
            kind=PledgeKind.ACTION,
            due_on=date(2025, 3, 3),
            documented=True,
            by=None,
            at=AT,
        )

    def test_a_pledge_that_nothing_counts_is_assessed_by_its_signatory(self, scene, pledge):
        assert of_kind("self_assessment", ON) == {"pledge:SENA-1:2024-T4": Line(REPORTS_DUE, "sena", "Saul Sena")}
        SelfAssessment.objects.create(pledge=pledge, period=scene.period, rating=Rating.KEPT, text="t", made_at=AT)
        assert of_kind("self_assessment", ON) == {}

    def test_a_pledge_that_an_indicator_measures_is_not_assessed(self, scene, pledge):
        make_indicator(scene, "P-1", kind=IndicatorKind.PLEDGE, pledge=pledge, reporter=scene.sena)
        assert of_kind("self_assessment", ON) == {}
        assert "report:P-1:2024-T4" in of_kind("report", ON)

    def test_the_date_of_a_pledge_is_known_to_its_signatory(self, scene, pledge):
        assert of_kind("pledge", ON, YEAR)["pledge:SENA-1"].entity == "sena"
        assert of_kind("pledge", date(2025, 3, 4), YEAR) == {}


def test_the_number_of_questions_does_not_depend_on_how_much_is_due(scene):
    open_session_with(scene)
    few = count_queries(lambda: dues(ON, YEAR))
    for number in range(5):
        make_indicator(scene, f"M-{number}")
        submitted_report(scene, indicator=make_indicator(scene, f"N-{number}"))
        make_period(scene.plan, f"202{number + 5}-T2")
    assert count_queries(lambda: dues(ON, YEAR)) == few


def test_of_a_session_that_was_called_off_whoever_had_the_date_hears_until_then(cast):
    mesa = make_mesa(cast)
    cancel_session(session=noticed_session(mesa), reason="Paro.", by=mesa.secretary, at=AT)
    cancel_session(session=planned_session(mesa), reason="Nadie la esperaba.", by=mesa.secretary, at=AT)
    found = {due.subject: due for due in dues(ON, YEAR) if due.kind == DueKind.SESSION}
    assert len(found) == 13
    due = found["session_cancelled:1:sena"]
    assert (due.title, due.due_on, due.binding) == (
        "Se canceló la sesión 1 de la mesa técnica",
        SESSION_AT.date(),
        False,
    )
    after = SESSION_AT.date() + timedelta(days=1)
    assert [due for due in dues(after, YEAR) if due.subject.startswith("session_cancelled")] == []
