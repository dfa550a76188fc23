"""Means sought from others: three figures that stay three, and every act that leads from one to the next."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.enums import Stage
from concierta.budgets.models import Opportunity
from concierta.budgets.operations import (
    Figure,
    LineExecution,
    describe_opportunity,
    expire_opportunity,
    prepare_opportunity,
    record_agreement,
    record_approval,
    record_disbursement,
    record_execution,
    record_refusal,
    report_to_funder,
    request_support,
)
from concierta.budgets.queries import (
    board_of,
    disbursed_by_project,
    leverage_of,
    money_of,
    opportunity_for,
)
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from factories import Cast
from factories.cast import make_product
from factories.ledger import last_body
from factories.means import millions, sought_alone, walked
from factories.money import AT, CUT_OFF, make_line

M = 1_000_000


def test_scenario_12_three_figures_and_leverage_of_what_came(cast: Cast):
    line = make_line(cast, initial=2_000 * M)
    record_execution(
        plan=cast.plan,
        cut_off=CUT_OFF,
        figures=[LineExecution(line, 1_000 * M, 1_000 * M, 1_000 * M, 0)],
        by=cast.secretary,
        at=AT,
    )
    walked(cast, sought_alone(cast), Stage.DISBURSED)
    found = board_of(cast.reporter, cast.plan).obtained
    assert (found.requested, found.approved, found.agreed, found.disbursed) == (900 * M, 600 * M, 600 * M, 250 * M)
    assert leverage_of(cast.plan, money_of(None, cast.plan, CUT_OFF)) == Fraction(1, 4)
    before = money_of(None, cast.plan, date(2025, 3, 19))
    assert leverage_of(cast.plan, before) is None


@pytest.mark.parametrize("stage", [Stage.PREPARED, Stage.REQUESTED, Stage.APPROVED, Stage.AGREEMENT_SIGNED])
def test_before_the_first_disbursement_nothing_was_obtained(cast: Cast, stage: Stage):
    walked(cast, sought_alone(cast), stage)
    board = board_of(cast.reporter, cast.plan)
    assert (board.obtained.disbursed, len(board.columns[stage])) == (0, 1)
    assert disbursed_by_project(cast.plan, CUT_OFF) == {}


def test_the_forecast_is_of_the_figure_of_each_stage_and_of_what_did_not_come(cast: Cast):
    walked(cast, sought_alone(cast, "M-01"), Stage.REQUESTED)
    walked(cast, sought_alone(cast, "M-02"), Stage.APPROVED)
    walked(cast, sought_alone(cast, "M-03"), Stage.DISBURSED)
    sought_alone(cast, "M-04", expected=millions(100))
    stages = {one.stage: one for one in board_of(cast.reporter, cast.plan).forecast.stages}
    assert {stage: one.outstanding for stage, one in stages.items()} == {
        "opportunity": 100 * M,
        "requested": 900 * M,
        "approved": 600 * M,
        "disbursed": 350 * M,
    }
    assert stages["requested"].expected == 900 * M * stages["requested"].probability


def test_chances_are_configuration(cast: Cast, settings):
    settings.MOBILISATION_PROBABILITIES = {"requested": Fraction(1, 2)}
    walked(cast, sought_alone(cast), Stage.REQUESTED)
    assert board_of(cast.reporter, cast.plan).forecast.expected == 450 * M


def test_every_act_is_in_the_history_and_in_the_ledger(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.REPORTED_BACK)
    assert [step.act for step in opportunity_for(cast.reporter, made.pk).steps.all()] == [
        "open",
        "prepare",
        "request",
        "approve",
        "sign",
        "disburse",
        "report_back",
    ]
    assert (Event.objects.last().kind, last_body()["state"]) == ("opportunity.reported_back", "reported_back")
    assert "Informe enviado" not in Event.objects.last().payload


def test_another_disbursement_may_come_after_the_report(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.REPORTED_BACK)
    again = record_disbursement(opportunity=made, disbursed=millions(350), on=CUT_OFF, by=cast.reporter, at=AT)
    assert (again.state, board_of(None, cast.plan).obtained.disbursed) == ("disbursed", 600 * M)


def test_more_than_was_agreed_is_refused(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.DISBURSED)
    with pytest.raises(Refusal) as refused:
        record_disbursement(opportunity=made, disbursed=millions(351), on=CUT_OFF, by=cast.reporter, at=AT)
    assert "llegarían $ 601.000.000 y se convinieron $ 600.000.000" in str(refused.value)


def test_more_than_was_agreed_is_refused_in_its_own_currency_however_it_is_written(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.APPROVED)
    given = {"rate": Decimal(4000), "rate_on": CUT_OFF, "rate_source": "TRM"}
    agreed = Figure(Decimal("1500.25"), "USD", **given)
    made = record_agreement(opportunity=made, agreed=agreed, on=CUT_OFF, by=cast.reporter, at=AT)
    with pytest.raises(Refusal) as refused:
        record_disbursement(
            opportunity=made, disbursed=Figure(Decimal(1501), "usd", **given), on=CUT_OFF, by=cast.reporter, at=AT
        )
    assert "llegarían USD 1.501 y se convinieron USD 1.500,25" in str(refused.value)


def test_another_currency_keeps_its_amount_its_rate_and_its_day(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.PREPARED)
    dollars = Figure(Decimal("100000.50"), "usd", Decimal("4123.56"), date(2025, 1, 20), "Superfinanciera, TRM")
    request_support(opportunity=made, requested=dollars, on=date(2025, 1, 20), by=cast.reporter, at=AT)
    amount = made.amounts.get()
    assert (amount.currency, amount.amount, amount.pesos) == ("USD", Decimal("100000.50"), 412_358_062)
    assert (last_body()["rate"], last_body()["rate_on"]) == ("4123.56", "2025-01-20")


@pytest.mark.parametrize(
    "figure",
    [
        Figure(Decimal("1.5")),
        Figure(Decimal(0)),
        Figure(Decimal(-1)),
        Figure(Decimal(1), "COP", Decimal(2)),
        Figure(Decimal(1), "USD"),
        Figure(Decimal(1), "USD", Decimal(4000)),
        Figure(Decimal(1), "USD", Decimal(4000), date(2025, 1, 1)),
        Figure(Decimal("1.001"), "USD", Decimal(4000), date(2025, 1, 1), "TRM"),
        Figure(Decimal(1), "DOLAR"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(cast: Cast, figure: Figure):
    made = walked(cast, sought_alone(cast), Stage.PREPARED)
    with pytest.raises(Invalid):
        request_support(opportunity=made, requested=figure, on=CUT_OFF, by=cast.reporter, at=AT)
    assert Opportunity.objects.get().state == "prepared"


def test_no_act_is_skipped(cast: Cast):
    made = sought_alone(cast)
    who = {"opportunity": made, "by": cast.reporter, "at": AT}
    for attempt in (
        lambda: request_support(requested=millions(1), on=CUT_OFF, **who),
        lambda: record_approval(approved=millions(1), on=CUT_OFF, **who),
        lambda: record_agreement(agreed=millions(1), on=CUT_OFF, conditions="x", **who),
        lambda: record_disbursement(disbursed=millions(1), on=CUT_OFF, **who),
        lambda: report_to_funder(on=CUT_OFF, note="x", **who),
        lambda: record_refusal(reason="x", **who),
    ):
        with pytest.raises(TransitionRefused):
            attempt()
    made.refresh_from_db()
    assert (made.state, made.conditions, made.amounts.count()) == ("opportunity", "", 0)


@pytest.mark.parametrize(("end", "state"), [(record_refusal, "refused"), (expire_opportunity, "expired")])
def test_an_end_says_why_and_takes_nothing_more(cast: Cast, end, state: str):
    made = walked(cast, sought_alone(cast), Stage.REQUESTED)
    with pytest.raises(Invalid):
        end(opportunity=made, reason=" ", by=cast.reporter, at=AT)
    ended = end(opportunity=made, reason="La convocatoria cerró.", by=cast.reporter, at=AT)
    assert (ended.state, ended.end_reason) == (state, "La convocatoria cerró.")
    assert board_of(None, cast.plan).forecast.stages == ()
    with pytest.raises(TransitionRefused):
        prepare_opportunity(opportunity=made, by=cast.reporter, at=AT)


def test_a_day_to_come_is_refused(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.PREPARED)
    with pytest.raises(Invalid, match="no ha llegado"):
        request_support(opportunity=made, requested=millions(1), on=date(2025, 4, 11), by=cast.reporter, at=AT)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"funder": ""}, "funder"),
        ({"funder_kind": "magic"}, "funder_kind"),
        ({"projects": []}, "projects"),
    ],
)
def test_an_opportunity_says_what_it_is(cast: Cast, fields: dict, field: str):
    with pytest.raises(Invalid) as caught:
        sought_alone(cast, **fields)
    assert caught.value.field == field


def test_a_code_is_used_once_and_a_person_belongs_to_the_entity(cast: Cast):
    sought_alone(cast, person=cast.reporter)
    with pytest.raises(Invalid, match="ya tiene una gestión"):
        sought_alone(cast, projects=list(cast.plan.projects.all()))
    with pytest.raises(PermissionRefused):
        sought_alone(cast, "M-02", person=cast.outsider)


def test_describing_changes_words_and_projects_and_no_figure(cast: Cast):
    made = walked(cast, sought_alone(cast), Stage.REQUESTED)
    other = make_product(cast, "otro").project
    describe_opportunity(
        opportunity=made,
        title="Otro título",
        description="d",
        conditions="c",
        projects=[other],
        person=None,
        by=cast.reporter,
        at=AT,
    )
    found = opportunity_for(cast.reporter, made.pk)
    assert (found.title, [one.project for one in found.shares.all()], found.state) == (
        "Otro título",
        [other],
        "requested",
    )
    assert found.amounts.get().pesos == 900 * M
