"""Coming by an invitation, and the page where an entity confirms its own."""

import pytest
from django.core import mail

from concierta.accounts.models import Alert
from concierta.accounts.operations import (
    invite_person,
    propose_role,
    raise_alert,
    request_address_change,
    set_mail_domain,
)
from concierta.kernel.clock import now
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import memberships_on
from factories import AT, make_person
from factories.accounts import PASSWORD, come, invitation_to, make_institution
from factories.sending import with_token

pytestmark = pytest.mark.django_db
MINE = "/trabajo/mi-entidad/personas/"


def accept(client, token: str, **given: str):
    form = {"name": "Ana Ruiz", "password": PASSWORD, "again": PASSWORD} | given
    return client.post(f"/invitacion/{token}/", form)


@pytest.fixture
def dagma(db):
    return make_institution("dagma")


def test_who_accepts_enters_by_the_door_with_their_own_password(dagma, visitor):
    token = invitation_to(dagma, "ana", Role.REPORTER, at=now())
    client = visitor()
    assert "ana@dagma.gov.co" in client.get(f"/invitacion/{token}/").content.decode()

    answer = accept(client, token)

    assert answer.headers["Location"] == "/ingresar/"
    assert "_auth_user_id" not in client.session  # nobody is signed in by a link
    entered = client.post("/ingresar/", {"login": "ana@dagma.gov.co", "password": PASSWORD})
    assert entered.headers["Location"] == "/trabajo/"
    assert User.objects.get().name == "Ana Ruiz"


def test_the_page_of_a_link_is_kept_by_no_cache_and_told_to_no_other_site(dagma, visitor):
    answer = visitor().get(f"/invitacion/{invitation_to(dagma, 'ana', at=now())}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"again": "otra clave distinta"}, "No es la misma contraseña"),
        ({"password": "corta", "again": "corta"}, "12 caracteres"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_still_serves(dagma, visitor, given, said):
    token = invitation_to(dagma, "ana", at=now())
    client = visitor()
    answer = accept(client, token, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert accept(client, token).status_code == 302


def test_a_link_that_no_longer_opens_says_what_to_do(dagma, visitor):
    token = invitation_to(dagma, "ana", at=AT)  # long ago
    answer = visitor().get(f"/invitacion/{token}/")
    assert answer.status_code == 409
    assert "pida que le envíen otra" in answer.content.decode()
    assert visitor().get("/invitacion/never-was/").status_code == 404


def test_whoever_is_inside_with_another_account_is_asked_to_leave_it(cast, dagma, visitor):
    token = invitation_to(dagma, "ana", at=now())
    client = visitor(cast.secretary)
    for answer in (client.get(f"/invitacion/{token}/"), accept(client, token)):
        assert answer.status_code == 409
        assert "salga de la cuenta abierta" in answer.content.decode()
    assert not User.objects.get(email="ana@dagma.gov.co").is_active


def test_independence_is_asked_of_who_will_verify(dagma, visitor):
    pages = [
        visitor().get(f"/invitacion/{invitation_to(dagma, name, role, at=now())}/").content.decode()
        for name, role in (("ana", Role.VERIFIER), ("berta", Role.REPORTER))
    ]
    assert ["no tengo parte en lo que verificaré" in page for page in pages] == [True, False]


def test_an_entity_confirms_who_awaits_it(cast, visitor):
    nora = make_person("Nora")
    held = propose_role(user=nora, entity=cast.control, role=Role.VERIFIER, since=AT.date(), by=cast.secretary, at=AT)
    client = visitor(cast.verifier)
    page = client.get(MINE).content.decode()
    assert "Nora" in page
    assert "espera la confirmación de CONTROL" in page

    page = client.post(f"/trabajo/personas/papeles/{held.pk}/confirmar/", follow=True).content.decode()

    assert "Nora ya puede actuar como «Verifica»" in page
    assert "lo confirmó Vera Verifica" in page
    assert memberships_on(nora).exists()


def test_or_rejects_them(cast, visitor):
    nora = make_person("Nora")
    held = propose_role(user=nora, entity=cast.control, role=Role.VERIFIER, since=AT.date(), by=cast.secretary, at=AT)
    page = visitor(cast.verifier).post(f"/trabajo/personas/papeles/{held.pk}/rechazar/", follow=True).content.decode()
    assert "nunca se confirmó" in page
    assert Event.objects.latest("index").kind == "role.rejected"


def test_who_acts_for_nobody_is_told_so(cast, visitor):
    page = visitor(make_person("Nadie")).get(MINE, follow=True).content.decode()
    assert "falta que una persona de su entidad confirme su papel" in page


def test_an_entity_says_its_own_domain(cast, visitor):
    client = visitor(cast.verifier)
    page = client.post("/trabajo/personas/dominio/control/", {"mail_domain": "gmail.com"})
    assert page.status_code == 422
    client.post("/trabajo/personas/dominio/control/", {"mail_domain": "control.gov.co"})
    assert "@control.gov.co" in client.get(MINE).content.decode()
    sara = visitor(cast.secretary).post("/trabajo/personas/dominio/control/", {"mail_domain": "sara.example"})
    assert "una persona ya confirmada de CONTROL" in sara.content.decode()


def test_an_address_is_asked_for_in_ones_account_and_confirmed_from_the_old_one(
    cast, visitor, django_capture_on_commit_callbacks
):
    client = visitor(cast.verifier)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/trabajo/cuenta/correo/", {"address": "vera@control.gov.co"})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/correo/" in line)
    path = "/correo/" + link.partition("/correo/")[2]
    anybody = visitor()
    assert anybody.get(path).status_code == 200
    cast.verifier.refresh_from_db()
    assert cast.verifier.email == "vera.verifica@example.org"  # opening it changes nothing

    anybody.post(path)

    cast.verifier.refresh_from_db()
    assert cast.verifier.email == "vera@control.gov.co"
    assert anybody.post(path).status_code == 404


def test_a_wrong_address_keeps_the_page(cast, visitor):
    page = visitor(cast.verifier).post("/trabajo/cuenta/correo/", {"address": cast.secretary.email})
    assert page.status_code == 422
    assert "Ya hay una cuenta con el correo" in page.content.decode()


def test_a_colleague_confirms_an_address(cast, visitor):
    change = request_address_change(person=cast.reviewer, address="p@x.gov.co", by=cast.reviewer, at=now())
    client = visitor(cast.secretary)
    assert "p@x.gov.co" in client.get(MINE).content.decode()
    client.post(f"/trabajo/mi-entidad/correos/{change.pk}/confirmar/")
    cast.reviewer.refresh_from_db()
    assert cast.reviewer.email == "p@x.gov.co"


def test_a_verifier_declares_independence_in_their_account(cast, visitor):
    client = visitor(cast.verifier)
    held = cast.verifier.memberships.get()
    assert "puede declararlo" in client.get("/trabajo/cuenta/").content.decode()
    client.post(f"/trabajo/cuenta/independencia/{held.pk}/")
    held.refresh_from_db()
    assert held.independent_at is not None
    assert "puede declararlo" not in client.get("/trabajo/cuenta/").content.decode()


def test_two_accounts_used_in_one_browser_are_a_sign_for_the_verifiers_entity(cast, visitor):
    """As whoever made three invented people and entered as each: leaving between them hides nothing."""
    victor = make_person("Victor", (Role.MEMBER, cast.control))
    for person in (cast.secretary, cast.verifier):
        person.set_password(PASSWORD)
        person.save()
    client = visitor()
    for person in (cast.secretary, cast.verifier):
        client.post("/ingresar/", {"login": person.email, "password": PASSWORD})
        client.post("/salir/", with_token(person))
    (alert,) = Alert.objects.all()
    assert (alert.entity, {alert.one, alert.other}) == (cast.control, {cast.secretary, cast.verifier})

    page = visitor(victor).get(MINE).content.decode()
    assert "Las dos cuentas se usaron en el mismo navegador" in page
    assert "mismo navegador" not in visitor(cast.verifier).get(MINE).content.decode()
    visitor(victor).post(f"/trabajo/mi-entidad/avisos/{alert.pk}/cerrar/", {"finding": "Comparten computador."})
    alert.refresh_from_db()
    assert alert.settled_by == victor


def test_so_is_accepting_for_another_entity_in_it(cast, dagma, visitor):
    client = visitor()
    other = make_institution("dagrd")
    accept(client, invitation_to(dagma, "ana", Role.REPORTER, at=now()))
    assert not Alert.objects.exists()
    accept(client, invitation_to(other, "berta", Role.VERIFIER, at=now()))
    assert [alert.entity for alert in Alert.objects.all()] == [other]


def test_a_browser_that_lies_about_who_was_in_it_is_not_believed(cast, dagma, visitor):
    client = visitor()
    client.cookies["concierta_cuentas"] = f"[{cast.secretary.pk}]"
    accept(client, invitation_to(dagma, "ana", Role.VERIFIER, at=now()))
    assert not Alert.objects.exists()


def test_the_same_office_is_no_sign(cast, visitor):
    """Two people at one network address, each in their own browser."""
    for person in (cast.secretary, cast.verifier):
        person.set_password(PASSWORD)
        person.save()
        visitor().post("/ingresar/", {"login": person.email, "password": PASSWORD})
    assert not Alert.objects.exists()


def test_an_old_sign_is_listed_by_the_operators_check(cast):
    raise_alert(kind="same_browser", one=cast.secretary, other=cast.verifier, by=None, at=AT)
    from concierta.installation.checks import check_accounts

    result = check_accounts()
    assert result.passed
    assert result.told == [
        "Dos cuentas podrían ser de una persona, del 03/01/2025, avisado a control: "
        "vera.verifica@example.org y sara.secretaria@example.org. Las dos cuentas se usaron en el mismo navegador."
    ]


def test_the_invited_do_not_get_a_link_to_a_password_at_the_door(dagma, visitor):
    invitation_to(dagma, "ana", at=now())
    visitor().post("/clave/restablecer/", {"email": "ana@dagma.gov.co"})
    assert mail.outbox == []


def test_the_link_of_a_colleague_opens_the_page_of_a_new_password_once(
    cast, visitor, django_capture_on_commit_callbacks
):
    cast.reviewer.set_password("una clave que perdió")
    cast.reviewer.save()
    with django_capture_on_commit_callbacks(execute=True):
        visitor(cast.secretary).post(f"/trabajo/personas/{cast.reviewer.pk}/enlace/")
    (letter,) = mail.outbox
    assert letter.to == [cast.reviewer.email]
    link = next(line for line in letter.body.splitlines() if "/clave/restablecer/" in line)
    path = "/clave/" + link.partition("/clave/")[2]
    client = visitor()
    page = client.get(path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    cast.reviewer.refresh_from_db()
    assert cast.reviewer.check_password(PASSWORD)
    assert list(Event.objects.values_list("kind", flat=True)) == ["account.reset_link", "account.password_chosen"]
    assert "Este enlace ya no sirve" in visitor().get(path, follow=True).content.decode()


def test_the_letter_is_in_the_language_of_its_reader(cast, dagma, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(email="ana@dagma.gov.co", name="Ana", entity=dagma, roles=[Role.MEMBER], by=None, at=AT)
    assert mail.outbox[0].subject == "Invitación para actuar por Dagma"


def test_the_secretariat_alone_makes_no_figure_count(cast, visitor):
    """Every door, as the one account of the issue: each is shut, or another entity holds its key."""
    sara, control = visitor(cast.secretary), cast.control
    control = set_mail_domain(entity=control, mail_domain="control.gov.co", by=cast.verifier, at=AT)

    def post(path: str, **data: object) -> str:
        return sara.post(path, data, follow=True).content.decode()

    invited = {"name": "Vera Falsa", "roles": ["verifier"], "entity": "control", "since": "2025-01-01"}
    # Herself, by any spelling; and an address of hers, which comes and then awaits control's own people.
    assert "nadie se invita a sí mismo" in post(
        "/trabajo/personas/invitar/", email="sarasecretaria+2@example.org", **invited
    )
    token = invitation_to(control, "sara-otra", Role.VERIFIER, by=cast.secretary, at=now())
    false = come(token, at=now())
    # She proposes herself, confirms both, and makes a friend of that false person: none is confirmed.
    own = {"role": "verifier", "entity": "control", "since": "2025-01-01"}
    post(f"/trabajo/personas/{cast.secretary.pk}/", **own)
    for awaited in control.memberships.filter(confirmation=""):
        for who in (sara, visitor(false)):
            assert who.post(f"/trabajo/personas/papeles/{awaited.pk}/confirmar/").status_code in (302, 403, 404)
    assert not control.memberships.exclude(user=cast.verifier).exclude(confirmation="").exists()
    # The domain of the entity, then of its first account once its people are gone.
    domain = {"mail_domain": "sara.example"}
    assert "una persona ya confirmada" in post("/trabajo/personas/dominio/control/", **domain)
    post(f"/trabajo/personas/papeles/{cast.verifier.memberships.get().pk}/terminar/")
    assert "una persona ya confirmada" in post("/trabajo/personas/dominio/control/", **domain)
    control.memberships.filter(user=cast.verifier).update(until=AT)  # it has ended
    for email in ("sara@sara.example", "amiga@control.gov.co"):
        said = post("/trabajo/personas/invitar/", email=email, **invited)
        assert "ya no queda nadie que confirme" in said
    # A link to the verifier's password, and the verifier's address.
    assert sara.post(f"/trabajo/personas/{cast.verifier.pk}/enlace/").status_code == 403
    change = request_address_change(person=cast.verifier, address="sara@sara.example", by=cast.verifier, at=now())
    assert sara.post(f"/trabajo/mi-entidad/correos/{change.pk}/confirmar/").status_code == 404

    assert not [held for held in control.memberships.exclude(confirmation="") if held.user_id != cast.verifier.pk]
    assert not memberships_on(cast.secretary).filter(role=Role.VERIFIER).exists()
