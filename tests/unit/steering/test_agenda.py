"""The agenda that fills itself: what the Mesa left open, what was proposed to it, and the whole, in order."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from concierta.agreements.enums import PledgeKind
from concierta.agreements.operations import add_clause, add_signatory, register_pledge
from concierta.amendments.enums import Basis, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, MeasuredFigure
from concierta.mesa.enums import ItemSource
from concierta.mesa.operations import check_action, fill_agenda
from concierta.mesa.proposals import AgendaProposal
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.reporting.enums import Outcome, Rating
from concierta.reporting.models import SelfAssessment
from concierta.steering.queries import agenda_proposals, register_proposals
from concierta.steering.queries.agenda import sources
from factories import (
    AT,
    checked_report,
    count_queries,
    make_indicator,
    make_period,
)
from factories.cast import make_product
from factories.mesa import (
    SESSION_AT,
    action_item,
    approved_minutes,
    circulated_minutes,
    closed_session,
    decision,
    done_action,
    drafted_minutes,
    planned_session,
)
from factories.steering import ON, brought

pytestmark = pytest.mark.django_db


class TestTasks:
    def test_scenario_5_a_task_without_evidence_is_overdue_and_on_the_next_agenda_by_itself(self, scene):
        action_item(scene)
        assert brought(scene, date(2025, 4, 29), ItemSource.ACTION_ITEM) == {}
        assert brought(scene, date(2025, 5, 4), ItemSource.ACTION_ITEM) == {
            "action_item:1": "CUT: vencida desde el 30 de abril de 2025, sin evidencia."
        }

    def test_one_due_on_the_very_day_is_looked_at(self, scene):
        action_item(scene)
        assert brought(scene, date(2025, 4, 30), ItemSource.ACTION_ITEM) == {
            "action_item:1": "CUT: vence el 30 de abril de 2025, día de la sesión."
        }

    def test_one_that_was_done_waits_for_its_check_and_then_goes(self, scene):
        action = done_action(scene)
        assert brought(scene, ON, ItemSource.ACTION_ITEM) == {
            "action_item:1": "CUT la dio por cumplida; falta comprobarla. Vencía el 30 de abril de 2025."
        }
        check_action(action=action, note="Se vio el listado.", by=scene.secretary, at=SESSION_AT + timedelta(days=1))
        assert brought(scene, ON, ItemSource.ACTION_ITEM) == {}

    def test_it_enters_the_agenda_of_the_next_session(self, scene):
        action_item(scene)
        session = planned_session(scene, (), starts_at=SESSION_AT + timedelta(days=105), at=SESSION_AT)
        added = fill_agenda(
            session=session,
            proposals=agenda_proposals(scene.mesa, date(2025, 5, 5)),
            by=scene.secretary,
            at=SESSION_AT + timedelta(hours=5),
        )
        assert "action_item:1" in {item.subject for item in added}


class TestMinutes:
    def test_a_session_without_minutes_is_told(self, scene):
        closed_session(scene)
        assert brought(scene, ON, ItemSource.MINUTES) == {
            "minutes:1": "Sesión del 20 de enero de 2025: su acta no se ha escrito."
        }

    def test_a_draft_is_to_be_approved(self, scene):
        drafted_minutes(scene)
        assert "borrador" in brought(scene, ON, ItemSource.MINUTES)["minutes:1"]

    def test_while_remarks_are_received_it_says_until_when(self, scene):
        circulated_minutes(scene)
        assert brought(scene, ON, ItemSource.MINUTES)["minutes:1"].endswith("hasta el 20 de enero de 2025.")

    def test_approved_minutes_are_done_with(self, scene):
        approved_minutes(scene)
        assert brought(scene, ON, ItemSource.MINUTES) == {}


class TestChanges:
    def measure(self, scene, **changes):
        fields = {
            "plan": scene.plan,
            "number": 1,
            "title": "Abrir otra jornada",
            "problem": "p",
            "measure": "m",
            "success": "s",
            "entity": scene.desarrollo,
            "evaluate_on": ON,
            "proposed_at": AT,
        }
        return AdjustmentMeasure.objects.create(**(fields | changes))

    def test_a_measure_comes_back_at_its_date_with_before_and_after(self, scene):
        adopted = {"state": MeasureState.ADOPTED, "adopted_at": AT, "decision": decision(scene)}
        measure = self.measure(scene, **adopted)
        MeasuredFigure.objects.create(
            measure=measure, indicator=scene.indicator, before=Decimal(400), before_basis=Basis.REPORTED, sought=900
        )
        checked_report(scene, value=650)
        assert brought(scene, ON, ItemSource.MEASURE) == {
            "measure:1": "Debía evaluarse el 3 de febrero de 2025. R-01: antes 400\N{NO-BREAK SPACE}personas "
            "(reportado, sin verificar), se buscaba 900\N{NO-BREAK SPACE}personas, "
            "hoy 650\N{NO-BREAK SPACE}personas (verificado)."
        }
        assert brought(scene, ON - timedelta(days=1), ItemSource.MEASURE) == {}

    def test_a_proposed_one_waits_for_the_table(self, scene):
        self.measure(scene)
        (proposal,) = [one for one in agenda_proposals(scene.mesa, ON) if one.source == ItemSource.MEASURE]
        assert proposal.title == "Adoptar la medida 1: Abrir otra jornada"
        assert proposal.why == "La propone DESARROLLO; se evaluaría el 3 de febrero de 2025."

    def test_a_proposed_amendment_waits_for_its_vote(self, scene):
        amendment = Amendment.objects.create(
            plan=scene.plan, number=4, title="Bajar la meta", cause="c", effective_on=date(2025, 4, 1), proposed_at=AT
        )
        amendment.changes.create(ordinal=1, kind="indicator", subject="R-01", field="target", key="2025", after="9")
        assert brought(scene, ON, ItemSource.AMENDMENT) == {
            "amendment:4": "Propone 1 cambio al plan, desde el 1 de abril de 2025."
        }

    def test_a_self_assessment_without_an_opinion_is_asked_for_one(self, scene):
        clause = add_clause(agreement=scene.agreement, code="C4", title="t", text="t", by=None, at=AT)
        add_signatory(agreement=scene.agreement, entity=scene.sena, by=None, at=AT)
        pledge = register_pledge(
            clause=clause, entity=scene.sena, code="S-1", text="Formar", kind=PledgeKind.ACTION, by=None, at=AT
        )
        SelfAssessment.objects.create(pledge=pledge, period=scene.period, rating=Rating.PARTLY, text="t", made_at=AT)
        assert brought(scene, ON, ItemSource.SELF_ASSESSMENT) == {
            "pledge:S-1:2024-T4": "SENA dice: Se cumple en parte (4.º trimestre de 2024). La mesa no ha opinado."
        }


class TestWhole:
    def test_two_plans_are_told_apart(self, scene):
        other = Plan.objects.create(
            slug="cali-rural",
            name="Plan rural",
            agreement=scene.agreement,
            starts_on=scene.plan.starts_on,
            ends_on=scene.plan.ends_on,
            state=PlanState.IN_FORCE,
            secretariat=scene.planeacion,
        )
        make_period(other, "2024-T4")
        make_indicator(other, "R-01", reporter=scene.sena)
        assert {"cali/reports:desarrollo", "cali-rural/reports:sena"} <= set(brought(scene))

    def test_a_plan_that_is_not_in_force_brings_nothing(self, scene):
        Plan.objects.update(state=PlanState.CLOSED)
        assert brought(scene) == {}

    def test_the_order_is_always_the_same(self, scene):
        action_item(scene)
        checked_report(scene, Outcome.REJECTED)
        make_product(scene, "P-1")
        first = agenda_proposals(scene.mesa, date(2025, 5, 5))
        assert first == agenda_proposals(scene.mesa, date(2025, 5, 5))
        assert [one.source for one in first] == [
            ItemSource.ACTION_ITEM,
            ItemSource.LAGGING,
            ItemSource.REJECTED,
            ItemSource.POAI,
        ]

    def test_it_is_written_in_the_language_of_the_installation(self, scene):
        with translation.override("en"):
            assert "esperado al 31 de diciembre de 2024" in brought(scene)["indicator:R-01"]

    def test_another_module_may_bring_its_own(self, scene, monkeypatch):
        monkeypatch.setattr(sources, "_sources", [*sources._sources])
        proposal = AgendaProposal(ItemSource.POAI, "budget:1", "Ejecución baja", "10 % de lo apropiado")
        register_proposals(lambda situation: [proposal])
        assert agenda_proposals(scene.mesa, ON)[-1] == proposal

    def test_the_number_of_questions_does_not_depend_on_how_much_there_is(self, scene):
        action_item(scene)
        make_product(scene, "P-1")
        checked_report(scene, Outcome.REJECTED)
        few = count_queries(lambda: agenda_proposals(scene.mesa, ON))
        for number in range(4):
            indicator = make_indicator(scene, f"M-{number}", product=make_product(scene, f"Q-{number}"))
            checked_report(scene, Outcome.REJECTED, indicator=indicator)
        assert count_queries(lambda: agenda_proposals(scene.mesa, ON)) == few
