"""A plan in formulation with a pledge, a project, an indicator and a task of its Mesa, and people for every duty."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Agreement, Pledge
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.engines.achievement import Accumulation
from concierta.indicators.models import Indicator
from concierta.indicators.operations import define_indicator, set_target
from concierta.mesa.models import ActionItem, AgendaItem, Decision, Mesa, Motion, Rules, Session
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, Project
from concierta.plans.operations import put_in_force
from concierta.responsibilities.operations import assign_by_role
from factories.cast import AT
from factories.plans import Drafting, make_drafting

DECIDED_AT = datetime(2025, 1, 2, 15, tzinfo=UTC)


@dataclass
class Answering:
    """`desarrollo` has the project and reports the indicator, `sena` made the pledge, `planeacion` reviews and keeps
    the secretariat, `control` verifies. Nobody was named for anything yet."""

    plan: Plan
    agreement: Agreement
    pledge: Pledge
    project: Project
    indicator: Indicator
    desarrollo: Entity
    sena: Entity
    planeacion: Entity
    control: Entity
    secretary: User
    reporter: User
    sena_reporter: User
    reviewer: User
    verifier: User


def make_answering(drafting: Drafting | None = None) -> Answering:
    drafting = drafting or make_drafting()
    sena = Entity.objects.get(code="sena")
    agreement = register_agreement(slug="acuerdo", title="Acuerdo", signed_on=date(2024, 1, 1), by=None, at=AT)
    clause = add_clause(agreement=agreement, code="C1", title="Medios", text="Poner medios.", by=None, at=AT)
    add_signatory(agreement=agreement, entity=sena, by=None, at=AT)
    pledge = register_pledge(
        clause=clause, entity=sena, code="CP-1", text="Formar en oficios", kind=PledgeKind.ACTION, by=None, at=AT
    )
    Plan.objects.filter(pk=drafting.plan.pk).update(agreement=agreement)
    plan = Plan.objects.get(pk=drafting.plan.pk)
    indicator = define_indicator(
        plan=plan,
        code="I1",
        name="Personas formadas",
        accumulation=Accumulation.FLOW,
        product=drafting.product,
        reporter=drafting.desarrollo,
        by=None,
        at=AT,
    )
    set_target(indicator=indicator, year=2024, value=Decimal(100), by=None, at=AT)
    return Answering(
        plan=plan,
        agreement=agreement,
        pledge=pledge,
        project=Project.objects.get(),
        indicator=Indicator.objects.get(),
        desarrollo=drafting.desarrollo,
        sena=sena,
        planeacion=drafting.planeacion,
        control=drafting.control,
        secretary=drafting.secretary,
        reporter=drafting.reporter,
        sena_reporter=drafting.stranger,
        reviewer=drafting.reviewer,
        verifier=drafting.verifier,
    )


def in_force(answering: Answering) -> Plan:
    """Everybody named by role, and the plan put in force."""
    assign_by_role(plan=answering.plan, by=None, at=AT)
    answering.plan = put_in_force(plan=answering.plan, by=None, at=AT)
    return answering.plan


def make_mesa(answering: Answering) -> Mesa:
    mesa = Mesa.objects.create(
        agreement=answering.agreement, name="Mesa", secretariat=answering.planeacion, chair=answering.desarrollo
    )
    Rules.objects.create(mesa=mesa, version=1, effective_on=date(2024, 1, 1))
    return mesa


def make_agenda_item(mesa: Mesa) -> AgendaItem:
    session, _ = Session.objects.get_or_create(
        mesa=mesa, number=1, defaults={"starts_at": DECIDED_AT, "rules": mesa.rules.get()}
    )
    return AgendaItem.objects.create(session=session, ordinal=session.items.count() + 1, title="Seguimiento")


def make_task(answering: Answering, **fields: object) -> ActionItem:
    """A task that the Mesa gave to `desarrollo` and its reporter."""
    mesa = Mesa.objects.filter(agreement=answering.agreement).first() or make_mesa(answering)
    return ActionItem.objects.create(
        mesa=mesa,
        number=mesa.action_items.count() + 1,
        item=make_agenda_item(mesa),
        text="Enviar el listado",
        **({"entity": answering.desarrollo, "person": answering.reporter, "due_on": date(2025, 4, 30)} | fields),
    )


def make_decision(answering: Answering) -> Decision:
    mesa = Mesa.objects.filter(agreement=answering.agreement).first() or make_mesa(answering)
    item = make_agenda_item(mesa)
    motion = Motion.objects.create(
        item=item, text="Cambiar de responsable", state="carried", opened_at=DECIDED_AT, closed_at=DECIDED_AT
    )
    return Decision.objects.create(
        mesa=mesa,
        session=item.session,
        motion=motion,
        number=f"2025-{motion.pk}",
        text=motion.text,
        decided_at=DECIDED_AT,
    )
