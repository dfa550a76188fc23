"""One test per way out of each operation."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from concierta.indicators.models import Category, CategorySet
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.kernel.origin import Origin
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.models import MatrixImport
from concierta.reporting.enums import ReportState as S
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.operations import open_correction, return_report, review_report, save_draft, submit_report
from factories import (
    AT,
    Cast,
    draft_report,
    evidence_of,
    make_indicator,
    make_period,
    make_person,
    png,
    published_report,
    returned_report,
    reviewed_report,
    submitted_report,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def sexes(cast: Cast) -> dict[str, Category]:
    """An exhaustive set on the cast's indicator."""
    category_set = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    cast.indicator.category_sets.add(category_set)
    return {
        code: Category.objects.create(category_set=category_set, code=code, name=name, ordinal=ordinal)
        for ordinal, (code, name) in enumerate([("m", "Mujeres"), ("h", "Hombres")])
    }


# save_draft


def test_a_draft_keeps_what_was_written_and_tells_nobody(cast: Cast) -> None:
    report = draft_report(cast, "900.5", narrative="  Jornadas. ")
    report.refresh_from_db()
    assert (report.state, report.version, report.value) == (S.DRAFT, 1, Decimal("900.5"))
    assert (report.narrative, report.origin) == ("Jornadas.", Origin.OWN)
    assert (report.reporter, report.reporter_entity, report.saved_at) == (cast.reporter, cast.desarrollo, AT)
    assert report.evidence.count() == 1
    assert not Event.objects.filter(subject__startswith="report/").exists()


def test_an_empty_draft_is_a_draft_too(cast: Cast) -> None:
    assert draft_report(cast, None, narrative="", evidence=()).value is None


def test_saving_again_changes_the_same_report(cast: Cast) -> None:
    first = draft_report(cast)
    again = draft_report(cast, 910, expected_saved_at=first.saved_at, at=AT + HOUR)
    assert (again.pk, again.value, Report.objects.count()) == (first.pk, 910, 1)


def test_what_is_not_given_is_left_as_it_was(cast: Cast, sexes: dict[str, Category]) -> None:
    first = draft_report(cast, breakdown={sexes["m"].pk: Decimal(500)})
    save_draft(
        indicator=cast.indicator,
        period=cast.period,
        value=Decimal(901),
        expected_saved_at=first.saved_at,
        by=cast.reporter,
        at=AT + HOUR,
    )
    assert first.evidence.count() == 1
    assert first.breakdown.get().value == 500


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(cast: Cast) -> None:
    seen = draft_report(cast).saved_at
    colleague = make_person("Camila Colega", (Role.REPORTER, cast.desarrollo))
    draft_report(cast, 910, expected_saved_at=seen, by=colleague, at=AT + HOUR)
    with pytest.raises(Refusal, match="Camila Colega guardó cambios"):
        draft_report(cast, 920, expected_saved_at=seen, at=AT + 2 * HOUR)
    assert Report.objects.get().value == 910


def test_a_first_draft_does_not_overwrite_one_that_appeared_meanwhile(cast: Cast) -> None:
    draft_report(cast)
    with pytest.raises(Refusal, match="Rosa Reporta guardó cambios"):
        draft_report(cast, 920)


def test_a_draft_that_is_gone_is_not_made_again_by_surprise(cast: Cast) -> None:
    with pytest.raises(Refusal, match="ya no existe"):
        draft_report(cast, expected_saved_at=AT)


def test_only_its_reporters_write_it(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="«Reporta» en DESARROLLO"):
        draft_report(cast, by=cast.outsider, evidence=())


def test_the_period_must_be_of_the_plan(cast: Cast) -> None:
    cast.plan.pk, cast.plan.slug = None, "otro"
    cast.plan.save()
    with pytest.raises(Invalid, match="no es del plan") as refused:
        draft_report(cast, period=make_period(cast.plan, "2024-T4"))
    assert refused.value.field == "period"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e18", "0.1234567"])
def test_a_figure_that_could_not_be_kept_exactly_is_refused(cast: Cast, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        draft_report(cast, value)
    assert refused.value.field == "value"


def test_evidence_of_another_entity_is_not_attached(cast: Cast) -> None:
    theirs = evidence_of(cast.sena, cast.outsider)
    with pytest.raises(Invalid, match="evidencia de otra entidad") as refused:
        draft_report(cast, evidence=[theirs])
    assert refused.value.field == "evidence"
    assert not Report.objects.exists()


def test_a_category_of_another_indicator_is_refused(cast: Cast) -> None:
    other = CategorySet.objects.create(code="comuna", name="Comuna", exhaustive=False)
    category = Category.objects.create(category_set=other, code="21", name="Comuna 21", ordinal=1)
    with pytest.raises(Invalid, match="no se desagrega") as refused:
        draft_report(cast, breakdown={category.pk: Decimal(1)})
    assert refused.value.field == "breakdown"


def test_a_part_without_data_is_not_kept_as_zero(cast: Cast, sexes: dict[str, Category]) -> None:
    report = draft_report(cast, breakdown={sexes["m"].pk: Decimal(500), sexes["h"].pk: None})
    assert [(part.category.code, part.value) for part in report.breakdown.all()] == [("m", 500)]


@pytest.mark.parametrize("walk", [submitted_report, reviewed_report])
def test_what_was_sent_is_not_edited(cast: Cast, walk) -> None:
    report = walk(cast)
    with pytest.raises(TransitionRefused, match="solo se edita un borrador"):
        draft_report(cast, 1, expected_saved_at=report.saved_at)


def test_a_published_figure_gets_no_second_first_version(cast: Cast) -> None:
    published_report(cast)
    with pytest.raises(Refusal, match="ya tiene un valor publicado en 2024-T4"):
        draft_report(cast, 1)


def test_a_returned_report_is_edited_and_keeps_a_value(cast: Cast) -> None:
    report = returned_report(cast)
    changed = draft_report(cast, 850, expected_saved_at=report.saved_at, at=AT + 3 * HOUR)
    assert (changed.pk, changed.state, changed.value) == (report.pk, S.RETURNED, 850)
    with pytest.raises(Invalid, match="conserva un valor"):
        draft_report(cast, None, expected_saved_at=changed.saved_at, at=AT + 4 * HOUR)


def matrix_report(cast: Cast) -> Report:
    """As the import of an official matrix leaves it, returned for lack of evidence."""
    matrix = MatrixImport.objects.create(
        period=cast.period,
        profile="cuadro-1s",
        filename="matriz.xlsx",
        sha256="0" * 64,
        rows=1,
        counts={},
        money={},
        imported_at=AT,
    )
    report = Report.objects.create(
        indicator=cast.indicator,
        period=cast.period,
        state=S.SUBMITTED,
        value=900,
        reporter_entity=cast.desarrollo,
        submitted_at=AT,
        saved_at=AT,
        matrix_import=matrix,
        origin=Origin.OFFICIAL,
        source="Matriz de diciembre de 2024",
    )
    return return_report(report=report, reason="Aporte los listados.", by=cast.reviewer, at=AT)


def test_an_official_figure_stays_official_while_it_is_that_figure(cast: Cast) -> None:
    report = matrix_report(cast)
    kept = draft_report(cast, 900, expected_saved_at=report.saved_at, at=AT + HOUR)
    assert (kept.origin, kept.source, kept.matrix_import_id) == (
        Origin.OFFICIAL,
        "Matriz de diciembre de 2024",
        report.matrix_import_id,
    )
    changed = draft_report(cast, 901, expected_saved_at=kept.saved_at, at=AT + 2 * HOUR)
    assert (changed.origin, changed.source, changed.matrix_import_id) == (Origin.OWN, "", None)


def test_a_matrix_figure_may_be_reviewed_as_it_is(cast: Cast) -> None:
    report = matrix_report(cast)
    Report.objects.update(state=S.SUBMITTED)
    assert review_report(report=report, by=cast.reviewer, at=AT + HOUR).state == S.REVIEWED


# submit_report


def test_sending_is_one_state_one_step_and_one_event(cast: Cast, sexes: dict[str, Category]) -> None:
    draft = draft_report(cast, "900.50", breakdown={sexes["m"].pk: Decimal(600), sexes["h"].pk: Decimal("300.5")})
    before = Event.objects.count()
    report = submit_report(report=draft, by=cast.reporter, at=AT + HOUR)
    assert (report.state, report.submitted_at, report.reporter) == (S.SUBMITTED, AT + HOUR, cast.reporter)
    step = report.steps.get()
    assert (step.act, step.from_state, step.to_state, step.value) == ("submit", S.DRAFT, S.SUBMITTED, Decimal("900.5"))
    assert (step.by, step.entity, step.at) == (cast.reporter, cast.desarrollo, AT + HOUR)
    event = Event.objects.get(index=before)
    assert Event.objects.count() == before + 1
    assert (event.kind, event.subject, event.plan) == ("report.submitted", "report/R-01/2024-T4/v1", "cali")
    body = json.loads(event.payload)["body"]
    assert (body["value"], body["breakdown"]) == ("900.5", {"sexo/m": "600", "sexo/h": "300.5"})
    assert body["evidence"] == [report.evidence.get().file_id]


def test_the_ledger_holds_no_words_and_no_names(cast: Cast) -> None:
    submitted_report(cast, narrative="Llamar a Juana Pérez al 3001234567.")
    payload = Event.objects.get().payload
    assert "Juana" not in payload
    assert "Rosa" not in payload


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"value": None}, "Falta el valor", "value"),
        ({"narrative": " "}, "Falta la narrativa", "narrative"),
        ({"evidence": ()}, "Falta la evidencia", "evidence"),
    ],
)
def test_an_incomplete_report_is_not_sent(cast: Cast, changes: dict, message: str, field: str) -> None:
    report = draft_report(cast, **changes)
    with pytest.raises(Invalid, match=message) as refused:
        submit_report(report=report, by=cast.reporter, at=AT)
    assert refused.value.field == field
    assert not ReportStep.objects.exists()
    assert not Event.objects.exists()


def test_zero_needs_no_evidence(cast: Cast) -> None:
    assert submitted_report(cast, 0, evidence=()).value == 0


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"m": 600, "h": 301}, "suman 901, más que el total"),
        ({"m": 600, "h": 200}, "suman 800 y deben sumar el total reportado .900."),
        ({"m": -1}, "parte negativa"),
    ],
)
def test_parts_that_do_not_fit_the_total_are_not_sent(
    cast: Cast, sexes: dict[str, Category], parts: dict[str, int], message: str
) -> None:
    report = draft_report(cast, breakdown={sexes[code].pk: Decimal(part) for code, part in parts.items()})
    with pytest.raises(Invalid, match=message) as refused:
        submit_report(report=report, by=cast.reporter, at=AT)
    assert refused.value.field == "breakdown"


@pytest.mark.parametrize("parts", [{}, {"m": 600}, {"m": 600, "h": 300}])
def test_parts_that_fit_or_are_missing_are_sent(cast: Cast, sexes: dict[str, Category], parts: dict[str, int]) -> None:
    breakdown = {sexes[code].pk: Decimal(part) for code, part in parts.items()}
    assert submitted_report(cast, 900, breakdown=breakdown).state == S.SUBMITTED


def test_a_period_is_not_reported_before_it_ends(cast: Cast) -> None:
    report = draft_report(cast)
    with pytest.raises(Refusal, match="2024-T4 termina el 31/12/2024"):
        submit_report(report=report, by=cast.reporter, at=AT - timedelta(days=4))


def test_a_report_is_not_sent_twice(cast: Cast) -> None:
    report = submitted_report(cast)
    with pytest.raises(TransitionRefused, match="No se puede «enviar»"):
        submit_report(report=report, by=cast.reporter, at=AT)


def test_only_its_reporters_send_it(cast: Cast) -> None:
    report = draft_report(cast)
    with pytest.raises(PermissionRefused):
        submit_report(report=report, by=cast.outsider, at=AT)


def test_a_stale_copy_does_not_decide(cast: Cast) -> None:
    """The state is read again under the lock, whatever the caller was holding."""
    stale = draft_report(cast)
    submit_report(report=Report.objects.get(), by=cast.reporter, at=AT)
    assert stale.state == S.DRAFT
    with pytest.raises(TransitionRefused):
        submit_report(report=stale, by=cast.reporter, at=AT)


# return_report, review_report


def test_a_returned_report_says_why_and_comes_back(cast: Cast) -> None:
    report = returned_report(cast, reason="  Falta el listado.  ")
    step = report.steps.get(act="return")
    assert (report.state, step.note, step.by, step.entity) == (
        S.RETURNED,
        "Falta el listado.",
        cast.reviewer,
        cast.planeacion,
    )
    again = submit_report(report=report, by=cast.reporter, at=AT + 3 * HOUR)
    assert (again.state, again.submitted_at) == (S.SUBMITTED, AT + 3 * HOUR)
    assert [step.act for step in again.steps.all()] == ["submit", "return", "submit"]


def test_nothing_is_returned_without_a_reason(cast: Cast) -> None:
    report = submitted_report(cast)
    with pytest.raises(Invalid, match="Diga qué falta") as refused:
        return_report(report=report, reason=" ", by=cast.reviewer, at=AT)
    assert refused.value.field == "reason"


def test_a_reviewed_report_names_its_reviewer(cast: Cast) -> None:
    report = reviewed_report(cast)
    assert (report.state, report.reviewer, report.reviewer_entity, report.reviewed_at) == (
        S.REVIEWED,
        cast.reviewer,
        cast.planeacion,
        AT + 2 * HOUR,
    )
    assert Event.objects.last().kind == "report.reviewed"


@pytest.mark.parametrize("operation", [review_report, return_report])
def test_a_draft_is_neither_reviewed_nor_returned(cast: Cast, operation) -> None:
    words = {"reason": "No"} if operation is return_report else {}
    with pytest.raises(TransitionRefused):
        operation(report=draft_report(cast), by=cast.reviewer, at=AT, **words)


@pytest.mark.parametrize("operation", [review_report, return_report])
def test_the_reporter_neither_reviews_nor_returns(cast: Cast, operation) -> None:
    words = {"reason": "No"} if operation is return_report else {}
    with pytest.raises(PermissionRefused):
        operation(report=submitted_report(cast), by=cast.reporter, at=AT, **words)


# open_correction


def test_a_correction_starts_from_the_published_figure(cast: Cast, sexes: dict[str, Category]) -> None:
    published = published_report(cast, breakdown={sexes["m"].pk: Decimal(600)})
    correction = open_correction(report=published, reason=" Se contó dos veces. ", by=cast.reporter, at=AT + 5 * HOUR)
    assert (correction.version, correction.state, correction.value) == (2, S.DRAFT, 900)
    assert correction.correction_reason == "Se contó dos veces."
    assert (correction.verified_value, correction.outcome, correction.verifier) == (None, "", None)
    assert list(correction.evidence.all()) == list(published.evidence.all())
    assert correction.breakdown.get().value == 600
    assert Event.objects.last().kind == "report.correction_opened"
    published.refresh_from_db()
    assert published.state == S.PUBLISHED


def test_a_correction_says_why(cast: Cast) -> None:
    with pytest.raises(Invalid, match="por qué se corrige"):
        open_correction(report=published_report(cast), reason="", by=cast.reporter, at=AT)


def test_there_is_one_correction_at_a_time(cast: Cast) -> None:
    published = published_report(cast)
    open_correction(report=published, reason="Uno", by=cast.reporter, at=AT)
    with pytest.raises(Refusal, match="Ya hay una corrección en curso"):
        open_correction(report=published, reason="Dos", by=cast.reporter, at=AT)


def test_only_published_figures_are_corrected(cast: Cast) -> None:
    with pytest.raises(TransitionRefused):
        open_correction(report=reviewed_report(cast), reason="Uno", by=cast.reporter, at=AT)


def test_only_its_reporters_correct_it(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        open_correction(report=published_report(cast), reason="Uno", by=cast.verifier, at=AT)


def test_the_correction_is_edited_like_any_draft(cast: Cast) -> None:
    correction = open_correction(report=published_report(cast), reason="Uno", by=cast.reporter, at=AT + 5 * HOUR)
    edited = draft_report(
        cast,
        800,
        evidence=[evidence_of(cast.desarrollo, cast.reporter, png())],
        expected_saved_at=correction.saved_at,
        at=AT + 6 * HOUR,
    )
    assert (edited.pk, edited.value) == (correction.pk, 800)


def test_indicators_do_not_share_reports(cast: Cast) -> None:
    published_report(cast)
    other = make_indicator(cast, "R-02")
    assert draft_report(cast, 5, indicator=other).version == 1
