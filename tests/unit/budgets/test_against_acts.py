"""Pesos and means changed behind the program's back are told apart from what their acts say, row by row."""

import json
from datetime import date
from decimal import Decimal

import pytest

from concierta.budgets.enums import ActType, DeliveryMethod, DeliveryOutcome, Effect, ModificationKind, Stage
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.models import BudgetLine
from concierta.budgets.operations import (
    Figure,
    LineChange,
    LineExecution,
    keep_price_index,
    link_contract,
    load_budget,
    record_disbursement,
    record_execution,
    record_modification,
    state_need,
    unlink_contract,
    verify_delivery,
    withdraw_contribution,
    withdraw_execution,
)
from concierta.budgets.queries.against_acts import means_against_acts, money_against_acts
from concierta.ledger.models import Event
from factories import Cast
from factories.against_acts import in_sql, said_after
from factories.cast import make_product
from factories.means import M, advisers, declared, offered, sought, walked
from factories.money import AT, CUT_OFF, execution_file, make_line
from factories.queries import count_queries

MARCH = date(2025, 3, 15)


def modify(cast: Cast, line: BudgetLine, number: str = "0012") -> None:
    record_modification(
        plan=cast.plan,
        fiscal_year=2025,
        kind=ModificationKind.ADDITION,
        act_type=ActType.DECREE,
        act_number=number,
        act_date=MARCH,
        changes=[LineChange(line, Effect.ADDITION, 500)],
        by=cast.secretary,
        at=AT,
    )


def spend(cast: Cast, *lines: BudgetLine) -> None:
    figures = [LineExecution(line, 800, 600, 400, 300) for line in lines]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=figures, by=cast.secretary, at=AT)


def load(cast: Cast, *rows: dict[str, str], **options: object) -> None:
    content = execution_file(*rows)
    draft = read_budget(content, profile=load_budget_profile("cali-ejecucion"), filename="ejecucion_2025_03.csv")
    load_budget(plan=cast.plan, draft=draft, by=None, at=AT, **options)


@pytest.fixture
def money(cast: Cast) -> Cast:
    """One of everything that has pesos and is kept by hand."""
    line, other = make_line(cast), make_line(cast, code="2", initial=1_200)
    modify(cast, line)
    spend(cast, line, other)
    state_need(project=line.project, fiscal_year=2025, amount=9_000, source="Planeación", by=cast.secretary, at=AT)
    for process in ("CO1.1", "CO1.2"):
        contract = link_contract(
            project=line.project, process_id=process, url="https://secop.example/1", value=700, by=cast.secretary, at=AT
        )
    unlink_contract(contract=contract, reason="Era de otro proyecto.", by=cast.secretary, at=AT)
    points = {2024: Decimal("144.88"), 2025: Decimal("152.1")}
    keep_price_index(slug="ipc", name="IPC", base="2018", source="DANE", points=points, by=None, at=AT)
    return cast


@pytest.fixture
def means(cast: Cast) -> Cast:
    """A contribution taken back, one in kind, one with a checked delivery, and a request with two disbursements."""
    withdraw_contribution(contribution=offered(cast), reason="No hubo convenio.", by=cast.outsider, at=AT)
    advisers(cast)
    verify_delivery(
        delivery=declared(cast),
        outcome=DeliveryOutcome.ADJUSTED,
        verified_amount=90 * M,
        method=DeliveryMethod.DOCUMENTS,
        reason="Faltan soportes.",
        by=cast.verifier,
        at=AT,
    )
    walked(cast, sought(cast), Stage.DISBURSED)
    record_disbursement(
        opportunity=cast.plan.opportunities.get(),
        disbursed=Figure(Decimal(100 * M)),
        on=date(2025, 4, 1),
        by=cast.reporter,
        at=AT,
    )
    return cast


def test_what_the_acts_left_is_what_is_there(money: Cast, means: Cast) -> None:
    for compare in (money_against_acts, means_against_acts):
        comparison = compare()
        assert (comparison.differences, comparison.not_compared) == ([], [])
        assert comparison.rows > 0


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE budgets_budgetline SET initial = 1001 WHERE initial = 1000",
            "La línea =BP-1|1|||121000||current de 2025",
        ),
        ("UPDATE budgets_modification SET increase = 600", "El acto presupuestal 0012 del 2025-03-15"),
        ("UPDATE budgets_modificationline SET amount = 600", "El acto presupuestal 0012 del 2025-03-15"),
        ("UPDATE budgets_executioncut SET payment = 299 WHERE initial = 1200", "en =BP-2|2|||121000||current."),
        ("DELETE FROM budgets_executioncut WHERE initial = 1200", "en =BP-2|2|||121000||current."),
        ("DELETE FROM budgets_executioncut", "La ejecución de cali al 2025-03-31: lo registró el acto"),
        ("UPDATE budgets_projectneed SET amount = 1", "Lo que costaría BP-1 en 2025"),
        ("UPDATE budgets_contract SET value = 7", "El contrato CO1.1 de BP-1"),
        ("DELETE FROM budgets_contract", "El contrato CO1.1 de BP-1: lo registró el acto"),
        (
            "UPDATE budgets_pricepoint SET value = 150 WHERE year = 2025",
            "El índice ipc: en la base de datos los valores",
        ),
        ("DELETE FROM budgets_pricepoint WHERE year = 2025", "El índice ipc"),
    ],
)
def test_each_kind_of_peso_changed_by_hand_is_named(money: Cast, statement: str, named: str) -> None:
    (problem,) = said_after(money_against_acts, in_sql(statement))
    assert named in problem
    assert "acto " in problem


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE budgets_contribution SET amount = amount + 1 WHERE state = 'standing'", "el valor es 400000001"),
        ("UPDATE budgets_contribution SET quantity = 3 WHERE quantity IS NOT NULL", "la cantidad es 3"),
        ("UPDATE budgets_contribution SET description = 'Otra cosa' WHERE quantity IS NOT NULL", "«description»"),
        (
            "UPDATE budgets_contribution SET state = 'standing', withdrawal_reason = '' WHERE state = 'withdrawn'",
            "es standing",
        ),
        ("UPDATE budgets_delivery SET amount = 99000000", "el valor es 99000000"),
        ("UPDATE budgets_delivery SET verified_amount = 95000000", "el valor verificado es 95000000"),
        ("UPDATE budgets_delivery SET delivered_on = '2025-02-28'", "la fecha de entrega es 2025-02-28"),
        (
            "UPDATE budgets_opportunity SET state = 'reported_back'",
            "La gestión G-01 de cali: en la base de datos el estado",
        ),
        ("UPDATE budgets_opportunity SET funder = 'Otro ministerio'", "«funder» es Otro ministerio"),
        (
            "UPDATE budgets_opportunityamount SET amount = 700000000, pesos = 700000000 WHERE kind = 'approved'",
            "«approved» es amount: 700000000",
        ),
    ],
)
def test_each_kind_of_means_changed_by_hand_is_named(means: Cast, statement: str, named: str) -> None:
    problems = said_after(means_against_acts, in_sql(statement))
    assert named in problems[0]
    assert "acto " in problems[0]


def test_a_disbursement_changed_by_hand_is_named_as_it_was_and_as_it_is(means: Cast) -> None:
    was, now = said_after(
        means_against_acts,
        in_sql("UPDATE budgets_opportunityamount SET amount = 1, pesos = 1 WHERE pesos = 250000000"),
    )
    assert "el desembolso de 250000000 COP, 250000000 pesos, el 2025-03-20 que registró el acto" in was
    assert now.endswith("1 COP, 1 pesos, el 2025-03-20: está en la base de datos y ningún acto lo registró.")


def test_a_line_and_a_contribution_put_in_by_hand_have_no_act(money: Cast) -> None:
    line = BudgetLine.objects.first()
    line.pk, line.key = None, "=otra"
    line.save()
    (problem,) = money_against_acts().differences
    assert problem == "La línea =otra de 2025: está en la base de datos y ningún acto lo registró."


def test_a_cut_withdrawn_and_recorded_again_is_no_difference(money: Cast) -> None:
    withdraw_execution(plan=money.plan, cut_off=CUT_OFF, reason="Faltaba un acto.", by=money.secretary, at=AT)
    spend(money, BudgetLine.objects.first())
    spend(money, BudgetLine.objects.last())
    comparison = money_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])


@pytest.mark.parametrize("column", ["obligation", "payment", "final", "row"])
def test_a_figure_read_from_a_file_and_changed_by_hand_names_its_project(cast: Cast, column: str) -> None:
    make_product(cast, "1")
    load(cast, {}, {"BP": "BP-7", "Nombre BP": "Otro"})
    assert money_against_acts().differences == []
    statement = (
        f"UPDATE budgets_executioncut SET {column} = {column} + 1 "
        "WHERE line_id = (SELECT id FROM budgets_budgetline WHERE project_code = 'BP-7')"
    )
    (problem,) = said_after(money_against_acts, in_sql(statement))
    assert problem.endswith("en BP-7.")
    assert "El archivo de ejecución de cali al 2025-03-31: lo que se leyó no es lo que registró el acto" in problem


def test_a_line_of_a_file_moved_to_another_project_names_it(cast: Cast) -> None:
    load(cast)
    (problem,) = said_after(money_against_acts, in_sql("UPDATE budgets_budgetline SET initial = 2000"))
    assert problem.endswith("en BP-1.")


def test_an_act_from_before_digests_is_compared_by_its_sums_and_says_so(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("concierta.budgets.operations.load.told_digests", lambda found: {})
    load(cast)
    comparison = money_against_acts()
    assert comparison.differences == []
    assert [note.split(": ")[0] for note in comparison.not_compared] == [
        "El archivo de ejecución de cali al 2025-03-31"
    ]
    (problem,) = said_after(money_against_acts, in_sql("UPDATE budgets_executioncut SET payment = 299"))
    assert problem.endswith("(payment).")


def test_the_body_of_an_old_act_stays_readable(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("concierta.budgets.operations.execute.told_digests", lambda found: {})
    spend(cast, make_line(cast))
    assert "facts_sha256" not in json.loads(Event.objects.last().payload)["body"]
    comparison = money_against_acts()
    assert comparison.differences == []
    assert len(comparison.not_compared) == 1


def test_more_rows_ask_no_more_queries(money: Cast, means: Cast) -> None:
    few = count_queries(money_against_acts), count_queries(means_against_acts)
    for number in range(3, 6):
        modify(money, make_line(money, code=str(number)), number=f"00{number}")
        declared(money)
        sought(money, f"G-0{number}")
    assert (count_queries(money_against_acts), count_queries(means_against_acts)) == few
