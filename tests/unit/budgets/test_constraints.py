"""Lies that the database refuses, also from a bulk update, one test for each constraint."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction

from concierta.budgets.models import (
    BudgetLine,
    Contract,
    Contribution,
    Delivery,
    ExecutionCut,
    Modification,
    ModificationLine,
    Opportunity,
    OpportunityAmount,
    OpportunityContact,
    OpportunityShare,
    PriceIndex,
    PricePoint,
    ProjectNeed,
)
from factories import Cast
from factories.cast import make_product
from factories.money import AT, CUT_OFF, make_line

WHOLE = {
    "initial": 1_000,
    "additions": 0,
    "reductions": 0,
    "credits": 0,
    "counter_credits": 0,
    "deferred": 0,
    "final": 1_000,
    "availability": 800,
    "registration": 600,
    "obligation": 400,
    "payment": 300,
}


def refuses(constraint: str, model: type[models.Model], **fields: object) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model._default_manager.create(**fields)


def accepts(model: type[models.Model], **fields: object) -> models.Model:
    return model._default_manager.create(**fields)


@pytest.fixture
def line(cast: Cast) -> BudgetLine:
    return make_line(cast)


def test_a_sound_cut_of_ours_is_kept(line: BudgetLine):
    accepts(ExecutionCut, line=line, cut_off=CUT_OFF, **WHOLE)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"payment": 401}, "own_execution_descends"),
        ({"obligation": 601}, "own_execution_descends"),
        ({"registration": 801}, "own_execution_descends"),
        ({"availability": 1_001}, "own_execution_descends|own_deferral_is_not_committed"),
        ({"payment": -1}, "own_execution_descends"),
        ({"final": 1_001}, "own_final_is_initial_and_its_modifications"),
        ({"additions": -5, "final": 995}, "own_final_is_initial_and_its_modifications"),
        ({"deferred": 201}, "own_deferral_is_not_committed"),
        ({"payment": None}, "own_cut_states_every_figure"),
    ],
)
def test_a_cut_of_ours_holds_the_identities(line: BudgetLine, changes: dict, constraint: str):
    refuses(constraint, ExecutionCut, line=line, cut_off=CUT_OFF, **(WHOLE | changes))


def test_a_bulk_update_cannot_lie_either(line: BudgetLine):
    accepts(ExecutionCut, line=line, cut_off=CUT_OFF, **WHOLE)
    with pytest.raises(IntegrityError, match="own_execution_descends"), transaction.atomic():
        ExecutionCut.objects.update(payment=999)


def test_an_official_row_is_kept_as_its_source_wrote_it_and_says_its_cell(cast: Cast, line: BudgetLine):
    wrong = WHOLE | {"payment": 403, "availability": None, "final": -4}
    made = cast.plan.budget_imports.create(
        fiscal_year=2025, cut_off=CUT_OFF, sheet="CSV", rows=1, counts={}, money={}, imported_at=AT
    )
    refuses("official_cut_says_its_cell", ExecutionCut, line=line, cut_off=CUT_OFF, origin="official", **wrong)
    accepts(ExecutionCut, line=line, cut_off=CUT_OFF, origin="official", budget_import=made, row=7, **wrong)


def test_a_day_has_one_cut_of_a_line(line: BudgetLine):
    accepts(ExecutionCut, line=line, cut_off=CUT_OFF, **WHOLE)
    refuses("one_cut_per_line_and_date|budgets_executioncut.line_id", ExecutionCut, line=line, cut_off=CUT_OFF, **WHOLE)


def test_a_line_of_ours_has_a_project_and_no_negative_appropriation(line: BudgetLine):
    for changes, constraint in (
        ({"initial": -1}, "own_initial_appropriation_is_not_negative"),
        ({"project": None}, "own_budget_line_has_its_project"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(**changes)
    BudgetLine.objects.filter(pk=line.pk).update(origin="official", initial=-1, project=None)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "transfer", "increase": 5, "decrease": 4}, "a_transfer_sums_to_zero"),
        ({"kind": "transfer"}, "a_transfer_sums_to_zero"),
        ({"kind": "addition", "decrease": 4}, "a_modification_does_what_it_is_called"),
        ({"kind": "reduction", "increase": 4}, "a_modification_does_what_it_is_called"),
        ({"kind": "deferral", "decrease": 4}, "a_modification_does_what_it_is_called"),
        ({"kind": "addition", "increase": 4, "act_number": ""}, "a_modification_cites_its_act"),
    ],
)
def test_an_act_does_what_it_is_called(cast: Cast, changes: dict, constraint: str):
    act = {"plan": cast.plan, "fiscal_year": 2025, "act_type": "decree", "act_number": "1", "act_date": CUT_OFF}
    refuses(constraint, Modification, **(act | {"recorded_at": AT} | changes))


def test_an_act_moves_a_line_once_and_by_something(cast: Cast, line: BudgetLine):
    act = Modification.objects.create(
        plan=cast.plan,
        fiscal_year=2025,
        kind="addition",
        act_type="decree",
        act_number="1",
        act_date=CUT_OFF,
        increase=4,
        recorded_at=AT,
    )
    refuses("a_modified_line_has_an_amount", ModificationLine, modification=act, line=line, effect="addition", amount=0)
    accepts(ModificationLine, modification=act, line=line, effect="addition", amount=4)
    refuses(
        "a_line_once|budgets_modificationline.modification_id",
        ModificationLine,
        modification=act,
        line=line,
        effect="addition",
        amount=4,
    )


CASH = {"kind": "economic", "form": "cash", "description": "Dinero", "amount": 5}
KIND = {"kind": "human", "form": "in_kind", "description": "Asesores", "quantity": Decimal(2), "unit": "asesores"}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        (CASH | {"amount": None}, "cash_is_pesos"),
        (CASH | {"amount": 0}, "cash_is_pesos"),
        (CASH | {"kind": "human"}, "cash_is_pesos"),
        (CASH | {"quantity": Decimal(1)}, "cash_is_pesos"),
        (KIND | {"amount": 5}, "cash_is_pesos"),
        (KIND | {"quantity": None}, "cash_is_pesos"),
        (KIND | {"unit": ""}, "cash_is_pesos"),
        (KIND | {"unit_value": 5}, "a_valuation_states_its_method"),
        (KIND | {"valuation_method": "Salario"}, "a_valuation_states_its_method"),
        (KIND | {"unit_value": 0, "valuation_method": "Salario"}, "a_valuation_states_its_method"),
        (CASH | {"state": "withdrawn"}, "a_withdrawn_contribution_says_why"),
        (CASH | {"withdrawal_reason": "x"}, "a_withdrawn_contribution_says_why"),
    ],
)
def test_cash_is_pesos_and_in_kind_is_a_quantity(cast: Cast, fields: dict, constraint: str):
    project = make_product(cast, "1").project
    base = {"plan": cast.plan, "project": project, "entity": cast.sena, "declared_at": AT}
    refuses(constraint, Contribution, **(base | fields))


CHECKED = {"outcome": "verified", "state": "verified", "verified_at": AT, "method": "documents", "reason": "Se vio."}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": None}, "a_delivery_is_pesos_or_a_quantity"),
        ({"quantity": Decimal(1)}, "a_delivery_is_pesos_or_a_quantity"),
        ({"state": "verified"}, "a_checked_delivery_has_a_verifier"),
        (CHECKED | {"verified_amount": 4}, "verified_delivery_fits_the_outcome"),
        (CHECKED | {"reason": "", "verified_amount": 5}, "a_checked_delivery_has_a_verifier"),
        (CHECKED | {"outcome": "adjusted", "verified_amount": 4}, "a_checked_delivery_has_a_verifier"),
        (
            CHECKED | {"outcome": "adjusted", "state": "adjusted", "verified_amount": 5},
            "verified_delivery_fits_the_outcome",
        ),
        (
            CHECKED | {"outcome": "rejected", "state": "rejected", "verified_amount": 5},
            "verified_delivery_fits_the_outcome",
        ),
        (CHECKED | {"verified_amount": 5, "declared_by": "verifier"}, "deliverer_is_not_verifier"),
        (CHECKED | {"verified_amount": 5, "declaring_entity": "control"}, "delivering_entity_is_not_verifying"),
    ],
)
def test_a_delivery_says_what_was_found_and_by_whom(cast: Cast, fields: dict, constraint: str):
    project = make_product(cast, "1").project
    contribution = Contribution.objects.create(
        plan=cast.plan, project=project, entity=cast.sena, declared_at=AT, **CASH
    )
    base = {
        "contribution": contribution,
        "form": "cash",
        "delivered_on": CUT_OFF,
        "amount": 5,
        "declared_by": cast.outsider,
        "declaring_entity": cast.sena,
        "declared_at": AT,
    }
    if "outcome" in fields:
        base |= {"verifier": cast.verifier, "verifier_entity": cast.control}
    people = {"declared_by": cast.verifier, "declaring_entity": cast.control}
    refuses(constraint, Delivery, **(base | {key: people.get(key, value) for key, value in fields.items()}))


@pytest.fixture
def opportunity(cast: Cast) -> Opportunity:
    return Opportunity.objects.create(
        plan=cast.plan, code="M-1", title="Mintrabajo", funder="Mintrabajo", entity=cast.sena, saved_at=AT
    )


@pytest.mark.parametrize("fields", [{"state": "refused"}, {"end_reason": "x"}, {"state": "expired"}])
def test_an_end_says_why(opportunity: Opportunity, fields: dict):
    with pytest.raises(IntegrityError, match="a_refused_or_expired"), transaction.atomic():
        Opportunity.objects.update(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"rate": Decimal(1)}, "another_currency_states_its_rate"),
        ({"pesos": 6}, "another_currency_states_its_rate"),
        ({"currency": "USD"}, "another_currency_states_its_rate"),
        ({"currency": "USD", "rate": Decimal(4), "pesos": 20}, "another_currency_states_its_rate"),
        ({"amount": Decimal(0), "pesos": 0}, "an_amount_is_more_than_nothing"),
    ],
)
def test_another_currency_states_its_rate_and_its_day(opportunity: Opportunity, fields: dict, constraint: str):
    base = {"opportunity": opportunity, "kind": "requested", "amount": Decimal(5), "pesos": 5, "on": CUT_OFF}
    refuses(constraint, OpportunityAmount, **(base | {"recorded_at": AT} | fields))


def test_a_request_is_one_figure_and_disbursements_are_many(opportunity: Opportunity, line: BudgetLine):
    base = {"opportunity": opportunity, "amount": Decimal(5), "pesos": 5, "on": CUT_OFF, "recorded_at": AT}
    accepts(OpportunityAmount, kind="requested", **base)
    refuses("one_figure_of_each_kind|opportunityamount", OpportunityAmount, kind="requested", **base)
    refuses("only_disbursed_money_is_budgeted", OpportunityAmount, kind="approved", line=line, **base)
    accepts(OpportunityAmount, kind="disbursed", line=line, **base)
    accepts(OpportunityAmount, kind="disbursed", **base)


def test_small_truths(cast: Cast, opportunity: Opportunity):
    project = make_product(cast, "9").project
    refuses("a_share_has_parts", OpportunityShare, opportunity=opportunity, project=project, parts=0)
    refuses(
        "personal_data_states_its_purpose",
        OpportunityContact,
        opportunity=opportunity,
        name="N",
        keep_until=date(2026, 1, 1),
    )
    refuses("a_need_says_who_estimated_it", ProjectNeed, project=project, fiscal_year=2025, amount=5, source="")
    refuses(
        "a_contract_can_be_looked_up",
        Contract,
        plan=cast.plan,
        project=project,
        entity=cast.sena,
        process_id="",
        url="https://x",
    )
    refuses("a_price_index_says_its_source", PriceIndex, slug="ipc", name="IPC", base="2018", source="")
    index = PriceIndex.objects.create(slug="ipc", name="IPC", base="2018", source="DANE")
    refuses("a_price_point_is_positive", PricePoint, index=index, year=2024, value=Decimal(0))
