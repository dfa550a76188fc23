"""Output indicators from products: one each, with the targets that the source programmed."""

from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation
from concierta.indicators.models import Indicator, Target
from concierta.indicators.operations import define_indicator, derive_output_indicators
from concierta.kernel.errors import PermissionRefused
from concierta.ledger.models import Event
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Product
from concierta.plans.operations import load_matrix, plan_for_import
from factories import AT
from factories.matrices import Line, make_draft
from factories.plans import Drafting


@pytest.fixture
def plan(db: None) -> Plan:
    return plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)


def load(plan: Plan, *drafts):
    for draft in drafts:
        load_matrix(plan=plan, draft=draft, by=None, at=AT)
        derived = derive_output_indicators(plan=plan, by=None, at=AT)
    return derived


def targets() -> dict[int, Decimal | None]:
    return dict(Target.objects.values_list("year", "value"))


def test_each_product_has_one_of_type_flow_reported_by_its_entity(plan: Plan):
    load(plan, make_draft("2024-T4", Line(), Line(product="P2", product_name="Vacantes", activity="A2")))
    assert list(
        Indicator.objects.order_by("code").values_list(
            "code", "name", "accumulation", "reporter__code", "origin", "source"
        )
    ) == [
        ("BP1-4599019", "Personas formadas", "flow", "4171", "official", "cuadro_2024-T4.xlsx · MEDE01"),
        ("BP1-P2", "Vacantes", "flow", "4171", "official", "cuadro_2024-T4.xlsx · MEDE01"),
    ]


def test_review_verification_and_presentation_are_the_plans_own(plan: Plan):
    load(plan, make_draft())
    indicator = Indicator.objects.get()
    assert (indicator.reviewer, indicator.verifier, indicator.presenter) == (None, None, None)


def test_deriving_again_changes_nothing_and_records_nothing(plan: Plan):
    load(plan, make_draft())
    events = Event.objects.count()
    again = derive_output_indicators(plan=plan, by=None, at=AT)
    assert (again.indicators, again.targets, Event.objects.count()) == (0, 0, events)


def test_each_year_has_its_own_target(plan: Plan):
    load(plan, make_draft("2024-T4", Line(programmed="100")), make_draft("2025-T1", Line(programmed="150")))
    assert targets() == {2024: Decimal(100), 2025: Decimal(150)}


def test_a_blank_year_has_no_target_np_is_one_and_so_is_zero(plan: Plan):
    load(
        plan,
        make_draft("2024-T4", Line(programmed=None)),
        make_draft("2025-T4", Line(programmed="NP")),
        make_draft("2026-T1", Line(programmed="0")),
    )
    assert targets() == {2025: None, 2026: Decimal(0)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_np_of_the_latest_cut_that_says_something_stands_in_any_order(plan: Plan, order: tuple[int, ...]):
    cuts = [
        make_draft("2024-T2", Line(programmed="90")),
        make_draft("2024-T3", Line(programmed="NP")),
        make_draft("2024-T4", Line(programmed=None)),
    ]
    load(plan, *(cuts[place] for place in order))
    assert targets() == {2024: None}


def test_a_draft_changes_np_for_what_a_later_cut_programmes(plan: Plan):
    load(plan, make_draft("2024-T3", Line(programmed="NP")), make_draft("2024-T4", Line(programmed="90")))
    assert targets() == {2024: Decimal(90)}


def test_in_force_np_stays_and_np_moves_nothing(plan: Plan):
    load(plan, make_draft("2024-T3", Line(programmed="NP")), make_draft("2025-T3", Line(programmed="90")))
    Plan.objects.update(state=PlanState.IN_FORCE)
    plan = Plan.objects.get()
    later = make_draft("2024-T4", Line(programmed="50")), make_draft("2025-T4", Line(programmed="NP"))
    derived = load(plan, *later)
    assert targets() == {2024: None, 2025: Decimal(90)}
    assert [(kept.year, kept.target, kept.programmed) for kept in derived.kept] == [
        (2024, None, Decimal(50)),
        (2025, Decimal(90), None),
    ]


def test_a_draft_follows_the_latest_cut_of_the_year_in_any_order(plan: Plan):
    load(plan, make_draft("2024-T4", Line(programmed="120")), make_draft("2024-T3", Line(programmed="100")))
    assert targets() == {2024: Decimal(120)}
    load(plan, make_draft("2024-T2", Line(programmed="90")))
    assert targets() == {2024: Decimal(120)}


def test_in_force_a_target_stays_a_new_year_gets_one_and_the_difference_is_told(plan: Plan):
    load(plan, make_draft("2024-T3", Line(programmed="100")))
    Plan.objects.update(state=PlanState.IN_FORCE)
    plan = Plan.objects.get()
    derived = load(plan, make_draft("2024-T4", Line(programmed="120")))
    assert targets() == {2024: Decimal(100)}
    assert [(kept.code, kept.year, kept.target, kept.programmed) for kept in derived.kept] == [
        ("BP1-4599019", 2024, Decimal(100), Decimal(120))
    ]
    load(plan, make_draft("2025-T1", Line(programmed="150")))
    assert targets() == {2024: Decimal(100), 2025: Decimal(150)}


def test_its_name_follows_the_product(plan: Plan):
    load(
        plan,
        make_draft("2024-T3", Line(product_name="Cursos")),
        make_draft("2024-T4", Line(product_name="Cursos cortos")),
    )
    assert Indicator.objects.get().name == "Cursos cortos"


def test_one_that_a_person_defined_is_left_alone(plan: Plan):
    load_matrix(plan=plan, draft=make_draft(), by=None, at=AT)
    product = Product.objects.get()
    define_indicator(
        plan=plan,
        code="PR-1",
        name="Personas que terminan",
        accumulation=Accumulation.CUMULATIVE,
        product=product,
        reporter=product.project.entity,
        by=None,
        at=AT,
    )
    derive_output_indicators(plan=plan, by=None, at=AT)
    assert list(Indicator.objects.values_list("code", "name")) == [("PR-1", "Personas que terminan")]
    assert targets() == {}


def test_only_the_secretariat_derives(drafting: Drafting):
    with pytest.raises(PermissionRefused):
        derive_output_indicators(plan=drafting.plan, by=drafting.reporter, at=AT)
