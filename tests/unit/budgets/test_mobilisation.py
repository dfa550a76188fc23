"""Means sought from others: three figures that stay three, and facts apart from estimates."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.budgets.enums import FunderKind, Stage
from concierta.budgets.models import Opportunity, OpportunityContact
from concierta.budgets.operations import (
    Figure,
    LineExecution,
    attach_document,
    describe_opportunity,
    expire_opportunity,
    forget_contact,
    forget_expired_contacts,
    keep_contact,
    meet_deadline,
    open_opportunity,
    parts_of,
    prepare_opportunity,
    record_agreement,
    record_approval,
    record_disbursement,
    record_execution,
    record_refusal,
    report_to_funder,
    request_support,
    set_deadline,
    state_need,
)
from concierta.budgets.queries import (
    board_of,
    contacts_for,
    disbursed_by_project,
    gaps_of,
    leverage_of,
    means_of_plan,
    money_dates,
    money_of,
    opportunity_for,
    shares_of,
)
from concierta.engines.finance import Gap, apportion
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Project
from factories import Cast, count_queries, evidence_of, make_entity, make_person
from factories.cast import make_product
from factories.money import AT, CUT_OFF, make_line

M = 1_000_000


def body() -> dict:
    return json.loads(Event.objects.last().payload)["body"]


def open_one(cast: Cast, code: str = "M-01", **fields: object) -> Opportunity:
    base = {
        "title": "Formación para el trabajo",
        "funder": "Ministerio del Trabajo",
        "funder_kind": FunderKind.PUBLIC,
        "entity": cast.desarrollo,
        "by": cast.reporter,
        "at": AT,
    }
    if "projects" not in fields:
        fields["projects"] = [make_product(cast, code).project]
    return open_opportunity(plan=cast.plan, code=code, **(base | fields))


def pesos(millions: int) -> Figure:
    return Figure(Decimal(millions * M))


def walk(cast: Cast, opportunity: Opportunity, to: Stage) -> Opportunity:
    """Through the real acts: 900 requested, 600 approved and agreed, 250 disbursed."""
    who = {"opportunity": opportunity, "by": cast.reporter, "at": AT}
    steps = {
        Stage.PREPARED: lambda: prepare_opportunity(**who),
        Stage.REQUESTED: lambda: request_support(requested=pesos(900), on=date(2025, 1, 20), **who),
        Stage.APPROVED: lambda: record_approval(approved=pesos(600), on=date(2025, 2, 20), **who),
        Stage.AGREEMENT_SIGNED: lambda: record_agreement(agreed=pesos(600), on=date(2025, 3, 1), **who),
        Stage.DISBURSED: lambda: record_disbursement(disbursed=pesos(250), on=date(2025, 3, 20), **who),
        Stage.REPORTED_BACK: lambda: report_to_funder(on=date(2025, 4, 1), note="Informe enviado", **who),
    }
    for stage, step in steps.items():
        opportunity = step()
        if stage is to:
            break
    return opportunity


def test_scenario_12_three_figures_and_leverage_of_what_came(cast: Cast):
    line = make_line(cast, initial=2_000 * M)
    record_execution(
        plan=cast.plan,
        cut_off=CUT_OFF,
        figures=[LineExecution(line, 1_000 * M, 1_000 * M, 1_000 * M, 0)],
        by=cast.secretary,
        at=AT,
    )
    walk(cast, open_one(cast), Stage.DISBURSED)
    found = board_of(cast.reporter, cast.plan).obtained
    assert (found.requested, found.approved, found.agreed, found.disbursed) == (900 * M, 600 * M, 600 * M, 250 * M)
    assert leverage_of(cast.plan, money_of(None, cast.plan, CUT_OFF)) == Fraction(1, 4)
    before = money_of(None, cast.plan, date(2025, 3, 19))
    assert leverage_of(cast.plan, before) is None


@pytest.mark.parametrize("stage", [Stage.PREPARED, Stage.REQUESTED, Stage.APPROVED, Stage.AGREEMENT_SIGNED])
def test_before_the_first_disbursement_nothing_was_obtained(cast: Cast, stage: Stage):
    walk(cast, open_one(cast), stage)
    board = board_of(cast.reporter, cast.plan)
    assert (board.obtained.disbursed, len(board.columns[stage])) == (0, 1)
    assert disbursed_by_project(cast.plan, CUT_OFF) == {}


def test_the_forecast_is_of_the_figure_of_each_stage_and_of_what_did_not_come(cast: Cast):
    walk(cast, open_one(cast, "M-01"), Stage.REQUESTED)
    walk(cast, open_one(cast, "M-02"), Stage.APPROVED)
    walk(cast, open_one(cast, "M-03"), Stage.DISBURSED)
    open_one(cast, "M-04", expected=pesos(100))
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
    walk(cast, open_one(cast), Stage.REQUESTED)
    assert board_of(cast.reporter, cast.plan).forecast.expected == 450 * M


def test_every_act_is_in_the_history_and_in_the_ledger(cast: Cast):
    made = walk(cast, open_one(cast), Stage.REPORTED_BACK)
    assert [step.act for step in opportunity_for(cast.reporter, made.pk).steps.all()] == [
        "open",
        "prepare",
        "request",
        "approve",
        "sign",
        "disburse",
        "report_back",
    ]
    assert (Event.objects.last().kind, body()["state"]) == ("opportunity.reported_back", "reported_back")
    assert "Informe enviado" not in Event.objects.last().payload


def test_another_disbursement_may_come_after_the_report(cast: Cast):
    made = walk(cast, open_one(cast), Stage.REPORTED_BACK)
    again = record_disbursement(opportunity=made, disbursed=pesos(350), on=CUT_OFF, by=cast.reporter, at=AT)
    assert (again.state, board_of(None, cast.plan).obtained.disbursed) == ("disbursed", 600 * M)


def test_more_than_was_agreed_is_refused(cast: Cast):
    made = walk(cast, open_one(cast), Stage.DISBURSED)
    with pytest.raises(Refusal) as refused:
        record_disbursement(opportunity=made, disbursed=pesos(351), on=CUT_OFF, by=cast.reporter, at=AT)
    assert "llegarían $ 601.000.000 y se convinieron $ 600.000.000" in str(refused.value)


def test_more_than_was_agreed_is_refused_in_its_own_currency_however_it_is_written(cast: Cast):
    made = walk(cast, open_one(cast), Stage.APPROVED)
    given = {"rate": Decimal(4000), "rate_on": CUT_OFF, "rate_source": "TRM"}
    agreed = Figure(Decimal("1500.25"), "USD", **given)
    made = record_agreement(opportunity=made, agreed=agreed, on=CUT_OFF, by=cast.reporter, at=AT)
    with pytest.raises(Refusal) as refused:
        record_disbursement(
            opportunity=made, disbursed=Figure(Decimal(1501), "usd", **given), on=CUT_OFF, by=cast.reporter, at=AT
        )
    assert "llegarían USD 1.501 y se convinieron USD 1.500,25" in str(refused.value)


def test_another_currency_keeps_its_amount_its_rate_and_its_day(cast: Cast):
    made = walk(cast, open_one(cast), Stage.PREPARED)
    dollars = Figure(Decimal("100000.50"), "usd", Decimal("4123.56"), date(2025, 1, 20), "Superfinanciera, TRM")
    request_support(opportunity=made, requested=dollars, on=date(2025, 1, 20), by=cast.reporter, at=AT)
    amount = made.amounts.get()
    assert (amount.currency, amount.amount, amount.pesos) == ("USD", Decimal("100000.50"), 412_358_062)
    assert (body()["rate"], body()["rate_on"]) == ("4123.56", "2025-01-20")


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
    made = walk(cast, open_one(cast), Stage.PREPARED)
    with pytest.raises(Invalid):
        request_support(opportunity=made, requested=figure, on=CUT_OFF, by=cast.reporter, at=AT)
    assert Opportunity.objects.get().state == "prepared"


def test_no_act_is_skipped(cast: Cast):
    made = open_one(cast)
    who = {"opportunity": made, "by": cast.reporter, "at": AT}
    for attempt in (
        lambda: request_support(requested=pesos(1), on=CUT_OFF, **who),
        lambda: record_approval(approved=pesos(1), on=CUT_OFF, **who),
        lambda: record_agreement(agreed=pesos(1), on=CUT_OFF, conditions="x", **who),
        lambda: record_disbursement(disbursed=pesos(1), on=CUT_OFF, **who),
        lambda: report_to_funder(on=CUT_OFF, note="x", **who),
        lambda: record_refusal(reason="x", **who),
    ):
        with pytest.raises(TransitionRefused):
            attempt()
    made.refresh_from_db()
    assert (made.state, made.conditions, made.amounts.count()) == ("opportunity", "", 0)


@pytest.mark.parametrize(("end", "state"), [(record_refusal, "refused"), (expire_opportunity, "expired")])
def test_an_end_says_why_and_takes_nothing_more(cast: Cast, end, state: str):
    made = walk(cast, open_one(cast), Stage.REQUESTED)
    with pytest.raises(Invalid):
        end(opportunity=made, reason=" ", by=cast.reporter, at=AT)
    ended = end(opportunity=made, reason="La convocatoria cerró.", by=cast.reporter, at=AT)
    assert (ended.state, ended.end_reason) == (state, "La convocatoria cerró.")
    assert board_of(None, cast.plan).forecast.stages == ()
    with pytest.raises(TransitionRefused):
        prepare_opportunity(opportunity=made, by=cast.reporter, at=AT)


def test_a_day_to_come_is_refused(cast: Cast):
    made = walk(cast, open_one(cast), Stage.PREPARED)
    with pytest.raises(Invalid, match="no ha llegado"):
        request_support(opportunity=made, requested=pesos(1), on=date(2025, 4, 11), by=cast.reporter, at=AT)


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
        open_one(cast, **fields)
    assert caught.value.field == field


def test_a_code_is_used_once_and_a_person_belongs_to_the_entity(cast: Cast):
    open_one(cast, person=cast.reporter)
    with pytest.raises(Invalid, match="ya tiene una gestión"):
        open_one(cast, projects=list(cast.plan.projects.all()))
    with pytest.raises(PermissionRefused):
        open_one(cast, "M-02", person=cast.outsider)


def test_describing_changes_words_and_projects_and_no_figure(cast: Cast):
    made = walk(cast, open_one(cast), Stage.REQUESTED)
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


def test_what_came_is_split_among_projects_to_the_peso(cast: Cast):
    first, second, third = (make_product(cast, code).project for code in "123")
    made = walk(cast, open_one(cast, projects={first: 1, second: 1, third: 1}), Stage.AGREEMENT_SIGNED)
    record_disbursement(opportunity=made, disbursed=Figure(Decimal(100)), on=CUT_OFF, by=cast.reporter, at=AT)
    assert disbursed_by_project(cast.plan, CUT_OFF) == {first.pk: 34, second.pk: 33, third.pk: 33}


def test_the_gap_counts_each_peso_once(cast: Cast):
    line = make_line(cast, initial=600)
    unknown = make_product(cast, "2").project
    made = walk(cast, open_one(cast, projects=[line.project]), Stage.AGREEMENT_SIGNED)
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
    made = walk(cast, open_one(cast, projects={first: 2, second: 1}), Stage.AGREEMENT_SIGNED)
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
    made = open_one(cast, projects={first: 2, second: 1})
    assert body()["parts"] == {"BP-1": 2, "BP-2": 1}
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
    assert body()["parts"] == {"BP-2": 1}


def test_documents_are_those_of_the_entity(cast: Cast):
    made = open_one(cast)
    attach_document(opportunity=made, document=evidence_of(cast.desarrollo, cast.reporter), by=cast.reporter, at=AT)
    assert len(body()["document"]) == 64
    with pytest.raises(Invalid, match="no es un documento"):
        attach_document(opportunity=made, document=evidence_of(cast.sena, cast.outsider), by=cast.reporter, at=AT)


def test_deadlines_are_told_until_they_are_met(cast: Cast):
    made = open_one(cast, person=cast.reporter)
    deadline = set_deadline(opportunity=made, what="Enviar el informe", due_on=CUT_OFF, by=cast.reporter, at=AT)
    (due,) = money_dates(CUT_OFF)
    assert (due.kind, due.title, due.entity, due.person) == (
        "opportunity_deadline",
        "M-01 · Enviar el informe",
        cast.desarrollo,
        cast.reporter,
    )
    assert money_dates(date(2025, 3, 30)) == []
    assert board_of(None, cast.plan).cards[0].next_deadline == CUT_OFF
    meet_deadline(deadline=deadline, done_on=CUT_OFF, by=cast.reporter, at=AT)
    assert money_dates(CUT_OFF) == []


def test_what_has_ended_reminds_nobody(cast: Cast):
    made = open_one(cast)
    set_deadline(opportunity=made, what="Enviar", due_on=CUT_OFF, by=cast.reporter, at=AT)
    expire_opportunity(opportunity=made, reason="Cerró", by=cast.reporter, at=AT)
    assert money_dates(CUT_OFF) == []


def contact(cast: Cast, made: Opportunity, **fields: object) -> OpportunityContact:
    base = {"name": "Ana Pérez", "email": "ana@example.org", "keep_until": date(2025, 12, 31)}
    return keep_contact(opportunity=made, **(base | {"by": cast.reporter, "at": AT} | fields))


def test_a_contact_is_personal_data(cast: Cast):
    made = open_one(cast)
    events = Event.objects.count()
    kept = contact(cast, made)
    assert (kept.purpose, Event.objects.count()) == ("Dar seguimiento a la gestión M-01.", events)
    assert [one.name for one in contacts_for(cast.reporter, made)] == ["Ana Pérez"]
    assert [one.name for one in contacts_for(cast.secretary, made)] == ["Ana Pérez"]
    with pytest.raises(PermissionRefused):
        contacts_for(cast.verifier, made)
    forget_contact(contact=kept, by=cast.reporter, at=AT)
    assert not OpportunityContact.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"keep_until": date(2025, 4, 9)}, "keep_until"),
        ({"keep_until": date(2027, 4, 12)}, "keep_until"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_contact_is_kept_for_a_time_and_can_be_reached(cast: Cast, fields: dict, field: str):
    made = open_one(cast)
    with pytest.raises(Invalid) as caught:
        contact(cast, made, **fields)
    assert caught.value.field == field


def test_contacts_are_erased_on_the_day_after(cast: Cast):
    contact(cast, open_one(cast))
    assert forget_expired_contacts(on=date(2025, 12, 31), by=None, at=AT) == 0
    assert forget_expired_contacts(on=date(2026, 1, 1), by=None, at=AT) == 1


@pytest.mark.parametrize("who", ["outsider", "reviewer", "verifier"])
def test_others_do_not_act_for_the_entity(cast: Cast, who: str):
    made = open_one(cast)
    stranger = {"by": getattr(cast, who), "at": AT}
    for attempt in (
        lambda: open_one(cast, "M-02", **stranger),
        lambda: prepare_opportunity(opportunity=made, **stranger),
        lambda: set_deadline(opportunity=made, what="x", due_on=CUT_OFF, **stranger),
        lambda: contact(cast, made, **stranger),
        lambda: expire_opportunity(opportunity=made, reason="x", **stranger),
    ):
        with pytest.raises(PermissionRefused):
            attempt()


def test_the_board_is_for_those_who_have_a_part(cast: Cast):
    made = open_one(cast)
    stranger = make_person("Nadie", (Role.REPORTER, make_entity("nadie")))
    with pytest.raises(PermissionRefused, match="lo ven las que tienen parte"):
        board_of(stranger, cast.plan)
    with pytest.raises(NotFound):
        opportunity_for(stranger, made.pk)
    for user in (cast.reporter, cast.secretary, cast.verifier, None):
        assert opportunity_for(user, made.pk) == made


def test_a_closed_plan_seeks_nothing(cast: Cast):
    made = open_one(cast)
    cast.plan.state = PlanState.CLOSED
    cast.plan.save()
    with pytest.raises(TransitionRefused):
        prepare_opportunity(opportunity=made, by=cast.reporter, at=AT)


def test_the_board_asks_as_much_for_one_as_for_many(cast: Cast):
    walk(cast, open_one(cast), Stage.DISBURSED)
    one = count_queries(lambda: board_of(None, cast.plan))
    for code in ("M-02", "M-03"):
        walk(cast, open_one(cast, code), Stage.DISBURSED)
    assert count_queries(lambda: board_of(None, cast.plan)) == one
