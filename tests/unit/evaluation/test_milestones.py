"""A milestone is declared by whoever reached it, with evidence, and verified by another entity."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.operations import verify_milestone, withdraw_milestone
from concierta.evaluation.queries import evaluation_against_acts
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from factories import AT
from factories.against_acts import fields_nobody_compares
from factories.agreements import in_force, make_living, promised
from factories.evaluation import declared_milestone

pytestmark = pytest.mark.django_db


def test_another_entity_verifies_it():
    living = in_force()
    milestone = declared_milestone(living)
    found = verify_milestone(
        milestone=milestone, finding=MilestoneState.VERIFIED, reason="Consta en el acta.", by=living.verifier, at=AT
    )
    assert (found.state, found.verifier_entity) == (MilestoneState.VERIFIED, living.control)
    assert (evaluation_against_acts().differences, fields_nobody_compares()) == ([], [])


@pytest.mark.parametrize("who", ["outsider", "secretary"])
def test_nobody_with_a_stake_or_without_the_role_verifies_it(who):
    living = in_force()
    with pytest.raises(PermissionRefused):
        verify_milestone(
            milestone=declared_milestone(living),
            finding=MilestoneState.VERIFIED,
            reason="x",
            by=getattr(living, who),
            at=AT,
        )


def test_what_was_found_stays():
    living = in_force()
    found = verify_milestone(
        milestone=declared_milestone(living),
        finding=MilestoneState.REJECTED,
        reason="No consta.",
        by=living.verifier,
        at=AT,
    )
    with pytest.raises(TransitionRefused):
        withdraw_milestone(milestone=found, reason="x", by=living.spokespeople["sena"], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluation_milestone SET title = 'Otro'")


def test_nobody_declares_for_another_entity():
    living = in_force()
    with pytest.raises(PermissionRefused):
        declared_milestone(living, by=living.secretary)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": []}, "evidence"),
        ({"instance": ""}, "instance"),
        ({"expires_on": date(2025, 1, 1)}, "expires_on"),
        ({"reached_on": date(2025, 1, 4)}, "reached_on"),
        ({"title": " "}, "title"),
    ],
)
def test_what_is_missing_is_asked_at_its_field(changes, field):
    with pytest.raises(Invalid) as refused:
        declared_milestone(in_force(), **changes)
    assert refused.value.field == field


def test_a_milestone_of_a_promise_is_of_whoever_promised():
    living = in_force("camara")
    other = promised(living, of="camara")
    with pytest.raises(Invalid, match="de otra entidad"):
        declared_milestone(living, pledge=other)
    assert declared_milestone(living, pledge=promised(living, "P-2")).pledge.code == "P-2"


def test_who_is_only_invited_declares_nothing():
    living = make_living()
    with pytest.raises(Refusal, match="no ha firmado"):
        declared_milestone(living)
