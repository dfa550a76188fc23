"""How the plan changed, in the corte: by the date of adoption, with the original target beside the one in force."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Clause, Pledge
from concierta.amendments.enums import ChangeField, MeasureState, SubjectKind
from concierta.amendments.operations import evaluate_measure
from concierta.ledger.models import Event
from concierta.publishing.formats.csv_file import csv_bytes
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import TABLE_BY_NAME, TABLES
from concierta.publishing.tables.rows import tables_of
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from factories import count_queries
from factories.amendments import (
    DECIDED_AT,
    EFFECTIVE_ON,
    AmendableCast,
    addition,
    adopted_amendment,
    adopted_measure,
    amendable_plan,
    change,
    decision_on,
    item_of,
    weigh,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2025, 3, 31), date(2025, 6, 30)
AFTER = datetime(2025, 7, 15, 15, tzinfo=UTC)


@pytest.fixture
def cast() -> AmendableCast:
    return amendable_plan()


def tables(cast: AmendableCast, cut_off: date = SECOND, at: datetime = AFTER) -> dict[str, list[Any]]:
    return tables_of(Snapshot(cast.plan, cut_off, at))


def target(found: dict[str, list[Any]], indicator: str = "IP-1", period: str = "2025") -> Any:
    return next(row for row in found["targets"] if (row.indicator, row.period) == (indicator, period))


def test_an_amended_target_shows_the_original_the_one_in_force_and_its_amendment(cast: AmendableCast):
    adopted_amendment(cast)
    found = tables(cast)

    row = target(found)
    assert (row.value, row.original_value, row.original_share, row.amendment) == (800, 1000, Decimal("1.25"), 1)
    assert target(found, period="2026").amendment is None
    event = Event.objects.get(kind="amendment.adopted")
    (amendment,) = found["amendments"]
    assert (amendment.decision, amendment.effective_on, amendment.adopted_on) == (
        "2025-01", EFFECTIVE_ON, DECIDED_AT.date(),
    )  # fmt: skip
    assert (amendment.event_index, amendment.event_leaf_hash) == (event.index, event.leaf_hash)
    assert found["amendment_changes"] == [
        (1, 1, "indicator", "IP-1", "target", "2025", "1000", "800", "", "")
    ]  # fmt: skip


def test_before_it_is_in_force_it_is_announced_and_moves_nothing(cast: AmendableCast):
    adopted_amendment(cast)
    found = tables(cast, FIRST, AFTER)
    assert [row.amendment for row in found["amendments"]] == [1]
    assert (target(found).value, target(found).original_value, target(found).amendment) == (1000, None, None)


def test_before_it_is_adopted_nobody_hears_of_it(cast: AmendableCast):
    adopted_amendment(cast)
    found = tables(cast, FIRST, DECIDED_AT - timedelta(hours=1))
    assert (found["amendments"], found["amendment_changes"]) == ([], [])


def test_of_two_amendments_the_original_is_the_first_and_the_number_the_last(cast: AmendableCast):
    adopted_amendment(cast)
    later = DECIDED_AT + timedelta(days=20)
    adopted_amendment(cast, [change(after=900)], later, effective_on=date(2025, 5, 2))
    row = target(tables(cast))
    assert (row.value, row.original_value, row.amendment) == (900, 1000, 2)


def test_a_weight_an_entity_and_a_new_project_are_told_in_words(cast: AmendableCast):
    responsible = change("IP-1", "univalle", "reports", ChangeField.RESPONSIBLE, SubjectKind.INDICATOR)
    adopted_amendment(cast, [*weigh(BP_1="0.5", BP_2="0.5"), responsible, addition()])
    rows = {(row.subject, row.field): row for row in tables(cast)["amendment_changes"]}
    assert (rows["BP-1", "weight"].before, rows["BP-1", "weight"].after) == ("0.4", "0.5")
    assert (rows["IP-1", "responsible"].entity_before, rows["IP-1", "responsible"].entity_after) == (
        "desarrollo", "univalle",
    )  # fmt: skip
    assert rows["BP-9", "added"].after == "Egresados"


def test_a_measure_says_what_was_sought_and_later_whether_it_worked(cast: AmendableCast):
    measure = adopted_measure(cast)
    found = tables(cast)
    (row,) = found["measures"]
    assert (row.state, row.due, row.evaluation, row.evaluated_on) == ("adopted", False, "", None)
    assert (row.entity, row.decision, row.evaluate_on) == ("desarrollo", "2025-01", date(2025, 9, 30))
    assert [(one.indicator, one.sought, one.after) for one in found["measured_figures"]] == [("R-01", 900, None)]

    assert tables(cast, SECOND, datetime(2025, 10, 1, tzinfo=UTC))["measures"][0].due
    at = datetime(2025, 10, 10, 14, tzinfo=UTC)
    item = item_of(cast, at=at)
    measure.item = item
    measure.save()
    evaluate_measure(
        measure=measure, verdict=MeasureState.WORKED, evaluation="Se llegó.", decision=decision_on(cast, item),
        by=cast.secretary, at=at + timedelta(hours=1),
    )  # fmt: skip
    (row,) = tables(cast, SECOND, at + timedelta(days=1))["measures"]
    assert (row.state, row.due, row.evaluation, row.evaluation_decision) == ("worked", False, "Se llegó.", "2025-02")


def test_who_answers_is_an_entity_and_follows_the_cut_off(cast: AmendableCast):
    responsible = change("IP-1", "univalle", "reports", ChangeField.RESPONSIBLE, SubjectKind.INDICATOR)
    adopted_amendment(cast, [responsible])

    def reporter(cut_off: date) -> str:
        rows = tables(cast, cut_off)["responsibilities"]
        return next(row.entity for row in rows if (row.subject, row.duty) == ("IP-1", "reports"))

    assert (reporter(FIRST), reporter(SECOND)) == ("desarrollo", "univalle")
    rows = tables(cast)["responsibilities"]
    assert {row.duty for row in rows if row.subject == "IP-1"} == {
        "executes", "reports", "reviews", "verifies", "presents", "accountable",
    }  # fmt: skip


def test_a_new_reporter_or_reviewer_answers_for_nothing_before_its_day(cast: AmendableCast):
    """Also where the matrix derives a duty from another: who executes an outcome, who reviews a project."""
    before = tables(cast, FIRST)["responsibilities"]
    adopted_amendment(
        cast,
        [
            change("R-01", "univalle", "reports", ChangeField.RESPONSIBLE),
            change("IP-1", "sena", "reviews", ChangeField.RESPONSIBLE),
        ],
    )
    after = {(row.subject, row.duty): row.entity for row in tables(cast)["responsibilities"]}
    assert tables(cast, FIRST)["responsibilities"] == before
    assert (after["R-01", "executes"], after["IP-1", "reviews"], after["BP-1", "reviews"]) == (
        "univalle", "sena", "sena",
    )  # fmt: skip


def test_a_self_assessment_stands_beside_the_opinion_of_the_table(cast: AmendableCast):
    clause = Clause.objects.create(agreement=cast.agreement, code="C1", ordinal=1, title="Medios", text="Poner.")
    pledge = Pledge.objects.create(clause=clause, entity=cast.sena, code="S-1", text="Apoyar", kind=PledgeKind.ACTION)
    said = SelfAssessment.objects.create(
        pledge=pledge, period=cast.periods["2025-T1"], rating=Rating.KEPT, text="Se cumple.", made_at=DECIDED_AT
    )
    found = tables(cast)["self_assessments"]
    assert found == [
        ("C1/S-1", "2025-T1", "sena", "kept", "Se cumple.", DECIDED_AT.date(), "", "", "", None)
    ]  # fmt: skip
    said.opinion, said.opinion_text, said.opined_at = Rating.PARTLY, "Falta uno.", DECIDED_AT
    said.opinion_decision = decision_on(cast, item_of(cast))
    said.save()
    assert tables(cast)["self_assessments"][0][6:] == ("partly", "Falta uno.", "2025-01", DECIDED_AT.date())


def test_every_foreign_key_of_a_plan_that_changed_holds(cast: AmendableCast):
    adopted_amendment(cast, [change(), *weigh(BP_1="0.5", BP_2="0.5")])
    adopted_measure(cast)
    found = tables(cast)
    for table in TABLES:
        assert csv_bytes(table, found[table.name])
        for key in table.foreign_keys:
            there = {tuple(getattr(row, column) for column in key.target) for row in found[key.table]}
            here = {tuple(getattr(row, column) for column in key.columns) for row in found[table.name]}
            assert {cells for cells in here if all(cell not in (None, "") for cell in cells)} <= there, key


def test_the_declared_values_are_the_ones_in_use(cast: AmendableCast):
    adopted_amendment(cast)
    adopted_measure(cast)
    found = tables(cast)
    for name, rows in found.items():
        for place, column in enumerate(TABLE_BY_NAME[name].columns):
            if column.values:
                assert {row[place] for row in rows if row[place]} <= set(column.values), (name, column.name)


def test_more_amendments_ask_nothing_more_of_the_database(cast: AmendableCast):
    adopted_amendment(cast)
    adopted_measure(cast)
    one = count_queries(lambda: tables(cast))
    for number in range(1, 4):
        at = DECIDED_AT + timedelta(days=number)
        adopted_amendment(cast, [change("IP-2", 1000 - number, "2025")], at, effective_on=at.date())
        adopted_measure(cast, at)
    assert count_queries(lambda: tables(cast)) == one
