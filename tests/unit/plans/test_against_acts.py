"""A plan, a period or a fact of an official follow-up changed behind the program's back names itself and its act."""

import json
from datetime import date
from decimal import Decimal

import pytest

from concierta.kernel.periods import Period
from concierta.ledger.models import Event
from concierta.plans.against_acts import plans_against_acts
from concierta.plans.models import Activity, Plan, ReportingPeriod
from concierta.plans.operations import (
    ActivityFacts,
    assign_plan_roles,
    load_matrix,
    open_period,
    plan_for_import,
    record_follow_ups,
)
from factories import AT
from factories.against_acts import in_sql, said_after
from factories.cast import make_entity
from factories.matrices import Line, make_draft
from factories.queries import count_queries

FILE = make_draft(
    "2024-T4",
    Line(project="BP1", executed="40", initial=1_000),
    Line(project="BP2", project_name="Ferias", activity="A2", executed="7", initial=500),
)
OF_BP2 = "(SELECT id FROM plans_project WHERE code = 'BP2')"


@pytest.fixture
def plan(db: None) -> Plan:
    return plan_for_import(slug="cali", draft=FILE, by=None, at=AT)


@pytest.fixture
def loaded(plan: Plan) -> Plan:
    load_matrix(plan=plan, draft=FILE, by=None, at=AT)
    return plan


def test_what_was_loaded_is_what_is_there(loaded: Plan) -> None:
    comparison = plans_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])


@pytest.mark.parametrize(
    ("table", "column", "value", "of"),
    [
        ("plans_activityfollowup", "initial", "501", f"activity__{OF_BP2}"),
        ("plans_activityfollowup", "weight", "0.25", f"activity__{OF_BP2}"),
        ("plans_activityfollowup", "explanation", "'Otra'", f"activity__{OF_BP2}"),
        ("plans_productfollowup", "executed", "8", f"product__{OF_BP2}"),
        ("plans_productfollowup", "programmed", "9", f"product__{OF_BP2}"),
        ("plans_projectfollowup", "stated_progress", "0.9", f"project__{OF_BP2}"),
    ],
)
def test_a_fact_changed_by_hand_names_its_project(loaded: Plan, table: str, column: str, value: str, of: str):
    products = f"(SELECT id FROM plans_product WHERE project_id = {OF_BP2})"
    where = {
        "project": f"project_id = {OF_BP2}",
        "product": f"product_id IN {products}",
        "activity": f"activity_id IN (SELECT id FROM plans_activity WHERE product_id IN {products})",
    }[of.split("__")[0]]
    (problem,) = said_after(plans_against_acts, in_sql(f"UPDATE {table} SET {column} = {value} WHERE {where}"))
    assert problem.startswith("El seguimiento 2024-T4 de cali: no es el que registró el acto ")
    assert problem.endswith(" en BP2.")


def test_what_a_source_left_blank_is_not_a_zero(loaded: Plan) -> None:
    statement = "UPDATE plans_productfollowup SET indicative_programmed = 0"
    assert len(said_after(plans_against_acts, in_sql(statement))) == 1


def test_facts_put_in_by_hand_have_no_act(loaded: Plan) -> None:
    period = ReportingPeriod.objects.create(plan=loaded, year=2025, quarter=1, cut_off=date(2025, 3, 31))
    period.project_follow_ups.create(project=loaded.projects.first(), stated_progress=Decimal("0.5"))
    assert plans_against_acts().differences == [
        "El seguimiento 2025-T1 de cali: está en la base de datos y ningún acto lo registró."
    ]


def test_the_hash_of_the_file_changed_by_hand_is_found(loaded: Plan) -> None:
    statement = "UPDATE plans_matriximport SET sha256 = %s"
    (problem,) = said_after(plans_against_acts, in_sql(statement, "0" * 64))
    assert "viene de otro archivo que el del acto" in problem


def test_a_second_file_for_the_period_answers_for_it(loaded: Plan) -> None:
    other = make_draft("2024-T4", Line(project="BP1", executed="41", initial=1_001), version=2)
    load_matrix(plan=loaded, draft=other, on_existing="update", by=None, at=AT)
    comparison = plans_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])


def test_what_was_recorded_by_hand_after_a_file_answers_for_the_whole_period(loaded: Plan) -> None:
    facts = ActivityFacts(activity=Activity.objects.order_by("pk").first(), executed=90)
    period = ReportingPeriod.objects.get()
    record_follow_ups(period=period, activities=[facts], source="Informe", by=None, at=AT)
    assert plans_against_acts().differences == []
    statement = "UPDATE plans_activityfollowup SET executed = 91 WHERE executed = 90"
    assert len(said_after(plans_against_acts, in_sql(statement))) == 1


def test_an_act_from_before_digests_says_that_only_the_file_vouches(plan: Plan, monkeypatch) -> None:
    monkeypatch.setattr("concierta.plans.operations.load.matrix.told_digests", lambda found: {})
    load_matrix(plan=plan, draft=FILE, by=None, at=AT)
    comparison = plans_against_acts()
    assert comparison.differences == []
    (note,) = comparison.not_compared
    assert note.startswith("El seguimiento 2024-T4 de cali: ")


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        (
            "UPDATE plans_plan SET state = 'in_force'",
            "El plan cali: en la base de datos el estado es in_force y el acto",
        ),
        ("UPDATE plans_plan SET name = 'Otro'", "El plan cali: en la base de datos «name» es Otro y el acto"),
        ("UPDATE plans_plan SET ends_on = '2028-12-31'", "El plan cali: en la base de datos «ends_on» es 2028-12-31"),
        ("UPDATE plans_reportingperiod SET cut_off = '2025-04-30'", "El periodo 2025-T1 de cali: en la base de datos"),
    ],
)
def test_a_plan_or_a_period_changed_by_hand_is_named(plan: Plan, statement: str, recorded: str) -> None:
    open_period(plan=plan, period=Period(2025, 1), by=None, at=AT)
    assert plans_against_acts().differences == []
    (problem,) = said_after(plans_against_acts, in_sql(statement))
    assert problem.startswith(recorded)


def test_roles_assigned_anew_are_the_ones_that_a_plan_is_held_against(plan: Plan) -> None:
    keeper, verifier = make_entity("dapm"), make_entity("dagma")
    roles = {"secretariat": keeper, "reviewer": keeper, "verifier": verifier, "presenter": None}
    assign_plan_roles(plan=plan, **roles, by=None, at=AT)
    assert plans_against_acts().differences == []
    (problem,) = said_after(plans_against_acts, in_sql("UPDATE plans_plan SET verifier_id = NULL"))
    assert problem == "El plan cali: en la base de datos «verifier» es nada y el acto 1, del 03/01/2025, dice dagma."


def test_the_digest_says_nothing_of_the_order_of_rows(loaded: Plan) -> None:
    """The same facts loaded in another order, on another database, have the same digest."""
    first = json.loads(Event.objects.last().payload)["body"]["facts"]
    other = make_draft(
        "2024-T4",
        Line(project="BP2", project_name="Ferias", activity="A2", executed="7", initial=500),
        Line(project="BP1", executed="40", initial=1_000),
        version=2,
    )
    load_matrix(plan=loaded, draft=other, on_existing="update", by=None, at=AT)
    assert json.loads(Event.objects.last().payload)["body"]["facts"] == first


def test_more_files_ask_no_more_queries(loaded: Plan) -> None:
    few = count_queries(plans_against_acts)
    for label in ("2025-T1", "2025-T2"):
        load_matrix(plan=loaded, draft=make_draft(label, Line(executed="1")), by=None, at=AT)
    assert count_queries(plans_against_acts) == few
