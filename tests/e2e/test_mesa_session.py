"""The Mesa in session, with the secretariat, the chair and two members signed in at once: arrivals, quorum, votes and
dissent; words typed without a connection; two secretaries in the same notes; minutes to their two signatures."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from concierta.kernel.clock import now
from concierta.mesa.models import AgendaItem, Decision, Minutes, Session, Vote
from concierta.mesa.operations import open_item
from concierta.people.enums import Role
from concierta.people.models import User
from factories.cast import make_person
from factories.mesa import MesaCast, make_mesa, noticed_session, open_session_with

pytestmark = pytest.mark.browser
#: Convened long enough before, to begin a moment ago.
LEAD = timedelta(days=20)
SIX = ("desarrollo", "sena", "andi", "camara", "comfandi", "cut")


@pytest.fixture
def scene(cast: Any) -> MesaCast:
    made = make_mesa(cast)
    made.samuel = make_person("Samuel Secretario", (Role.SECRETARIAT, made.planeacion))
    User.objects.exclude(pk=cast.secretary.pk).update(password=cast.secretary.password)
    return made


def session_today(scene: MesaCast, *titles: str) -> Session:
    start = now() - timedelta(minutes=2)
    return noticed_session(scene, titles, starts_at=start, at=start - LEAD)


def item_today(scene: MesaCast, *titles: str) -> AgendaItem:
    """The first item of a session with seven present, under discussion."""
    start = now() - timedelta(minutes=2)
    session = open_session_with(scene, 7, titles, starts_at=start, at=start - LEAD)
    return open_item(item=session.items.get(ordinal=1), by=scene.secretary, at=start)


def room(session: Session) -> str:
    return f"/trabajo/mesa/sesiones/{session.pk}/sala/"


def taps(traveller: Any, words: str) -> None:
    traveller.page.get_by_role("button", name=words, exact=True).click()


def choose(traveller: Any, entity: str, choice: str) -> None:
    """The secretariat's button for the vote of `entity`."""
    votes = traveller.page.get_by_role("group", name=f"Voto de {entity}")
    votes.get_by_role("button", name=choice).click()
    expect(votes.get_by_role("button", name=choice)).to_have_attribute("aria-pressed", "true")


def test_six_decide_nothing_and_seven_do(scene, travel):
    session = session_today(scene, "Avance del plan", "Modificar una meta")
    sara = travel(scene.secretary)
    sara.open(room(session))
    sara.sees("0 de 12 con voto: faltan 7 para el quórum")
    sara.stop("the room before anybody came")
    for number, code in enumerate(SIX, start=1):
        taps(sara, f"Llegó {code.upper()}")
        sara.sees(f"{number} de 12 con voto")
    sara.press("Abrir la sesión")
    sara.sees("La mesa puede deliberar; no puede decidir.")
    sara.press("Tratar este punto")
    sara.sees("falta 1 para el quórum")
    sara.stop("in session without quorum")
    sara.page.get_by_text("Poner algo a votación").click()
    sara.page.fill("#votacion-texto", "Bajar la meta de 2024 a 800 personas.")
    sara.press("Abrir la votación")
    sara.sees("No hay quórum")
    assert sara.page.input_value("#votacion-texto") == "Bajar la meta de 2024 a 800 personas."

    chair, cut, sena = (travel(scene.principal(code)) for code in ("desarrollo", "cut", "sena"))
    for member in (chair, cut, sena):
        member.open(room(session))
        member.sees("6 de 12 con voto: falta 1 para el quórum")
    taps(sara, "Llegó CTC")
    sara.sees("7 de 12 con voto: hay quórum")
    cut.sees("7 de 12 con voto: hay quórum")
    sara.press("Abrir la votación")
    sara.sees("Se aprueba con 4 votos a favor")
    assert sara.page.input_value("#votacion-texto") == ""
    sara.stop("an open motion")

    cut.sees("Su voto por Cut")
    cut.page.get_by_text("Dejar constancia de la razón").first.click()
    cut.page.fill("textarea[name=dissent]", "Sin los datos de salarios no podemos acompañarla.")
    cut.page.wait_for_timeout(4500)  # the screen asked again meanwhile
    assert cut.page.input_value("textarea[name=dissent]") == "Sin los datos de salarios no podemos acompañarla."
    cut.stop("a member about to vote")
    taps(cut, "En contra")
    cut.sees("1 en contra")
    chair.sees("Su voto por Desarrollo")
    taps(chair, "A favor")
    sara.sees("1 a favor · 1 en contra")
    sena.sees("Su voto por Sena")
    taps(sena, "A favor")
    sara.sees("2 a favor · 1 en contra")
    for entity in ("Andi", "Camara"):
        choose(sara, entity, "A favor")

    taps(sara, "Salió CTC")
    sara.sees("6 de 12 con voto: falta 1 para el quórum")
    button = sara.page.get_by_role("button", name="Cerrar la votación y contar")
    expect(button).to_be_disabled()
    sara.sees("No se puede decidir: 6 de 12 con voto")
    taps(sara, "Llegó CTC")
    expect(button).to_be_enabled()
    button.click()
    sara.sees("Decisión ")
    number = Decision.objects.get().number
    for person in (sara, chair, cut, sena):
        person.sees(f"Decisión {number}")
    cut.sees("Sin los datos de salarios no podemos acompañarla.")
    sara.stop("a decision")

    votes = {vote.seat.entity.code: vote.choice for vote in Vote.objects.select_related("seat__entity")}
    assert votes == {"cut": "against", **dict.fromkeys(("desarrollo", "sena", "andi", "camara"), "for")}
    assert Vote.objects.get(choice="against").dissent == "Sin los datos de salarios no podemos acompañarla."


def test_what_is_typed_without_a_connection_waits_and_arrives(scene, travel):
    item = item_today(scene, "Avance del plan")
    sara = travel(scene.secretary)
    sara.open(room(item.session))
    notes = sara.page.get_by_label("Notas del punto")
    notes.fill("La gerencia presenta el informe.")
    sara.sees("Guardado ")
    expect(sara.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved")

    sara.page.context.set_offline(True)
    notes.press_sequentially("\nLa CUT pide los salarios.")
    sara.sees("Sin conexión: sus palabras están en este equipo")
    expect(sara.page.locator("#sala-linea")).to_be_visible()
    sara.page.context.set_offline(False)
    expect(sara.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved", timeout=60_000)
    expect(sara.page.locator("#sala-linea")).to_be_hidden(timeout=60_000)

    item.refresh_from_db()
    assert item.notes == "La gerencia presenta el informe.\nLa CUT pide los salarios."


def test_words_typed_without_a_connection_outlive_the_page_and_the_session(scene, travel):
    item = item_today(scene, "Avance del plan")
    sara = travel(scene.secretary)
    sara.open(room(item.session))
    sara.page.context.set_offline(True)
    sara.page.get_by_label("Notas del punto").fill("Nadie más lo apuntó.")
    sara.sees("Sin conexión: sus palabras están en este equipo")
    context = sara.page.context
    sara.page.close()
    context.clear_cookies()
    context.set_offline(False)
    sara.page = context.new_page()
    sara.sign_in(scene.secretary)
    sara.open(room(item.session))
    expect(sara.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved")

    item.refresh_from_db()
    assert item.notes == "Nadie más lo apuntó."


def test_an_expired_session_leads_to_the_door_and_back_with_every_word(scene, travel):
    item = item_today(scene, "Avance del plan")
    sara = travel(scene.secretary)
    sara.open(room(item.session))
    sara.page.wait_for_load_state("networkidle")
    sara.page.context.clear_cookies()
    sara.page.get_by_text("Poner algo a votación").click()
    sara.page.fill("#votacion-texto", "Una moción a medias.")
    sara.page.get_by_label("Notas del punto").fill("Escrito con la sesión vencida.")
    sara.page.wait_for_url("**/ingresar/**", timeout=60_000)
    sara.page.fill("#id_login", scene.secretary.email)
    sara.page.fill("#id_password", "una clave bien larga")
    sara.press("Ingresar")
    sara.page.wait_for_url("**/sala/**")
    expect(sara.page.get_by_label("Notas del punto")).to_have_value("Escrito con la sesión vencida.")
    expect(sara.page.locator("#votacion-texto")).to_have_value("Una moción a medias.")
    expect(sara.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved")

    item.refresh_from_db()
    assert item.notes == "Escrito con la sesión vencida."


def test_two_secretaries_in_the_same_notes_lose_no_word(scene, travel):
    item = item_today(scene, "Avance del plan")
    AgendaItem.objects.filter(pk=item.pk).update(notes="Uno.\nDos.\nTres.", revision=2)
    sara, samuel = travel(scene.secretary), travel(scene.samuel)
    for one in (sara, samuel):
        one.open(room(item.session))
    hers, his = sara.page.get_by_label("Notas del punto"), samuel.page.get_by_label("Notas del punto")

    # Different lines are joined without asking.
    hers.fill("Uno, con la cifra.\nDos.\nTres.")
    his.fill("Uno.\nDos.\nTres, con la fecha.")
    for text in (hers, his):
        expect(text).to_have_value("Uno, con la cifra.\nDos.\nTres, con la fecha.", timeout=60_000)

    # The same line, from the same text: both are shown and somebody decides.
    for one in (sara, samuel):
        one.page.route("**/notas/**", lambda route: route.abort())
    hers.fill("Uno, con la cifra.\nDos, dijo Sara.\nTres, con la fecha.")
    his.fill("Uno, con la cifra.\nDos, dijo Samuel.\nTres, con la fecha.")
    sara.page.unroute("**/notas/**")
    expect(sara.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved", timeout=60_000)
    samuel.page.unroute("**/notas/**")
    samuel.sees("Otra persona cambió las mismas líneas mientras usted escribía.")
    samuel.problems.clear()  # the connection that this test cut
    samuel.stop("two texts side by side")
    assert "Dos, dijo Sara." in samuel.page.locator("[data-theirs]").inner_text()
    assert "Dos, dijo Samuel." in samuel.page.locator("[data-yours]").inner_text()
    samuel.press("Juntar los dos y corregir")
    expect(samuel.page.locator("form[data-writing]")).to_have_attribute("data-state", "Saved")

    item.refresh_from_db()
    assert "Dos, dijo Sara." in item.notes
    assert "Dos, dijo Samuel." in item.notes


def test_the_minutes_from_the_session_to_two_signatures(scene, travel):
    item = item_today(scene, "Avance del plan")
    session = item.session
    sara = travel(scene.secretary)
    sara.open(room(session))
    sara.page.get_by_text("Encargar una tarea").click()
    sara.page.fill("#id_task-text", "Traer el listado de empresas.")
    sara.page.select_option("#id_task-entity", label="Cut")
    sara.page.fill("#id_task-due_on", (now() + timedelta(days=30)).date().isoformat())
    sara.press("Encargar la tarea")
    sara.sees("Traer el listado de empresas.")
    sara.press("Terminar la sesión")
    sara.page.wait_for_url(f"**/sesiones/{session.pk}/")
    sara.stop("a session that ended")
    sara.follow("El acta")
    sara.press("Escribir el borrador")
    expect(sara.page.get_by_label("Apertura")).to_have_value(re.compile("Hubo quórum"))
    sara.stop("minutes in draft")
    text = sara.page.get_by_label("1. Avance del plan")
    text.fill("La gerencia presentó el informe y la mesa lo recibió.")
    expect(sara.page.locator("form[data-writing]").nth(1)).to_have_attribute("data-state", "Saved")
    today = (now() - timedelta(hours=5)).date().isoformat()
    sara.page.fill("#id_remarks_until", today)
    sara.press("Enviar a observaciones")
    sara.sees("Enviada a observaciones")

    cut = travel(scene.principal("cut"))
    cut.open(f"/trabajo/mesa/sesiones/{session.pk}/acta/")
    cut.page.get_by_text("Pedir un cambio en esta parte").nth(1).click()
    cut.page.get_by_label("Qué debe decir, o qué falta").nth(1).fill("Falta que pedimos los salarios.")
    cut.press("Enviar la observación")
    cut.sees("Observación enviada")
    cut.stop("a remark of a member")

    sara.page.reload()
    sara.sees("Falta que pedimos los salarios.")
    expect(sara.page.get_by_role("button", name="Aprobar el acta")).to_be_disabled()
    sara.sees("Queda 1 observación sin responder.")
    sara.page.get_by_label("Respuesta").fill("Se agregó.")
    taps(sara, "Aceptarla")
    sara.press("Aprobar el acta")
    sara.sees("Acta aprobada")
    sara.page.get_by_role("link", name="Firmar").click()
    sara.stop("about to sign")
    sara.page.fill("#id_password", "otra clave")
    sara.press("Firmar con mi cuenta")
    sara.sees("Esa no es su contraseña. Nada se firmó.")
    sara.page.fill("#id_password", "una clave bien larga")
    sara.press("Firmar con mi cuenta")
    sara.sees("Firmada con su cuenta.")

    chair = travel(scene.principal("desarrollo"))
    chair.open(f"/trabajo/mesa/sesiones/{session.pk}/acta/")
    chair.page.get_by_role("link", name="Firmar").click()
    chair.page.fill("#id_password", "una clave bien larga")
    chair.press("Firmar con mi cuenta")
    chair.sees("El acta está firmada y ya no cambia.")
    chair.stop("signed minutes")
    with chair.page.expect_download() as download:
        chair.follow("Descargar en PDF")
    assert download.value.suggested_filename == "acta-acuerdo-1.pdf"

    minutes = Minutes.objects.get()
    assert minutes.state == "signed"
    assert sorted(minutes.signatures.values_list("role", "person__name")) == [
        ("chair", "Titular desarrollo"),
        ("secretary", "Sara Secretaria"),
    ]
