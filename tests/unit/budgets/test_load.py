"""An execution file in the database: whole, again without a difference, replaced on purpose only."""

import json
from dataclasses import replace
from datetime import date

import pytest

from concierta.budgets.matrix import BudgetDraft, load_budget_profile, read_budget
from concierta.budgets.models import BudgetFinding, BudgetImport, BudgetLine, ExecutionCut, FundingSource
from concierta.budgets.operations import link_contract, load_budget
from concierta.budgets.queries import money_of
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.models import Entity, Territory
from concierta.plans.models import Activity
from factories import Cast
from factories.cast import make_product
from factories.money import AT, CUT_OFF, execution_file


def draft_of(*rows: dict[str, str], name: str = "ejecucion_2025_03.csv") -> BudgetDraft:
    return read_budget(execution_file(*rows), profile=load_budget_profile("cali-ejecucion"), filename=name)


def load(cast: Cast, draft: BudgetDraft, **options):
    return load_budget(plan=cast.plan, draft=draft, by=cast.secretary, at=AT, **options)


def test_lines_join_the_plan_by_project_and_activity(cast: Cast):
    product = make_product(cast, "1")
    activity = Activity.objects.create(product=product, code="BP-1-01", name="Formar")
    load(cast, draft_of())
    line = BudgetLine.objects.get()
    assert (line.project, line.product, line.activity) == (product.project, product, activity)
    assert (line.entity, line.funding_source.code, line.initial, line.origin) == (
        cast.desarrollo,
        "121000",
        1_000,
        "official",
    )


def test_an_activity_that_the_plan_has_twice_is_not_guessed(cast: Cast):
    product = make_product(cast, "1")
    for occurrence in (1, 2):
        Activity.objects.create(product=product, code="BP-1-01", name="Formar", occurrence=occurrence)
    load(cast, draft_of())
    line = BudgetLine.objects.get()
    assert (line.product, line.activity) == (product, None)


def test_a_project_that_the_plan_lacks_keeps_its_lines_and_is_told_once(cast: Cast):
    load(cast, draft_of({}, {"Fondo": "2"}))
    assert (
        list(BudgetLine.objects.values_list("project", "project_code", "project_name"))
        == [(None, "BP-1", "Proyecto 1")] * 2
    )
    assert list(BudgetFinding.objects.values_list("code", "row", "project_code")) == [
        ("project-not-in-plan", 2, "BP-1")
    ]


def test_entities_funds_and_territories_are_made_where_they_are_not(cast: Cast):
    load(cast, draft_of({"Centro Gestor": "4999", "Nombre Centro Gestor": "Oficina nueva", "COMUNA": "COMUNA 7"}))
    assert Entity.objects.get(code="4999").name == "Oficina nueva"
    fund = FundingSource.objects.get()
    assert (fund.code, fund.kind, fund.classification) == ("121000", "own", "Recursos Propios de Libre Destinación")
    assert BudgetLine.objects.get().territory == Territory.objects.get(code="07")


@pytest.mark.parametrize(("column", "longest"), [("Nombre Fondo", 300), ("Nombre Pospre", 300), ("BPIN", 20)])
def test_a_name_that_does_not_fit_is_refused_and_not_cut(cast: Cast, column: str, longest: int):
    with pytest.raises(Invalid, match=f"más de {longest} caracteres"):
        load(cast, draft_of({column: "1" * (longest + 1)}))
    assert not BudgetLine.objects.exists()


def test_each_figure_knows_its_cell(cast: Cast):
    load(cast, draft_of({"PAGOS": " 403 "}))
    made, cut = BudgetImport.objects.get(), ExecutionCut.objects.get()
    assert (cut.row, cut.payment, cut.obligation, cut.cut_off) == (2, 403, 400, CUT_OFF)
    assert made.columns["payment"] == "PAGOS (Z)"


def test_one_event_with_the_counts_and_the_hash_of_the_file(cast: Cast):
    draft = draft_of({"PAGOS": " 403 "})
    before = Event.objects.count()
    load(cast, draft)
    event = Event.objects.last()
    assert (Event.objects.count(), event.kind, event.subject) == (before + 1, "budget.imported", "cali/2025-03-31")
    body = json.loads(event.payload)["body"]
    assert body["sha256"] == draft.sha256
    # One in the file, and that its project is not in the plan.
    assert (body["findings"], body["counts"]["rows"], body["money"]["payment"]) == (2, 1, "403")


def test_the_same_file_again_changes_nothing(cast: Cast):
    load(cast, draft_of())
    events = Event.objects.count()
    again = load(cast, draft_of())
    assert (again.status, Event.objects.count(), BudgetImport.objects.count()) == ("unchanged", events, 1)


def test_another_file_for_the_same_day_is_refused(cast: Cast):
    load(cast, draft_of())
    with pytest.raises(Refusal, match="ya se cargó"):
        load(cast, draft_of({"PAGOS": " 1 "}))
    assert ExecutionCut.objects.get().payment == 300


def test_a_file_may_replace_another_on_purpose_and_lines_of_nothing_go(cast: Cast):
    load(cast, draft_of({}, {"Fondo": "2"}))
    result = load(cast, draft_of({"PAGOS": " 1 "}), on_existing="update")
    assert (result.status, result.new_lines) == ("updated", 0)
    assert list(ExecutionCut.objects.values_list("payment", flat=True)) == [1]
    assert BudgetLine.objects.count() == 1
    assert list(BudgetImport.objects.order_by("pk").values_list("is_current", flat=True)) == [False, True]


def test_a_line_that_something_rests_on_stays_when_its_file_goes(cast: Cast):
    product = make_product(cast, "1")
    load(cast, draft_of({}, {"Fondo": "2"}))
    line = BudgetLine.objects.get(funding_source__code="2")
    link_contract(
        project=product.project,
        process_id="CO1.1",
        url="https://www.colombiacompra.gov.co/1",
        line=line,
        by=None,
        at=AT,
    )
    load(cast, draft_of({"PAGOS": " 1 "}), on_existing="update")
    assert BudgetLine.objects.filter(pk=line.pk).exists()


def test_the_same_bytes_for_another_day_are_refused(cast: Cast):
    draft = draft_of()
    load(cast, draft)
    with pytest.raises(Refusal, match="ya está cargado"):
        load(cast, replace(draft, cut_off=date(2025, 6, 30)))


def test_a_later_cut_stands_and_the_earlier_one_stays(cast: Cast):
    load(cast, draft_of({}, {"Fondo": "2"}))
    load(cast, draft_of({"PAGOS": " 350 "}, name="ejecucion_2025_06.csv"))
    assert money_of(None, cast.plan, CUT_OFF).total().payment == 600
    # The second fund is no longer named: it is no longer there.
    assert money_of(None, cast.plan, date(2025, 6, 30)).total().payment == 350
    assert BudgetLine.objects.count() == 2


def test_an_initial_appropriation_that_moved_is_told_and_both_are_kept(cast: Cast):
    make_product(cast, "1")
    load(cast, draft_of())
    later = {"PPTO INICIAL": " 900 ", "ADICIONES": " 100 "}
    load(cast, draft_of(later, name="ejecucion_2025_06.csv"))
    finding = BudgetFinding.objects.get()
    assert (finding.code, finding.value, finding.result) == ("initial-changed", "900", "1000")
    assert list(ExecutionCut.objects.order_by("cut_off").values_list("initial", flat=True)) == [1_000, 900]


def test_only_the_secretariat_of_the_plan_loads(cast: Cast):
    with pytest.raises(PermissionRefused):
        load_budget(plan=cast.plan, draft=draft_of(), by=cast.reporter, at=AT)
    assert not BudgetImport.objects.exists()


def test_a_closed_plan_takes_no_more_files(cast: Cast):
    cast.plan.state = "closed"
    cast.plan.save()
    with pytest.raises(TransitionRefused):
        load(cast, draft_of())
