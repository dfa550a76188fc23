"""The one way in: an invitation to an address, which its owner accepts with a password of their own."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail

from concierta.accounts.models import Block, Invitation
from concierta.accounts.operations import (
    accept_invitation,
    confirm_role,
    invite_person,
    make_invitation,
    set_mail_domain,
    withdraw_invitation,
)
from concierta.accounts.queries import invitation_for, is_invited
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations.record import seal
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, User
from concierta.people.permissions import has_role
from factories import AT, Cast, make_person
from factories.accounts import PASSWORD, come, come_to, invitation_to, make_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def dagma(db: None) -> Entity:
    return make_institution("dagma")


def invite(entity: Entity, email: str, *roles: Role, by: User | None = None) -> User:
    return make_invitation(email=email, name="Ana", entity=entity, roles=roles or (Role.MEMBER,), by=by, at=AT)[0].user


def test_an_invitation_makes_an_account_that_opens_nothing(cast: Cast, dagma: Entity) -> None:
    user = invite(dagma, "Ana@DAGMA.gov.co", Role.VERIFIER, by=cast.secretary)
    assert (user.email, user.is_active, user.has_usable_password()) == ("ana@dagma.gov.co", False, False)
    assert is_invited(user)
    assert [(one.role, one.confirmation) for one in user.memberships.all()] == [(Role.VERIFIER, "")]
    assert not has_role(user, Role.VERIFIER)


def test_the_first_account_of_an_entity_is_confirmed_by_accepting_from_its_institutional_mail(dagma: Entity) -> None:
    user = come_to(dagma, "ana", Role.VERIFIER, Role.MEMBER)
    assert user.check_password(PASSWORD)
    assert {one.confirmation for one in user.memberships.all()} == {Confirmation.INVITATION}
    assert has_role(user, Role.VERIFIER, entity=dagma)


@pytest.mark.parametrize("email", ["ana@gmail.com", "ana@sub.dagma.gov.co", "ana@dagma.gov.co.evil.example"])
def test_the_first_account_is_invited_nowhere_else(dagma: Entity, email: str) -> None:
    with pytest.raises(Invalid, match=r"un correo de @dagma\.gov\.co"):
        invite(dagma, email)
    assert not User.objects.exists()


def test_an_entity_without_a_domain_has_no_first_account(cast: Cast) -> None:
    cast.sena.memberships.all().delete()
    with pytest.raises(Invalid, match="Registre primero el dominio de correo institucional de SENA"):
        invite(cast.sena, "ana@sena.edu.co", by=cast.secretary)


def test_later_people_of_an_entity_await_its_word_whoever_invited_them(cast: Cast, dagma: Entity) -> None:
    first = come_to(dagma, "ana")
    for by, name in ((cast.secretary, "berta"), (None, "carla")):
        later = come_to(dagma, name, Role.VERIFIER, by=by)
        assert not has_role(later, Role.VERIFIER)
        confirm_role(membership=later.memberships.get(), by=first, at=AT)
        assert has_role(later, Role.VERIFIER, entity=dagma)


def test_what_the_entity_itself_invites_is_its_word(dagma: Entity) -> None:
    first = come_to(dagma, "ana")
    later = come(invitation_to(dagma, "berta", Role.REPORTER, by=first))
    assert [(one.confirmation, one.confirmed_by) for one in later.memberships.all()] == [
        (Confirmation.COLLEAGUE, first)
    ]


def test_an_inviter_who_no_longer_answers_for_the_entity_is_not_its_word(dagma: Entity) -> None:
    first, other = come_to(dagma, "ana"), None
    token = invitation_to(dagma, "berta", by=first)
    other = come_to(dagma, "carla", by=first)
    first.memberships.update(until=AT)
    assert not has_role(come(token), Role.MEMBER)
    assert has_role(other, Role.MEMBER)


def test_of_two_first_invitations_the_second_to_come_awaits_the_first(dagma: Entity) -> None:
    tokens = [invitation_to(dagma, name) for name in ("ana", "berta")]
    first, second = map(come, tokens)
    assert has_role(first, Role.MEMBER)
    assert not has_role(second, Role.MEMBER)


def test_a_first_invitation_is_no_word_once_the_domain_is_another(dagma: Entity) -> None:
    token = invitation_to(dagma, "ana")
    set_mail_domain(entity=dagma, mail_domain="otra.gov.co", by=None, at=AT)
    assert not has_role(come(token), Role.MEMBER)


def test_only_the_secretariat_and_the_entity_invite(cast: Cast, dagma: Entity) -> None:
    for by in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(PermissionRefused):
            invite(dagma, "ana@dagma.gov.co", by=by)
    first = come_to(dagma, "ana")
    with pytest.raises(PermissionRefused, match="Secretaría técnica"):
        invite(dagma, "sara@dagma.gov.co", Role.SECRETARIAT, by=first)


def test_nobody_invites_themself_however_they_spell_it(cast: Cast, dagma: Entity) -> None:
    cast.secretary.email = "sara@dagma.gov.co"
    cast.secretary.save()
    with pytest.raises(Invalid, match="nadie se invita a sí mismo"):
        invite(dagma, "s.ara+2@dagma.gov.co", by=cast.secretary)


def test_an_address_with_an_account_is_not_invited(cast: Cast, dagma: Entity) -> None:
    ana = come_to(dagma, "ana")
    with pytest.raises(Invalid, match="propóngale el papel a esa cuenta"):
        invite(cast.sena, ana.email, by=cast.outsider)


def test_somebody_on_the_way_is_not_invited_by_another_entity(cast: Cast, dagma: Entity) -> None:
    invite(dagma, "ana@dagma.gov.co")
    with pytest.raises(Refusal, match="ya está en camino"):
        invite(cast.sena, "ana@dagma.gov.co", by=cast.outsider)


@pytest.mark.parametrize(
    ("given", "field"), [({"email": "ana"}, "email"), ({"name": " "}, "name"), ({"roles": []}, "roles")]
)
def test_what_is_missing_is_refused_at_its_field(dagma: Entity, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_invitation(
            **{"email": "ana@dagma.gov.co", "name": "Ana", "roles": [Role.MEMBER], "entity": dagma} | given,
            by=None,
            at=AT,
        )
    assert refused.value.field == field


def test_only_the_sha256_of_the_links_secret_is_kept(dagma: Entity) -> None:
    token = invitation_to(dagma, "ana")
    kept = Invitation.objects.get()
    assert len(token) == 43  # 256 bits in base64
    assert kept.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(kept)) + "".join(Event.objects.values_list("payload", flat=True))


def test_a_link_serves_once(dagma: Entity) -> None:
    token = invitation_to(dagma, "ana")
    come(token)
    with pytest.raises(TransitionRefused, match="ya se aceptó"):
        come(token)


def test_a_link_serves_seven_days(dagma: Entity) -> None:
    token = invitation_to(dagma, "ana")
    with pytest.raises(TransitionRefused, match="venció: pida que le envíen otra"):
        come(token, at=AT + timedelta(days=7))
    assert come(token, at=AT + timedelta(days=7, seconds=-1)).is_active


def test_another_invitation_ends_the_link_before(dagma: Entity) -> None:
    old, new = (invitation_to(dagma, "ana") for _ in range(2))
    with pytest.raises(TransitionRefused, match="el enlace más reciente"):
        come(old)
    assert come(new).memberships.count() == 1


def test_a_withdrawn_invitation_opens_nothing(cast: Cast, dagma: Entity) -> None:
    token = invitation_to(dagma, "ana", by=cast.secretary)
    invitation = invitation_for(cast.secretary, Invitation.objects.get().pk)
    withdraw_invitation(invitation=invitation, by=cast.secretary, at=AT)
    with pytest.raises(TransitionRefused):
        come(token)
    with pytest.raises(TransitionRefused, match="ya no está abierta"):
        withdraw_invitation(invitation=invitation, by=cast.secretary, at=AT)
    with pytest.raises(NotFound):
        invitation_for(cast.verifier, invitation.pk)


def test_a_secret_that_never_was_is_not_found(dagma: Entity) -> None:
    with pytest.raises(NotFound, match="no es de ninguna invitación"):
        come("x" * 43)


def test_whoever_is_inside_as_somebody_else_leaves_first(cast: Cast, dagma: Entity) -> None:
    with pytest.raises(PermissionRefused, match="salga primero"):
        accept_invitation(token=invitation_to(dagma, "ana"), name="Ana", password=PASSWORD, by=cast.secretary, at=AT)


@pytest.mark.parametrize(("password", "why"), [("corta", "12 caracteres"), ("ana@dagma.gov.co", "correo")])
def test_a_weak_password_is_refused_and_the_link_still_serves(dagma: Entity, password: str, why: str) -> None:
    token = invitation_to(dagma, "ana")
    with pytest.raises(Invalid, match=why) as refused:
        accept_invitation(token=token, name="Ana", password=password, by=None, at=AT)
    assert refused.value.field == "password"
    assert come(token).is_active


def test_the_letter_goes_to_the_address_alone_and_carries_the_link(
    cast: Cast, dagma: Entity, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite_person(
            email="ana@dagma.gov.co", name="Ana", entity=dagma, roles=[Role.MEMBER], by=cast.secretary, at=AT
        )
    (letter,) = mail.outbox
    assert letter.to == ["ana@dagma.gov.co"]
    link = next(line for line in letter.body.splitlines() if "/invitacion/" in line)
    token = link.rstrip("/").rpartition("/")[2]
    assert come(token) == invitation.user
    assert Invitation.objects.get().sent_at == AT


def test_a_letter_that_does_not_go_out_leaves_an_invitation_to_send_again(
    dagma: Entity, settings, django_capture_on_commit_callbacks
) -> None:
    settings.EMAIL_BACKEND = "no.such.backend"
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(email="ana@dagma.gov.co", name="Ana", entity=dagma, roles=[Role.MEMBER], by=None, at=AT)
    assert Invitation.objects.get().sent_at is None


def test_each_step_is_an_act_that_names_nobody(cast: Cast, dagma: Entity) -> None:
    user = come_to(dagma, "ana", Role.VERIFIER, by=cast.secretary)
    events = Event.objects.order_by("index")
    assert [(event.kind, event.entity) for event in events] == [
        ("role.proposed", dagma),
        ("account.invited", dagma),
        ("account.accepted", dagma),
        ("role.confirmed", dagma),
    ]
    for event in events:
        assert not {"ana", "Quien", "Sara"} & set(event.payload.replace('"', " ").replace("@", " ").split())
    invited = events[1]
    assert '"mail_domain":"dagma.gov.co"' in invited.payload
    salt = Salt.objects.get(event=invited, name="address")
    assert seal(bytes.fromhex(salt.salt), user.email) in invited.payload
    assert [event.actor for event in events] == [cast.secretary, cast.secretary, user, user]


def test_where_nobody_is_left_only_the_operator_begins_again_and_at_its_domain(cast: Cast, dagma: Entity) -> None:
    """Or whoever may end roles could make room for people of their own."""
    waiting = invitation_to(dagma, "carla", by=cast.secretary)
    come_to(dagma, "ana").memberships.update(until=AT)
    with pytest.raises(PermissionRefused, match="ya no queda nadie que confirme"):
        invite(dagma, "berta@dagma.gov.co", by=cast.secretary)
    assert not has_role(come(waiting), Role.MEMBER)
    with pytest.raises(Invalid, match="su dominio institucional"):
        invite(dagma, "sara@otra.example")
    assert has_role(come_to(dagma, "berta"), Role.MEMBER)


def test_a_closed_account_does_not_answer_for_its_entity(cast: Cast, dagma: Entity) -> None:
    ana = come_to(dagma, "ana")
    User.objects.filter(pk=ana.pk).update(is_active=False)
    later = make_person("Berta")
    later.memberships.create(entity=dagma, role=Role.MEMBER, since=AT.date())
    ana.refresh_from_db()
    with pytest.raises(PermissionRefused):
        confirm_role(membership=later.memberships.get(), by=ana, at=AT)


def test_whoever_was_blocked_on_the_way_does_not_come_in_by_the_link(cast: Cast, dagma: Entity) -> None:
    waiting = invitation_to(dagma, "ana")
    ana = User.objects.get(email__startswith="ana@")
    Block.objects.create(person=ana, reason="Se fue.", blocked_at=AT, blocking=Event.objects.latest("index"))
    with pytest.raises(TransitionRefused, match="bloqueada"):
        come(waiting)
