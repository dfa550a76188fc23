"""The table moves the plan: a proposal with its effect seen first, a session with quorum, a vote, and the plan in force
with its history untouched. And a plan with a hole does not come into force."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from concierta.kernel.clock import now
from concierta.people.enums import Role
from concierta.plans.models import Plan
from concierta.publishing.queries import achievement
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import review_report, save_draft, submit_report
from concierta.table.enums import Choice
from concierta.table.operations import (
    cast_vote,
    close_motion,
    open_item,
    open_session,
    plan_session,
    propose_motion,
    record_arrival,
    send_notice,
)
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories import evidence_of, make_indicator, make_person
from factories.amendments import AmendableCast, amendable_plan
from factories.cast import make_product
from factories.reports import NARRATIVE

pytestmark = pytest.mark.browser

PASSWORD = "una clave bien larga"
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
    session = plan_session(table=plan.table, starts_at=now() - timedelta(hours=1), by=plan.secretary, at=fortnight)
    return session


def voted(plan: AmendableCast, item) -> None:
    """Everybody came; SENA and the ANDI want it, the CUT does not: it is carried, and its decision is numbered."""
    session = item.session
    for code in ("sena", "cut", "andi"):
        record_arrival(session=session, seat=plan.seats[code], by=plan.secretary, at=now())
    open_session(session=session, by=plan.secretary, at=now())
    open_item(item=item, by=plan.secretary, at=now())
    motion = propose_motion(item=item, text="Aprobar la modificación.", by=plan.secretary, at=now())
    for code, choice in (("sena", Choice.FOR), ("andi", Choice.FOR), ("cut", Choice.AGAINST)):
        cast_vote(motion=motion, seat=plan.seats[code], choice=choice, by=plan.secretary, at=now())
    close_motion(motion=motion, by=plan.secretary, at=now())


def test_a_target_is_moved_by_the_table_and_what_was_measured_stays(cast, travel):
    plan = amendable_plan(cast)
    at_half(plan)
    session = convened(plan)
    before = achievement(plan.plan, CUT_OFF).plan.verified_year
    member = plan.principal("cut")
    member.set_password(PASSWORD)
    member.save()

    sara = travel(plan.secretary)
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
    voted(plan, session.items.get())

    carlos = travel(member)
    carlos.page.goto(page)
    carlos.sees("Menos personas en 2026")
    assert carlos.page.get_by_role("button", name="Adoptar la modificación").count() == 0
    carlos.stop("a member reads it")

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

    sara = travel(cast.secretary)
    sara.open("/trabajo/planes/cali/responsables/")
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
