"""Money by whatever a page asks for: each sum the sum of its leaves, in a constant number of questions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.enums import FundingKind, MoneySource, Vintage
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.models import BudgetLine
from concierta.budgets.operations import LineExecution, load_budget, record_execution
from concierta.budgets.queries import (
    at_risk,
    budget_findings_of,
    budget_import_for,
    budget_imports_of,
    compare_sources,
    contract_for,
    contracts_of,
    cuts_of_line,
    in_pesos_of,
    kinds_of_budget_findings,
    line_for,
    lines_of,
    modifications_of,
    money_of,
    need_of,
    needs_of,
    plain_budget_findings,
    price_series,
    projects_of,
    real_by_project,
    sources_of,
)
from concierta.engines.finance import Standing
from concierta.kernel.errors import NotFound
from concierta.kernel.periods import Period
from concierta.people.enums import Role, TerritoryKind
from concierta.people.models import Territory
from concierta.plans.enums import PlanState
from concierta.plans.models import Activity, MatrixImport, Node, Product, Project, Tier
from concierta.plans.operations import record_follow_ups
from concierta.plans.operations.follow_ups import ActivityFacts
from concierta.plans.operations.plan import add_period
from factories import Cast, count_queries, make_entity, make_person
from factories.cast import make_product
from factories.money import AT, CUT_OFF, execution_file, make_fund, make_line


def load(cast: Cast, *rows: dict[str, str], name: str = "ejecucion_2025_03.csv"):
    draft = read_budget(execution_file(*rows), profile=load_budget_profile("cali-ejecucion"), filename=name)
    return load_budget(plan=cast.plan, draft=draft, by=cast.secretary, at=AT).budget_import


def two_tiers(cast: Cast) -> tuple[Node, Node, list[Project]]:
    """An axis with two programmes; projects BP-1 and BP-2 in the first, BP-3 in the second."""
    axis_tier = Tier.objects.create(plan=cast.plan, depth=1, slug="eje", singular="Eje", plural="Ejes")
    tier = Tier.objects.create(plan=cast.plan, depth=2, slug="programa", singular="Programa", plural="Programas")
    axis = Node.objects.create(plan=cast.plan, tier=axis_tier, code="1", name="Empleo")
    first, second = (
        Node.objects.create(plan=cast.plan, tier=tier, parent=axis, code=code, name=code) for code in ("11", "12")
    )
    projects = [
        Project.objects.create(plan=cast.plan, node=node, entity=cast.desarrollo, code=code, name=code)
        for node, code in ((first, "BP-1"), (first, "BP-2"), (second, "BP-3"))
    ]
    return axis, first, projects


def test_every_tier_place_source_and_kind_adds_up_to_the_whole(cast: Cast):
    axis, programme, projects = two_tiers(cast)
    load(
        cast,
        {},
        {"BP": "BP-2", "Programa Presupuestal": "BP-2-01", "COMUNA": "COMUNA 7", "PAGOS": " 20 "},
        {"BP": "BP-3", "Programa Presupuestal": "BP-3-01", "VIGENCIA": "Reserva", "PAGOS": " 3 "},
        {
            "BP": "BP-9",
            "Programa Presupuestal": "BP-9-01",
            "PAGOS": " 1 ",
            "Clasificación del fondo 1": "Recursos con Destinación específica del SGP",
            "Fondo": "124",
        },
    )
    money = money_of(None, cast.plan, CUT_OFF)
    assert money.total(2025).payment == 324
    assert {money.nodes[pk].code: one.payment for pk, one in money.by_node(2025).items()} == {
        "1": 323,
        "11": 320,
        "12": 3,
    }
    assert {money.projects[pk].code: one.payment for pk, one in money.by_project(2025).items()} == {
        "BP-1": 300,
        "BP-2": 20,
        "BP-3": 3,
    }
    assert {code: one.payment for code, one in money.outside_plan(2025).items()} == {"BP-9": 1}
    assert {money.territories[pk].code if pk else None: one.payment for pk, one in money.by_territory().items()} == {
        None: 304,
        "07": 20,
    }
    assert {kind: one.payment for kind, one in money.by_funding_kind().items()} == {"own": 323, "transfers": 1}
    assert {money.funding_sources[pk].code: one.payment for pk, one in money.by_funding_source().items()} == {
        "121000": 323,
        "124": 1,
    }
    assert {kind: one.payment for kind, one in money.by_vintage().items()} == {"current": 321, "reserve": 3}
    assert {key: one.payment for key, one in money.by_kind_and_axis().items()} == {
        ("own", axis.pk): 323,
        ("transfers", None): 1,
    }
    assert {money.entities[pk]: one.payment for pk, one in money.by_entity().items()} == {cast.desarrollo: 324}
    assert money.total(2024) == money_of(None, cast.plan, date(2024, 12, 31)).total()
    assert programme.pk in money.by_node(2025)
    assert len(projects) == 3


def test_cumulative_money_takes_the_last_cut_of_each_year(cast: Cast):
    make_product(cast, "1")
    load(cast, {"PAGOS": " 100 "}, name="ejecucion_2024_09.csv")
    load(cast, {"PAGOS": " 200 "}, name="ejecucion_2024_12.csv")
    load(cast, {"PAGOS": " 30 "}, name="ejecucion_2025_03.csv")
    money = money_of(None, cast.plan, CUT_OFF)
    assert {year: one.payment for year, one in money.by_year().items()} == {2024: 200, 2025: 30}
    assert money.total().payment == 230
    assert money.years == [2024, 2025]
    assert money_of(None, cast.plan, date(2024, 11, 1)).total().payment == 100


def test_what_the_budget_carries_in_kind_is_added_to_nothing(cast: Cast):
    product = make_product(cast, "1")
    make_line(cast, product, initial=1_000)
    make_line(cast, product, initial=70, funding_source=make_fund(cast, "E", FundingKind.IN_KIND))
    money = money_of(None, cast.plan, CUT_OFF)
    assert (money.total().final, [cell.stages.final for cell in money.in_kind]) == (1_000, [70])
    assert "in_kind" not in money.by_funding_kind()


def test_what_was_appropriated_and_not_begun_is_stated_and_its_spending_is_not(cast: Cast):
    make_line(cast, initial=1_000)
    total = money_of(None, cast.plan, CUT_OFF).total()
    assert (total.initial, total.final, total.obligation) == (1_000, 1_000, None)


def test_lines_kept_by_hand_and_lines_of_a_file_stand_together(cast: Cast):
    product = make_product(cast, "1")
    line = make_line(cast, product)
    record_execution(
        plan=cast.plan,
        cut_off=CUT_OFF,
        figures=[LineExecution(line, 10, 10, 10, 10)],
        by=cast.secretary,
        at=AT,
    )
    load(cast)
    assert money_of(None, cast.plan, CUT_OFF).total().payment == 310
    assert [one.stages.payment for one in lines_of(None, cast.plan, CUT_OFF)] == [10, 300]


def test_money_of_others_is_no_obligation_of_one_s_own(cast: Cast):
    product = make_product(cast, "1")
    kinds = (FundingKind.OWN, FundingKind.TRANSFERS, FundingKind.UNCLASSIFIED, FundingKind.COOPERATION)
    figures = [
        LineExecution(make_line(cast, product, funding_source=make_fund(cast, kind, kind)), 10, 10, 10, 0)
        for kind in kinds
    ]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=figures, by=cast.secretary, at=AT)
    money = money_of(None, cast.plan, CUT_OFF)
    assert (money.total().obligation, money.own_obligations()) == (40, 30)


def test_a_figure_leads_to_its_cell(cast: Cast):
    make_product(cast, "1")
    load(cast, {"PAGOS": " 403 "})
    (line,) = lines_of(None, cast.plan, CUT_OFF, project_code="BP-1")
    cell = line.cell("payment")
    assert (cell.filename, cell.row, cell.column, cell.cut_off) == (
        "ejecucion_2025_03.csv",
        2,
        "PAGOS (Z)",
        CUT_OFF,
    )
    assert [(one.left, one.right) for one in line.breaches] == [("obligation", "payment")]
    assert line.cut is not None
    assert cuts_of_line(line.line).get() == line.cut


def test_lines_may_be_asked_for_by_year_and_project(cast: Cast):
    first, second = make_line(cast), make_line(cast, code="2")
    make_line(cast, first.product, fiscal_year=2026)
    assert [one.line for one in lines_of(None, cast.plan, CUT_OFF, project=second.project)] == [second]
    assert [one.line for one in lines_of(None, cast.plan, CUT_OFF, fiscal_year=2026)] == []
    assert len(lines_of(None, cast.plan, date(2026, 1, 1), fiscal_year=2026)) == 1


def follow_up(cast: Cast, code: str, payment: int, registration: int = 600):
    product = Product.objects.filter(project__code=f"BP-{code}").first() or make_product(cast, code)
    activity = Activity.objects.create(product=product, code=f"BP-{code}-01", name="Formar")
    period = add_period(cast.plan, Period(2025, 1))
    record_follow_ups(
        period=period,
        activities=[
            ActivityFacts(
                activity=activity,
                initial=1_000,
                modified=1_000,
                executed=registration,
                obligated=400,
                paid=payment,
            )
        ],
        source="Cuadro",
        by=None,
        at=AT,
    )
    MatrixImport.objects.get_or_create(
        period=period, defaults={"rows": 1, "counts": {}, "money": {}, "imported_at": AT, "filename": "cuadro.xlsx"}
    )


def test_both_sources_side_by_side(cast: Cast):
    follow_up(cast, "1", 300)
    follow_up(cast, "2", 299, registration=590)
    follow_up(cast, "3", 1)
    load(
        cast,
        {},
        {"BP": "BP-2", "Programa Presupuestal": "BP-2-01"},
        {"BP": "BP-4", "Programa Presupuestal": "BP-4-01", "Nombre BP": "Solo aquí", "VIGENCIA": "Reserva"},
    )
    found = compare_sources(None, cast.plan, CUT_OFF)
    assert [(row.code, row.standing.value, row.differences) for row in found.rows] == [
        ("BP-1", "agrees", {}),
        ("BP-2", "differs", {"registration": 10, "payment": 1}),
        ("BP-3", "only_second", {}),
        ("BP-4", "only_first", {}),
    ]
    assert found.counts == {
        Standing.AGREES: 1,
        Standing.DIFFERS: 1,
        Standing.ONLY_FIRST: 1,
        Standing.ONLY_SECOND: 1,
    }
    assert (found.rows[3].name, found.rows[3].project) == ("Solo aquí", None)
    assert [one.payment for one in found.totals] == [900, 600]
    assert found.money[Standing.DIFFERS][0].payment == 300
    assert (found.differing["payment"], found.net["registration"], found.differing["initial"]) == (1, 10, 0)
    assert found.budget_import.filename == "ejecucion_2025_03.csv"
    assert found.matrix_import.filename == "cuadro.xlsx"
    without = compare_sources(None, cast.plan, CUT_OFF, current_only=True)
    assert [row.code for row in without.rows] == ["BP-1", "BP-2", "BP-3"]


def test_one_source_alone_is_compared_with_nothing(cast: Cast):
    make_product(cast, "1")
    load(cast)
    assert compare_sources(None, cast.plan, CUT_OFF) is None
    assert sources_of(None, cast.plan, CUT_OFF) == [MoneySource.BUDGET]


def test_the_plan_s_own_matrix_is_a_second_source(cast: Cast):
    follow_up(cast, "1", 300)
    money = money_of(None, cast.plan, CUT_OFF, MoneySource.MATRIX)
    total = money.total(2025)
    assert (total.initial, total.final, total.registration, total.obligation, total.payment) == (
        1_000,
        1_000,
        600,
        400,
        300,
    )
    assert (total.availability, total.additions) == (None, None)
    assert sources_of(None, cast.plan, CUT_OFF) == [MoneySource.MATRIX]


def test_money_at_risk_comes_first_where_it_is_most(cast: Cast):
    first, second, third = make_line(cast), make_line(cast, code="2", initial=9_000), make_line(cast, code="3")
    record_execution(
        plan=cast.plan,
        cut_off=CUT_OFF,
        figures=[
            LineExecution(first, 90, 90, 90, 0),
            LineExecution(second, 90, 90, 90, 0),
            LineExecution(third, 1_000, 1_000, 1_000, 0),
        ],
        by=cast.secretary,
        at=AT,
    )
    found = at_risk(money_of(None, cast.plan, CUT_OFF), 2025)
    assert [(one.project, one.pace.at_risk) for one in found] == [(second.project_id, 8_635), (first.project_id, 635)]


def test_years_in_the_pesos_of_one(cast: Cast):
    make_product(cast, "1")
    load(cast, {"TOTAL ACUMUL OBLIGAC": " 137.720 "}, name="ejecucion_2024_12.csv")
    load(cast, {"TOTAL ACUMUL OBLIGAC": " 500 "}, name="ejecucion_2025_03.csv")
    money = money_of(None, cast.plan, CUT_OFF)
    index = {2024: Decimal("137.72"), 2025: Decimal("144.88")}
    years = in_pesos_of(money, 2025, index)
    assert [(one.year, one.obligation) for one in years] == [(2024, 144_880), (2025, 500)]
    (project,) = money.projects
    assert real_by_project(money, 2025, index) == {project: Fraction(145_380)}
    assert real_by_project(money, 2025, {2025: Decimal(1)}) == {project: None}
    with pytest.raises(NotFound):
        price_series("nada")


def test_a_page_asks_as_much_for_one_project_as_for_many(cast: Cast):
    def ask() -> None:
        money = money_of(cast.secretary, cast.plan, CUT_OFF)
        money.by_node()
        money.by_territory()
        lines_of(cast.secretary, cast.plan, CUT_OFF)
        compare_sources(cast.secretary, cast.plan, CUT_OFF)

    follow_up(cast, "1", 1)
    load(cast, {"COMUNA": "COMUNA 7"})
    one = count_queries(ask)
    rows = [
        {"BP": f"BP-{code}", "Programa Presupuestal": f"BP-{code}-01", "Fondo": code, "COMUNA": f"COMUNA {code}"}
        for code in "12345"
    ]
    for code in "2345":
        follow_up(cast, code, 1)
    load(cast, *rows, name="ejecucion_2025_04.csv")
    BudgetLine.objects.filter(plan=cast.plan).exists()
    assert count_queries(ask) == one


def test_what_belongs_to_a_draft_of_others_is_not_found(cast: Cast):
    make_product(cast, "1")
    made = load(cast, {"PAGOS": " 403 "})
    assert list(budget_imports_of(None, cast.plan)) == [made]
    assert [finding.code for finding in budget_findings_of(None, made)] == ["chain-obligation"]
    assert list(budget_findings_of(None, made, code="other")) == []
    assert [finding["code"] for finding in kinds_of_budget_findings(None, made)] == ["chain-obligation"]
    assert [finding["code"] for finding in plain_budget_findings(None, made)] == ["chain-obligation"]
    line = BudgetLine.objects.get()
    cast.plan.state = PlanState.DRAFT
    cast.plan.save()
    stranger = make_person("Nadie", (Role.REPORTER, make_entity("nadie")))
    for look in (
        lambda: line_for(stranger, line.pk),
        lambda: line_for(stranger, 0),
        lambda: budget_import_for(stranger, made.pk),
        lambda: money_of(stranger, cast.plan, CUT_OFF),
        lambda: lines_of(stranger, cast.plan, CUT_OFF),
        lambda: compare_sources(stranger, cast.plan, CUT_OFF),
        lambda: modifications_of(stranger, cast.plan),
        lambda: contracts_of(stranger, cast.plan),
        lambda: contract_for(stranger, cast.plan, "BP-1", 1),
        lambda: contract_for(None, cast.plan, "BP-1", 0),
        lambda: needs_of(stranger, cast.plan, 2025),
        lambda: need_of(stranger, cast.plan, 2025, "BP-1"),
        lambda: projects_of(stranger, cast.plan),
        lambda: budget_imports_of(stranger, cast.plan),
        lambda: sources_of(stranger, cast.plan, CUT_OFF),
    ):
        with pytest.raises(NotFound):
            look()


def test_places_of_one_s_own_lines(cast: Cast):
    place = Territory.objects.create(code="07", name="Comuna 7", kind=TerritoryKind.COMUNA)
    line = make_line(cast, territory=place, vintage=Vintage.RESERVE)
    money = money_of(None, cast.plan, CUT_OFF)
    assert list(money.by_territory()) == [place.pk]
    assert list(money.by_vintage()) == ["reserve"]
    assert line_for(cast.secretary, line.pk).territory == place
