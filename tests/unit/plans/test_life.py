"""A plan's life: created by its secretariat, in force when nothing is missing, closed after its last day."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation
from concierta.indicators.operations import define_indicator, set_target
from concierta.kernel.clock import local_moment, start_of
from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.kernel.origin import Origin
from concierta.ledger.models import Event
from concierta.people.models import Entity, Membership
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.operations import (
    PlanIncomplete,
    assign_plan_roles,
    close_plan,
    create_plan,
    define_project,
    put_in_force,
    set_weight,
)
from concierta.plans.operations.readiness import check_family, problems_of
from concierta.plans.schema import ProjectDescription
from concierta.plans.workflow import PLAN_WORKFLOW
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign_by_role
from factories import AT
from factories.plans import Drafting

LAST_DAY = datetime(2027, 12, 31, 15, tzinfo=UTC)
DAY_AFTER = datetime(2028, 1, 1, 15, tzinfo=UTC)
QUERIES = 12
CYCLE = {"starts_on": date(2024, 1, 1), "ends_on": date(2027, 12, 31)}


def ready(drafting: Drafting) -> Plan:
    indicator = define_indicator(
        plan=drafting.plan,
        code="I1",
        name="Personas formadas",
        accumulation=Accumulation.FLOW,
        product=drafting.product,
        reporter=drafting.desarrollo,
        by=None,
        at=AT,
    )
    set_target(indicator=indicator, year=2024, value=Decimal(100), by=None, at=AT)
    assign_by_role(plan=drafting.plan, by=None, at=AT)
    return drafting.plan


def problems(plan: Plan) -> list[str]:
    with pytest.raises(PlanIncomplete) as refusal:
        put_in_force(plan=plan, by=None, at=AT)
    return [str(problem) for problem in refusal.value.problems]


def test_a_plan_that_lacks_nothing_goes_in_force(drafting: Drafting):
    put_in_force(plan=ready(drafting), by=drafting.secretary, at=AT)
    assert Plan.objects.get().state == PlanState.IN_FORCE
    assert Event.objects.last().kind == "plan.in_force"


def test_a_project_without_a_responsible_person_is_named(drafting: Drafting):
    """DOMAIN §7, scenario 1: of three pledged projects one has nobody who answers for it."""
    sena = Entity.objects.get(code="sena")
    for code, name in (("BP7", "Orientación"), ("BP8", "Ferias"), ("BP9", "Bolsa de empleo")):
        define_project(
            node=drafting.node,
            entity=sena,
            code=code,
            described=ProjectDescription(name=name, weight=Decimal(0)),
            by=None,
            at=AT,
        )
    plan = ready(drafting)
    Responsibility.objects.filter(project__code="BP9", duty=Duty.ACCOUNTABLE).update(person=None)
    assert problems(plan) == ["persona de SENA que rinde cuentas: proyecto BP9 «Bolsa de empleo»"]
    assert Plan.objects.get().state == PlanState.DRAFT


def test_a_person_whose_role_ended_does_not_answer(drafting: Drafting):
    plan = ready(drafting)
    Membership.objects.filter(user=drafting.reporter).update(until=start_of(AT.date()))
    assert problems(plan) == [
        "persona de DESARROLLO que ejecuta, reporta y rinde cuentas: proyecto BP1 «Formación»",
        "persona de DESARROLLO que ejecuta, reporta y rinde cuentas: indicador I1 «Personas formadas»",
    ]


def test_everything_missing_is_said_at_once(db: None):
    plan = create_plan(slug="vacio", name="Plan vacío", **CYCLE, by=None, at=AT)
    assert problems(plan) == [
        "la entidad que ejerce la secretaría técnica",
        "la entidad que revisa los reportes",
        "la entidad que verifica los reportes",
        "la entidad que presenta los avances a la comunidad",
        "al menos un proyecto",
    ]


def test_the_refusal_lists_the_problems_in_one_sentence(db: None):
    plan = create_plan(slug="vacio", name="Plan vacío", **CYCLE, by=None, at=AT)
    with pytest.raises(PlanIncomplete, match=r"no puede entrar en vigencia. Falta:\n— la entidad que ejerce"):
        put_in_force(plan=plan, by=None, at=AT)


def test_weights_that_do_not_add_up_are_named_with_their_sum(drafting: Drafting):
    set_weight(of=drafting.project, weight=Decimal("0.4"), by=None, at=AT)
    assert problems(ready(drafting)) == ["que los pesos de «Empleo de calidad» sumen 100 %: suman 40 %"]


def test_weights_of_an_official_source_are_not_ours_to_repair(drafting: Drafting):
    set_weight(of=drafting.product, weight=Decimal("0.4"), by=None, at=AT)
    drafting.project.origin, drafting.project.source = Origin.OFFICIAL, "Cuadro 1S"
    drafting.project.save()
    put_in_force(plan=ready(drafting), by=None, at=AT)
    assert Plan.objects.get().state == PlanState.IN_FORCE


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((), []),
        ((None, None), []),
        (("0.5", "0.5"), []),
        (("0.333333", "0.333333", "0.333333"), []),
        (("0.5", None), ["peso de 1 de los 2 componentes de «Eje»"]),
        (("0.5", "0.4"), ["que los pesos de «Eje» sumen 100 %: suman 90 %"]),
        (("0.6", "0.5"), ["que los pesos de «Eje» sumen 100 %: suman 110 %"]),
    ],
)
def test_siblings_add_to_one_hundred_or_carry_no_weight(weights: tuple[str | None, ...], said: list[str]):
    given = [None if weight is None else Decimal(weight) for weight in weights]
    assert [str(problem) for problem in check_family("Eje", given)] == said


def test_an_indicator_without_target_or_with_its_reporter_as_reviewer_keeps_the_plan_a_draft(drafting: Drafting):
    define_indicator(
        plan=drafting.plan,
        code="I1",
        name="Informes",
        accumulation=Accumulation.FLOW,
        reporter=drafting.planeacion,
        by=None,
        at=AT,
    )
    assign_by_role(plan=drafting.plan, by=None, at=AT)
    assert problems(drafting.plan) == [
        "al menos una meta, o NP, del indicador I1 «Informes»",
        "persona de PLANEACION que reporta y revisa: indicador I1 «Informes»",
        "otra entidad que revisa: PLANEACION también reporta, indicador I1 «Informes»",
    ]


def test_what_is_missing_is_found_in_a_constant_number_of_queries(drafting: Drafting, django_assert_num_queries):
    plan = ready(drafting)
    for extra in range(3):
        define_project(
            node=drafting.node,
            entity=drafting.control,
            code=f"X{extra}",
            described=ProjectDescription(name=f"Otro {extra}"),
            by=None,
            at=AT,
        )
        with django_assert_num_queries(QUERIES):
            assert len(problems_of(plan, AT)) == 1 + 3 * (extra + 1)


def test_only_its_secretariat_puts_it_in_force(drafting: Drafting):
    plan = ready(drafting)
    with pytest.raises(PermissionRefused):
        put_in_force(plan=plan, by=drafting.stranger, at=AT)


def test_a_plan_in_force_is_not_put_in_force_again(drafting: Drafting):
    plan = put_in_force(plan=ready(drafting), by=None, at=AT)
    with pytest.raises(TransitionRefused, match="el estado actual es «Vigente»"):
        put_in_force(plan=plan, by=None, at=AT)


def test_a_plan_is_closed_the_day_after_its_last(drafting: Drafting):
    plan = put_in_force(plan=ready(drafting), by=None, at=AT)
    with pytest.raises(Invalid, match="2027-12-31"):
        close_plan(plan=plan, by=None, at=LAST_DAY)
    close_plan(plan=plan, by=drafting.secretary, at=DAY_AFTER)
    assert Plan.objects.get().state == PlanState.CLOSED
    assert Event.objects.last().kind == "plan.closed"


def test_the_last_day_of_a_plan_is_the_installation_s_to_its_last_second(drafting: Drafting):
    plan = put_in_force(plan=ready(drafting), by=None, at=AT)
    midnight = local_moment(date(2028, 1, 1), time(0))
    with pytest.raises(Invalid, match="2027-12-31"):
        close_plan(plan=plan, by=None, at=midnight - timedelta(seconds=1))
    assert close_plan(plan=plan, by=None, at=midnight).state == PlanState.CLOSED


def test_a_draft_is_not_closed(drafting: Drafting):
    with pytest.raises(TransitionRefused):
        close_plan(plan=drafting.plan, by=None, at=DAY_AFTER)


def test_a_slug_is_used_once(drafting: Drafting):
    with pytest.raises(Invalid, match="Ya hay un plan «cali»"):
        create_plan(slug="cali", name="Otro", **CYCLE, by=None, at=AT)


def test_a_plan_ends_after_it_starts(db: None):
    with pytest.raises(Invalid, match="terminar después"):
        create_plan(slug="x", name="X", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 1), by=None, at=AT)


def test_whoever_reviews_does_not_verify(drafting: Drafting):
    with pytest.raises(Invalid, match="PLANEACION aparece en los dos"):
        create_plan(
            slug="x", name="X", **CYCLE, reviewer=drafting.planeacion, verifier=drafting.planeacion, by=None, at=AT
        )


def test_an_official_plan_names_its_source(db: None):
    with pytest.raises(Invalid, match="su fuente"):
        create_plan(slug="x", name="X", **CYCLE, origin=Origin.OFFICIAL, by=None, at=AT)


def test_a_plan_is_created_by_the_secretariat_of_its_own_entity(drafting: Drafting):
    with pytest.raises(PermissionRefused):
        create_plan(slug="x", name="X", **CYCLE, secretariat=drafting.planeacion, by=drafting.stranger, at=AT)


def test_roles_change_until_the_plan_is_closed(drafting: Drafting):
    plan = drafting.plan
    roles = {
        "secretariat": drafting.planeacion,
        "reviewer": drafting.planeacion,
        "verifier": drafting.desarrollo,
        "presenter": None,
    }
    assign_plan_roles(plan=plan, **roles, by=drafting.secretary, at=AT)
    assert Plan.objects.get().verifier == drafting.desarrollo
    with pytest.raises(Invalid, match="entidades distintas"):
        assign_plan_roles(plan=plan, **{**roles, "verifier": drafting.planeacion}, by=None, at=AT)
    plan.state = PlanState.CLOSED
    with pytest.raises(TransitionRefused):
        assign_plan_roles(plan=plan, **roles, by=None, at=AT)


def test_the_transition_table_has_every_state():
    assert set(PLAN_WORKFLOW.labels) == set(PlanState.values)
