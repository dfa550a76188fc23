"""A plan enters into force when somebody answers for everything, and nothing checks itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.plans.models import Plan, Project
from concierta.plans.operations import PlanIncomplete, define_project, put_in_force
from concierta.plans.operations.readiness import problems_of
from concierta.plans.schema import ProjectDescription
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign, assign_by_role
from concierta.responsibilities.queries import Gap, holes_and_clashes
from factories import AT, count_queries, make_person
from factories.answering import Answering, in_force, make_task
from factories.cast import CONFIRMED

TODAY = AT.date()


def said(answering: Answering, on: date = TODAY) -> list[str]:
    return [str(problem) for problem in holes_and_clashes(answering.plan, on)]


def test_a_plan_for_which_nobody_was_named_lists_every_hole(answering: Answering):
    make_task(answering, person=None)
    assert said(answering) == [
        "persona de SENA que ejecuta, reporta y rinde cuentas: promesa CP-1 «Formar en oficios»",
        "persona de PLANEACION que revisa y presenta a la comunidad: promesa CP-1 «Formar en oficios»",
        "persona de CONTROL que verifica: promesa CP-1 «Formar en oficios»",
        "persona de DESARROLLO que ejecuta, reporta y rinde cuentas: proyecto BP1 «Formación»",
        "persona de PLANEACION que revisa y presenta a la comunidad: proyecto BP1 «Formación»",
        "persona de CONTROL que verifica: proyecto BP1 «Formación»",
        "persona de DESARROLLO que ejecuta, reporta y rinde cuentas: indicador I1 «Personas formadas»",
        "persona de PLANEACION que revisa y presenta a la comunidad: indicador I1 «Personas formadas»",
        "persona de CONTROL que verifica: indicador I1 «Personas formadas»",
        "persona de DESARROLLO que ejecuta y rinde cuentas: tarea de la mesa 1 «Enviar el listado»",
        "persona de PLANEACION que verifica: tarea de la mesa 1 «Enviar el listado»",
    ]


def test_sena_pledged_three_projects_and_the_one_without_a_person_is_named(answering: Answering):
    """DOMAIN §7, scenario 1."""
    node = answering.project.node
    for code, name in (("BP7", "Orientación"), ("BP8", "Ferias"), ("BP9", "Bolsa de empleo")):
        define_project(
            node=node,
            entity=answering.sena,
            code=code,
            described=ProjectDescription(name=name, weight=Decimal(0)),
            pledges=[answering.pledge],
            by=None,
            at=AT,
        )
    assign_by_role(plan=answering.plan, by=None, at=AT)
    Responsibility.objects.filter(project__code="BP9", duty__in=("executes", "reports", "accountable")).delete()
    with pytest.raises(PlanIncomplete) as refusal:
        put_in_force(plan=answering.plan, by=answering.secretary, at=AT)
    assert [str(problem) for problem in refusal.value.problems] == [
        "persona de SENA que ejecuta, reporta y rinde cuentas: proyecto BP9 «Bolsa de empleo»"
    ]


def test_nothing_is_missing_once_everybody_is_named(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    assert said(answering) == []
    assert in_force(answering).state == "in_force"


def test_a_duty_without_an_entity_is_a_hole_that_says_so(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    Plan.objects.update(presenter=None)
    answering.plan.refresh_from_db()
    Responsibility.objects.filter(duty=Duty.PRESENTS).exclude(indicator=None).delete()
    assert said(answering) == [
        "entidad que presenta a la comunidad: indicador I1 «Personas formadas»",
    ]


def test_reporter_and_verifier_of_one_entity_clash(answering: Answering):
    Plan.objects.update(verifier=answering.sena)
    answering.plan.refresh_from_db()
    assert [problem for problem in said(answering) if "otra entidad" in problem] == [
        "otra entidad que verifica: SENA también reporta, promesa CP-1 «Formar en oficios»"
    ]


@pytest.mark.parametrize(
    ("role", "pair"),
    [("reviewer", "revisa: SENA también reporta"), ("verifier", "verifica: SENA también reporta")],
)
def test_each_pair_that_must_be_apart_is_named(answering: Answering, role: str, pair: str):
    Plan.objects.update(**{role: answering.sena})
    answering.plan.refresh_from_db()
    assert f"otra entidad que {pair}, promesa CP-1 «Formar en oficios»" in said(answering)


def test_reviewer_and_verifier_of_one_entity_clash(answering: Answering):
    Plan.objects.update(verifier=answering.planeacion)
    answering.plan.refresh_from_db()
    clashes = [
        problem for problem in holes_and_clashes(answering.plan, TODAY) if isinstance(problem, Gap) and problem.is_clash
    ]
    assert {(gap.kind, gap.duties) for gap in clashes} == {
        (kind, (Duty.REVIEWS, Duty.VERIFIES))
        for kind in (SubjectKind.PLEDGE, SubjectKind.PROJECT, SubjectKind.INDICATOR)
    }


def test_one_person_of_two_entities_clashes_with_themselves(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    Membership.objects.create(
        **CONFIRMED, user=answering.reporter, entity=answering.control, role=Role.VERIFIER, since=TODAY
    )
    Responsibility.objects.filter(indicator=answering.indicator, duty=Duty.VERIFIES).update(person=answering.reporter)
    assert said(answering) == [
        "otra persona que verifica: la misma reporta, indicador I1 «Personas formadas»",
    ]


def test_a_substitute_counts_as_well(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    Responsibility.objects.filter(project=answering.project, duty=Duty.REVIEWS).update(substitute=answering.verifier)
    assert said(answering) == ["otra persona que verifica: la misma revisa, proyecto BP1 «Formación»"]


@pytest.mark.parametrize("lost", ["role", "account"])
def test_a_person_who_no_longer_may_does_not_answer(answering: Answering, lost: str):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    if lost == "role":
        Membership.objects.filter(user=answering.verifier).update(until=AT)
    else:
        answering.verifier.is_active = False
        answering.verifier.save()
    tomorrow = TODAY + timedelta(days=1)
    assert said(answering, tomorrow) == [
        "persona de CONTROL que verifica: promesa CP-1 «Formar en oficios»",
        "persona de CONTROL que verifica: proyecto BP1 «Formación»",
        "persona de CONTROL que verifica: indicador I1 «Personas formadas»",
    ]


def test_a_closed_project_and_a_finished_task_ask_for_nobody(answering: Answering):
    make_task(answering, state="dropped", person=None)
    Project.objects.update(closed_on=TODAY)
    assert [problem.kind for problem in holes_and_clashes(answering.plan, TODAY) if isinstance(problem, Gap)] == [
        SubjectKind.PLEDGE
    ] * 3


def test_without_an_agreement_only_the_plan_itself_is_asked_for(answering: Answering):
    Plan.objects.update(agreement=None)
    answering.plan.refresh_from_db()
    assert {problem.kind for problem in holes_and_clashes(answering.plan, TODAY) if isinstance(problem, Gap)} == {
        SubjectKind.PROJECT,
        SubjectKind.INDICATOR,
    }


def test_a_long_name_is_cut(answering: Answering):
    Project.objects.update(name="Muy largo " * 40)
    assert all(len(problem) < 260 for problem in said(answering))


def test_what_is_said_is_translated_word_by_word(answering: Answering):
    words = {
        "persona de %(entity)s que %(duties)s: %(kind)s %(code)s «%(name)s»": "%(kind)s %(code)s: %(entity)s %(duties)s",  # noqa: E501
        "ejecuta": "executes",
        "reporta": "reports",
        "rinde cuentas": "answers",
        "y": "and",
        "promesa": "pledge",
    }
    gap = holes_and_clashes(answering.plan, TODAY)[0]
    assert gap.render(words.__getitem__) == "pledge CP-1: SENA executes, reports and answers"


def test_the_number_of_queries_does_not_grow(answering: Answering):
    def asked() -> int:
        return count_queries(lambda: holes_and_clashes(answering.plan, TODAY))

    with_one = asked()
    for extra in range(5):
        define_project(
            node=answering.project.node,
            entity=answering.sena,
            code=f"X{extra}",
            described=ProjectDescription(name=f"Otro {extra}", weight=Decimal(0)),
            by=None,
            at=AT,
        )
    assign(
        subject=answering.project,
        duty=Duty.EXECUTES,
        entity=answering.desarrollo,
        person=answering.reporter,
        since=TODAY,
        by=None,
        at=AT,
    )
    assert asked() == with_one == 10
    assert len(problems_of(answering.plan, AT)) == 3 * 8


def test_every_kind_has_rules_for_its_duties_and_only_reported_things_have_all_six():
    assert set(DUTIES) == set(SubjectKind)
    assert {kind: set(Duty) - set(rules) for kind, rules in DUTIES.items()} == {
        SubjectKind.PLEDGE: set(),
        SubjectKind.PROJECT: set(),
        SubjectKind.INDICATOR: set(),
        SubjectKind.ACTION_ITEM: {Duty.REPORTS, Duty.REVIEWS, Duty.PRESENTS},
    }


def test_columns_are_fields_of_the_thing(answering: Answering):
    make_person("Nadie", (Role.MEMBER, answering.sena))
    task = make_task(answering)
    things = {
        SubjectKind.PLEDGE: answering.pledge,
        SubjectKind.PROJECT: answering.project,
        SubjectKind.INDICATOR: answering.indicator,
        SubjectKind.ACTION_ITEM: task,
    }
    assert [
        (kind, rule.column)
        for kind, rules in DUTIES.items()
        for rule in rules.values()
        if rule.column and not hasattr(things[kind], rule.column)
    ] == []
