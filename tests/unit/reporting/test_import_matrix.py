"""An official matrix becomes submitted reports; what a person did with one is never touched."""

from decimal import Decimal
from itertools import permutations

import pytest
from django.db import transaction

from concierta.indicators.models import Indicator, Target
from concierta.kernel.errors import AlreadyLoaded, PermissionRefused
from concierta.ledger.models import Event
from concierta.people.models import Entity
from concierta.plans.enums import PlanState
from concierta.plans.models import Finding, MatrixImport, Plan
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.operations import import_matrix
from factories import AT
from factories.dumps import full_dump
from factories.matrices import Line, make_draft
from factories.plans import make_drafting

FILES = (
    make_draft("2024-T3", Line(executed="10"), Line(product="P2", activity="A2", executed=None)),
    make_draft("2024-T4", Line(executed="40", programmed="120"), Line(product="P2", activity="A2", executed="0")),
    make_draft("2025-T1", Line(executed="5", entity="4172", entity_name="Turismo")),
)


def load(*drafts, on_existing="refuse", dry_run=False):
    for draft in drafts:
        result = import_matrix(plan="cali", draft=draft, on_existing=on_existing, by=None, at=AT, dry_run=dry_run)
    return result


def test_what_an_entity_stated_is_a_submitted_official_report(db: None):
    load(make_draft("2024-T4", Line(executed="40.5")))
    report = Report.objects.get()
    assert (report.state, report.outcome, report.value, report.verified_value) == (
        "submitted",
        "",
        Decimal("40.5"),
        None,
    )
    assert (report.reporter, report.reporter_entity.code, report.submitted_at) == (None, "4171", AT)
    assert (report.origin, report.source) == ("official", "cuadro_2024-T4.xlsx · MEDE01")
    assert (report.narrative, report.matrix_import) == ("Se formaron personas", MatrixImport.objects.get())
    step = report.steps.get()
    assert (step.act, step.from_state, step.to_state, step.value) == ("submit", "", "submitted", Decimal("40.5"))
    assert (step.by, step.entity.code, step.at) == (None, "4171", AT)


def test_a_blank_is_no_report_and_a_zero_is_one(db: None):
    result = load(make_draft("2024-T4", Line(executed=None), Line(product="P2", activity="A2", executed="0")))
    assert list(Report.objects.values_list("indicator__code", "value")) == [("BP1-P2", Decimal(0))]
    assert result.reports.made == 1


def test_one_transaction_leaves_one_event(db: None):
    load(make_draft())
    before = Event.objects.count()
    load(FILES[2])
    assert Event.objects.count() == before + 1
    assert Event.objects.last().kind == "matrix.imported"


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_any_order_of_files_gives_the_same_database(db: None, order: tuple[int, ...]):
    def dump_of(places):
        with transaction.atomic():
            load(*(FILES[place] for place in places))
            dump = full_dump()
            transaction.set_rollback(True)
        return dump

    assert dump_of(order) == dump_of((0, 1, 2))


def test_the_same_file_again_answers_the_same_and_changes_nothing(db: None):
    first = load(FILES[0]).as_dict()
    before = full_dump()
    again = load(FILES[0]).as_dict()
    assert full_dump() == before
    assert (first["status"], again["status"]) == ("loaded", "unchanged")
    assert again["findings"] == first["findings"]
    assert again["money"] == first["money"]


def test_a_dry_run_answers_the_same_and_writes_nothing(db: None):
    before = full_dump()
    tried = load(FILES[0], dry_run=True).as_dict()
    assert full_dump() == before
    assert not Event.objects.exists()
    assert tried == load(FILES[0]).as_dict() | {"dry_run": True}


def test_a_refused_file_leaves_nothing(db: None):
    load(FILES[0])
    before = full_dump()
    with pytest.raises(AlreadyLoaded, match="ya "):
        load(make_draft("2024-T3", Line(executed="11")))
    assert full_dump() == before


def test_an_update_moves_a_report_that_is_still_submitted_and_tells_its_history(db: None):
    load(make_draft("2024-T4", Line(executed="40")))
    result = load(make_draft("2024-T4", Line(executed="45")), on_existing="update")
    report = Report.objects.get()
    assert (report.value, report.matrix_import.is_current, report.version) == (Decimal(45), True, 1)
    assert list(report.steps.order_by("pk").values_list("value", flat=True)) == [Decimal(40), Decimal(45)]
    assert (result.status, result.reports.updated, result.reports.made) == ("updated", 1, 0)


def test_an_update_that_states_the_same_adds_no_step(db: None):
    load(make_draft("2024-T4", Line()))
    load(make_draft("2024-T4", Line(), version=2), on_existing="update")
    assert ReportStep.objects.count() == 1
    assert Report.objects.get().matrix_import.is_current


@pytest.mark.parametrize("now_blank", [Line(executed=None), Line(product="P9", activity="A9", executed=None)])
def test_a_figure_that_the_new_file_no_longer_states_goes_back_to_its_entity(db: None, now_blank: Line):
    load(make_draft("2024-T4", Line(executed="40")))
    result = load(make_draft("2024-T4", now_blank), on_existing="update")
    report = Report.objects.get()
    assert (report.state, report.value, result.reports.withdrawn) == ("returned", Decimal(40), 1)
    assert report.steps.order_by("pk").last().note == "El nuevo archivo de la fuente ya no trae este dato."


def test_a_report_that_a_person_took_further_is_never_touched(db: None):
    load(make_draft("2024-T4", Line(executed="40")))
    Report.objects.update(state="returned")
    result = load(make_draft("2024-T4", Line(executed="45")), on_existing="update")
    report = Report.objects.get()
    assert (report.state, report.value, report.matrix_import.is_current) == ("returned", Decimal(40), False)
    assert (result.reports.kept, result.reports.updated) == (1, 0)


def test_a_report_that_a_person_wrote_is_kept_beside_the_official_fact(db: None):
    load(FILES[0])
    period = MatrixImport.objects.get().period
    indicator = Indicator.objects.get(code="BP1-P2")
    Report.objects.create(
        indicator=indicator, period=period, value=7, reporter_entity=indicator.reporter, saved_at=AT, state="draft"
    )
    result = load(
        make_draft("2024-T3", Line(executed="10"), Line(product="P2", activity="A2", executed="9")),
        on_existing="update",
    )
    assert Report.objects.get(indicator=indicator).value == 7
    assert result.reports.kept == 1


def test_a_project_that_changes_entity_takes_its_indicators_along_while_a_draft(db: None):
    load(FILES[0], FILES[2])
    assert set(Indicator.objects.values_list("code", "reporter__code")) == {("BP1-4599019", "4172"), ("BP1-P2", "4172")}
    assert set(Report.objects.values_list("period__year", "reporter_entity__code")) == {(2024, "4171"), (2025, "4172")}


def test_a_moved_project_is_not_checked_by_its_own_entity(db: None):
    load(FILES[0])
    tourism = Entity.objects.create(code="4172", name="Turismo")
    Indicator.objects.update(reviewer=tourism)
    load(FILES[2])
    assert set(Indicator.objects.values_list("reporter__code", "reviewer")) == {("4172", None)}


def test_in_force_the_target_and_the_responsible_stay_and_the_revision_is_a_finding(db: None):
    load(FILES[0])
    Plan.objects.update(state=PlanState.IN_FORCE)
    result = load(FILES[1], FILES[2])
    assert Target.objects.get(indicator__code="BP1-4599019", year=2024).value == Decimal(100)
    assert Indicator.objects.get(code="BP1-4599019").reporter.code == "4171"
    finding = Finding.objects.filter(code="target_in_force").first()
    assert (finding.value, finding.result) == ("120", "BP1-4599019 2024: 100")
    assert result.draft.period.label == "2025-T1"


def test_the_answer_has_what_the_command_line_promises(db: None):
    answer = load(FILES[1]).as_dict()
    assert {
        name: answer[name] for name in ("plan", "period", "rows", "entities", "projects", "products", "activities")
    } == {
        "plan": "cali",
        "period": "2024-T4",
        "rows": 2,
        "entities": 1,
        "projects": 1,
        "products": 2,
        "activities": 2,
    }
    assert answer["money"] == {"initial": 2000, "modified": 0, "executed": 0, "obligated": 0, "paid": 0}
    assert {"sheet", "row", "column", "value", "action"} <= answer["findings"][0].keys()
    assert answer["created"] == {
        "entities": 1,
        "nodes": 2,
        "projects": 1,
        "products": 2,
        "activities": 2,
        "indicators": 2,
        "targets": 2,
    }


def test_a_figure_is_that_of_the_reporter_whom_a_person_named(db: None):
    load(FILES[0])
    sena = Entity.objects.create(code="sena", name="SENA")
    Indicator.objects.update(reporter=sena)
    load(make_draft("2024-T4", Line()))
    assert Report.objects.get(period__quarter=4).reporter_entity == sena


def test_only_the_secretariat_imports(db: None):
    drafting = make_drafting()
    with pytest.raises(PermissionRefused):
        import_matrix(plan=drafting.plan, draft=make_draft(), by=drafting.stranger, at=AT)
    assert not MatrixImport.objects.exists()
