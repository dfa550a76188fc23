"""A report, a self-assessment or an opinion changed behind the program's back is told apart from what its acts say."""

import hashlib
from decimal import Decimal

import pytest
from django.db import transaction

from concierta.indicators.models import Category, CategorySet
from concierta.kernel.clock import local_date
from concierta.ledger.operations import record_event
from concierta.reporting.enums import Outcome, Rating, ReportState
from concierta.reporting.models import Report, ReportBreakdown, SelfAssessment
from concierta.reporting.operations import give_opinion, import_matrix, self_assess
from concierta.reporting.queries import reports_against_acts
from factories import (
    AT,
    Cast,
    checked_report,
    draft_report,
    published_report,
    returned_report,
    reviewed_report,
    submitted_report,
    superseded_report,
)
from factories.against_acts import in_sql, said_after
from factories.matrices import Line, make_draft
from factories.pledges import Pledging, make_pledging, mesa_decision

DAY = local_date(AT).strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    "make",
    [
        draft_report,
        submitted_report,
        returned_report,
        reviewed_report,
        checked_report,
        published_report,
        superseded_report,
    ],
)
def test_whatever_its_state_a_report_is_what_its_acts_say(cast: Cast, make) -> None:
    make(cast)
    comparison = reports_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])


def test_a_value_changed_by_hand_is_found_with_the_number_and_day_of_its_act(cast: Cast) -> None:
    submitted_report(cast)
    assert said_after(reports_against_acts, in_sql("UPDATE reporting_report SET value = 901")) == [
        f"report/R-01/2024-T4/v1: en la base de datos el valor es 901 y el acto 0, del {DAY}, dice 900."
    ]


def test_an_explanation_changed_by_hand_is_found(cast: Cast) -> None:
    submitted_report(cast)
    statement = "UPDATE reporting_report SET narrative = 'Otra cosa.'"
    assert said_after(reports_against_acts, in_sql(statement)) == [
        f"report/R-01/2024-T4/v1: el texto o la lista «narrative» no es lo que registró el acto 0, del {DAY}."
    ]


def test_a_verified_value_changed_by_hand_is_found(cast: Cast) -> None:
    published_report(cast)
    Report.objects.update(outcome=Outcome.ADJUSTED, verified_value=Decimal(7))
    assert len(reports_against_acts().differences) == 2


def test_a_state_changed_by_hand_is_found(cast: Cast) -> None:
    reviewed_report(cast)
    Report.objects.update(state=ReportState.SUBMITTED)
    assert len(reports_against_acts().differences) == 1


def test_a_report_erased_by_hand_is_missed(cast: Cast) -> None:
    report = submitted_report(cast)
    report.steps.all().delete()
    Report.objects.all().delete()
    (problem,) = reports_against_acts().differences
    assert problem == f"report/R-01/2024-T4/v1: lo registró el acto 0, del {DAY}, y no está en la base de datos."


def test_a_report_that_nobody_sent_is_found(cast: Cast) -> None:
    draft_report(cast)
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=AT)
    (problem,) = reports_against_acts().differences
    assert problem == "report/R-01/2024-T4/v1: está en la base de datos y ningún acto lo registró."


def test_a_figure_that_came_with_a_file_is_what_the_file_said(db: None) -> None:
    import_matrix(plan="cali", draft=make_draft("2024-T4", Line(executed="40")), by=None, at=AT)
    assert reports_against_acts().differences == []
    assert said_after(reports_against_acts, in_sql("UPDATE reporting_report SET value = 41")) == [
        "report/BP1-4599019/2024-T4/v1: en la base de datos el valor es 41 y el seguimiento del que salió dice 40."
    ]


def test_a_figure_that_came_with_a_file_was_reviewed_by_nobody(cast: Cast) -> None:
    import_matrix(plan="otro", draft=make_draft("2024-T4", Line(executed="40")), by=None, at=AT)
    Report.objects.update(
        state=ReportState.REVIEWED, reviewed_at=AT, reviewer=cast.reviewer, reviewer_entity=cast.planeacion
    )
    (problem,) = reports_against_acts().differences
    assert problem.endswith("vino de un archivo y ningún acto la llevó más allá.")


@pytest.fixture
def opined(db: None) -> Pledging:
    pledging = make_pledging()
    assessment = self_assess(
        pledge=pledging.declared,
        period=pledging.period,
        rating=Rating.KEPT,
        text="Se llevó al consejo.",
        by=pledging.sonia,
        at=AT,
    )
    give_opinion(
        assessment=assessment,
        opinion=Rating.PARTLY,
        text="Falta el acta.",
        decision=mesa_decision(pledging.agreement, pledging),
        by=pledging.secretary,
        at=AT,
    )
    return pledging


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("rating", "not_kept", "la autoevaluación es not_kept"),
        ("opinion", "kept", "la opinión de la mesa es kept"),
        ("text", "Se llevó a todos los consejos.", "«own_text» no es lo que registró"),
        ("opinion_text", "Nada falta.", "«opinion_text» no es lo que registró"),
    ],
)
def test_a_rating_an_opinion_or_their_words_changed_by_hand_are_found(opined, column, value, words) -> None:
    assert reports_against_acts().differences == []
    statement = f"UPDATE reporting_selfassessment SET {column} = %s"
    (problem,) = said_after(reports_against_acts, in_sql(statement, value))
    assert problem.startswith("La autoevaluación de C1/CP-2 en 2024-T4: ")
    assert words in problem


def test_assessing_again_before_the_opinion_is_no_difference(db: None) -> None:
    pledging = make_pledging()
    for rating in (Rating.KEPT, Rating.PARTLY):
        self_assess(
            pledge=pledging.declared, period=pledging.period, rating=rating, text="Así va.", by=pledging.sonia, at=AT
        )
    assert SelfAssessment.objects.count() == 1
    assert reports_against_acts().differences == []


def old_act(report: Report, **body: object) -> None:
    """As acts were before words and cells were sealed in them."""
    with transaction.atomic():
        record_event(
            kind="report.submitted", subject="report/R-01/2024-T4/v1", plan="cali", by=None, entity=None, at=AT,
            body={"value": "900", "narrative_sha256": hashlib.sha256(report.narrative.encode()).hexdigest(), **body},
        )  # fmt: skip


def test_an_act_from_before_there_were_seals_is_compared_as_it_was_told(cast: Cast) -> None:
    report = draft_report(cast)
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=AT)
    group = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    women = Category.objects.create(category_set=group, code="m", name="Mujeres", ordinal=1)
    ReportBreakdown.objects.create(report=report, category=women, value=4)
    old_act(report, breakdown={"sexo/m": "4"})
    assert reports_against_acts().differences == []
    ReportBreakdown.objects.update(value=5)
    Report.objects.update(narrative="Otra cosa.")
    told = reports_against_acts().differences
    assert len(told) == 2
    assert "«breakdown» es sexo/m: 5" in told[0]
    assert "«narrative» no es lo que registró el acto 0" in told[1]


def test_a_cell_changed_added_or_taken_away_by_hand_is_named(cast: Cast) -> None:
    group = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=False)
    women, men = (Category.objects.create(category_set=group, code=code, name=code, ordinal=1) for code in ("m", "h"))
    cast.indicator.category_sets.add(group)
    submitted_report(cast, breakdown={women.pk: Decimal(4)})
    assert reports_against_acts().differences == []
    ReportBreakdown.objects.update(value=5)
    assert reports_against_acts().differences == [
        f"report/R-01/2024-T4/v1: la parte «sexo/m» no es lo que registró el acto 0, del {DAY}."
    ]
    ReportBreakdown.objects.update(category=men, value=4)
    assert [told.split("«")[1].split("»")[0] for told in reports_against_acts().differences] == ["sexo/h", "sexo/m"]
    other = Category.objects.create(category_set=group, code="x", name="x", ordinal=1)
    ReportBreakdown.objects.update(category=other)
    assert "report/R-01/2024-T4/v1, «sexo/x»: está en la base de datos y ningún acto lo registró." in (
        reports_against_acts().differences
    )
