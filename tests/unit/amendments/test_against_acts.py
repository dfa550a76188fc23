"""A target, a weight, an amendment or a measure changed behind the program's back is named with its act."""

import json
from decimal import Decimal

import pytest

from concierta.amendments.enums import ChangeField, MeasureState, SubjectKind
from concierta.amendments.operations import evaluate_measure, reject_amendment, revise_amendment
from concierta.amendments.queries.against_acts import amendments_against_acts, targets_against_acts
from concierta.engines.achievement import Accumulation
from concierta.indicators.models import Target
from concierta.indicators.operations import define_indicator, set_target
from concierta.ledger.models import Event
from concierta.ledger.operations import record_event
from concierta.plans.models import Plan, Product
from concierta.plans.operations import define_activity, set_weight
from concierta.plans.schema import ActivityDescription
from concierta.reporting.operations import import_matrix
from factories import AT
from factories.against_acts import in_sql, said_after
from factories.amendments import (
    DECIDED_AT,
    AmendableCast,
    addition,
    adopted_amendment,
    adopted_measure,
    amendable_plan,
    change,
    closing,
    decision_for_measure,
    proposed_amendment,
    weigh,
)
from factories.matrices import Line, make_draft
from factories.plans import Drafting, make_drafting
from factories.queries import count_queries

TARGETS, WEIGHT = "indicators_target", "weight"


@pytest.fixture
def drafting(db: None) -> Drafting:
    """Weights of every kind of part, and an indicator with a target of a year, one of a quarter and one that is NP."""
    comparison = make_drafting()
    by = {"by": comparison.secretary, "at": AT}
    activity = define_activity(
        product=comparison.product,
        code="01",
        described=ActivityDescription(name="Jornadas", weight=Decimal("0.5")),
        **by,
    )
    define_activity(
        product=comparison.product,
        code="01",
        occurrence=2,
        described=ActivityDescription(name="Jornadas", weight=Decimal("0.5")),
        **by,
    )
    set_weight(of=activity, weight=Decimal("0.4"), **by)
    indicator = define_indicator(
        plan=comparison.plan,
        code="R-01",
        name="Personas",
        unit="personas",
        node=comparison.node,
        accumulation=Accumulation.CAPACITY,
        baseline=Decimal(10),
        reporter=comparison.desarrollo,
        reviewer=None,
        verifier=None,
        presenter=None,
        **by,
    )
    for year, quarter, value in ((2024, None, 100), (2025, 2, 60), (2026, None, None)):
        set_target(indicator=indicator, year=year, quarter=quarter, value=value and Decimal(value), **by)
    set_target(indicator=indicator, year=2024, value=Decimal(120), **by)
    return comparison


@pytest.fixture
def cast(db: None) -> AmendableCast:
    return amendable_plan()


def test_what_was_defined_is_what_is_there(drafting: Drafting) -> None:
    comparison = targets_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        (
            f"UPDATE {TARGETS} SET value = 90 WHERE year = 2024",
            "Meta 2024 · indicador R-01 (cali): en la base de datos la meta es 90 y el acto ",
        ),
        (
            f"UPDATE {TARGETS} SET value = 0 WHERE value IS NULL",
            "Meta 2026 · indicador R-01 (cali): en la base de datos",
        ),
        (f"UPDATE {TARGETS} SET value = NULL WHERE quarter = 2", "Meta 2025-T2 · indicador R-01 (cali): en la base"),
        (f"DELETE FROM {TARGETS} WHERE quarter = 2", "Meta 2025-T2 · indicador R-01 (cali): lo registró el acto "),
        (
            "UPDATE indicators_indicator SET baseline = 11",
            "Línea base · indicador R-01 (cali): en la base de datos la línea base es 11 y el acto ",
        ),
        (
            "UPDATE indicators_indicator SET accumulation = 'stock'",
            "Tipo de acumulación · indicador R-01 (cali): en la base de datos la acumulación es stock y el acto ",
        ),
        (
            "UPDATE plans_node SET weight = 0.9",
            "Peso · parte del plan eje/1 (cali): en la base de datos el peso es 0.9",
        ),
        ("UPDATE plans_project SET weight = 0.9", "Peso · proyecto BP1 (cali): en la base de datos el peso es 0.9 y"),
        (
            "UPDATE plans_product SET weight = 0.9",
            "Peso · producto BP1/P1 (cali): en la base de datos el peso es 0.9 y",
        ),
        (
            "UPDATE plans_activity SET weight = 0.9 WHERE occurrence = 2",
            "Peso · actividad BP1/P1/01/2 (cali): en la base de datos el peso es 0.9 y el acto ",
        ),
        ("UPDATE plans_project SET closed_on = '2025-01-01'", "Se cierra · proyecto BP1 (cali), la fecha de cierre de"),
    ],
)
def test_each_figure_of_a_plan_changed_by_hand_is_named(drafting: Drafting, statement: str, recorded: str) -> None:
    (problem,) = said_after(targets_against_acts, in_sql(statement))
    assert problem.startswith(recorded)


def test_a_target_put_in_by_hand_has_no_act(drafting: Drafting) -> None:
    Target.objects.create(indicator=drafting.plan.indicators.get(), year=2027, value=5)
    assert targets_against_acts().differences == [
        "Meta 2027 · indicador R-01 (cali), la meta de 5: está en la base de datos y ningún acto lo registró."
    ]


def test_an_act_of_before_that_does_not_say_of_which_part_is_not_guessed(drafting: Drafting) -> None:
    """Two activities went by "01": an act of the older form says only that."""
    body = {"before": "0.4", "after": "0.3"}
    record_event(kind="plan.weight_set", subject="cali/01", plan="cali", body=body, by=None, entity=None, at=AT)
    comparison = targets_against_acts()
    assert comparison.differences == []
    assert comparison.not_compared == ["El plan cali: 2 pesos, porque el acto que los fijó no dice de qué parte son."]


# ── With official files ──────────────────────────────────────────────────────


def loaded(*labels: str, **fields: object) -> Plan:
    for label in labels:
        import_matrix(plan="cali", draft=make_draft(label, Line(**fields)), by=None, at=AT)
    return Plan.objects.get(slug="cali")


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        (
            f"UPDATE {TARGETS} SET value = 7",
            "en la base de datos la meta es 7; ningún acto lo dice, y los archivos cargados dicen 120.",
        ),
        (
            "UPDATE plans_product SET weight = 0.9",
            "en la base de datos el peso es 0.9; ningún acto lo dice, y los archivos cargados dicen ",
        ),
        ("UPDATE plans_activity SET weight = 0.9", "en la base de datos el peso es 0.9; ningún acto lo dice"),
        ("UPDATE indicators_indicator SET baseline = 5", "en la base de datos la línea base es 5; ningún acto lo dice"),
        (
            "UPDATE plans_project SET weight = 0.9",
            "el peso de 0.9: está en la base de datos y ningún acto lo registró.",
        ),
    ],
)
def test_a_figure_that_no_file_stated_is_named(db: None, statement: str, recorded: str) -> None:
    loaded("2024-T4", executed="40", programmed="120", product_weight="0.6")
    assert targets_against_acts().differences == []
    (problem,) = said_after(targets_against_acts, in_sql(statement))
    assert recorded in problem


def test_a_draft_follows_its_files_after_a_person_wrote_a_weight(db: None) -> None:
    plan = loaded("2024-T4", product_weight="0.6")
    set_weight(of=Product.objects.get(), weight=Decimal("0.7"), by=None, at=AT)
    assert targets_against_acts().differences == []
    loaded("2025-T1", product_weight="0.5")
    assert Product.objects.get().weight == Decimal("0.5")
    assert targets_against_acts().differences == []
    assert plan.state == "draft"


def test_what_a_person_wrote_after_a_file_does_not_go_back_to_it_in_silence(db: None) -> None:
    loaded("2024-T4", product_weight="0.6")
    set_weight(of=Product.objects.get(), weight=Decimal("0.7"), by=None, at=AT)
    (problem,) = said_after(targets_against_acts, in_sql("UPDATE plans_product SET weight = 0.6"))
    assert "el peso es 0.6 y el acto " in problem


def test_what_a_replaced_file_may_have_said_is_not_compared(db: None) -> None:
    loaded("2024-T4", product_weight="0.6")
    other = make_draft("2024-T4", Line(product="P2", activity="A2"), version=2)
    import_matrix(plan="cali", draft=other, on_existing="update", by=None, at=AT)
    comparison = targets_against_acts()
    assert comparison.differences == []
    assert comparison.not_compared == [
        "El plan cali: 3 metas o pesos, que pueden venir de un archivo que otro reemplazó."
    ]


# ── Amended ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "statement", "recorded"),
    [
        (
            [change(after=800)],
            f"UPDATE {TARGETS} SET value = 1000 WHERE year = 2025",
            "Meta 2025 · indicador IP-1 (cali): en la base de datos la meta es 1000 y el acto ",
        ),
        (
            weigh(BP_1="0.5", BP_2="0.5"),
            "UPDATE plans_project SET weight = 0.4 WHERE code = 'BP-1'",
            "Peso · proyecto BP-1 (cali): en la base de datos el peso es 0.4 y el acto ",
        ),
        (
            [change("BP-1/P-1/01", "2025-12-15", "", ChangeField.ENDS_ON, SubjectKind.ACTIVITY)],
            "UPDATE plans_activity SET ends_on = '2025-12-31'",
            "Fecha de terminación · actividad BP-1/P-1/01 (cali): en la base de datos la fecha de terminación es ",
        ),
        (
            [closing("BP-3"), *weigh()],
            "UPDATE plans_project SET closed_on = NULL WHERE code = 'BP-3'",
            "Se cierra · proyecto BP-3 (cali): en la base de datos la fecha de cierre es nada y el acto ",
        ),
        (
            [addition()],
            f"UPDATE {TARGETS} SET value = 501 WHERE value = 500 AND year = 2026",
            "Meta 2026 · indicador IP-9 (cali): en la base de datos la meta es 501 y el acto ",
        ),
    ],
)
def test_what_the_table_changed_is_what_is_in_force(cast, changes, statement: str, recorded: str) -> None:
    before = targets_against_acts().differences
    adopted_amendment(cast, changes)
    assert not set(targets_against_acts().differences) - set(before)
    (problem,) = said_after(targets_against_acts, in_sql(statement))
    assert problem.startswith(recorded)


def test_the_day_and_source_of_a_baseline_are_no_missing_figure(cast: AmendableCast) -> None:
    before = targets_against_acts().differences
    keys = {"": "10", "on": "2024-12-31", "source": "Encuesta"}
    changes = [change(after=value, key=key, field=ChangeField.BASELINE) for key, value in keys.items()]
    adopted_amendment(cast, changes)
    assert not set(targets_against_acts().differences) - set(before)


def test_of_two_amendments_the_one_that_takes_effect_last_is_in_force(cast: AmendableCast) -> None:
    adopted_amendment(cast, [change(after=800)])
    adopted_amendment(cast, [change(after=700)])
    assert not [one for one in targets_against_acts().differences if "Meta 2025 · indicador IP-1 " in one]


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        (
            "UPDATE amendments_change SET after = '\"900\"'",
            "La modificación 1 de cali: el cambio «indicator IP-1 target 2025» no es el que registró el acto ",
        ),
        (
            "UPDATE amendments_change SET before = '\"900\"'",
            "La modificación 1 de cali: el cambio «indicator IP-1 target 2025» no es el que registró el acto ",
        ),
        ("DELETE FROM amendments_change", "La modificación 1 de cali: el cambio «indicator IP-1 target 2025» no es"),
        (
            "UPDATE amendments_amendment SET effective_on = '2025-05-01'",
            "La modificación 1 de cali: en la base de datos la fecha desde la que rige es 2025-05-01 y el acto ",
        ),
        ("UPDATE amendments_amendment SET cause = 'Otra'", "La modificación 1 de cali: el texto o la lista «cause» no"),
    ],
)
def test_each_part_of_an_amendment_changed_by_hand_is_named(cast: AmendableCast, statement: str, recorded: str) -> None:
    adopted_amendment(cast)
    assert amendments_against_acts().differences == []
    (problem,) = said_after(amendments_against_acts, in_sql(statement))
    assert problem.startswith(recorded)


def test_an_amendment_revised_or_rejected_is_as_its_last_act_says(cast: AmendableCast) -> None:
    amendment = proposed_amendment(cast)
    revise_amendment(
        amendment=amendment,
        title="Otra",
        cause="Por otra causa.",
        effective_on=amendment.effective_on,
        changes=[change(after=600)],
        by=cast.secretary,
        at=DECIDED_AT,
    )
    assert amendments_against_acts().differences == []
    reject_amendment(amendment=amendment, reason="No hubo votos.", by=cast.secretary, at=DECIDED_AT)
    assert amendments_against_acts().differences == []
    (problem,) = said_after(
        amendments_against_acts, in_sql("UPDATE amendments_amendment SET state = 'proposed', closed_reason = ''")
    )[:1]
    assert "en la base de datos el estado es proposed" in problem


def test_an_amendment_too_long_for_its_act_is_compared_by_its_hash(cast: AmendableCast, monkeypatch) -> None:
    monkeypatch.setattr("concierta.amendments.operations.decisions._MOST", 0)
    adopted_amendment(cast)
    assert "changes" not in json.loads(Event.objects.last().payload)["body"]
    assert amendments_against_acts().differences == []
    (problem,) = said_after(amendments_against_acts, in_sql("UPDATE amendments_change SET after = '\"900\"'"))
    assert problem.startswith("La modificación 1 de cali: el texto o la lista «changes» no es lo que registró el acto ")


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        ("UPDATE amendments_measuredfigure SET sought = 1", "en la base de datos «sought R-01» es 1 y el acto "),
        ("UPDATE amendments_adjustmentmeasure SET evaluate_on = '2027-01-01'", "la fecha de evaluación es 2027-01-01"),
        ("UPDATE amendments_adjustmentmeasure SET success = 'Nada'", "el texto o la lista «success» no es"),
        ("UPDATE amendments_adjustmentmeasure SET state = 'worked'", "en la base de datos el estado es worked"),
    ],
)
def test_a_measure_changed_by_hand_is_named(cast: AmendableCast, statement: str, recorded: str) -> None:
    measure = adopted_measure(cast)
    later = DECIDED_AT.replace(month=7)
    evaluate_measure(
        measure=measure,
        verdict=MeasureState.PARTLY,
        evaluation="Subió a medias.",
        decision=decision_for_measure(cast, measure, at=later),
        by=cast.secretary,
        at=later,
    )
    assert amendments_against_acts().differences == []
    (problem,) = said_after(amendments_against_acts, in_sql(statement))
    assert problem.startswith("La medida 1 de cali: ")
    assert recorded in problem


def test_more_changes_ask_no_more_queries(cast: AmendableCast) -> None:
    adopted_amendment(cast)
    few = count_queries(targets_against_acts), count_queries(amendments_against_acts)
    adopted_amendment(cast, [change(after=600), change("IP-2", 700), addition()])
    adopted_measure(cast)
    assert (count_queries(targets_against_acts), count_queries(amendments_against_acts)) == few
