"""Entities and the domain by which the public knows their mail."""

from datetime import timedelta

import pytest

from concierta.accounts.operations import register_entity, set_mail_domain
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.people.enums import EntityKind
from concierta.people.models import Entity
from factories import AT, Cast, make_entity
from factories.accounts import make_institution

pytestmark = pytest.mark.django_db


def test_an_entity_is_registered_by_the_secretariat_or_the_operator(cast: Cast) -> None:
    for code, by in (("dagma", None), ("dagrd", cast.secretary)):
        entity = register_entity(code=code, name=code, kind=EntityKind.MUNICIPAL, by=by, at=AT)
        assert (entity.code, entity.short_name) == (code, code)


def test_registering_is_an_act_and_its_domain_is_public(db: None) -> None:
    register_entity(code="dagma", name="Gestión Ambiental", mail_domain="@Dagma.gov.co", by=None, at=AT)
    (event,) = Event.objects.all()
    assert (event.kind, event.subject) == ("entity.registered", "entity:dagma")
    assert '"mail_domain":"dagma.gov.co"' in event.payload


def test_nobody_else_registers_entities(cast: Cast) -> None:
    for user in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(PermissionRefused, match="Secretaría técnica"):
            register_entity(code="x", name="x", by=user, at=AT)
    assert not Entity.objects.filter(code="x").exists()


@pytest.mark.parametrize(("code", "name"), [("", "Algo"), ("algo", " ")])
def test_an_entity_needs_code_and_name(code: str, name: str) -> None:
    with pytest.raises(Invalid, match="código y nombre"):
        register_entity(code=code, name=name, by=None, at=AT)


def test_an_entity_code_is_used_once() -> None:
    make_entity("sena")
    with pytest.raises(Refusal, match="«sena»"):
        register_entity(code="sena", name="Otra", by=None, at=AT)


def test_free_mail_is_an_institutions_only_where_the_operator_insists(cast: Cast) -> None:
    for by, insist in ((cast.secretary, True), (None, False)):
        with pytest.raises(Invalid, match="cualquiera abre un correo"):
            register_entity(code="junta", name="Junta", mail_domain="gmail.com", insist=insist, by=by, at=AT)
    register_entity(code="junta", name="Junta", mail_domain="gmail.com", insist=True, by=None, at=AT)
    assert '"free_mail":true' in Event.objects.get().payload


def test_the_secretariat_says_a_domain_where_nobody_has_and_nobody_answers(cast: Cast) -> None:
    dagma = make_entity("dagma")
    assert set_mail_domain(entity=dagma, mail_domain="dagma.gov.co", by=cast.secretary, at=AT).mail_domain
    assert Event.objects.get().kind == "entity.domain_set"
    with pytest.raises(PermissionRefused, match="una persona ya confirmada de DAGMA"):
        set_mail_domain(entity=dagma, mail_domain="otra.example", by=cast.secretary, at=AT)


def test_the_secretariat_says_no_domain_for_an_entity_that_has_had_people(cast: Cast) -> None:
    cast.verifier.memberships.update(until=AT - timedelta(days=3))
    with pytest.raises(PermissionRefused):
        set_mail_domain(entity=cast.control, mail_domain="otra.example", by=cast.secretary, at=AT)


def test_its_own_people_and_the_operator_change_a_domain(cast: Cast) -> None:
    set_mail_domain(entity=cast.control, mail_domain="control.gov.co", by=cast.verifier, at=AT)
    set_mail_domain(entity=cast.control, mail_domain="interno.gov.co", by=None, at=AT)
    assert [
        ('"was":""' in p, '"was":"control.gov.co"' in p) for p in Event.objects.values_list("payload", flat=True)
    ] == [
        (True, False),
        (False, True),
    ]
    with pytest.raises(Refusal, match="Ese ya es el dominio"):
        set_mail_domain(entity=cast.control, mail_domain="interno.gov.co", by=None, at=AT)


def test_nobody_of_another_entity_says_it(cast: Cast) -> None:
    dagma = make_institution("dagma")
    for user in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(PermissionRefused):
            set_mail_domain(entity=dagma, mail_domain="otra.example", by=user, at=AT)
