"""Writing a report down: every way out of `save_draft`."""

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
from concierta.reporting.models import Report
from concierta.reporting.operations import return_report, review_report, save_draft
from factories import (
    AT,
    Cast,
    draft_report,
    evidence_of,
    make_indicator,
    make_period,
    make_person,
    published_report,
    returned_report,
    reviewed_report,
    submitted_report,
)

HOUR = timedelta(hours=1)


def test_a_draft_keeps_what_was_written_and_tells_nobody(cast: Cast) -> None:
    report = draft_report(cast, "900", narrative="  Jornadas. ")
    report.refresh_from_db()
    assert (report.state, report.version, report.value) == (S.DRAFT, 1, Decimal(900))
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
    with pytest.raises(Refusal, match="Usted guardó cambios en este reporte desde otra ventana"):
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


def test_indicators_do_not_share_reports(cast: Cast) -> None:
    published_report(cast)
    other = make_indicator(cast, "R-02")
    assert draft_report(cast, 5, indicator=other).version == 1
