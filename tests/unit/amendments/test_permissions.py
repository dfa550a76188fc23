"""Who proposes, who changes a proposal, and who puts on record what the Mesa decided."""

from datetime import date

import pytest

from concierta.amendments.permissions import can_adopt, can_propose, can_revise, proposing_entity
from concierta.people.enums import Role
from concierta.people.models import User
from factories import make_person
from factories.amendments import AmendableCast, proposed_amendment, proposed_measure
from factories.cast import AT

ON = AT.date()

#: person → (proposes, revises what SENA proposed, adopts)
MATRIX = {
    "operator": (True, True, True),
    "secretary": (True, True, True),
    "principal": (True, True, False),
    "member": (True, True, False),
    "other_member": (True, False, False),
    "delegate": (True, False, False),
    "past_delegate": (False, False, False),
    "reporter": (False, False, False),
    "reviewer": (False, False, False),
    "verifier": (False, False, False),
    "stranger": (False, False, False),
}


def somebody(scene: AmendableCast, who: str) -> User | None:
    if who == "operator":
        return None
    if who == "principal":
        return scene.principal("sena")
    if who == "member":
        return make_person("Mara Miembro", (Role.MEMBER, scene.sena))
    if who == "other_member":
        return scene.principal("cut")
    if who in ("delegate", "past_delegate"):
        from concierta.mesa.models import Delegation
        from factories import evidence_of

        person = make_person("Dora Delegada")
        Delegation.objects.create(
            seat=scene.seats["andi"], person=person, document=evidence_of(scene.planeacion, scene.secretary),
            since=date(2024, 1, 1), until=date(2024, 12, 31) if who == "past_delegate" else None,
        )  # fmt: skip
        return person
    if who == "stranger":
        return make_person("Eva Extraña", (Role.SECRETARIAT, scene.univalle))
    return getattr(scene, who)


@pytest.mark.parametrize(("who", "allowed"), MATRIX.items(), ids=MATRIX)
def test_who_may_do_what(scene, who, allowed):
    person = somebody(scene, who)
    amendment = proposed_amendment(scene, by=scene.principal("sena"))
    measure = proposed_measure(scene)
    found = (
        bool(can_propose(person, scene.plan, ON)),
        bool(can_revise(person, amendment)),
        bool(can_adopt(person, amendment)),
    )
    assert found == allowed
    assert bool(can_adopt(person, measure)) == allowed[2]


def test_the_reason_is_a_sentence_one_can_act_on(scene):
    assert (
        "corresponde a su secretaría técnica y a quienes integran la mesa"
        in can_propose(scene.reporter, scene.plan, ON).reason
    )
    assert (
        "la entidad que la propuso, o la secretaría técnica"
        in can_revise(scene.reporter, proposed_amendment(scene)).reason
    )


@pytest.mark.parametrize(
    ("who", "entity"),
    [("operator", "planeacion"), ("secretary", "planeacion"), ("principal", "sena"), ("reporter", None)],
)
def test_in_whose_name_one_proposes(scene, who, entity):
    found = proposing_entity(somebody(scene, who), scene.plan, ON)
    assert (found and found.code) == entity
