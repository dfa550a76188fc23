from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.plans.matrix import MatrixDraft
from concierta.plans.matrix.draft import (
    ActivityDraft,
    EntityDraft,
    GoalDraft,
    MoneyDraft,
    NodeDraft,
    ProductDraft,
    ProjectDraft,
)

Read = Callable[..., MatrixDraft]
Row = Callable[..., dict[str, Any]]
Told = Callable[[MatrixDraft, str], list[tuple[int, str, str, str]]]


def test_one_row_makes_one_of_each(read: Read, make_row: Row) -> None:
    plan = read([make_row()]).plan
    assert [(tier.level, tier.name) for tier in plan.tiers] == [(1, "Propósito"), (2, "Reto"), (3, "Programa")]
    assert plan.entities == [EntityDraft("4171", "Secretaría de Desarrollo Económico", ["Fomento"])]
    assert plan.nodes == [
        NodeDraft(1, "61", "Cali Reconciliada", None),
        NodeDraft(2, "6102", "Oportunidades", "61"),
        NodeDraft(3, "6102002", "Desarrollo productivo", "6102"),
    ]
    assert plan.projects == [
        ProjectDraft(
            code="BP26000001",
            bpin="2024760010001",
            name="Fortalecimiento del empleo",
            entity="4171",
            unit="Fomento",
            node="6102002",
        )
    ]
    assert plan.products == [
        ProductDraft(
            key="BP26000001/3602018",
            project="BP26000001",
            code="3602018",
            name="Servicio de formación para el trabajo",
            weight=Decimal(1),
            goal_code="61020020001",
            goal_name="Personas formadas",
            indicative_programmed=Decimal(100),
            programmed=Decimal(100),
            goals=(GoalDraft("61020020001", "Personas formadas", Decimal(100)),),
        )
    ]
    assert plan.activities == [
        ActivityDraft(
            key="BP26000001/3602018/BP260000011010101",
            product="BP26000001/3602018",
            code="BP260000011010101",
            occurrence=1,
            name="Formar personas",
            weight=Decimal(1),
            territory=None,
            starts_on=date(2024, 2, 1),
            ends_on=date(2024, 12, 31),
            unit="Fomento",
            row=3,
            goal="61020020001",
            indicator_variable=None,
        )
    ]
    assert plan.activity_followups[0].money == MoneyDraft(1_000, 900, 800, 700, 600)
    assert plan.activity_followups[0].explanation == "Se formaron 50 personas"


def test_the_same_file_gives_the_same_draft(read: Read, make_row: Row, make_book: Callable[..., bytes]) -> None:
    data = make_book([make_row(), make_row(Comuna="COMUNA 3")])
    assert read(data) == read(data)


def test_two_rows_with_one_code_are_two_activities_and_all_their_money(
    read: Read, make_row: Row, findings_of: Told
) -> None:
    draft = read([make_row(Pagos=1), make_row(Pagos=2)])
    assert [(a.key, a.occurrence) for a in draft.plan.activities] == [
        ("BP26000001/3602018/BP260000011010101", 1),
        ("BP26000001/3602018/BP260000011010101#2", 2),
    ]
    assert draft.money.paid == 3
    assert [row for row, *_rest in findings_of(draft, "activity-repeated")] == [4]


def test_the_most_repeated_value_stays_and_the_others_are_told(read: Read, make_row: Row, findings_of: Told) -> None:
    rows = [make_row(Cód_Actividad=f"A{n}", Nombre_BP=name) for n, name in enumerate(("Uno", "Dos", "Dos", "Tres"))]
    draft = read(rows)
    assert draft.plan.projects[0].name == "Dos"
    assert findings_of(draft, "values-disagree") == [
        (3, "Nombre BP (J)", "Uno", "Dos (≠ 3)"),
        (6, "Nombre BP (J)", "Tres", "Dos (≠ 6)"),
    ]


def test_a_blank_among_values_is_not_a_disagreement(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read([make_row(Cód_Actividad="A1", Cód_BPIN=None), make_row(Cód_Actividad="A2")])
    assert draft.plan.projects[0].bpin == "2024760010001"
    assert findings_of(draft, "values-disagree") == []


def test_different_explanations_of_one_product_are_joined(read: Read, make_row: Row, findings_of: Told) -> None:
    rows = [
        make_row(Cód_Actividad=f"A{n}", Explicación_Producto_Trim_III=text) for n, text in enumerate(("b", "a", "b"))
    ]
    draft = read(rows)
    assert draft.plan.product_followups[0].explanation == "b\n\na"
    assert findings_of(draft, "explanations-joined") == [(4, "Explicación Producto Trim III (AK)", "a", "2")]


def test_a_product_that_serves_two_goals_is_one_product(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read(
        [
            make_row(Cód_Actividad="A1", Meta_PD=61020020009, Programación=7),
            make_row(Cód_Actividad="A2", Meta_PD="61020020001", Programación=5),
        ]
    )
    assert [product.goals for product in draft.plan.products] == [
        (
            GoalDraft("61020020001", "Personas formadas", Decimal(5)),
            GoalDraft("61020020009", "Personas formadas", Decimal(7)),
        )
    ]
    assert draft.plan.products[0].goal_code == "61020020001"
    assert [activity.goal for activity in draft.plan.activities] == ["61020020009", "61020020001"]
    assert len(findings_of(draft, "several-goals")) == 1


def test_a_goal_code_as_text_and_as_number_is_one_goal(read: Read, make_row: Row) -> None:
    draft = read([make_row(Cód_Actividad="A1"), make_row(Cód_Actividad="A2", Meta_PD="61020020001")])
    assert [goal.code for goal in draft.plan.products[0].goals] == ["61020020001"]


def test_blank_is_not_reported_and_never_zero(read: Read, make_row: Row) -> None:
    draft = read(
        [
            make_row(Cód_Actividad="A1"),
            make_row(
                **{
                    "Cód_Actividad": "A2",
                    "Cód_Producto": 3602019,
                    "%_de_Avance_Actividad_Trimestre_III": None,
                    "Ejecución_Fisica_Trimestre_III": None,
                    "Pagos": None,
                    "Cantidad": "NP",
                }
            ),
        ]
    )
    activity, product = draft.plan.activity_followups[1], draft.plan.product_followups[1]
    assert activity.progress is None
    assert activity.money is not None
    assert activity.money.paid is None
    assert product.executed is None
    assert draft.plan.products[1].programmed is None
    assert draft.money.paid == 600


def test_a_row_without_project_is_told_and_set_aside(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read([make_row(), make_row(Cód_BP=None, Nombre_BP=None, Pagos=5), {}, make_row(Cód_Actividad="A2")])
    assert [activity.row for activity in draft.plan.activities] == [3, 6]
    (finding,) = findings_of(draft, "row-unplaced")
    assert finding[0] == 4
    assert "Formar personas" in finding[2]


def test_a_project_without_code_gets_one_from_its_name(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read([make_row(Cód_BP="N/A")])
    assert [project.code for project in draft.plan.projects] == ["fortalecimiento-del-empleo"]
    assert findings_of(draft, "code-missing") == [(3, "Cód BP (I)", "N/A", "fortalecimiento-del-empleo")]


def test_money_out_of_order_and_dates_reversed_are_kept_and_told(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read([make_row(Pagos=750, Fecha_Fin=date(2024, 1, 1))])
    assert draft.plan.activity_followups[0].money == MoneyDraft(1_000, 900, 800, 700, 750)
    assert findings_of(draft, "money-order") == [(3, "Pagos (AV)", "750", "700")]
    assert findings_of(draft, "dates-reversed") == [(3, "Fecha Fin (AX)", "2024-01-01", "2024-02-01")]


def test_a_finding_says_where_what_and_what_was_done(read: Read, make_row: Row) -> None:
    draft = read([make_row(Fecha_Fin="31/1272024")])
    assert [finding.as_dict() for finding in draft.findings] == [
        {
            "sheet": "MEDE01.03.01.P01.F05",
            "row": 3,
            "column": "Fecha Fin (AX)",
            "value": "31/1272024",
            "action": "se dejó sin dato",
            "code": "not-a-date",
            "message": "No es una fecha que se pueda leer.",
        }
    ]


def test_np_is_said_and_a_blank_is_not(read: Read, make_row: Row) -> None:
    said = {cell: read([make_row(Cantidad_Programada=cell)]).plan.products[0] for cell in ("NP", " np ", "-", None, 0)}
    assert {cell: (product.programmed, product.not_programmed) for cell, product in said.items()} == {
        "NP": (None, True),
        " np ": (None, True),
        "-": (None, False),
        None: (None, False),
        0: (Decimal(0), False),
    }


def test_np_in_one_row_of_a_product_is_said_of_the_product(read: Read, make_row: Row, findings_of: Told) -> None:
    rows = [
        make_row(Cód_Actividad="A1", Cantidad_Programada=None),
        make_row(Cód_Actividad="A2", Cantidad_Programada="NP"),
    ]
    draft = read(rows)
    assert [product.not_programmed for product in draft.plan.products] == [True]
    assert findings_of(draft, "values-disagree") == []


def test_np_beside_a_quantity_gives_way_and_is_told(read: Read, make_row: Row, findings_of: Told) -> None:
    rows = [make_row(Cód_Actividad="A1", Cantidad_Programada="NP"), make_row(Cód_Actividad="A2", Cantidad_Programada=7)]
    draft = read(rows)
    assert [(p.programmed, p.not_programmed) for p in draft.plan.products] == [(Decimal(7), False)]
    assert [(row, value, kept) for row, _, value, kept in findings_of(draft, "values-disagree")] == [(3, "NP", "7")]
