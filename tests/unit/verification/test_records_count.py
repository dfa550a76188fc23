"""A records count gives the verified value, and says how sure it is."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.errors import Invalid
from concierta.ledger.models import Event
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.verification.enums import Answer, Method
from concierta.verification.models import ChecklistAnswer, RecordsCount, Verification
from concierta.verification.operations import RecordsSeen, Reply, verify_report
from concierta.verification.operations.counting import count_of
from concierta.verification.queries import checklist_for, figure_type, records_to_look_at
from factories import AT, Cast, make_indicator, reviewed_report
from factories.campaigns import CHECKED_AT, CampaignCast, drawn_campaign, yes_to_all
from factories.cast import measured_in

SEEN = RecordsSeen(records=1440, sampled=278, holding=234)


def count(cast: Cast, report: Report, records: RecordsSeen | None = SEEN, **changes: object) -> Verification:
    fields = {"method": Method.RECORDS_COUNT, "reason": "Se contaron.", "by": cast.verifier, "at": CHECKED_AT}
    return verify_report(report=report, records=records, **(fields | changes))


def test_the_count_is_the_verified_value_with_its_limits(cast: Cast) -> None:
    verification = count(cast, reviewed_report(cast, 1440))
    report = Report.objects.get()
    assert (report.state, report.value, report.verified_value) == (Outcome.ADJUSTED, 1440, 1212)
    kept = verification.records_count
    assert (kept.verified, kept.low, kept.high, kept.confidence) == (1212, 1150, 1265, Decimal("0.95"))
    body = json.loads(Event.objects.get(kind="report.adjusted").payload)["body"]
    assert body["verified_value"] == "1212"
    assert body["records"] == {
        "records": 1440,
        "sampled": 278,
        "holding": 234,
        "one_each": True,
        "low": 1150,
        "high": 1265,
        "confidence": "0.95",
    }


def test_when_all_that_was_looked_at_holds_the_claim_is_verified(cast: Cast) -> None:
    verification = count(cast, reviewed_report(cast, 1440), RecordsSeen(1440, 278, 278))
    assert verification.report.outcome == Outcome.VERIFIED
    kept = verification.records_count
    assert (kept.verified, kept.high, kept.low < 1440) == (1440, 1440, True)


def test_whoever_has_no_record_does_not_count(cast: Cast) -> None:
    assert count(cast, reviewed_report(cast, 1440), RecordsSeen(1000, 1000, 1000)).report.verified_value == 1000


def test_more_records_than_claimed_verify_the_claim_and_nothing_else(cast: Cast) -> None:
    assert count(cast, reviewed_report(cast, 900), RecordsSeen(1000, 1000, 1000)).report.verified_value == 900


def test_a_list_may_stand_for_many(cast: Cast) -> None:
    lists = RecordsSeen(records=40, sampled=40, holding=30, one_each=False)
    assert count(cast, reviewed_report(cast, 1200), lists).report.verified_value == 900


def test_none_that_holds_is_zero_verified(cast: Cast) -> None:
    verification = count(cast, reviewed_report(cast, 900), RecordsSeen(900, 900, 0))
    assert (verification.report.outcome, verification.report.verified_value) == (Outcome.ADJUSTED, 0)


@pytest.mark.parametrize(
    ("records", "changes", "field"),
    [
        (RecordsSeen(10, 11, 1), {}, "sampled"),
        (RecordsSeen(10, 0, 0), {}, "sampled"),
        (RecordsSeen(10, 5, 6), {}, "holding"),
        (RecordsSeen(-1, 5, 5), {}, "records"),
        (RecordsSeen(10, 5, 5, confidence=Decimal("0.2")), {}, "confidence"),
        (SEEN, {"method": Method.DESK_REVIEW}, "method"),
        (SEEN, {"outcome": Outcome.VERIFIED}, "outcome"),
        (SEEN, {"outcome": Outcome.REJECTED}, "outcome"),
        (SEEN, {"verified_value": Decimal(1000)}, "verified_value"),
        (None, {}, "outcome"),
    ],
)
def test_what_cannot_be_counted_names_the_field(
    cast: Cast, records: RecordsSeen | None, changes: dict, field: str
) -> None:
    report = reviewed_report(cast, 1440)
    with pytest.raises(Invalid) as refused:
        count(cast, report, records, **changes)
    assert refused.value.field == field
    assert not Verification.objects.exists()


def test_only_whole_figures_are_counted(cast: Cast) -> None:
    measured_in(cast, "horas")
    with pytest.raises(Invalid, match="cifras enteras"):
        count(cast, reviewed_report(cast, "14.5"))


def test_saying_what_the_count_says_is_no_contradiction(cast: Cast) -> None:
    count(cast, reviewed_report(cast, 1440), outcome=Outcome.ADJUSTED, verified_value=Decimal(1212))


@given(
    claim=st.integers(0, 3000),
    counted=st.integers(1, 400).flatmap(
        lambda records: st.integers(1, records).flatmap(
            lambda sampled: st.tuples(st.just(records), st.just(sampled), st.integers(0, sampled))
        )
    ),
    one_each=st.booleans(),
)
def test_a_count_never_verifies_more_than_was_claimed(
    claim: int, counted: tuple[int, int, int], one_each: bool
) -> None:
    found = count_of(Report(value=Decimal(claim)), RecordsSeen(*counted, one_each=one_each))
    assert 0 <= found.low <= found.verified <= found.high <= claim
    if one_each:
        assert found.high <= counted[0]


def test_in_a_campaign_a_count_brings_its_numbers(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew).reports.get()
    given = {"by": entry.verifier, "checklist": yes_to_all(entry.report)}
    with pytest.raises(Invalid, match="cuántos registros hay") as refused:
        count(crew, entry.report, None, outcome=Outcome.VERIFIED, **given)
    assert refused.value.field == "records"
    assert count(crew, entry.report, RecordsSeen(900, 900, 900), **given).report.outcome == Outcome.VERIFIED


def test_the_records_to_look_at_are_not_the_verifiers_choice(crew: CampaignCast) -> None:
    crew.reports(1, 0)
    entry = drawn_campaign(crew).reports.get()
    numbers = records_to_look_at(entry, 900)
    assert (len(numbers), len(set(numbers)), min(numbers) >= 1, max(numbers) <= 900) == (87, 87, True, True)
    assert records_to_look_at(entry, 900) == numbers != list(range(1, 88))
    with pytest.raises(Invalid):
        records_to_look_at(entry, 0)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sampled": 0}, "records_counted_fit_each_other"),
        ({"sampled": 1441}, "records_counted_fit_each_other"),
        ({"holding": 279}, "records_counted_fit_each_other"),
        ({"low": 1213}, "verified_count_lies_in_its_interval"),
        ({"high": 1211}, "verified_count_lies_in_its_interval"),
        ({"confidence": 1}, "confidence_is_a_level"),
    ],
)
def test_a_lying_count_cannot_be_kept(cast: Cast, changes: dict, constraint: str) -> None:
    count(cast, reviewed_report(cast, 1440))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RecordsCount.objects.update(**changes)


# The checklist


@pytest.mark.parametrize(
    ("unit", "accumulation", "kind"),
    [
        ("personas", "cumulative", "people"),
        ("unidades productivas", "flow", "people"),
        ("%", "stock", "rate"),
        ("personas", "reduction", "rate"),
        ("pesos", "cumulative", "money"),
        ("documentos", "flow", "delivery"),
        ("", "flow", "delivery"),
    ],
)
def test_each_figure_is_asked_what_its_type_asks(cast: Cast, unit: str, accumulation: str, kind: str) -> None:
    indicator = make_indicator(cast, "T-1", accumulation=accumulation)
    indicator.unit = unit
    assert figure_type(indicator) == kind
    asked = checklist_for(indicator)
    assert {question.dimension for question in asked} == {
        "validity",
        "reliability",
        "timeliness",
        "precision",
        "integrity",
    }
    assert len({question.code for question in asked}) == len(asked)


def test_outside_a_campaign_the_checklist_may_be_answered_in_part(cast: Cast) -> None:
    replies = {"definition": Reply(Answer.NO, "Cuenta inscritos, no atendidos.")}
    count(cast, reviewed_report(cast, 1440), checklist=replies)
    kept = ChecklistAnswer.objects.get()
    assert (kept.item, kept.dimension, kept.answer, kept.note) == (
        "definition",
        "validity",
        "no",
        "Cuenta inscritos, no atendidos.",
    )


@pytest.mark.parametrize(
    ("replies", "field"),
    [
        ({"definition": Reply(Answer.NO)}, "checklist_definition"),
        ({"definition": Reply("quizás")}, "checklist_definition"),
        ({"exact_amount": Reply(Answer.YES)}, "checklist"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(cast: Cast, replies: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        count(cast, reviewed_report(cast, 1440), checklist=replies)
    assert refused.value.field == field


def test_the_database_wants_every_no_explained_and_every_question_once(cast: Cast) -> None:
    verification = count(cast, reviewed_report(cast, 1440), checklist={"definition": Reply(Answer.YES)})
    with pytest.raises(IntegrityError, match="a_no_is_explained"), transaction.atomic():
        verification.checklist.update(answer=Answer.NO)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChecklistAnswer.objects.create(verification=verification, item="definition", dimension="validity", answer="yes")
    assert verification.report.verified_at == CHECKED_AT > AT
