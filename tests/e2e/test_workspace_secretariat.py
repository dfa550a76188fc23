"""The secretariat imports a matrix after seeing what it would do, sees who owes what, and publishes a corte."""

import pytest
from django.core import mail

from concierta.plans.models import MatrixImport
from concierta.publishing.models import Corte
from concierta.web.workspace.publishing import views
from factories import checked_report
from factories.workbooks import matrix_workbook

pytestmark = pytest.mark.browser

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_import_oversee_and_publish(cast, travel, settings, monkeypatch):
    # A database in memory belongs to the server's thread: here the work waits for its turn instead of running apart.
    monkeypatch.setattr(views, "run_apart", lambda work: work())
    checked_report(cast)
    sara = travel(cast.secretary)
    sara.open("/trabajo/")
    sara.stop("the secretariat's work")

    sara.open("/trabajo/importar/")
    sara.stop("the import form")
    sara.page.set_input_files(
        "#id_file", {"name": "matriz.xlsx", "mimeType": _XLSX, "buffer": matrix_workbook("2024-T4", {"paid": "muchos"})}
    )
    sara.page.select_option("#id_profile", "concierta")
    sara.press("Ensayar la importación")
    sara.sees("Entraría 1 proyecto de 2024-T4")
    sara.sees("muchos")
    sara.stop("the preview")
    assert not MatrixImport.objects.exists()
    sara.press("Importar")
    sara.sees("Matriz importada")
    sara.stop("who owes what")
    sara.open("/trabajo/pendientes/?entidad=desarrollo&estado=owed")
    sara.stop("the reports of an entity")

    sara.open("/trabajo/plan/")
    sara.stop("the plan")
    sara.follow("Empleo de calidad")
    sara.stop("a part of the plan")
    sara.follow("Formación para el trabajo")
    sara.stop("a project")

    sara.open("/trabajo/publicar/")
    sara.sees("Qué dirá el corte al 31 de diciembre de 2024")
    sara.stop("before publishing")
    sara.press("Publicar este corte")
    sara.page.get_by_text("El corte ya es público").wait_for(timeout=60_000)
    sara.stop("published")

    assert Corte.objects.get().published_by == cast.secretary
    assert (settings.SITE / "index.html").exists()


def test_accounts_and_the_agreement(cast, travel):
    sara = travel(cast.secretary)
    sara.open("/trabajo/personas/")
    sara.stop("the accounts")
    sara.follow("Invitar a una persona")
    sara.stop("an invitation")
    sara.page.fill("#id_name", "Nora Nueva")
    sara.page.fill("#id_email", "nora@control.gov.co")
    sara.press("Enviar la invitación")
    sara.sees("Falta algo para continuar")
    sara.page.get_by_label("Verifica").check()
    sara.page.select_option("#id_entity", "control")
    sara.press("Enviar la invitación")
    sara.sees("Quien la acepte pone su propia contraseña")
    sara.sees("espera a que acepte la invitación")
    sara.stop("somebody invited")
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/invitacion/" in line)
    nora = travel()
    nora.open("/invitacion/" + link.partition("/invitacion/")[2])
    nora.stop("an invitation to accept")
    for field in ("password", "again"):
        nora.page.fill(f"#id_{field}", "mango biche con sal")
    nora.press("Aceptar la invitación")
    nora.sees("Su cuenta está lista")
    vera = travel(cast.verifier)
    vera.open("/trabajo/mi-entidad/personas/")
    vera.stop("somebody awaits their entity")
    vera.press("Confirmar")
    vera.sees("Nora Nueva ya puede actuar como «Verifica»")
    vera.stop("confirmed")
    sara.open("/trabajo/personas/")
    sara.follow("Nora Nueva")
    sara.follow("Bloquear la cuenta o ver su bloqueo")
    sara.stop("before blocking it")
    sara.page.fill("#id_reason", "Se fue antes de empezar.")
    sara.press("Bloquear ahora")
    sara.sees("La cuenta quedó bloqueada")
    sara.stop("the blocked account")
    sara.open("/trabajo/acuerdos/")
    sara.stop("no agreement yet")


def test_the_door_and_the_pages_of_an_error(cast, travel):
    anybody = travel()
    anybody.open("/ingresar/")
    anybody.stop("the door")
    anybody.follow("Qué guardamos, para qué y hasta cuándo")
    anybody.stop("what is kept of people")
    anybody.open("/clave/restablecer/")
    anybody.stop("the lost key")
    anybody.open("/")
    anybody.stop("nothing published")
    rosa = travel(cast.reporter)
    rosa.open("/trabajo/personas/")
    rosa.sees("Esto le corresponde a otra persona")
    rosa.stop("not for this role")
