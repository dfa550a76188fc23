"""A role is proposed by some, and begins when the entity says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from concierta.accounts.operations import (
    confirm_role,
    declare_independence,
    end_role,
    propose_role,
    reject_role,
)
from concierta.accounts.queries import membership_for, people_of, person_for
from concierta.kernel.clock import start_of
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User
from concierta.people.permissions import has_role
from factories import AT, Cast, make_person
from factories.accounts import come_to, invitation_to, make_institution

pytestmark = pytest.mark.django_db
TODAY = AT.date()
WHO = ("reporter", "reviewer", "verifier", "secretary", "outsider")


def propose(user: User, entity: Entity, role: Role, *, by: User | None, since: date = TODAY) -> Membership:
    return propose_role(user=user, entity=entity, role=role, since=since, by=by, at=AT)


def kinds() -> list[str]:
    return list(Event.objects.order_by("index").values_list("kind", flat=True))


def test_the_secretariat_proposes_and_the_entity_confirms(cast: Cast) -> None:
    person = make_person("Ana")
    held = propose(person, cast.control, Role.VERIFIER, by=cast.secretary)
    assert not has_role(person, Role.VERIFIER)

    confirmed = confirm_role(membership=held, by=cast.verifier, at=AT)

    assert has_role(person, Role.VERIFIER, entity=cast.control)
    assert (confirmed.confirmation, confirmed.confirmed_by) == (Confirmation.COLLEAGUE, cast.verifier)
    assert kinds() == ["role.proposed", "role.confirmed"]


@pytest.mark.parametrize("who", WHO)
def test_only_a_confirmed_person_of_that_entity_confirms(cast: Cast, who: str) -> None:
    held = propose(make_person("Ana"), cast.control, Role.VERIFIER, by=cast.secretary)
    by = getattr(cast, who)
    if by == cast.verifier:
        assert confirm_role(membership=held, by=by, at=AT).confirmation
        return
    for act in (confirm_role, reject_role):
        with pytest.raises(PermissionRefused, match="una persona ya confirmada de CONTROL"):
            act(membership=held, by=by, at=AT)


def test_nobody_confirms_their_own_role(cast: Cast) -> None:
    held = propose(cast.verifier, cast.control, Role.REPORTER, by=cast.verifier)
    assert held.confirmation == ""
    with pytest.raises(PermissionRefused, match="Nadie confirma su propio papel"):
        confirm_role(membership=held, by=cast.verifier, at=AT)


def test_somebody_who_awaits_confirmation_confirms_nobody(cast: Cast) -> None:
    one, other = make_person("Ana"), make_person("Berta")
    for person in (one, other):
        propose(person, cast.control, Role.VERIFIER, by=cast.secretary)
    with pytest.raises(PermissionRefused):
        confirm_role(membership=one.memberships.get(), by=other, at=AT)


def test_the_proposal_of_the_entity_itself_is_its_word(cast: Cast) -> None:
    held = propose(make_person("Ana"), cast.control, Role.VERIFIER, by=cast.verifier)
    assert (held.confirmation, held.confirmed_by) == (Confirmation.COLLEAGUE, cast.verifier)


def test_but_not_before_that_person_came(cast: Cast) -> None:
    invitation_to(make_institution("dagma"), "ana")
    invited = User.objects.get(email="ana@dagma.gov.co")
    assert propose(invited, cast.control, Role.VERIFIER, by=cast.verifier).confirmation == ""


def test_the_secretariat_confirms_at_its_own_entity(cast: Cast) -> None:
    assert propose(make_person("Ana"), cast.planeacion, Role.REVIEWER, by=cast.secretary).confirmation


def test_only_the_secretariat_proposes_another_secretariat(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="Secretaría técnica"):
        propose(make_person("Ana"), cast.control, Role.SECRETARIAT, by=cast.verifier)


@pytest.mark.parametrize("who", ["reporter", "reviewer", "outsider"])
def test_who_answers_for_another_entity_proposes_nobody(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionRefused):
        propose(make_person("Ana"), cast.control, Role.VERIFIER, by=getattr(cast, who))


def test_the_operator_may_insist_and_the_act_says_so(cast: Cast) -> None:
    held = propose(make_person("Ana"), cast.control, Role.VERIFIER, by=None)
    assert confirm_role(membership=held, by=None, at=AT).confirmation == Confirmation.OPERATOR
    last = Event.objects.latest("index")
    assert '"by":null' in last.payload
    assert '"how":"operator"' in last.payload


def test_a_role_begins_on_the_day_of_its_confirmation_and_not_before(cast: Cast) -> None:
    held = propose(make_person("Ana"), cast.control, Role.VERIFIER, by=cast.secretary, since=date(2024, 1, 1))
    assert confirm_role(membership=held, by=cast.verifier, at=AT + timedelta(days=3)).since == date(2025, 1, 6)
    later = propose(make_person("Berta"), cast.control, Role.VERIFIER, by=cast.secretary, since=date(2025, 2, 1))
    assert confirm_role(membership=later, by=cast.verifier, at=AT).since == date(2025, 2, 1)


def test_a_role_is_confirmed_once(cast: Cast) -> None:
    held = cast.verifier.memberships.get()
    with pytest.raises(TransitionRefused, match="ya estaba confirmado"):
        confirm_role(membership=held, by=None, at=AT)
    with pytest.raises(TransitionRefused, match="ya estaba confirmado: termínelo"):
        reject_role(membership=held, by=None, at=AT)


def test_nobody_is_confirmed_before_they_came(cast: Cast) -> None:
    dagma = make_institution("dagma")
    first = come_to(dagma, "ana")
    invitation_to(dagma, "berta")
    held = Membership.objects.get(user__email="berta@dagma.gov.co")
    with pytest.raises(TransitionRefused, match="todavía no ha aceptado"):
        confirm_role(membership=held, by=first, at=AT)


def test_a_rejected_proposal_ends_unused_and_may_be_made_again(cast: Cast) -> None:
    person = make_person("Ana")
    held = propose(person, cast.control, Role.VERIFIER, by=cast.secretary, since=date(2025, 6, 1))
    rejected = reject_role(membership=held, by=cast.verifier, at=AT)
    assert (rejected.confirmation, rejected.until) == ("", start_of(date(2025, 6, 1)))
    assert not has_role(person, Role.VERIFIER)
    propose(person, cast.control, Role.VERIFIER, by=cast.secretary)
    assert kinds() == ["role.proposed", "role.rejected", "role.proposed"]


def test_a_role_is_held_once_and_awaits_once(cast: Cast) -> None:
    person = make_person("Ana", (Role.MEMBER, cast.sena))
    with pytest.raises(Refusal, match="ya tiene el papel «Integra la mesa» en SENA"):
        propose(person, cast.sena, Role.MEMBER, by=None)
    propose(person, cast.sena, Role.REPORTER, by=None)
    with pytest.raises(Refusal, match="ya espera la confirmación de SENA"):
        propose(person, cast.sena, Role.REPORTER, by=None)


@pytest.mark.parametrize(
    ("who", "may"),
    [("reporter", True), ("secretary", True), ("reviewer", False), ("verifier", False), ("outsider", False)],
)
def test_its_holder_its_entity_and_the_secretariat_end_a_role(cast: Cast, who: str, may: bool) -> None:
    held = cast.reporter.memberships.get()
    if may:
        assert end_role(membership=held, until=AT, by=getattr(cast, who), at=AT).until == AT
        assert kinds() == ["role.ended"]
    else:
        with pytest.raises(PermissionRefused):
            end_role(membership=held, until=AT, by=getattr(cast, who), at=AT)


def test_a_role_ends_once_and_not_before_it_began(cast: Cast) -> None:
    membership = cast.reporter.memberships.get()
    with pytest.raises(Invalid, match="antes de empezar"):
        end_role(membership=membership, until=datetime(2023, 1, 1, tzinfo=UTC), by=None, at=AT)
    end_role(membership=membership, until=AT, by=cast.secretary, at=AT)
    with pytest.raises(Refusal, match="ya había terminado el 2025-01-03"):
        end_role(membership=membership, until=AT, by=None, at=AT)


def test_the_last_secretary_does_not_leave_everybody_without_one(cast: Cast) -> None:
    mine = Membership.objects.get(user=cast.secretary)
    with pytest.raises(Refusal, match="dele antes ese papel a otra"):
        end_role(membership=mine, until=AT, by=cast.secretary, at=AT)
    other = make_person("Sonia Sucesora")
    propose(other, cast.sena, Role.SECRETARIAT, by=cast.secretary)
    with pytest.raises(Refusal, match="dele antes ese papel a otra"):  # one that awaits is none yet
        end_role(membership=mine, until=AT, by=cast.secretary, at=AT)
    confirm_role(membership=other.memberships.get(), by=cast.outsider, at=AT)
    assert end_role(membership=mine, until=AT, by=cast.secretary, at=AT).until == AT


def test_the_operator_may_leave_nobody(cast: Cast) -> None:
    mine = Membership.objects.get(user=cast.secretary)
    assert end_role(membership=mine, until=AT, by=None, at=AT).until == AT


def test_independence_is_declared_once_by_the_verifier_alone(cast: Cast) -> None:
    held = cast.verifier.memberships.get()
    for by in (cast.secretary, None):
        with pytest.raises(PermissionRefused, match="por sí misma"):
            declare_independence(membership=held, by=by, at=AT)
    assert declare_independence(membership=held, by=cast.verifier, at=AT).independent_at == AT
    assert kinds() == ["independence.declared"]
    with pytest.raises(TransitionRefused):
        declare_independence(membership=held, by=cast.verifier, at=AT)
    with pytest.raises(Invalid, match="Solo quien verifica"):
        declare_independence(membership=cast.reporter.memberships.get(), by=cast.reporter, at=AT)


def test_independence_may_be_declared_on_coming(cast: Cast) -> None:
    from factories.accounts import come

    dagma = make_institution("dagma")
    came = come(invitation_to(dagma, "ana", Role.VERIFIER, Role.MEMBER), independent=True)
    assert dict(came.memberships.values_list("role", "independent_at")) == {Role.MEMBER: None, Role.VERIFIER: AT}


def test_the_people_of_an_entity_are_its_own_and_the_secretariats_to_see(cast: Cast) -> None:
    held = cast.verifier.memberships.get()
    for user in (cast.secretary, cast.verifier):
        assert person_for(user, cast.verifier.pk) == cast.verifier
        assert membership_for(user, held.pk) == held
    assert [one.user for one in people_of(cast.control)] == [cast.verifier]
    for user in (cast.reporter, cast.reviewer, cast.outsider):
        with pytest.raises(NotFound):
            person_for(user, cast.verifier.pk)
        with pytest.raises(NotFound):
            membership_for(user, held.pk)
