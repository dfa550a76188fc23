"""The real execution file of Cali and its three follow-up matrices: whole, to the peso, and side by side."""

import csv
import io
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.db.models import F

from concierta.budgets.enums import MoneySource, Vintage
from concierta.budgets.matrix import BudgetDraft, load_budget_profile, read_budget
from concierta.budgets.models import BudgetFinding, BudgetLine, ExecutionCut
from concierta.budgets.operations import load_budget
from concierta.budgets.queries import compare_sources, lines_of, money_of
from concierta.engines.finance import Standing
from concierta.installation.figures import COMPARISONS
from concierta.kernel.clock import now
from concierta.ledger.models import Event
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.models import ActivityFollowUp, Plan
from concierta.reporting.operations import import_matrix
from factories import count_queries

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "plans" / "cali"
_FILE = _FOLDER / "budget_execution_2025_03.csv"
CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
CUT_OFF = date(2025, 3, 31)
MATRIX = {
    "initial": "initial",
    "final": "modified",
    "registration": "executed",
    "obligation": "obligated",
    "payment": "paid",
}
#: field → header, as the file writes it; what is taken away has a minus there and none here.
COLUMNS = {
    "initial": "PPTO INICIAL",
    "reductions": "REDUCCIONES",
    "additions": "ADICIONES",
    "counter_credits": "CONTRACREDITOS",
    "credits": "CREDITOS",
    "final": "PPTO. MODIFICADO",
    "availability": "TOTAL ACUMULADO CDP",
    "registration": "TOTAL ACUMULADO RPC",
    "obligation": "TOTAL ACUMUL OBLIGAC",
    "payment": "PAGOS",
}


@pytest.fixture(scope="module")
def cells() -> list[dict[str, str]]:
    """The file with nothing but the standard library: rows by header, as text."""
    if not _FILE.is_file():
        pytest.skip(f"the public data files are not in {_FOLDER}")
    rows = list(csv.reader(io.StringIO(_FILE.read_bytes().decode("utf-8-sig")), delimiter=";"))
    headers = [header.strip() for header in rows[0]]
    return [dict(zip(headers, map(str.strip, row), strict=True)) for row in rows[1:]]


def pesos(cell: str) -> int:
    return 0 if cell == "-" else abs(int(cell.replace(".", "")))


def naive(cells: list[dict[str, str]], *by: str) -> dict[tuple[str, ...], dict[str, int]]:
    """Sums of the cells by the values of some headers."""
    sums: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for row in cells:
        for name, header in COLUMNS.items():
            sums[tuple(row[one] for one in by)][name] += pesos(row[header])
    return dict(sums)


@pytest.fixture(scope="module")
def draft(cells) -> BudgetDraft:
    return read_budget(_FILE, profile=load_budget_profile("cali-ejecucion"))


@pytest.fixture(scope="module")
def cali(django_db_setup, django_db_blocker, draft):
    """The plan with its three matrices and its execution file; rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        profile = load_profile("cuadro-1s")
        for name in CUTS:
            import_matrix(
                plan="cali", draft=read_matrix(_FOLDER / name, profile=profile, filename=name), by=None, at=now()
            )
        plan = Plan.objects.get()
        load_budget(plan=plan, draft=draft, by=None, at=now())
        yield plan
        transaction.set_rollback(True)


@pytest.fixture
def open_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_the_file_is_read_whole(cells, draft: BudgetDraft):
    assert len(draft.lines) == len(cells) == 3514
    assert len({line.key for line in draft.lines}) == 3514
    assert (draft.counts["projects"], draft.counts["entities"], draft.counts["funding_sources"]) == (610, 27, 204)


def test_every_column_equals_the_sum_of_its_cells(cells, draft: BudgetDraft):
    (whole,) = naive(cells).values()
    assert {name: draft.money[name] for name in COLUMNS} == whole
    assert whole["obligation"] == 845_551_491_335


def test_the_one_line_that_contradicts_itself_is_kept_and_told(draft: BudgetDraft):
    told = [finding for finding in draft.findings if finding.code.startswith(("chain", "identity", "negative"))]
    (finding,) = told
    assert (finding.code, finding.row) == ("chain-obligation", 678)
    assert [line.project_code for line in draft.lines if line.row == finding.row] == ["BP26005349"]
    line = next(line for line in draft.lines if line.row == 678)
    assert line.stages.payment - line.stages.obligation == 3


def test_credits_and_counter_credits_of_the_city_cancel(draft: BudgetDraft):
    assert draft.money["credits"] == draft.money["counter_credits"] == 54_419_187_142


@pytest.mark.usefixtures("open_database")
class TestInTheDatabase:
    @pytest.mark.parametrize("name", COMPARISONS)
    def test_every_figure_is_as_the_acts_of_its_files_say(self, cali: Plan, name: str):
        made = COMPARISONS[name]()
        assert (made.differences, made.not_compared) == ([], [])

    def test_a_peso_changed_by_hand_in_3514_lines_names_its_project(self, cali: Plan):
        changed = ExecutionCut.objects.filter(row=678)
        changed.update(payment=F("payment") - 3)
        try:
            (problem,) = COMPARISONS["El presupuesto y su ejecución"]().differences
            assert problem.endswith(" en BP26005349.")
        finally:
            changed.update(payment=F("payment") + 3)

    def test_totals_are_those_of_the_cells(self, cali: Plan, cells):
        (whole,) = naive(cells).values()
        total = money_of(None, cali, CUT_OFF).total(2025)
        assert {name: getattr(total, name) for name in COLUMNS} == whole

    @pytest.mark.parametrize(
        ("header", "method", "code"),
        [
            ("Centro Gestor", "by_entity", lambda money, pk: money.entities[pk].code),
            ("BP", "by_project", lambda money, pk: money.projects[pk].code),
            ("Fondo", "by_funding_source", lambda money, pk: money.funding_sources[pk].code),
        ],
    )
    def test_each_sum_is_that_of_its_cells(self, cali: Plan, cells, header, method, code):
        money = money_of(None, cali, CUT_OFF)
        ours = {code(money, pk): stages for pk, stages in getattr(money, method)(2025).items()}
        expected = naive(cells, header)
        assert {(key,) for key in ours} >= set(expected)
        for (key,), sums in expected.items():
            assert {name: getattr(ours[key], name) for name in COLUMNS} == sums, key

    def test_every_tier_of_the_plan_is_the_sum_of_the_cells_of_its_projects(self, cali: Plan, cells):
        by_code = naive(cells, "BP")
        money = money_of(None, cali, CUT_OFF)
        expected: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
        for project in money.projects.values():
            node = money.nodes[project.node_id]
            while (project.code,) in by_code:
                for name in COLUMNS:
                    expected[node.pk][name] += by_code[project.code,][name]
                if node.parent_id is None:
                    break
                node = money.nodes[node.parent_id]
        ours = {pk: {name: getattr(one, name) for name in COLUMNS} for pk, one in money.by_node(2025).items()}
        assert ours == dict(expected)
        assert {money.nodes[pk].tier.depth for pk in ours} == {1, 2, 3}

    def test_a_project_that_the_budget_places_elsewhere_is_told(self, cali: Plan, cells):
        """Its money is counted where the plan has it, so that a tier is the sum of its projects."""
        placed = dict(cali.projects.values_list("code", "node__code"))
        elsewhere = {(row["BP"], row["Programa"]) for row in cells if row["Programa"] != placed[row["BP"]]}
        told = BudgetFinding.objects.filter(code="node-differs").values_list("project_code", "value")
        assert set(told) == elsewhere != set()

    def test_territories_are_those_of_the_cells(self, cali: Plan, cells):
        money = money_of(None, cali, CUT_OFF)
        expected = naive(cells, "COMUNA")
        ours = {
            "SANTIAGO DE CALI" if pk is None else money.territories[pk].name.upper(): stages.payment
            for pk, stages in money.by_territory(2025).items()
        }
        fold = str.maketrans("ÁÉÍÓÚ", "AEIOU")
        assert {name.translate(fold): paid for name, paid in ours.items()} == {
            name.translate(fold): sums["payment"] for (name,), sums in expected.items()
        }

    def test_almost_every_line_finds_its_activity_in_the_plan(self, cali: Plan):
        assert BudgetLine.objects.filter(project=None).count() == 0
        assert BudgetLine.objects.filter(activity=None).count() <= 10
        assert not BudgetFinding.objects.filter(code="project-not-in-plan").exists()

    def test_the_money_columns_of_the_three_matrices_are_the_second_source(self, cali: Plan):
        for cut_off in (date(2024, 9, 30), date(2024, 12, 31), CUT_OFF):
            money = money_of(None, cali, cut_off, MoneySource.MATRIX)
            facts = ActivityFollowUp.objects.filter(period__cut_off=cut_off)
            total = money.total(cut_off.year)
            for name, column in MATRIX.items():
                assert getattr(total, name) == sum(facts.exclude(**{column: None}).values_list(column, flat=True))

    def test_both_sources_agree_on_all_but_one_project_once_reserves_are_left_out(self, cali: Plan):
        whole = compare_sources(None, cali, CUT_OFF)
        assert whole.counts == {
            Standing.AGREES: 532,
            Standing.DIFFERS: 27,
            Standing.ONLY_FIRST: 51,
            Standing.ONLY_SECOND: 0,
        }
        current = compare_sources(None, cali, CUT_OFF, current_only=True)
        assert current.counts[Standing.AGREES] == 558
        (row,) = [row for row in current.rows if row.standing is Standing.DIFFERS]
        assert row.differences == {"initial": -53_200_000, "final": -53_200_000}

    def test_every_difference_is_that_of_the_two_files(self, cali: Plan, cells):
        matrix = defaultdict(lambda: dict.fromkeys(MATRIX, 0))
        rows = ActivityFollowUp.objects.filter(period__cut_off=CUT_OFF).values_list(
            "activity__product__project__code", *MATRIX.values()
        )
        for code, *values in rows:
            for name, value in zip(MATRIX, values, strict=True):
                matrix[code][name] += value or 0
        budget = {code: sums for (code,), sums in naive(cells, "BP").items()}
        for row in compare_sources(None, cali, CUT_OFF).rows:
            if row.standing in (Standing.AGREES, Standing.DIFFERS):
                expected = {
                    name: budget[row.code][name] - matrix[row.code][name]
                    for name in MATRIX
                    if budget[row.code][name] != matrix[row.code][name]
                }
                assert row.differences == expected

    def test_reserves_are_told_apart(self, cali: Plan, cells):
        reserves = [row for row in cells if row["VIGENCIA"] == "Reserva"]
        (expected,) = naive(reserves).values()
        found = money_of(None, cali, CUT_OFF).by_vintage(2025)[Vintage.RESERVE]
        assert {name: getattr(found, name) for name in COLUMNS} == expected

    def test_every_figure_is_where_its_cell_says(self, cali: Plan, cells):
        for line in lines_of(None, cali, CUT_OFF, fiscal_year=2025)[::97]:
            cell = line.cell("obligation")
            assert (cell.filename, cell.column) == (_FILE.name, "TOTAL ACUMUL OBLIGAC (AH)")
            assert pesos(cells[cell.row - 2]["TOTAL ACUMUL OBLIGAC"]) == line.stages.obligation

    def test_one_event_and_again_nothing(self, cali: Plan, draft: BudgetDraft):
        body = json.loads(Event.objects.get(kind="budget.imported").payload)["body"]
        assert (body["sha256"], body["money"]["payment"]) == (draft.sha256, "794841429120")
        assert load_budget(plan=cali, draft=draft, by=None, at=now()).status == "unchanged"
        assert ExecutionCut.objects.count() == 3514

    def test_pages_ask_few_questions(self, cali: Plan):
        assert count_queries(lambda: money_of(None, cali, CUT_OFF)) <= 9
        assert count_queries(lambda: compare_sources(None, cali, CUT_OFF)) <= 9


def test_the_command_loads_it_and_says_how_the_sources_stand(db: None, cells):
    from concierta.installation.cli.importing import command

    # A plan of its own: in another order of the tests "cali" has this file already.
    import_matrix(
        plan="otra",
        draft=read_matrix(_FOLDER / CUTS[2], profile=load_profile("cuadro-1s"), filename=CUTS[2]),
        by=None,
        at=now(),
    )
    told = CliRunner().invoke(command, ["budget", str(_FILE), "--plan", "otra", "--json"], catch_exceptions=False)
    answer = json.loads(told.output)
    assert (answer["status"], answer["lines"], answer["cut_off"]) == ("loaded", 3514, "2025-03-31")
    assert answer["money"]["obligation"] == 845_551_491_335
    assert answer["sources"]["without_reserves"]["agrees"] == 558
    # Without the matrices of 2024, the projects that only have reserves are not in the plan.
    assert sum(finding["code"] == "project-not-in-plan" for finding in answer["findings"]) == 51
