"""Queries show what a person may see, and cost the same for one project as for many."""

from decimal import Decimal

import pytest

from concierta.kernel.errors import NotFound
from concierta.kernel.periods import Period
from concierta.plans.enums import PlanState
from concierta.plans.operations import define_activity, define_product, define_project, load_matrix, plan_for_import
from concierta.plans.queries import (
    findings_of,
    imports_of,
    period_of,
    periods_of,
    plan_by_slug,
    plan_tree,
    plans_of,
    reconciliation_of,
)
from concierta.plans.schema import ActivityDescription, ProductDescription, ProjectDescription
from factories import AT
from factories.matrices import Line, make_draft
from factories.plans import Drafting


def test_a_draft_is_seen_by_those_who_have_a_part_in_it(drafting: Drafting):
    assert plan_by_slug(drafting.secretary, "cali") == drafting.plan
    assert plan_by_slug(drafting.reporter, "cali") == drafting.plan
    with pytest.raises(NotFound, match="o usted no participa en él"):
        plan_by_slug(drafting.stranger, "cali")


def test_a_plan_that_does_not_exist_is_refused_in_the_same_words(drafting: Drafting):
    with pytest.raises(NotFound, match="No hay un plan «bogota», o usted no participa en él"):
        plan_by_slug(drafting.secretary, "bogota")


def test_a_plan_in_force_is_of_those_with_a_part_in_it_too(drafting: Drafting):
    drafting.plan.state = PlanState.IN_FORCE
    drafting.plan.save()
    with pytest.raises(NotFound):
        plan_by_slug(drafting.stranger, "cali")
    assert list(plans_of(drafting.stranger)) == []


def test_the_list_of_plans_has_each_once(drafting: Drafting):
    define_project(
        node=drafting.node,
        entity=drafting.desarrollo,
        code="BP2",
        described=ProjectDescription(name="Otro"),
        by=None,
        at=AT,
    )
    for user in (drafting.secretary, drafting.reporter, None):
        assert list(plans_of(user)) == [drafting.plan]
    assert list(plans_of(drafting.stranger)) == []


def test_the_tree_has_every_part_in_its_place(drafting: Drafting):
    define_activity(product=drafting.product, code="A1", described=ActivityDescription(name="Dictar"), by=None, at=AT)
    tree = plan_tree(drafting.secretary, drafting.plan, with_activities=True)
    assert [tier.plural for tier in tree.tiers] == ["Ejes"]
    (root,) = tree.roots
    (project,) = root.projects
    (product,) = project.products
    assert (root.node, project.project, product.product) == (drafting.node, drafting.project, drafting.product)
    assert [activity.code for activity in product.activities] == ["A1"]
    assert root.project_count == 1


def test_a_tree_of_tiers_counts_the_projects_below(db: None):
    plan = plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)
    load_matrix(plan=plan, draft=make_draft("2024-T4", Line(), Line(project="BP2")), by=None, at=AT)
    (axis,) = plan_tree(None, plan).roots
    assert (axis.project_count, len(axis.projects), len(axis.children[0].projects)) == (2, 0, 2)


@pytest.mark.parametrize(("with_activities", "queries"), [(False, 4), (True, 5)])
def test_the_tree_costs_the_same_for_one_project_as_for_three(
    drafting: Drafting, django_assert_num_queries, with_activities: bool, queries: int
):
    for number in range(3):
        project = define_project(
            node=drafting.node,
            entity=drafting.desarrollo,
            code=f"X{number}",
            described=ProjectDescription(name="Otro"),
            by=None,
            at=AT,
        )
        product = define_product(
            project=project, code="P", described=ProductDescription(name="Producto"), by=None, at=AT
        )
        define_activity(product=product, code="A", described=ActivityDescription(name="Actividad"), by=None, at=AT)
        with django_assert_num_queries(queries):
            tree = plan_tree(None, drafting.plan, with_activities=with_activities)
            names = [
                (
                    project.project.entity.name,
                    [activity.territory for p in project.products for activity in p.activities],
                )
                for project in tree.roots[0].projects
            ]
        assert len(names) == number + 2


def test_periods_are_in_order_and_an_unopened_one_is_not_found(db: None):
    plan = plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)
    for period in ("2025-T1", "2024-T4"):
        load_matrix(plan=plan, draft=make_draft(period), by=None, at=AT)
    assert [period.label for period in periods_of(None, plan)] == ["2024-T4", "2025-T1"]
    assert period_of(None, plan, Period(2024, 4)).label == "2024-T4"
    with pytest.raises(NotFound, match="2024-T1 no está abierto"):
        period_of(None, plan, Period(2024, 1))


def test_imports_tell_how_much_did_not_add_up(db: None, django_assert_num_queries):
    plan = plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)
    for period in ("2024-T4", "2025-T1"):
        load_matrix(plan=plan, draft=make_draft(period, Line(territory="ZONA"), Line(activity="A2")), by=None, at=AT)
    with django_assert_num_queries(1):
        told = [(one.period.label, one.finding_count, one.difference_count) for one in imports_of(None, plan)]
    assert told == [("2025-T1", 2, 1), ("2024-T4", 2, 1)]


def test_findings_are_in_the_order_of_the_sheet_and_differences_are_computed(db: None):
    plan = plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)
    made = load_matrix(
        plan=plan, draft=make_draft("2024-T4", Line(), Line(activity="A2", territory="Z")), by=None, at=AT
    )
    assert [finding.row for finding in findings_of(None, made)] == [2, 3]
    (row,) = reconciliation_of(None, made, differences_only=True)
    assert row.difference == Decimal("-0.1")
    made.reconciliation.update(recomputed=Decimal("0.4"))
    assert not reconciliation_of(None, made, differences_only=True).exists()


def test_imports_of_others_drafts_are_not_shown(drafting: Drafting):
    with pytest.raises(NotFound):
        imports_of(drafting.stranger, drafting.plan)
