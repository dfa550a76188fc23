"""One act for each form: the token of a form is good once, and a repeat is answered as the first was."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concierta.budgets.models import Contribution, Delivery
from concierta.kernel.clock import now, today
from concierta.ledger.models import Event, SentForm
from concierta.mesa.enums import MotionState
from concierta.mesa.models import Motion, Session
from concierta.web.workspace.sending import FIELD, NEXT_TOKEN, new_token
from factories import PDF
from factories.means import M, offered, project_of
from factories.mesa import item_under_discussion
from factories.pages import room, text
from factories.parts import signed_by

pytestmark = pytest.mark.django_db

NEW = "/trabajo/planes/cali/aportes/nuevo/"


def offer(cast, **given) -> dict:
    signed_by(cast, cast.sena)
    words = {"project": project_of(cast).code, "entity": "sena", "form": "cash", "amount": "400.000.000"}
    return words | {"description": "Becas para formación", FIELD: new_token(cast.outsider)} | given


def test_every_form_of_a_page_has_a_token_of_its_own(cast, visitor):
    page = text(visitor(cast.outsider).get(NEW))

    tokens = re.findall(rf'name="{FIELD}" value="([^"]+)"', page)
    assert len(tokens) == page.count('name="csrfmiddlewaretoken"') >= 2
    assert len(set(tokens)) == len(tokens)


def test_three_clicks_are_one_offer_and_are_answered_alike(cast, visitor):
    client, form = visitor(cast.outsider), offer(cast)

    answers = [client.post(NEW, form) for _ in range(3)]

    made = Contribution.objects.get()
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [
        (302, f"/trabajo/aportes/{made.pk}/")
    ] * 3
    assert made.amount == 400 * M


def test_the_notice_of_the_first_is_told_again(cast, visitor):
    client, form = visitor(cast.outsider), offer(cast)
    said = text(client.post(NEW, form, follow=True))
    client.post(NEW, form)

    again = text(client.get("/trabajo/aportes/"))

    notice = re.search(r'<div class="c-alert[^"]*success.*?</div>', said, re.DOTALL)
    assert notice is not None
    assert notice[0] in again


def test_three_clicks_declare_one_delivery(cast, visitor):
    contribution = offered(cast)
    form = {
        "delivered_on": "2026-03-02",
        "amount": "400.000.000",
        "act": "declare",
        FIELD: new_token(cast.outsider),
    }
    client = visitor(cast.outsider)

    for _ in range(3):
        file = SimpleUploadedFile("comprobante.pdf", PDF, content_type="application/pdf")
        client.post(f"/trabajo/aportes/{contribution.pk}/entregar/", {**form, "files": file})

    assert [one.amount for one in Delivery.objects.all()] == [400 * M]


def test_a_refused_form_may_be_corrected_and_sent_with_its_token(cast, visitor):
    client, form = visitor(cast.outsider), offer(cast)

    refused = client.post(NEW, form | {"amount": ""})
    accepted = client.post(NEW, form)

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert Contribution.objects.count() == 1


def test_the_same_form_with_other_words_is_no_repeat_and_is_refused(cast, visitor):
    client, form = visitor(cast.outsider), offer(cast)
    client.post(NEW, form)

    other = client.post(NEW, form | {"amount": "500.000.000"})

    assert other.status_code == 409
    assert "aquello quedó hecho y esto no" in text(other)
    assert Contribution.objects.get().amount == 400 * M


def test_a_form_without_a_token_is_refused(cast, visitor):
    answer = visitor(cast.outsider).post(NEW, offer(cast) | {FIELD: ""})

    assert answer.status_code == 409
    assert "recargue la página" in text(answer)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("whose", ["reporter", "nobody", "invented"])
def test_a_token_is_good_only_for_whom_it_was_given_to(cast, visitor, whose):
    token = {"reporter": new_token(cast.reporter), "nobody": new_token(None), "invented": "una:cosa:cualquiera"}[whose]

    assert visitor(cast.outsider).post(NEW, offer(cast) | {FIELD: token}).status_code == 409
    assert not Contribution.objects.exists()


def test_a_page_open_for_three_days_is_sent_no_more(cast, visitor, monkeypatch):
    form = offer(cast)
    long_after = (now() + timedelta(days=3)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: long_after)

    assert visitor(cast.outsider).post(NEW, form).status_code == 409


def test_what_was_sent_is_forgotten_after_three_days(cast, visitor):
    client, form = visitor(cast.outsider), offer(cast)
    client.post(NEW, form)
    SentForm.objects.update(sent_at=now() - timedelta(days=3, seconds=1))

    client.post(NEW, offer(cast))

    assert SentForm.objects.count() == 1


def test_the_door_needs_no_token(cast):
    answer = Client().post("/ingresar/", {"login": "nadie@example.org", "password": "no es esta"})

    assert answer.status_code == 200


def test_a_second_click_at_the_door_opens_it_too(cast):
    """The answer to the first, and its session with it, may never have come."""
    cast.reporter.set_password("una clave de quien reporta")
    cast.reporter.must_change_password = False
    cast.reporter.save()
    said = {"login": cast.reporter.email, "password": "una clave de quien reporta", FIELD: new_token(None)}

    answers = [Client().post("/ingresar/", said) for _ in range(2)]

    assert [(one.status_code, "sessionid" in one.cookies) for one in answers] == [(302, True), (302, True)]


def test_an_act_whose_answer_was_lost_is_told_as_done(cast, visitor):
    """The machine stopped between the act and its page."""
    client, form = visitor(cast.outsider), offer(cast)
    client.post(NEW, form)
    SentForm.objects.update(answer=None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("concierta.web.workspace.sending._STEP_SECONDS", 0)
        again = client.post(NEW, form, follow=True)

    assert "Esto ya se había enviado: quedó hecho una sola vez." in text(again)
    assert Contribution.objects.count() == 1


def test_a_partial_request_is_done_once_and_gives_the_form_its_next_token(scene, visitor):
    session = item_under_discussion(scene).session
    client = visitor(scene.secretary)
    form = {"act": "propose", "text": "Aprobar el informe.", FIELD: new_token(scene.secretary)}

    first, again = client.htmx(room(session), form), client.htmx(room(session), form)
    motion = Motion.objects.get()
    withdrawing = {"act": "withdraw_motion", "motion": motion.pk, FIELD: first.headers[NEXT_TOKEN]}
    next_one = client.htmx(room(session), withdrawing)

    assert (first.status_code, again.content, next_one.status_code) == (200, first.content, 200)
    motion.refresh_from_db()
    assert motion.state == MotionState.WITHDRAWN


def test_two_clicks_plan_one_session(scene, visitor):
    client = visitor(scene.secretary)
    day = today() + timedelta(days=60)
    form = {"day": day.isoformat(), "hour": "08:30", "kind": "ordinary", "mode": "mixed", "place": "Sala Pacífico"}
    form[FIELD] = new_token(scene.secretary)

    for _ in range(2):
        client.post(f"/trabajo/mesa/{scene.mesa.pk}/sesiones/nueva/", form)

    assert Session.objects.count() == 1


def test_the_act_and_its_token_stand_or_fall_together(cast, visitor, monkeypatch):
    """A request that breaks after its act was written, in the same transaction, leaves neither."""
    from concierta.budgets.operations import contribute

    client, form = visitor(cast.outsider), offer(cast)
    client.raise_request_exception = False
    real = contribute.record_event

    def breaks(**said):
        real(**said)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(contribute, "record_event", breaks)
    before = Event.objects.count()
    assert client.post(NEW, form).status_code == 500
    assert (SentForm.objects.count(), Event.objects.count()) == (0, before)
    monkeypatch.setattr(contribute, "record_event", real)

    assert client.post(NEW, form).status_code == 302
    assert Contribution.objects.count() == 1
