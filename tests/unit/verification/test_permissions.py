"""Whoever verifies has no stake in the figure: by person, and by entity."""

import pytest

from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused
from concierta.people.enums import Role
from concierta.reporting.enums import ReportState as S
from concierta.verification.permissions import can_publish, can_verify, check_can_publish, check_can_verify
from factories import Cast, checked_report, make_person, report_in, reviewed_report, submitted_report
from factories.cast import CONFIRMED

ENTITIES = ("desarrollo", "planeacion", "control", "sena")


@pytest.mark.parametrize("state", S)
def test_only_verifiers_of_the_verifying_entity_verify_and_only_what_was_reviewed(cast: Cast, state: S) -> None:
    report = report_in(cast, state)
    for entity in ENTITIES:
        for role in Role:
            person = make_person(f"{role} {entity}", (role, getattr(cast, entity)))
            verdict = can_verify(person, report)
            expected = (role, entity, state) == (Role.VERIFIER, "control", S.REVIEWED)
            assert bool(verdict) is expected, f"{role} of {entity} in {state}: {verdict.reason}"
            assert expected or verdict.reason


def test_planning_submitted_and_tries_to_verify_and_is_told_who_does(cast: Cast) -> None:
    """Acceptance scenario 14."""
    cast.indicator.reporter, cast.indicator.reviewer = cast.planeacion, cast.desarrollo
    cast.indicator.save()
    cast.desarrollo, cast.planeacion = cast.planeacion, cast.desarrollo
    cast.reporter = make_person("Paula Planea", (Role.REPORTER, cast.desarrollo))
    cast.reviewer = make_person("Diego Desarrolla", (Role.REVIEWER, cast.planeacion))
    report = reviewed_report(cast)
    with pytest.raises(PermissionRefused, match="Usted envió este reporte: debe verificarlo otra persona"):
        check_can_verify(cast.reporter, report)
    colleague = make_person("Pilar Planea", (Role.VERIFIER, cast.desarrollo))
    with pytest.raises(
        PermissionRefused, match="PLANEACION reportó este valor y no puede verificarlo: le corresponde a CONTROL"
    ):
        check_can_verify(colleague, report)


def test_whoever_reviewed_does_not_verify(cast: Cast) -> None:
    report = reviewed_report(cast)
    with pytest.raises(PermissionRefused, match="Usted revisó este reporte"):
        check_can_verify(cast.reviewer, report)


def test_a_verifier_who_also_acts_for_the_reporting_entity_does_not_verify(cast: Cast) -> None:
    both = make_person("Dora Doble", (Role.MEMBER, cast.desarrollo), (Role.VERIFIER, cast.control))
    with pytest.raises(PermissionRefused, match="DESARROLLO reportó este valor"):
        check_can_verify(both, reviewed_report(cast))


def test_a_verifier_who_also_acts_for_the_reviewing_entity_does_not_verify(cast: Cast) -> None:
    both = make_person("Dora Doble", (Role.MEMBER, cast.planeacion), (Role.VERIFIER, cast.control))
    with pytest.raises(PermissionRefused, match="PLANEACION revisó este valor"):
        check_can_verify(both, reviewed_report(cast))


def test_a_person_who_once_sent_it_does_not_verify_after_changing_entity(cast: Cast) -> None:
    report = reviewed_report(cast)
    cast.reporter.memberships.all().delete()
    cast.reporter.memberships.create(**CONFIRMED, entity=cast.control, role=Role.VERIFIER, since="2024-01-01")
    with pytest.raises(PermissionRefused, match="Usted envió este reporte"):
        check_can_verify(cast.reporter, report)


def test_the_verifier_of_the_indicator_stands_before_the_plans(cast: Cast) -> None:
    cast.indicator.verifier = cast.sena
    cast.indicator.save()
    report = reviewed_report(cast)
    assert can_verify(cast.outsider, report)
    assert not can_verify(cast.verifier, report)


def test_without_a_verifying_entity_the_secretariat_is_named(cast: Cast) -> None:
    report = reviewed_report(cast)
    report.indicator.plan.verifier = None
    with pytest.raises(Refusal, match="no tiene entidad que verifique"):
        check_can_verify(cast.verifier, report)


@pytest.mark.parametrize("interested", ["desarrollo", "planeacion"])
def test_an_interested_entity_never_verifies_even_if_it_was_appointed(cast: Cast, interested: str) -> None:
    report = reviewed_report(cast)
    report.indicator.plan.verifier = getattr(cast, interested)
    with pytest.raises(Refusal, match="reportó o revisó este valor"):
        check_can_verify(cast.verifier, report)


def test_the_operator_of_the_machine_verifies_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="persona con su cuenta"):
        check_can_verify(None, reviewed_report(cast))


def test_what_was_not_reviewed_waits(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="«Enviado»"):
        check_can_verify(cast.verifier, submitted_report(cast))


@pytest.mark.parametrize(("role", "entity"), [(role, entity) for role in Role for entity in ENTITIES])
def test_only_the_secretariat_publishes(cast: Cast, role: Role, entity: str) -> None:
    person = make_person("Olga", (role, getattr(cast, entity)))
    assert bool(can_publish(person, cast.plan)) is ((role, entity) == (Role.SECRETARIAT, "planeacion"))


def test_the_operator_may_publish_what_people_verified(cast: Cast) -> None:
    assert can_publish(None, checked_report(cast).indicator.plan)


def test_a_plan_without_secretariat_is_published_by_the_operator_only(cast: Cast) -> None:
    cast.plan.secretariat = None
    check_can_publish(None, cast.plan)
    with pytest.raises(Refusal, match="no tiene secretaría"):
        check_can_publish(cast.secretary, cast.plan)
