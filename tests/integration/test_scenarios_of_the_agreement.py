"""Scenarios 1, 2 and 6 of DOMAIN §7, on an agreement that lives: signed, promised and kept in the program."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from concierta.agreements.enums import Ambition, PledgeKind
from concierta.agreements.models import Clause
from concierta.agreements.operations import add_clause, assess_pledge, confirm_pledge, register_pledge
from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, Form
from concierta.budgets.operations import declare_delivery, offer_contribution, verify_delivery
from concierta.evaluation.enums import MilestoneKind, MilestoneState, Rung
from concierta.evaluation.operations import declare_milestone, verify_milestone
from concierta.mesa.operations import close_session, establish_mesa, give_seat
from concierta.people.enums import Role
from concierta.plans.operations import PlanIncomplete, define_project, put_in_force
from concierta.plans.schema import ProjectDescription
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign_by_role
from factories import AT, evidence_of, make_period, make_person
from factories.agreements import Living, in_force, later
from factories.answering import make_answering
from factories.cast import make_product
from factories.mesa import HOUR, SESSION_AT, MesaCast, open_session_with

pytestmark = pytest.mark.django_db
CUT_OFF = date(2025, 3, 31)


def promise(living: Living, of: str, code: str, text: str, **what: object):
    """As an entity makes a promise: entered by itself, and assessed by a verifier of another."""
    person = living.spokespeople[of]
    pledge = register_pledge(
        clause=living.clause, entity=living.signatory(of).entity, code=code, text=text, due_on=date(2025, 3, 15),
        **what, by=person, at=AT,
    )  # fmt: skip
    return assess_pledge(
        pledge=pledge, verifiable=True, ambition=Ambition.SUBSTANTIAL, reason="Se cuenta.", by=living.verifier, at=AT
    )


def published(living: Living, table: str) -> list:
    if not living.plan.periods.filter(cut_off=CUT_OFF).exists():
        make_period(living.plan, "2025-T1")
    return tables_of(Snapshot(living.plan, CUT_OFF, later(110)))[table]


def test_scenario_1_sena_confirms_what_it_pledged_and_the_project_without_a_person_is_named():
    """SENA pledged three projects, one without a responsible person: submitting the plan is refused and names it."""
    answering = make_answering()
    with pytest.raises(Exception, match="no actúa por"):
        confirm_pledge(pledge=answering.pledge, by=answering.secretary, at=AT)
    assert confirm_pledge(pledge=answering.pledge, by=answering.sena_reporter, at=AT).confirmed_by is not None
    for code, name in (("BP7", "Orientación"), ("BP8", "Ferias"), ("BP9", "Bolsa de empleo")):
        define_project(
            node=answering.project.node, entity=answering.sena, code=code,
            described=ProjectDescription(name=name, weight=Decimal(0)), pledges=[answering.pledge], by=None, at=AT,
        )  # fmt: skip
    assign_by_role(plan=answering.plan, by=None, at=AT)
    Responsibility.objects.filter(project__code="BP9", duty__in=("executes", "reports", "accountable")).delete()
    with pytest.raises(PlanIncomplete) as refusal:
        put_in_force(plan=answering.plan, by=answering.secretary, at=AT)
    assert [str(problem) for problem in refusal.value.problems] == [
        "persona de SENA que ejecuta, reporta y rinde cuentas: proyecto BP9 «Bolsa de empleo»"
    ]


def test_scenario_2_comfandi_promises_money_and_two_advisers_and_nobody_adds_them():
    """Comfandi contributes COP 400 M and two advisers in kind: totals keep cash and in kind apart, with the signatory,
    and the commitment is kept in part once the money alone was seen."""
    living = in_force("comfandi")
    comfandi, person = living.signatory("comfandi").entity, living.spokespeople["comfandi"]
    money = promise(living, "comfandi", "P-1", "Financiar ferias", kind=PledgeKind.CASH, amount=400_000_000)
    promise(living, "comfandi", "P-2", "Dos asesores", kind=PledgeKind.IN_KIND, quantity=Decimal(2), unit="asesores")
    project = make_product(living, "1").project
    given = offer_contribution(
        project=project, entity=comfandi, pledge=money, kind="economic", form=Form.CASH,
        description="Ferias", amount=400_000_000, due_on=date(2025, 3, 15), by=person, at=AT,
    )  # fmt: skip
    delivery = declare_delivery(
        contribution=given, delivered_on=AT.date(), amount=400_000_000, evidence=[evidence_of(comfandi, person)],
        by=person, at=AT,
    )  # fmt: skip
    verify_delivery(
        delivery=delivery, outcome=DeliveryOutcome.VERIFIED, method=DeliveryMethod.DOCUMENTS, reason="Consta.",
        by=living.verifier, at=AT,
    )  # fmt: skip
    promised = {row.code: (row.entity, row.amount, row.quantity, row.unit) for row in published(living, "pledges")}
    assert promised == {
        "P-1": ("comfandi", 400_000_000, None, ""),
        "P-2": ("comfandi", None, Decimal(2), "asesores"),
    }
    figures = {
        row.figure: (row.done, row.due, row.unit)
        for row in published(living, "clause_figures")
        if (row.clause, row.entity) == ("C1", "comfandi")
    }
    assert figures["pledges_kept"] == (1, 2, "")
    assert figures["cash_verified"] == (400_000_000, 400_000_000, "COP")
    (state,) = (row.state for row in published(living, "clause_states") if row.entity == "comfandi")
    assert state == "partly"


def test_scenario_6_the_governors_office_came_to_two_of_four_and_the_instances_it_reached_are_told():
    """Gobernación del Valle attended 2 of 4 sessions: the record says 50 % and which instances were reached."""
    living = in_force("gobernacion")
    office, person = living.signatory("gobernacion").entity, living.spokespeople["gobernacion"]
    for code in ("C2", "C3"):
        add_clause(agreement=living.agreement, code=code, title=code, text="…", by=None, at=AT)
    mesa = establish_mesa(
        agreement=living.agreement, name="Mesa", secretariat=living.planeacion, chair=living.desarrollo,
        effective_on=date(2024, 1, 1), by=None, at=AT,
    )  # fmt: skip
    cast = MesaCast(
        **{name: value for name, value in vars(living).items() if name in MesaCast.__dataclass_fields__}, mesa=mesa
    )
    for entity, principal in (
        (office, make_person("Titular", (Role.MEMBER, office))),
        (living.sena, make_person("Titular SENA", (Role.MEMBER, living.sena))),
    ):
        cast.seats[entity.code] = give_seat(
            mesa=mesa, entity=entity, has_vote=True, since=date(2024, 1, 1), principal=principal, by=None, at=AT
        )
    for number, codes in enumerate((("gobernacion", "sena"), ("sena",), ("sena", "gobernacion"), ("sena",))):
        session = open_session_with(cast, codes, starts_at=SESSION_AT + timedelta(days=7 * number))
        close_session(session=session, by=living.secretary, at=session.starts_at + HOUR)
    milestone = declare_milestone(
        clause=Clause.objects.get(code="C3"), entity=office, kind=MilestoneKind.PRESENTATION,
        title="El plan, ante la asamblea", instance="Asamblea del Valle", rung=Rung.MENTIONED,
        reached_on=date(2025, 1, 2), evidence=[evidence_of(office, person)], by=person, at=AT,
    )  # fmt: skip
    verify_milestone(
        milestone=milestone, finding=MilestoneState.VERIFIED, reason="Consta en el acta.", by=living.verifier, at=AT
    )
    (came,) = (row for row in published(living, "attendance_record") if row.entity == "gobernacion")
    assert (came.attended, came.held, came.share) == (2, 4, Decimal("0.5"))
    figures = {
        (row.clause, row.figure): (row.done, row.due)
        for row in published(living, "clause_figures")
        if row.entity == "gobernacion"
    }
    assert figures["C2", "sessions_attended"] == (2, 4)
    assert figures["C3", "instances_reached"] == (1, None)
    states = {row.clause: row.state for row in published(living, "clause_states") if row.entity == "gobernacion"}
    assert (states["C2"], states["C3"]) == ("partly", "kept")
    (reached,) = published(living, "milestones")
    assert (reached.instance, reached.rung, reached.verified_by) == ("Asamblea del Valle", "mentioned", "control")
