"""What the Mesa remembers by itself, with four people signed in at once (DOMAIN §7, scenarios 5, 6 and 14).

Two sit at a desk and two hold a telephone, so each journey is made once.
"""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from concierta.kernel import clock
from concierta.mesa.operations import close_session, record_arrival
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.reporting.models import Report
from concierta.web.workspace.publishing import views
from factories import evidence_of, make_indicator, make_person
from factories.cast import CONFIRMED, SINCE, make_product
from factories.mesa import (
    HOUR,
    MesaCast,
    action_item,
    item_under_discussion,
    noticed_session,
    open_session_with,
    planned_session,
)
from factories.reports import draft_report
from factories.steering import make_steered

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("travel", ["desktop"], indirect=True)]

MESA = "/trabajo/mesa/"
LEAD = timedelta(days=20)
REASON = "No hay medio de verificación: el acta no trae el listado de asistentes."


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`set_clock(moment)`: what the whole installation believes the time to be, from now on."""

    def put(moment: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return moment.astimezone(tz)

        monkeypatch.setattr(clock, "datetime", Stopped)

    return put


@pytest.fixture
def scene(cast: Any) -> MesaCast:
    made = make_steered(cast)
    User.objects.exclude(pk=cast.secretary.pk).update(password=cast.secretary.password)
    return made


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def portal(cast: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the files of the portal answer, as behind the door of an installation."""
    # A database in memory belongs to the server's thread: here the work waits for its turn instead of running apart.
    monkeypatch.setattr(views, "run_apart", lambda work: work())
    settings.SITE.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(settings.SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def publish(sara: Any) -> None:
    """The newest corte, by the secretariat's own button."""
    sara.open("/trabajo/publicar/")
    sara.press("Publicar este corte")
    sara.page.get_by_text("El corte ya es público").wait_for(timeout=60_000)


def listed(traveller: Any, selector: str) -> list[str]:
    """What each matching part of the page says, in one line."""
    return [" ".join(text.split()) for text in traveller.page.locator(selector).all_inner_texts()]


def test_what_was_not_delivered_comes_back_by_itself(scene, travel, set_clock):
    """CUT's task was due on 30 April; on 4 May there is no evidence."""
    held = datetime(2026, 4, 9, 14, tzinfo=UTC)
    item = item_under_discussion(scene, starts_at=held, at=held - LEAD)
    action_item(scene, item, due_on=date(2026, 4, 30))
    close_session(session=item.session, by=scene.secretary, at=held + HOUR)
    coming = planned_session(scene, [], starts_at=datetime(2026, 5, 25, 14, tzinfo=UTC), at=held + HOUR)
    late = f"{MESA}{scene.mesa.pk}/tareas/?grupo=vencidas"

    set_clock(datetime(2026, 4, 30, 22, tzinfo=UTC))  # the last afternoon
    sara, cut = travel(scene.secretary), travel(scene.principal("cut"), size="phone")
    chair, sena = travel(scene.principal("desarrollo")), travel(scene.principal("sena"), size="phone")
    cut.open(MESA)
    cut.sees("Le toca 1 tarea")
    cut.sees("vence hoy")
    sara.open(late)
    sara.sees("Ninguna tarea está vencida")

    set_clock(datetime(2026, 5, 4, 13, tzinfo=UTC))
    cut.open("/trabajo/")
    cut.sees("1 asunto vencido")
    cut.open(MESA)
    cut.sees("1 tarea vencida")
    task = "1 Presentar el listado de empresas. CUT · Titular cut Vencida 30 abr 2026 venció hace 4 días"
    assert listed(cut, ".w-rows > li") == [task]
    cut.stop("what the CUT owes")
    sara.open(late)
    sara.sees("1 tarea de la mesa está vencida")
    assert listed(sara, ".w-rows > li") == [task]
    sara.stop("what the secretariat sees overdue")

    sara.open(f"{MESA}sesiones/{coming.pk}/")
    sara.press("Traer los asuntos pendientes")
    sara.sees("cada uno con su razón")
    agenda = dict(zip(listed(sara, ".w-agenda__title"), listed(sara, ".w-why"), strict=True))
    assert agenda == {
        "Aprobar el acta de la sesión 1": "Sesión del 9 de abril de 2026: su acta no se ha escrito.",
        "Tarea 1: Presentar el listado de empresas.": "CUT: vencida desde el 30 de abril de 2026, sin evidencia.",
        "Va tarde: R-01 Personas atendidas R-01": "0,0 % frente a 100,0 % esperado al 31 de diciembre de 2024",
        "DESARROLLO debe 1 reporte": "4.º trimestre de 2024, vencía el 9 de enero de 2025: R-01.",
    }
    sara.stop("the agenda that filled itself")
    sara.follow("Ver la convocatoria y enviarla")
    sara.press("Convocar")
    for member in (chair, sena, cut):
        member.open(MESA)
        member.follow("Tarea 1: Presentar el listado de empresas.")
        member.sees("CUT: vencida desde el 30 de abril de 2026, sin evidencia.")
    sena.stop("the agenda as a member reads it")


def test_how_often_an_entity_came_and_to_which_sessions(scene, travel, set_clock, portal):
    """Gobernación came to two of four; the fourth is held here."""
    make_product(scene, "1")
    four = [datetime(2026, month, 10, 14, tzinfo=UTC) for month in (2, 3, 4, 6)]
    for start, governor in zip(four, ((), ("gobernacion",), ()), strict=False):
        session = open_session_with(scene, (*list(scene.seats)[:7], *governor), starts_at=start, at=start - LEAD)
        close_session(session=session, by=scene.secretary, at=start + HOUR)
    session = noticed_session(scene, starts_at=four[3], at=four[3] - LEAD)
    for code in list(scene.seats)[:7]:
        record_arrival(session=session, seat=scene.seats[code], by=scene.secretary, at=four[3])
    members = f"{MESA}integrantes/"

    set_clock(four[3] + timedelta(minutes=5))
    sara, governor = travel(scene.secretary), travel(scene.principal("gobernacion"), size="phone")
    chair, cut = travel(scene.principal("desarrollo")), travel(scene.principal("cut"), size="phone")
    governor.open(members)
    row = "#sillas tr:has-text('Gobernacion')"
    assert listed(governor, row) == [
        "Gobernacion Voz y voto Titular gobernacion 1 de 3 sesiones (33,3 %) Sesiones: 2 1 ene 2024"
    ]
    sara.open(f"{MESA}sesiones/{session.pk}/sala/")
    chair.open(f"{MESA}sesiones/{session.pk}/sala/")
    sara.page.get_by_role("button", name="Llegó GOBERNACION", exact=True).click()
    chair.sees("8 de 12 con voto: hay quórum")
    sara.press("Abrir la sesión")
    sara.press("Terminar la sesión")
    sara.page.wait_for_url(f"**/sesiones/{session.pk}/")

    for person in (sara, chair, cut, governor):
        person.open(members)
        assert listed(person, row) == [
            "Gobernacion Voz y voto Titular gobernacion 2 de 4 sesiones (50 %) Sesiones: 2, 4 1 ene 2024"
        ]
    governor.stop("who sits at the Mesa and how often they came")
    sara.stop("the same for the secretariat")

    publish(sara)
    cut.page.goto(f"{portal}entidades/gobernacion/")
    cut.sees("2 de 4 sesiones (50 %)")
    cut.stop("the entity in the portal")
    chair.page.goto(f"{portal}mesa/")
    assert listed(chair, "tr:has-text('Gobernacion')") == ["Gobernacion Voz y voto 2 de 4 sesiones (50 %)"]
    told = []
    for number in range(1, 5):
        chair.page.goto(f"{portal}mesa/sesiones/{number}/")
        told += listed(chair, "tr:has-text('Gobernacion')")
    assert told == [
        "Gobernacion Voz y voto No asistió",
        "Gobernacion Voz y voto desde las 9:00 a. m.",
        "Gobernacion Voz y voto No asistió",
        "Gobernacion Voz y voto desde las 9:05 a. m.",
    ]


def test_who_reports_does_not_verify_and_what_is_rejected_is_published_as_such(scene, travel, portal):
    """Planeación reports 1,440 and may not verify it; Control Interno finds no means of verification."""
    product = make_product(scene, "1")
    indicator = make_indicator(
        scene, "IP-1", product=product, target=2000, reporter=scene.planeacion, reviewer=scene.desarrollo
    )
    planner = make_person("Pilar Planea", (Role.REPORTER, scene.planeacion), (Role.VERIFIER, scene.planeacion))
    reviewer = make_person("Delia Desarrollo", (Role.REVIEWER, scene.desarrollo))
    User.objects.filter(pk__in=(planner.pk, reviewer.pk)).update(password=scene.secretary.password)
    # A colleague of whoever reported may not either.
    scene.secretary.memberships.create(**CONFIRMED, entity=scene.planeacion, role=Role.VERIFIER, since=SINCE)
    evidence = [evidence_of(scene.planeacion, planner)]
    report = draft_report(scene, 1440, indicator=indicator, evidence=evidence, by=planner)
    verification = reverse("verify", args=[report.pk])

    sara, pilar = travel(scene.secretary), travel(planner, size="phone")
    vera, delia = travel(scene.verifier), travel(reviewer, size="phone")
    pilar.open(reverse("report_form", args=[indicator.pk, scene.period.pk]))
    pilar.press("Revisar y enviar")
    pilar.press("Enviar el reporte")
    pilar.sees("Reporte enviado")
    delia.open(reverse("review", args=[report.pk]))
    delia.press("Pasar a verificación")
    delia.sees("Revisado: pasa a verificación.")

    for person, reason in (
        (pilar, "Usted envió este reporte: debe verificarlo otra persona."),
        (sara, "PLANEACION reportó este valor y no puede verificarlo: le corresponde a CONTROL."),
    ):
        person.open(verification)
        person.sees(reason)
        expect(person.page.get_by_role("button", name="Registrar la verificación")).to_be_disabled()
    pilar.stop("a reporter may not verify")

    vera.open(verification)
    vera.page.check("input[name=outcome][value=rejected]")
    vera.page.select_option("#id_method", "desk_review")
    vera.page.fill("#id_reason", REASON)
    vera.press("Registrar la verificación")
    vera.sees("Verificación registrada.")
    pilar.open(reverse("report", args=[report.pk]))
    pilar.sees(REASON)

    publish(sara)
    delia.page.goto(f"{portal}indicadores/ip-1/")
    said = " ".join(listed(delia, "main"))
    for words in (
        "Se reportaron 1.440 personas en el 4.º trimestre de 2024 y la verificación los rechazó: cuentan cero.",
        "0 % verificado Rechazado: 72 % (1.440 personas) Meta 2024: 2.000 personas",
        "Reportado 1.440 personas · Planeacion",
        "Ningún valor: rechazado · Control",
        f"Razón de quien verificó: {REASON}",
    ):
        assert words in said
    delia.stop("a rejected figure in the portal")
    delia.page.goto(portal)
    assert "no cuenta hasta que se compruebe" not in delia.page.inner_text("main")  # it was looked at
    found = Report.objects.get()
    assert (found.state, found.value, found.verified_value, found.outcome) == ("published", 1440, None, "rejected")
