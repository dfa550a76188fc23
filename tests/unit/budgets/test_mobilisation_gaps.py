"""What came from others, shared out among projects, and the gaps that it fills."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from concierta.budgets.enums import Stage
from concierta.budgets.operations import (
    Figure,
    describe_opportunity,
    parts_of,
    record_disbursement,
    state_need,
)
from concierta.budgets.queries import (
    disbursed_by_project,
    gaps_of,
    means_of_plan,
    money_of,
    opportunity_for,
    shares_of,
)
from concierta.engines.finance import Gap, apportion
from concierta.plans.models import Project
from factories import Cast
from factories.cast import make_product
from factories.ledger import last_body
from factories.means import sought_alone, walked
from factories.money import AT, CUT_OFF, make_line

M = 1_000_000


def test_what_came_is_split_among_projects_to_the_peso(cast: Cast):
    first, second, third = (make_product(cast, code).project for code in "123")
    made = walked(cast, sought_alone(cast, projects={first: 1, second: 1, third: 1}), Stage.AGREEMENT_SIGNED)
    record_disbursement(opportunity=made, disbursed=Figure(Decimal(100)), on=CUT_OFF, by=cast.reporter, at=AT)
    assert disbursed_by_project(cast.plan, CUT_OFF) == {first.pk: 34, second.pk: 33, third.pk: 33}


def test_the_gap_counts_each_peso_once(cast: Cast):
    line = make_line(cast, initial=600)
    unknown = make_product(cast, "2").project
    made = walked(cast, sought_alone(cast, projects=[line.project]), Stage.AGREEMENT_SIGNED)
    for amount, budgeted in ((50, None), (30, line)):
        record_disbursement(
            opportunity=made, disbursed=Figure(Decimal(amount)), on=CUT_OFF, line=budgeted, by=cast.reporter, at=AT
        )
    state_need(project=line.project, fiscal_year=2025, amount=1_000, source="Ficha", by=cast.secretary, at=AT)
    gaps = gaps_of(cast.plan, money_of(None, cast.plan, CUT_OFF), means_of_plan(None, cast.plan), 2025)
    assert gaps.by_project == {line.project_id: Gap(1_000, 600, 0, 50, unfunded=350, surplus=0)}
    assert gaps.total == gaps.by_axis[line.project.node_id] == gaps.by_project[line.project_id]
    assert gaps.unknown == [unknown.pk]


def test_what_came_for_several_projects_fills_the_gap_of_each_by_its_part(cast: Cast):
    first, second = make_product(cast, "1").project, make_product(cast, "2").project
    made = walked(cast, sought_alone(cast, projects={first: 2, second: 1}), Stage.AGREEMENT_SIGNED)
    record_disbursement(opportunity=made, disbursed=Figure(Decimal(100)), on=CUT_OFF, by=cast.reporter, at=AT)
    for project in (first, second):
        state_need(project=project, fiscal_year=2025, amount=1_000, source="Ficha", by=cast.secretary, at=AT)
    gaps = gaps_of(cast.plan, money_of(None, cast.plan, CUT_OFF), means_of_plan(None, cast.plan), 2025)
    assert {project.code: gaps.by_project[project.pk].obtained for project in (first, second)} == {
        "BP-1": 67,
        "BP-2": 33,
    }
    shares = shares_of(opportunity_for(None, made.pk))
    assert [(one.project, one.pesos, one.disbursed) for one in shares] == [
        (first, 400 * M, 67),
        (second, 200 * M, 33),
    ]


@given(st.lists(st.decimals(min_value="0.01", max_value="10000000000", places=2), min_size=1, max_size=6))
def test_amounts_that_add_up_become_parts_that_give_them_back(amounts):
    asked = sum(amounts)
    parts = parts_of({Project(pk=pk): amount for pk, amount in enumerate(amounts, 1)}, asked, "USD")
    assert apportion(int(asked * 100), list(parts.values())) == [int(amount * 100) for amount in amounts]


def test_the_ledger_says_how_support_is_shared_out(cast: Cast):
    first, second = make_product(cast, "1").project, make_product(cast, "2").project
    made = sought_alone(cast, projects={first: 2, second: 1})
    assert last_body()["parts"] == {"BP-1": 2, "BP-2": 1}
    describe_opportunity(
        opportunity=made,
        title="Otro",
        description="",
        conditions="",
        projects=[second],
        person=None,
        by=cast.reporter,
        at=AT,
    )
    assert last_body()["parts"] == {"BP-2": 1}
