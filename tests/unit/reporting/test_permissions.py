"""Who may do what to a report, in every state: one matrix per act, the same for every role of every entity."""

from dataclasses import dataclass

import pytest

from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused, Verdict
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.reporting import permissions
from concierta.reporting.enums import ReportState as S
from factories import (
    AT,
    Cast,
    draft_report,
    make_person,
    published_report,
    report_in,
    returned_report,
    reviewed_report,
    submitted_report,
)
from factories.cast import CONFIRMED

ENTITIES = ("desarrollo", "planeacion", "control", "sena")


@dataclass(frozen=True)
class Rule:
    """The one role, of the one entity, that may do it, and the states that allow it."""

    role: Role
    entity: str
    states: frozenset[S]


RULES = {
    "can_edit": Rule(Role.REPORTER, "desarrollo", frozenset({S.DRAFT, S.RETURNED})),
    "can_submit": Rule(Role.REPORTER, "desarrollo", frozenset({S.DRAFT, S.RETURNED})),
    "can_return": Rule(Role.REVIEWER, "planeacion", frozenset({S.SUBMITTED})),
    "can_review": Rule(Role.REVIEWER, "planeacion", frozenset({S.SUBMITTED})),
    "can_correct": Rule(Role.REPORTER, "desarrollo", frozenset({S.PUBLISHED})),
}


@pytest.mark.parametrize("state", S)
def test_each_act_is_for_one_role_of_one_entity_in_its_states(cast: Cast, state: S) -> None:
    report = report_in(cast, state)
    for entity in ENTITIES:
        for role in Role:
            person = make_person(f"{role} {entity}", (role, getattr(cast, entity)))
            for act, rule in RULES.items():
                verdict: Verdict = getattr(permissions, act)(person, report)
                expected = (role, entity) == (rule.role, rule.entity) and state in rule.states
                assert bool(verdict) is expected, f"{act} by {role} of {entity} in {state}: {verdict.reason}"
                assert expected or verdict.reason


@pytest.mark.parametrize("act", RULES)
def test_somebody_without_a_role_may_do_nothing(cast: Cast, act: str) -> None:
    assert not getattr(permissions, act)(make_person("Nadie"), submitted_report(cast))


@pytest.mark.parametrize("check", ["check_can_edit", "check_can_submit", "check_can_return", "check_can_review"])
def test_the_operator_of_the_machine_signs_no_figure(cast: Cast, check: str) -> None:
    with pytest.raises(PermissionRefused, match="persona con su cuenta"):
        getattr(permissions, check)(None, submitted_report(cast))


def test_whoever_reports_is_told_why_they_may_not_review(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="Usted envió este reporte"):
        permissions.check_can_review(cast.reporter, submitted_report(cast))


def test_a_person_of_both_entities_may_not_review_what_theirs_reported(cast: Cast) -> None:
    both = make_person("Dora Doble", (Role.MEMBER, cast.desarrollo), (Role.REVIEWER, cast.planeacion))
    with pytest.raises(PermissionRefused, match="DESARROLLO reportó este valor y no puede revisarlo"):
        permissions.check_can_review(both, submitted_report(cast))


def test_whoever_returned_a_report_may_not_send_it_afterwards(cast: Cast) -> None:
    report = returned_report(cast)
    cast.reviewer.memberships.create(**CONFIRMED, entity=cast.desarrollo, role=Role.REPORTER, since="2024-01-01")
    with pytest.raises(PermissionRefused, match="Usted revisó este reporte"):
        permissions.check_can_submit(cast.reviewer, report)


def test_an_ended_membership_gives_nothing(cast: Cast) -> None:
    report = draft_report(cast)
    cast.reporter.memberships.update(until=AT)
    assert not permissions.can_submit(cast.reporter, report)


def test_the_reviewer_of_the_indicator_stands_before_the_plans(cast: Cast) -> None:
    cast.indicator.reviewer = cast.sena
    cast.indicator.save()
    report = submitted_report(cast)
    assert permissions.can_review(cast.outsider, report)
    assert not permissions.can_review(cast.reviewer, report)


def test_without_a_reviewing_entity_the_secretariat_is_named(cast: Cast) -> None:
    report = submitted_report(cast)
    report.indicator.plan.reviewer = None
    with pytest.raises(Refusal, match="no tiene entidad que revise"):
        permissions.check_can_review(cast.reviewer, report)


def test_an_entity_never_reviews_its_own_figures(cast: Cast) -> None:
    report = submitted_report(cast)
    report.indicator.plan.reviewer = cast.desarrollo
    with pytest.raises(Refusal, match="no puede revisar lo que ella misma reporta"):
        permissions.check_can_review(cast.reviewer, report)


def test_nothing_is_reported_before_the_plan_is_in_force(cast: Cast) -> None:
    cast.indicator.plan.state = PlanState.DRAFT
    with pytest.raises(TransitionRefused, match="todavía no está vigente"):
        permissions.check_can_draft(cast.reporter, cast.indicator)


def test_a_published_figure_is_corrected_not_edited(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="abra una corrección"):
        permissions.check_can_edit(cast.reporter, published_report(cast))


def test_an_unpublished_figure_is_not_corrected(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="Solo se corrige un valor publicado; este está «Revisado»"):
        permissions.check_can_correct(cast.reporter, reviewed_report(cast))


@pytest.mark.parametrize(("role", "entity"), [(role, entity) for role in Role for entity in ENTITIES])
def test_only_the_secretariat_of_the_plan_oversees_it(cast: Cast, role: Role, entity: str) -> None:
    person = make_person("Olga", (role, getattr(cast, entity)))
    expected = (role, entity) == (Role.SECRETARIAT, "planeacion")
    assert bool(permissions.can_oversee(person, cast.plan)) is expected


def test_a_plan_without_secretariat_is_overseen_by_nobody(cast: Cast) -> None:
    cast.plan.secretariat = None
    with pytest.raises(Refusal, match="no tiene secretaría"):
        permissions.check_can_oversee(cast.secretary, cast.plan)
