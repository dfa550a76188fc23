"""The Mesa moves the plan: a proposal with its effect seen first, a session with quorum, a vote, and the plan in force
with its history untouched. And a plan with a hole does not come into force."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from concierta.kernel.clock import now
from concierta.mesa.operations import plan_session, send_notice
from concierta.people.enums import Role
from concierta.plans.models import Plan
from concierta.publishing.queries import achievement
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import review_report, save_draft, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories import evidence_of, make_indicator, make_person
from factories.amendments import AmendableCast, amendable_plan
from factories.cast import make_product
from factories.reports import NARRATIVE

pytestmark = pytest.mark.browser

CUT_OFF = date(2025, 12, 31)


def at_half(plan: AmendableCast) -> None:
    """500 of the 1,000 that BP-1 promised for 2025, verified by somebody else."""
    at = datetime(2026, 1, 3, 15, tzinfo=UTC)
    report = save_draft(
        indicator=plan.outputs["IP-1"],
        period=plan.periods["2025-T4"],
        value=Decimal(500),
        narrative=NARRATIVE,
        evidence=[evidence_of(plan.desarrollo, plan.reporter)],
        by=plan.reporter,
        at=at,
    )
    submit_report(report=report, by=plan.reporter, at=at)
    review_report(report=report, by=plan.reviewer, at=at)
    verify_report(
        report=report,
        outcome=Outcome.VERIFIED,
        method=Method.DESK_REVIEW,
        reason="Se contrastó con las actas.",
        by=plan.verifier,
        at=at,
    )


def convened(plan: AmendableCast):
    """Two weeks ago, for an hour ago."""
    fortnight = now() - timedelta(days=14)
    session = plan_session(mesa=plan.mesa, starts_at=now() - timedelta(hours=1), by=plan.secretary, at=fortnight)
    return session


def taps(traveller, words: str) -> None:
    traveller.page.get_by_role("button", name=words, exact=True).click()


def voted(session, sara, members) -> None:
    """Everybody came; SENA and the ANDI want it, the CUT does not: it is carried, and its decision is numbered."""
    for traveller in (sara, *members.values()):
        traveller.open(f"/trabajo/mesa/sesiones/{session.pk}/sala/")
    for number, code in enumerate(members, start=1):
        taps(sara, f"Llegó {code.upper()}")
        sara.sees(f"{number} de 3 con voto")
    sara.press("Abrir la sesión")
    sara.press("Tratar este punto")
    sara.page.get_by_text("Poner algo a votación").click()
    sara.page.fill("#votacion-texto", "Aprobar la modificación.")
    sara.press("Abrir la votación")
    for code, member in members.items():
        member.sees(f"Su voto por {code.capitalize()}")
        taps(member, "En contra" if code == "cut" else "A favor")
    sara.sees("2 a favor · 1 en contra")
    sara.press("Cerrar la votación y contar")
    sara.sees("Decisión ")


def test_a_target_is_moved_by_the_table_and_what_was_measured_stays(cast, travel):
    plan = amendable_plan(cast)
    at_half(plan)
    session = convened(plan)
    before = achievement(plan.plan, CUT_OFF).plan.verified_year
    members = {code: plan.principal(code) for code in ("sena", "cut", "andi")}

    sara, members = travel(plan.secretary), {code: travel(member) for code, member in members.items()}
    sara.open("/trabajo/planes/cali/modificaciones/")
    sara.stop("nobody proposed to change the plan")
    sara.follow("Proponer una modificación")
    sara.page.fill("#id_title", "Menos personas en 2026")
    sara.page.fill("#q", "ip-1")
    sara.page.get_by_role("button", name="Añadir IP-1").click()
    target = f"[name='indicator-{plan.outputs['IP-1'].pk}.target.2026']"
    assert sara.page.input_value(target) == "1.000"
    assert sara.page.input_value("#id_title") == "Menos personas en 2026"
    sara.stop("the part with what is in force")
    sara.press("Proponer la modificación")
    sara.sees("Este campo es obligatorio")
    sara.page.fill(target, "800")
    sara.page.fill("#id_cause", "Va en 50 % cuando a la fecha se esperaba 62,42 %: la demanda cayó.")
    sara.press("Proponer la modificación")
    sara.sees("Propuesta guardada")
    sara.sees("Las mismas cifras al 31 de diciembre de 2025")
    sara.stop("what it would do")
    page = sara.page.url

    sara.page.select_option("#agenda-place", f"session-{session.pk}")
    sara.press("Poner en el orden del día")
    sara.sees("La mesa no ha tomado una decisión")
    send_notice(session=session, by=plan.secretary, at=now() - timedelta(days=14))
    voted(session, sara, members)

    for member in members.values():
        member.page.goto(page)
        member.sees("Menos personas en 2026")
        assert member.page.get_by_role("button", name="Adoptar la modificación").count() == 0
    members["cut"].stop("a member reads it")

    sara.page.goto(page)
    sara.press("Adoptar la modificación")
    sara.sees("El plan vigente ya la tiene")
    row = sara.page.locator("#antes-despues tbody tr")
    assert [cell.inner_text() for cell in row.locator("td").all()] == ["Meta 2026", "1.000", "800"]
    sara.sees("2 a favor, 1 en contra, 0 abstenciones")
    sara.stop("adopted, with the decision")
    sara.open("/trabajo/planes/cali/modificaciones/")
    sara.sees("El plan cambió 1 vez")
    sara.stop("the list afterwards")

    for member in members.values():
        member.page.reload()
        member.sees("2 a favor, 1 en contra, 0 abstenciones")

    assert plan.outputs["IP-1"].targets.get(year=2026).value == 800
    assert achievement(plan.plan, CUT_OFF).plan.verified_year == before


def test_a_project_that_nobody_answers_for_keeps_the_plan_out_of_force(cast, travel):
    """Desarrollo has three projects; the one given to Comfandi has nobody who reports."""
    Plan.objects.update(state="draft", presenter=cast.planeacion)
    from factories import make_entity

    comfandi = make_entity("comfandi")
    for code in ("1", "2", "3"):
        product = make_product(cast, code)
        make_indicator(cast, f"IP-{code}", product=product)
        if code == "3":
            product.project.entity = comfandi
            product.project.save()
    make_person("Otra Persona", (Role.MEMBER, cast.sena))

    matrix = "/trabajo/planes/cali/responsables/"
    sara = travel(cast.secretary)
    others = [travel(one) for one in (cast.reporter, cast.reviewer, cast.verifier)]
    sara.open(matrix)
    sara.stop("nobody is named yet")
    sara.press("Proponer por papel")
    sara.sees("con quien tiene el papel")
    sara.stop("what the roles could fill")
    sara.press("Poner en vigencia")
    sara.sees("Falta persona de COMFANDI que ejecuta")
    sara.sees("proyecto BP-3 «Proyecto 3»")
    sara.stop("the refusal names the project")
    sara.follow("Ver solo lo que falta o choca")
    assert "BP-3" in sara.page.locator(".s-matrix").inner_text()
    assert "BP-1" not in sara.page.locator(".s-matrix").inner_text()
    sara.stop("only what is missing")
    assert Plan.objects.get().state == "draft"
    for person in others:
        person.open(matrix)
        person.sees("Mientras falte alguno, el plan no puede entrar en vigencia.")
        assert "BP-3" in person.page.locator(".s-matrix").inner_text()
        assert person.page.get_by_role("button", name="Poner en vigencia").count() == 0
    others[0].stop("whoever reports reads what is missing")

    make_person("Carla Comfandi", (Role.REPORTER, comfandi))
    sara.open(matrix)
    sara.press("Proponer por papel")
    sara.press("Poner en vigencia")
    sara.sees("El plan está vigente: desde hoy solo cambia por decisión de la mesa.")
    for person in others:
        person.open(matrix)
        assert person.page.get_by_text("el plan no puede entrar en vigencia").count() == 0

    assert Plan.objects.get().state == "in_force"
