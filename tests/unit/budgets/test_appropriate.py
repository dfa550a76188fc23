"""The plan kept by hand: lines, acts and cuts, one test for each way out."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.enums import ActType, Effect, FundingKind, ModificationKind
from concierta.budgets.models import BudgetLine, Contract, ExecutionCut, Modification, PriceIndex, ProjectNeed
from concierta.budgets.operations import (
    LineChange,
    LineExecution,
    define_funding_source,
    define_line,
    keep_price_index,
    link_contract,
    record_execution,
    record_modification,
    state_need,
    unlink_contract,
    withdraw_execution,
)
from concierta.budgets.operations.checks import LARGEST
from concierta.budgets.queries import lines_of, money_of
from concierta.engines.finance import Stages
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from concierta.kernel.origin import Origin
from concierta.ledger.models import Event
from concierta.plans.models import Activity
from factories import Cast
from factories.cast import make_product
from factories.money import AT, CUT_OFF, make_fund, make_line

MARCH = date(2025, 3, 15)


def body() -> dict:
    return json.loads(Event.objects.last().payload)["body"]


def act(cast: Cast, *changes: LineChange, kind: ModificationKind, number: str = "0012", **fields: object):
    return record_modification(
        plan=cast.plan,
        fiscal_year=fields.pop("fiscal_year", 2025),
        kind=kind,
        act_type=ActType.DECREE,
        act_number=number,
        act_date=fields.pop("act_date", MARCH),
        changes=changes,
        by=cast.secretary,
        at=AT,
        **fields,
    )


def spend(cast: Cast, *figures: LineExecution, cut_off: date = CUT_OFF):
    return record_execution(plan=cast.plan, cut_off=cut_off, figures=figures, by=cast.secretary, at=AT)


def stages(cast: Cast, on: date = CUT_OFF) -> list[Stages]:
    return [one.stages for one in lines_of(None, cast.plan, on)]


def test_a_fund_is_named_and_described_again(cast: Cast):
    make_fund(cast)
    fund = define_funding_source(
        plan=cast.plan, code="121000", name="Regalías", kind=FundingKind.ROYALTIES, by=cast.secretary, at=AT
    )
    assert (fund.name, fund.kind, cast.plan.funding_sources.count()) == ("Regalías", "royalties", 1)
    assert body() == {"code": "121000", "kind": "royalties", "name": "Regalías"}


def test_a_fund_without_a_kind_is_refused(cast: Cast):
    with pytest.raises(Invalid):
        define_funding_source(plan=cast.plan, code="1", name="x", kind="magic", by=None, at=AT)


def test_a_line_sets_money_aside_for_an_activity(cast: Cast):
    product = make_product(cast, "1")
    activity = Activity.objects.create(product=product, code="A1", name="Formar")
    line = define_line(
        plan=cast.plan,
        fiscal_year=2025,
        project=product.project,
        activity=activity,
        funding_source=make_fund(cast),
        initial=1_000,
        by=cast.secretary,
        at=AT,
    )
    assert (line.product, line.activity_code, line.entity, line.key) == (
        product,
        "A1",
        cast.desarrollo,
        "=BP-1|1|A1#1||121000||current",
    )
    assert body()["initial"] == "1000"


def test_a_second_line_for_the_same_is_refused(cast: Cast):
    line = make_line(cast)
    with pytest.raises(Refusal, match="ya tiene una línea"):
        make_line(cast, line.product)


def test_lines_refuse_what_is_not_theirs(cast: Cast):
    line = make_line(cast)
    other = make_product(cast, "2")
    stray = Activity.objects.create(product=other, code="A9", name="Otra")
    wrong = {
        "initial": {"initial": -1},
        "fiscal_year": {"fiscal_year": 2031},
        "product": {"product": other},
        "activity": {"product": line.product, "activity": stray},
        "origin": {"origin": Origin.OFFICIAL},
    }
    for field, changes in wrong.items():
        base = {"fiscal_year": 2025, "initial": 1, "object_code": "2-1"} | changes
        with pytest.raises(Invalid) as caught:
            define_line(
                plan=cast.plan,
                project=line.project,
                funding_source=line.funding_source,
                by=cast.secretary,
                at=AT,
                **base,
            )
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "longest"), [("bpin", 20), ("object_code", 40), ("object_name", 300), ("source", 300)]
)
def test_a_text_of_a_line_is_kept_whole_or_refused(cast: Cast, field: str, longest: int):
    line = make_line(cast)

    def other(text: str) -> BudgetLine:
        fields = {"object_code": "2-1"} | {field: text}
        return define_line(
            plan=cast.plan,
            fiscal_year=2025,
            project=line.project,
            funding_source=line.funding_source,
            initial=1,
            by=cast.secretary,
            at=AT,
            **fields,
        )

    with pytest.raises(Invalid, match=str(longest)) as caught:
        other("7" * (longest + 1))
    assert caught.value.field == field
    assert getattr(other("7" * longest), field) == "7" * longest


def test_the_largest_value_is_taken_and_one_more_is_not(cast: Cast):
    line = make_line(cast)
    need = {"project": line.project, "fiscal_year": 2025, "source": "Ficha", "by": cast.secretary, "at": AT}
    assert state_need(amount=LARGEST, **need).amount == LARGEST
    with pytest.raises(Invalid) as caught:
        state_need(amount=LARGEST + 1, **need)
    assert caught.value.field == "amount"


def test_money_that_is_not_a_whole_number_is_refused(cast: Cast):
    line = make_line(cast)
    for wrong in (1.5, Decimal(1), True, "1"):
        with pytest.raises(Invalid):
            make_line(cast, line.product, initial=wrong, object_code="2-1")


def test_an_addition_and_a_reduction_change_the_final(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.ADDITION, 300), kind=ModificationKind.ADDITION)
    act(cast, LineChange(line, Effect.REDUCTION, 50), kind=ModificationKind.REDUCTION, number="0013", reason="Menos")
    (one,) = stages(cast)
    assert (one.initial, one.additions, one.reductions, one.final) == (1_000, 300, 50, 1_250)
    assert body()["decrease"] == "50"
    assert "Menos" not in Event.objects.last().payload


def test_a_transfer_moves_and_adds_nothing(cast: Cast):
    giver = make_line(cast)
    taker = make_line(cast, code="2")
    act(
        cast,
        LineChange(giver, Effect.COUNTER_CREDIT, 400),
        LineChange(taker, Effect.CREDIT, 400),
        kind=ModificationKind.TRANSFER,
    )
    assert sorted(one.final for one in stages(cast)) == [600, 1_400]
    assert money_of(None, cast.plan, CUT_OFF).total().final == 2_000
    made = Modification.objects.get()
    assert (made.increase, made.decrease) == (400, 400)


def test_before_its_date_an_act_has_changed_nothing(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.ADDITION, 300), kind=ModificationKind.ADDITION)
    assert [one.final for one in stages(cast, date(2025, 3, 14))] == [1_000]
    assert [one.final for one in stages(cast, MARCH)] == [1_300]


def test_a_deferral_holds_back_and_a_release_lets_go(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.DEFERRAL, 200), kind=ModificationKind.DEFERRAL)
    assert (stages(cast)[0].deferred, stages(cast)[0].final) == (200, 1_000)
    act(cast, LineChange(line, Effect.RELEASE, 150), kind=ModificationKind.RELEASE, number="2")
    assert stages(cast)[0].deferred == 50
    with pytest.raises(Invalid, match="aplazados hay"):
        act(cast, LineChange(line, Effect.RELEASE, 51), kind=ModificationKind.RELEASE, number="3")


def test_a_transfer_that_does_not_cancel_is_refused_with_both_sums(cast: Cast):
    giver, taker = make_line(cast), make_line(cast, code="2")
    with pytest.raises(Invalid, match=r"1\.401 .*1\.400"):
        act(
            cast,
            LineChange(giver, Effect.COUNTER_CREDIT, 1_400),
            LineChange(taker, Effect.CREDIT, 1_401),
            kind=ModificationKind.TRANSFER,
        )
    assert not Modification.objects.exists()


def test_a_reduction_takes_only_what_is_not_committed(cast: Cast):
    line = make_line(cast)
    spend(cast, LineExecution(line, 700, 600, 0, 0), cut_off=date(2025, 2, 28))
    with pytest.raises(Invalid, match="sin comprometer hay"):
        act(cast, LineChange(line, Effect.REDUCTION, 401), kind=ModificationKind.REDUCTION)
    with pytest.raises(Invalid, match="anule antes"):
        act(cast, LineChange(line, Effect.REDUCTION, 301), kind=ModificationKind.REDUCTION)
    act(cast, LineChange(line, Effect.REDUCTION, 300), kind=ModificationKind.REDUCTION)


def test_an_act_that_comes_late_must_fit_in_what_is_recorded_since(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.REDUCTION, 900), kind=ModificationKind.REDUCTION)
    with pytest.raises(Invalid, match="sin comprometer hay"):
        act(
            cast,
            LineChange(line, Effect.REDUCTION, 200),
            kind=ModificationKind.REDUCTION,
            number="2",
            act_date=date(2025, 1, 10),
        )


def test_an_act_dated_within_a_recorded_cut_is_refused_and_the_cut_may_be_withdrawn(cast: Cast):
    line = make_line(cast)
    spend(cast, LineExecution(line, 0, 0, 0, 0))
    change = LineChange(line, Effect.ADDITION, 5)
    with pytest.raises(Refusal, match="retire ese corte"):
        act(cast, change, kind=ModificationKind.ADDITION)
    gone = withdraw_execution(plan=cast.plan, cut_off=CUT_OFF, reason="Faltaba un acto", by=cast.secretary, at=AT)
    assert (gone, body()["lines"]) == (1, 1)
    act(cast, change, kind=ModificationKind.ADDITION)
    with pytest.raises(Invalid, match="No hay un corte"):
        withdraw_execution(plan=cast.plan, cut_off=CUT_OFF, reason="Otra vez", by=cast.secretary, at=AT)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"act_date": date(2025, 4, 11)}, "todavía no ha llegado"),
        ({"act_date": date(2024, 12, 1)}, "no es de la vigencia"),
        ({"fiscal_year": 2031}, "no es del plan"),
        ({"number": " "}, "Falta este dato"),
        ({"kind": "magic"}, "Elija una"),
        ({"kind": ModificationKind.REDUCTION}, "no es de un acto de esa clase"),
    ],
)
def test_an_act_that_is_not_one_is_refused(cast: Cast, changes: dict, message: str):
    line = make_line(cast)
    with pytest.raises(Invalid, match=message):
        act(cast, LineChange(line, Effect.ADDITION, 5), **({"kind": ModificationKind.ADDITION} | changes))


def test_the_same_act_twice_is_refused(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.ADDITION, 5), kind=ModificationKind.ADDITION)
    with pytest.raises(Refusal, match="ya está registrado"):
        act(cast, LineChange(line, Effect.ADDITION, 5), kind=ModificationKind.ADDITION)


def test_lines_of_another_year_are_not_touched(cast: Cast):
    line = make_line(cast, fiscal_year=2026)
    with pytest.raises(Invalid, match="no es de este plan y vigencia"):
        act(cast, LineChange(line, Effect.ADDITION, 5), kind=ModificationKind.ADDITION)


def test_a_cut_takes_its_appropriation_from_the_acts(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.ADDITION, 500), kind=ModificationKind.ADDITION)
    (cut,) = spend(cast, LineExecution(line, 1_350, 1_200, 900, 840))
    assert (cut.initial, cut.additions, cut.final, cut.obligation) == (1_000, 500, 1_500, 900)
    assert (body()["final"], body()["obligation"]) == ("1500", "900")
    assert stages(cast)[0].execution == Fraction(3, 5)


def test_a_cut_said_again_replaces_itself(cast: Cast):
    line = make_line(cast)
    spend(cast, LineExecution(line, 5, 5, 5, 5))
    spend(cast, LineExecution(line, 6, 6, 6, 6))
    assert list(ExecutionCut.objects.values_list("payment", flat=True)) == [6]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((1_001, 0, 0, 0), "el CDP .* no cabe en la apropiación definitiva"),
        ((5, 6, 0, 0), "el registro presupuestal .* no cabe en el CDP"),
        ((5, 5, 6, 0), "las obligaciones .* no cabe en el registro presupuestal"),
        ((5, 5, 5, 6), "los pagos .* no cabe en las obligaciones"),
    ],
)
def test_a_chain_that_rises_is_refused_with_its_line(cast: Cast, figures: tuple[int, ...], words: str):
    line = make_line(cast)
    with pytest.raises(Invalid, match=words):
        spend(cast, LineExecution(line, *figures))
    assert not ExecutionCut.objects.exists()


def test_what_is_deferred_is_not_committed(cast: Cast):
    line = make_line(cast)
    act(cast, LineChange(line, Effect.DEFERRAL, 200), kind=ModificationKind.DEFERRAL)
    with pytest.raises(Invalid, match="lo aplazado"):
        spend(cast, LineExecution(line, 801, 0, 0, 0))
    spend(cast, LineExecution(line, 800, 0, 0, 0))


def test_a_cut_is_the_end_of_a_month_that_has_come(cast: Cast):
    line = make_line(cast)
    one = LineExecution(line, 0, 0, 0, 0)
    for day, message in ((date(2025, 3, 30), "último día"), (date(2025, 4, 30), "no ha llegado")):
        with pytest.raises(Invalid, match=message):
            spend(cast, one, cut_off=day)
    with pytest.raises(Invalid, match="al menos una"):
        spend(cast)
    with pytest.raises(Invalid, match="dos veces"):
        spend(cast, one, one)


def test_what_comes_in_a_file_is_not_kept_by_hand(cast: Cast):
    line = make_line(cast)
    BudgetLine.objects.update(origin="official")
    with pytest.raises(Invalid, match="entra con su archivo"):
        spend(cast, LineExecution(line, 0, 0, 0, 0))


def test_a_contract_is_linked_described_again_and_unlinked(cast: Cast):
    line = make_line(cast)
    fields = {"project": line.project, "process_id": "CO1.BDOS.1", "by": cast.secretary, "at": AT}
    link_contract(url="https://community.secop.gov.co/1", value=900, line=line, **fields)
    contract = link_contract(url="https://community.secop.gov.co/2", value=800, **fields)
    assert (Contract.objects.count(), contract.value, contract.line) == (1, 800, None)
    with pytest.raises(Invalid, match="https"):
        link_contract(url="javascript:alert(1)", **fields)
    with pytest.raises(Invalid, match="no es de este proyecto"):
        link_contract(url="https://x", line=make_line(cast, code="2"), **fields)
    unlink_contract(contract=contract, reason="Era de otro", by=cast.secretary, at=AT)
    assert not Contract.objects.exists()


def test_a_need_is_stated_with_its_source_and_corrected(cast: Cast):
    project = make_product(cast, "1").project
    for amount in (900, 800):
        state_need(project=project, fiscal_year=2025, amount=amount, source="Ficha MGA", by=cast.secretary, at=AT)
    assert list(ProjectNeed.objects.values_list("amount", "source")) == [(800, "Ficha MGA")]
    with pytest.raises(Invalid):
        state_need(project=project, fiscal_year=2025, amount=1, source=" ", by=cast.secretary, at=AT)


def test_a_price_index_has_a_source_and_replaces_itself(cast: Cast):
    fields = {"slug": "ipc", "name": "IPC", "base": "dic 2018", "source": "DANE", "by": cast.secretary, "at": AT}
    keep_price_index(points={2023: Decimal("137.72")}, **fields)
    keep_price_index(points={2024: Decimal("144.88")}, **fields)
    assert list(PriceIndex.objects.get().points.values_list("year", flat=True)) == [2024]
    for points in ({}, {2024: Decimal(0)}, {2024: 1.5}):
        with pytest.raises(Invalid):
            keep_price_index(points=points, **fields)
    with pytest.raises(PermissionRefused):
        keep_price_index(points={2024: Decimal(1)}, **(fields | {"by": cast.reporter}))


def test_only_the_secretariat_keeps_the_plan(cast: Cast):
    line = make_line(cast)
    stranger = replace(cast, secretary=cast.outsider)
    for attempt in (
        lambda: make_line(stranger, code="2"),
        lambda: make_fund(stranger),
        lambda: act(stranger, LineChange(line, Effect.ADDITION, 5), kind=ModificationKind.ADDITION),
        lambda: spend(stranger, LineExecution(line, 0, 0, 0, 0)),
        lambda: withdraw_execution(plan=cast.plan, cut_off=CUT_OFF, reason="x", by=cast.outsider, at=AT),
        lambda: link_contract(project=line.project, process_id="1", url="https://x", by=cast.outsider, at=AT),
        lambda: state_need(project=line.project, fiscal_year=2025, amount=1, source="x", by=cast.outsider, at=AT),
    ):
        with pytest.raises(PermissionRefused):
            attempt()
