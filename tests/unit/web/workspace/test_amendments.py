"""Writing an amendment over the values in force, bringing it to the Mesa, and putting on record what it decided."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from concierta.amendments.models import Amendment
from concierta.indicators.models import Target
from concierta.kernel.clock import now
from concierta.mesa.models import AgendaItem
from concierta.mesa.operations import plan_session
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import review_report, save_draft, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories import evidence_of
from factories.amendments import (
    adopted_amendment,
    amendable_plan,
    change,
    decision_for,
    proposed_amendment,
    weigh,
)
from factories.queries import count_queries
from factories.reports import NARRATIVE

pytestmark = pytest.mark.django_db

LIST = "/trabajo/planes/cali/modificaciones/"
NEW = f"{LIST}nueva/"


@pytest.fixture
def plan():
    """A plan in force with a Mesa that moves it."""
    return amendable_plan()


def verified_of(plan, code: str, value: int) -> None:
    """A figure of the last quarter of 2025 that another entity verified."""
    at = datetime(2026, 1, 3, 15, tzinfo=UTC)
    given = {"indicator": plan.outputs[code], "period": plan.periods["2025-T4"], "by": plan.reporter, "at": at}
    report = save_draft(
        **given, value=Decimal(value), narrative=NARRATIVE, evidence=[evidence_of(plan.desarrollo, plan.reporter)]
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


def written(plan, *parts: str, **given) -> dict:
    """What the browser sends: the words, the chosen parts, and for each of them what is in force."""
    words = {
        "act": "save",
        "title": "Menos personas en 2026",
        "cause": "La demanda cayó.",
        "effective_on": "2026-12-01",
        "council_act": "",
        "part": list(parts),
    }
    return words | given


def target(plan, code: str = "IP-1", key: str = "2026") -> str:
    return f"indicator-{plan.outputs[code].pk}.target.{key}"


def in_force(page: str, part: str) -> dict:
    """The values with which the page shows a part that was just added."""
    found = dict(re.findall(rf'<input[^>]* name="({part}\.[^"]+)"(?: value="([^"]*)")?', page))
    found |= {
        name: text.strip() for name, text in re.findall(rf'<textarea[^>]* name="({part}\.[^"]+)"[^>]*>([^<]*)', page)
    }
    for name, options in re.findall(rf'<select name="({part}\.[^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        found[name] = (re.findall(r'<option value="([^"]*)" selected', options) or [""])[0]
    return found


def add(client, plan, part: str, **given) -> dict:
    """The form after the part was added by its button: what would be sent next."""
    page = client.post(NEW, written(plan, act=f"add:{part}", **given)).content.decode()
    return in_force(page, part)


def test_searching_finds_the_part_by_its_words_without_accents_and_loses_nothing(plan, visitor):
    answer = visitor(plan.secretary).post(
        NEW, written(plan, act="search", q="proyecto 1 formulacion", title="A medias")
    )
    by_code = visitor(plan.secretary).post(NEW, written(plan, act="search", q="ip-2"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nada con «proyecto 1 formulacion»" in page
    assert 'value="A medias"' in page
    assert f'value="add:indicator-{plan.outputs["IP-2"].pk}"' in by_code.content.decode()
    assert "c-error-summary" not in page


def test_a_part_that_is_added_shows_what_is_in_force(plan, visitor):
    shown = add(visitor(plan.secretary), plan, f"indicator-{plan.outputs['IP-1'].pk}")

    part = f"indicator-{plan.outputs['IP-1'].pk}"
    assert shown[f"{part}.target.2026"] == "1.000"
    assert shown[f"{part}.responsible.reports"] == "desarrollo"
    assert f"{part}.target.2024" not in shown
    assert f"{part}.weight." not in shown


def test_only_what_is_written_otherwise_becomes_a_change(plan, visitor):
    client = visitor(plan.secretary)
    part = f"indicator-{plan.outputs['IP-1'].pk}"
    sent = written(plan, part) | add(client, plan, part) | {target(plan): "800", target(plan, key="2027"): "NP"}

    answer = client.post(NEW, sent)

    made = Amendment.objects.get()
    assert answer.headers["Location"] == f"/trabajo/modificaciones/{made.pk}/"
    assert [(one.subject, one.field, one.key, one.before, one.after) for one in made.changes.all()] == [
        ("IP-1", "target", "2026", "1000", "800"),
        ("IP-1", "target", "2027", "1000", None),
    ]
    assert made.proposed_entity == plan.planeacion


def test_a_proposal_that_changes_nothing_is_told_so_and_keeps_its_words(plan, visitor):
    client = visitor(plan.secretary)
    part = f"indicator-{plan.outputs['IP-1'].pk}"

    answer = client.post(NEW, written(plan, part) | add(client, plan, part))

    assert answer.status_code == 422
    assert "Todavía no cambia nada" in answer.content.decode()
    assert "La demanda cayó.</textarea>" in answer.content.decode()
    assert not Amendment.objects.exists()


def test_a_target_left_blank_is_asked_whether_it_is_not_programmed(plan, visitor):
    client = visitor(plan.secretary)
    part = f"indicator-{plan.outputs['IP-1'].pk}"

    answer = client.post(NEW, written(plan, part) | add(client, plan, part) | {target(plan): ""})

    assert answer.status_code == 422
    assert "o NP si ese año no se programa" in answer.content.decode()


def test_what_a_part_cannot_hold_is_said_once_it_is_sent_and_not_while_one_searches(plan, visitor):
    client = visitor(plan.secretary)
    part = f"indicator-{plan.outputs['IP-1'].pk}"
    sent = written(plan, part) | add(client, plan, part) | {f"{part}.name.": "   "}

    answer = client.post(NEW, sent)

    assert answer.status_code == 422
    assert "Este texto no puede quedar vacío." in answer.content.decode()
    assert client.post(NEW, sent | {"act": "search", "q": "ip-2"}).status_code == 200


def test_the_weights_of_a_family_are_written_together_in_percent(plan, visitor):
    client = visitor(plan.secretary)
    family = f"weights_project-{plan.first.pk}"
    found = client.post(NEW, written(plan, act="search", q="pesos eje 1")).content.decode()
    page = client.post(NEW, written(plan, act=f"add:{family}")).content.decode()
    one, two = (f"project-{plan.projects[code].pk}.weight." for code in ("BP-1", "BP-2"))
    shown = in_force(page, r"project-\d+")

    client.post(NEW, written(plan, family) | shown | {one: "50", two: "50"})

    assert f'value="add:{family}"' in found
    assert (shown[one], shown[two]) == ("40", "60")
    assert "data-family" in page
    assert [(c.subject, c.before, c.after) for c in Amendment.objects.get().changes.all()] == [
        ("BP-1", "0.4", "0.5"),
        ("BP-2", "0.6", "0.5"),
    ]


def test_a_project_that_is_not_in_the_plan_is_added_whole(plan, visitor):
    client = visitor(plan.secretary)
    room = client.post(NEW, written(plan, act="add-product", products="0")).content.decode()
    project = {
        "products": "1",
        "new-code": "BP-9",
        "new-name": "Egresados",
        "new-node": "eje/2",
        "new-entity": "univalle",
        "new-bpin": "",
        "new-weight": "",
        "new-p1_code": "P-9",
        "new-p1_name": "Vinculación de egresados",
        "new-p1_weight": "",
        "new-p1_indicator": "IP-9",
        "new-p1_unit": "personas",
        "new-p1_accumulation": "flow",
        "new-p1_baseline": "",
        "new-p1_reporter": "",
        "new-p1_means": "",
        "new-p1_2026": "500",
        "new-p1_2027": "",
    }

    client.post(NEW, written(plan, **project))

    added = Amendment.objects.get().changes.get()
    assert 'name="new-p1_2026"' in room
    assert '<option value="eje/2">Eje 2: Eje 2</option>' in room
    assert (added.subject, added.field, added.after["entity"]) == ("BP-9", "added", "univalle")
    assert added.after["products"][0]["indicator"]["targets"] == {"2026": "500", "2027": None}


def test_a_project_is_closed_by_writing_from_when(plan, visitor):
    client = visitor(plan.secretary)
    part = f"project-{plan.projects['BP-3'].pk}"

    client.post(NEW, written(plan, part) | add(client, plan, part) | {f"{part}.closed.": "2026-12-31"})

    closed = Amendment.objects.get().changes.get()
    assert (closed.subject, closed.field, closed.after) == ("BP-3", "closed", "2026-12-31")


def test_a_revision_starts_from_what_was_proposed_and_a_weight_from_its_family(plan, visitor):
    proposal = proposed_amendment(
        plan, [change(key="2026"), *weigh(BP_1="0.3", BP_2="0.7")], effective_on=now().date() + timedelta(days=9)
    )
    page = visitor(plan.secretary).get(f"/trabajo/modificaciones/{proposal.pk}/cambiar/").content.decode()

    shown = in_force(page, r"\w+-\d+")
    assert shown[target(plan)] == "800"
    assert shown[f"project-{plan.projects['BP-1'].pk}.weight."] == "30"
    assert "Hoy: 1.000" in page

    sent = written(plan, *re.findall(r'name="part" value="([^"]+)"', page)) | shown | {target(plan): "700"}
    visitor(plan.secretary).post(f"/trabajo/modificaciones/{proposal.pk}/cambiar/", sent)

    assert [one.after for one in proposal.changes.order_by("ordinal")] == ["700", "0.3", "0.7"]


def test_the_page_shows_before_and_after_and_what_would_not_fit(plan, visitor):
    proposal = proposed_amendment(plan, [change(), *weigh(BP_1="0.5")])

    page = visitor(plan.reporter).get(f"/trabajo/modificaciones/{proposal.pk}/").content.decode()

    assert re.search(r'class="s-before">1\.000<.*class="s-after"><span>800<', page)
    assert re.search(r'class="s-before">40[ \xa0]%<.*class="s-after"><span>50[ \xa0]%<', page)
    assert "que los pesos de «Eje 1» sumen 100 %: suman 110 %" in page
    assert "Qué sigue" not in page


def coming_session(plan):
    return plan_session(mesa=plan.mesa, starts_at=now() + timedelta(days=20), by=plan.secretary, at=now())


def test_it_is_brought_to_a_session_under_a_new_item(plan, visitor):
    proposal, session = proposed_amendment(plan), coming_session(plan)
    path = f"/trabajo/modificaciones/{proposal.pk}/"

    answer = visitor(plan.secretary).post(path, {"act": "agenda", "place": f"session-{session.pk}"}, follow=True)

    item = AgendaItem.objects.get()
    proposal.refresh_from_db()
    assert (proposal.item, item.source, item.why) == (item, "amendment", "Meta 2025 de IP-1: 1.000 → 800")
    assert "Está en el orden del día." in answer.content.decode()


def test_without_a_decision_it_cannot_be_adopted_and_the_page_says_what_comes_first(plan, visitor):
    path = f"/trabajo/modificaciones/{proposed_amendment(plan).pk}/"

    page = visitor(plan.secretary).get(path).content.decode()
    refused = visitor(plan.secretary).post(path, {"act": "adopt"})

    assert "Primero llévela al orden del día de una sesión" in page
    assert refused.status_code == 409


def test_the_decision_of_its_session_adopts_it_and_the_plan_in_force_has_it(plan, visitor):
    proposal = proposed_amendment(plan)
    decision = decision_for(plan, proposal)
    path = f"/trabajo/modificaciones/{proposal.pk}/"

    page = visitor(plan.secretary).get(path).content.decode()
    answer = visitor(plan.secretary).post(path, {"act": "adopt", "decision": decision.pk}, follow=True)

    assert f'<option value="{decision.pk}" selected>{decision.number} · Aprobar la modificación.</option>' in page
    assert "El plan vigente ya la tiene" in answer.content.decode()
    assert Target.objects.get(indicator__code="IP-1", year=2025).value == 800
    assert Amendment.objects.get().decision == decision


def test_a_refused_adoption_lists_everything_that_would_not_fit(plan, visitor):
    proposal = proposed_amendment(
        plan, [*weigh(BP_1="0.5"), change(after="desarrollo", key="verifies", field="responsible")]
    )
    decision = decision_for(plan, proposal)

    answer = visitor(plan.secretary).post(
        f"/trabajo/modificaciones/{proposal.pk}/", {"act": "adopt", "decision": decision.pk}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "no se puede adoptar así" in page
    assert "suman 110 %" in page
    assert "quien verifique el indicador IP-1, distinto de quien reporta y revisa" in page


def test_what_touches_the_development_plan_asks_for_the_councils_act(plan, visitor):
    proposal = proposed_amendment(plan, touches_development_plan=True)
    decision = decision_for(plan, proposal)
    path = f"/trabajo/modificaciones/{proposal.pk}/"

    missing = visitor(plan.secretary).post(path, {"act": "adopt", "decision": decision.pk, "council_act": ""})
    visitor(plan.secretary).post(path, {"act": "adopt", "decision": decision.pk, "council_act": "Acuerdo 0571 de 2025"})

    proposal.refresh_from_db()
    assert missing.status_code == 422
    assert (proposal.state, proposal.council_act) == ("adopted", "Acuerdo 0571 de 2025")


@pytest.mark.parametrize(("act", "state"), [("reject", "rejected"), ("withdraw", "withdrawn")])
def test_it_is_closed_only_with_a_reason(plan, visitor, act, state):
    proposal = proposed_amendment(plan)
    path = f"/trabajo/modificaciones/{proposal.pk}/"

    silent = visitor(plan.secretary).post(path, {"act": act, "reason": ""})
    visitor(plan.secretary).post(path, {"act": act, "reason": "La mesa prefirió esperar."})

    proposal.refresh_from_db()
    assert silent.status_code == 422
    assert (proposal.state, proposal.closed_reason) == (state, "La mesa prefirió esperar.")


def test_a_stranger_reads_it_and_finds_nothing_to_do(plan, visitor):
    path = f"/trabajo/modificaciones/{proposed_amendment(plan).pk}/"

    assert visitor(plan.reporter).get(path).status_code == 200
    assert visitor(plan.reporter).post(path, {"act": "withdraw", "reason": "No."}).status_code == 400
    assert visitor(plan.reporter).get(f"{path}cambiar/").status_code == 403
    assert visitor(plan.reporter).get(NEW).status_code == 403


def test_a_member_of_the_table_proposes_too(plan, visitor):
    assert visitor(plan.principal("cut")).get(NEW).status_code == 200


def test_the_list_says_what_waits_and_how_often_the_plan_changed(plan, visitor):
    client = visitor(plan.secretary)
    empty = client.get(LIST).content.decode()
    adopted_amendment(plan)
    proposed_amendment(plan, [change("IP-2")], title="La otra")

    page = client.get(LIST).content.decode()

    assert "El plan está como se firmó" in empty
    assert "Nadie ha propuesto cambiar este plan" in empty
    assert "1 modificación espera la decisión de la mesa; el plan cambió 1 vez" in page
    assert "Meta 2025 de IP-2: 1.000 → 800" in page


def test_the_list_costs_the_same_queries_with_one_and_with_four(plan, visitor):
    client = visitor(plan.secretary)
    proposed_amendment(plan)
    client.get(LIST)
    few = count_queries(lambda: client.get(LIST))
    for code in ("IP-2", "IP-3", "R-01"):
        proposed_amendment(plan, [change(code)])

    assert count_queries(lambda: client.get(LIST)) == few


def test_the_effect_is_shown_beside_the_plan_without_it(plan, visitor):
    """500 of 1,000 verified; with a target of 625 that is 80 %: IP-1 alone has a figure, and weighs 40 % of 60 %."""
    verified_of(plan, "IP-1", 500)
    proposal = proposed_amendment(plan, [change(after=625)], effective_on=date(2025, 12, 1))

    page = visitor(plan.secretary).get(f"/trabajo/modificaciones/{proposal.pk}/").content.decode()

    said = page.replace("\N{NO-BREAK SPACE}", " ")
    assert "El avance verificado del plan pasaría de 12 % a 19,2 %" in said
    assert "+30 puntos" in said
    assert "Quedan igual: Eje 2, Proyecto 2." in said
