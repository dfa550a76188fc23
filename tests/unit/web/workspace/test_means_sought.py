"""Support sought from others: figures that stay apart, steps with their refusals, and estimates that are no fact."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.budgets.enums import Stage
from concierta.budgets.models import Opportunity, OpportunityContact
from concierta.budgets.operations import LineExecution, keep_contact, record_execution, set_deadline, state_need
from concierta.kernel.clock import now, today
from concierta.web.kit.formats import NBSP
from factories import PDF, count_queries
from factories.cast import make_product
from factories.means import M, project_of, sought, walked
from factories.money import AT, CUT_OFF, make_line

pytestmark = pytest.mark.django_db

BOARD = "/trabajo/planes/cali/gestion/"
NEW = f"{BOARD}nueva/"
LIST = f"{BOARD}?vista=lista"


def pesos(millions: int) -> str:
    return f"${NBSP}{millions}.000.000"


def written(cast, **given) -> dict:
    words = {
        "code": "G-01",
        "title": "Formación para el trabajo",
        "funder": "Ministerio del Trabajo",
        "funder_kind": "public",
        "entity": "desarrollo",
        "part": [project_of(cast).pk],
        "amount": "900.000.000",
        "currency": "COP",
    }
    return words | given


def step(act: str, millions: int, **given) -> dict:
    sent = {"act": act, "amount": f"{millions}.000.000", "currency": "COP", "on": "2025-03-20"}
    return sent | given


def executed(cast, obligation: int) -> None:
    product = project_of(cast).products.get()
    line = make_line(cast, product, initial=2_000 * M)
    figures = [LineExecution(line, obligation, obligation, obligation, 0)]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=figures, by=cast.secretary, at=AT)


def figure_of(page: str, label: str) -> str:
    return page.split(f"<dt>{label}</dt><dd><b>")[1].split("</b>")[0]


def test_it_is_opened_with_what_will_be_asked_for(cast, visitor):
    answer = visitor(cast.reporter).post(NEW, written(cast))

    made = Opportunity.objects.get()
    assert answer.headers["Location"] == f"/trabajo/gestion/{made.pk}/"
    assert [(one.kind, one.pesos) for one in made.amounts.all()] == [("expected", 900 * M)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"part": []}, "Diga para qué proyectos se busca el apoyo."),
        ({"currency": "USD"}, "Diga a cuántos pesos se cambió cada unidad de USD"),
        ({"currency": "USD", "amount": "10", "rate": "4.000"}, "Diga de qué día es la tasa de cambio"),
        ({"funder": ""}, "Este campo es obligatorio"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_written(cast, visitor, given, words):
    answer = visitor(cast.reporter).post(NEW, written(cast, **given))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Formación para el trabajo"' in answer.content.decode()
    assert not Opportunity.objects.exists()


def test_scenario_12_three_figures_and_leverage_of_what_came(cast, visitor):
    made = sought(cast)
    executed(cast, 1_000 * M)
    client = visitor(cast.reporter)
    path = f"/trabajo/gestion/{made.pk}/"

    client.post(path, {"act": "prepare", "currency": "COP"})
    client.post(path, step("request", 900))
    client.post(path, step("approve", 600))
    before = client.get(BOARD).content.decode()
    client.post(path, step("sign", 600, conditions="Cofinanciar el 10 %."))
    client.post(path, step("disburse", 250))

    one, board = client.get(path).content.decode(), client.get(BOARD).content.decode()
    for page in (one, board):
        assert figure_of(page, "Solicitado") == pesos(900)
        assert figure_of(page, "Aprobado") == pesos(600)
        assert figure_of(page, "Convenido") == pesos(600)
        assert figure_of(page, "Desembolsado") == pesos(250)
    assert "Por cada 100 pesos propios obligados llegaron 0 de otros." in before
    assert "Por cada 100 pesos propios obligados llegaron 25 de otros. Solo cuenta lo desembolsado." in board
    assert "Cofinanciar el 10 %." in one


def test_another_currency_says_its_rate_and_day(cast, visitor):
    made = walked(cast, sought(cast), Stage.PREPARED)
    path = f"/trabajo/gestion/{made.pk}/"
    foreign = {"currency": "USD", "amount": "100.000", "rate": "4.000", "rate_on": "2025-03-19", "rate_source": "TRM"}

    visitor(cast.reporter).post(path, step("request", 0) | foreign)
    page = visitor(cast.reporter).get(path).content.decode()

    assert figure_of(page, "Solicitado") == pesos(400)
    assert f"USD 100.000 a 4.000 pesos (TRM, 19{NBSP}mar{NBSP}2025)" in page


@pytest.mark.parametrize(("act", "words"), [("refuse", "Sin presupuesto este año."), ("expire", "Cerró la bolsa.")])
def test_it_ends_with_a_reason_that_stays_on_the_board(cast, visitor, act, words):
    made = walked(cast, sought(cast), Stage.REQUESTED)
    client, path = visitor(cast.reporter), f"/trabajo/gestion/{made.pk}/"

    silent = client.post(path, {"act": act, "reason": ""})
    client.post(path, {"act": act, "reason": words})

    assert silent.status_code == 422
    assert words in client.get(BOARD).content.decode()
    assert f'name="act" value="{act}"' not in client.get(path).content.decode()


def test_a_step_that_its_stage_does_not_have_is_not_offered_and_is_refused(cast, visitor):
    made = sought(cast)
    client, path = visitor(cast.reporter), f"/trabajo/gestion/{made.pk}/"

    assert 'value="disburse"' not in client.get(path).content.decode()
    assert client.post(path, step("disburse", 250)).status_code == 400
    assert Opportunity.objects.get().state == Stage.OPPORTUNITY


def test_more_than_was_agreed_is_refused_and_what_was_typed_stays(cast, visitor):
    made = walked(cast, sought(cast), Stage.AGREEMENT_SIGNED)
    path = f"/trabajo/gestion/{made.pk}/"

    answer = visitor(cast.reporter).post(path, step("disburse", 700, note="Primer giro"))

    assert answer.status_code == 409
    assert "se convinieron $ 600.000.000" in answer.content.decode()
    assert 'value="Primer giro"' in answer.content.decode()


def test_money_that_the_budget_already_holds_names_its_line_among_those_of_its_projects(cast, visitor):
    made = walked(cast, sought(cast), Stage.AGREEMENT_SIGNED)
    own = make_line(cast, project_of(cast).products.get())
    other = make_line(cast, code="2")
    client, path = visitor(cast.reporter), f"/trabajo/gestion/{made.pk}/"

    refused = client.post(path, step("disburse", 250, line=other.pk))
    client.post(path, step("disburse", 250, line=own.pk))

    assert refused.status_code == 422
    assert made.amounts.get(kind="disbursed").line == own
    assert "ya está en el presupuesto" in client.get(path).content.decode()


def test_who_only_reads_sees_the_next_step_with_the_reason(cast, visitor):
    made = sought(cast)

    page = visitor(cast.verifier).get(f"/trabajo/gestion/{made.pk}/").content.decode()

    assert "Dejarla preparada" in page
    assert "Esto corresponde a quien tiene el papel" in page
    assert 'value="prepare"' not in page


def test_a_contact_stands_with_its_purpose_and_its_end_and_only_for_those_who_follow_it_up(cast, visitor):
    made, path = sought(cast), ""
    path = f"/trabajo/gestion/{made.pk}/"
    until = today() + timedelta(days=90)
    sent = {"act": "contact", "name": "Ana Enlace", "email": "ana@example.org", "purpose": "", "keep_until": until}

    visitor(cast.reporter).post(path, sent)
    own = visitor(cast.reporter).get(path).content.decode()
    others = visitor(cast.verifier).get(path).content.decode()

    assert "Para: Dar seguimiento a la gestión G-01. Se guarda hasta el" in own
    assert "Ana Enlace" not in others
    assert "Son datos personales" in others


def test_a_contact_is_not_kept_without_an_end(cast, visitor):
    path = f"/trabajo/gestion/{sought(cast).pk}/"
    late = today() + timedelta(days=1_000)
    sent = {"act": "contact", "name": "Ana Enlace", "email": "ana@example.org", "keep_until": late}

    answer = visitor(cast.reporter).post(path, sent)

    assert answer.status_code == 422
    assert "a más tardar en dos años" in answer.content.decode()
    assert not OpportunityContact.objects.exists()


def test_a_contact_is_erased(cast, visitor):
    made = sought(cast)
    kept = keep_contact(
        opportunity=made, name="Ana", keep_until=today(), email="ana@example.org", by=cast.reporter, at=now()
    )

    visitor(cast.reporter).post(f"/trabajo/gestion/{made.pk}/", {"act": "forget", "contact": kept.pk})

    assert not OpportunityContact.objects.exists()


def test_a_deadline_is_set_and_met(cast, visitor):
    made = sought(cast)
    client, path = visitor(cast.reporter), f"/trabajo/gestion/{made.pk}/"

    client.post(path, {"act": "deadline", "what": "Radicar el proyecto", "due_on": "2025-05-01"})
    late = client.get(path).content.decode()
    client.post(path, {"act": "meet", "deadline": made.deadlines.get().pk, "done_on": "2025-04-30"})

    assert f"1{NBSP}may{NBSP}2025 · vencido" in late
    assert made.deadlines.get().done_on == date(2025, 4, 30)
    assert f"hecho el 30{NBSP}abr{NBSP}2025" in client.get(path).content.decode()


@pytest.mark.parametrize("who", ["reporter", "secretary"])
def test_a_document_is_attached_and_read_back(cast, visitor, who):
    made = sought(cast)
    client, path = visitor(getattr(cast, who)), f"/trabajo/gestion/{made.pk}/"
    upload = SimpleUploadedFile("oficio.pdf", PDF, content_type="application/pdf")

    client.post(path, {"act": "document", "title": "Oficio de solicitud", "file": upload})

    paper = made.documents.get()
    assert paper.title == "Oficio de solicitud"
    assert b"".join(client.get(f"{path}documentos/{paper.pk}/").streaming_content) == PDF


def test_its_words_and_projects_change_and_its_figures_do_not(cast, visitor):
    made = walked(cast, sought(cast), Stage.REQUESTED)
    other = make_product(cast, "2").project
    sent = {"act": "save", "title": "Otro título", "part": [other.pk], "person": str(cast.reporter.pk)}

    visitor(cast.reporter).post(f"/trabajo/gestion/{made.pk}/cambiar/", sent)

    made.refresh_from_db()
    assert (made.title, made.person, list(made.projects.all())) == ("Otro título", cast.reporter, [other])
    assert made.amounts.get(kind="requested").pesos == 900 * M


def test_what_may_come_stands_apart_with_its_probability(cast, visitor):
    walked(cast, sought(cast), Stage.DISBURSED)

    page = visitor(cast.reporter).get(BOARD).content.decode()

    facts, guess = page.split('id="pronostico"')
    assert "no un hecho" in guess
    assert f"95{NBSP}%" in guess
    assert pesos(350) in guess  # 600 agreed less 250 that came
    assert pesos(350) not in facts


def test_the_unfunded_gap_is_said_by_project_and_axis_and_an_unknown_need_is_not_zero(cast, visitor):
    year = min(today().year, cast.plan.ends_on.year)
    project = project_of(cast)
    make_product(cast, "2")
    state_need(
        project=project, fiscal_year=year, amount=500 * M, source="Costeo de la Secretaría", by=cast.secretary, at=AT
    )

    page = visitor(cast.reporter).get(BOARD).content.decode()

    assert f"Sin financiar en {year}: {pesos(500)}" in page
    assert "De 1 proyecto nadie ha estimado la necesidad" in page
    assert page.split('id="por-proyecto"')[1].count(project.code) == 1
    assert "Empleo de calidad" in page.split('id="por-eje"')[1]


def test_who_has_no_part_in_the_plan_is_not_told_that_there_is_one(cast, visitor):
    sought(cast, title="Formación que nadie conoce")

    answer = visitor(cast.outsider).get(BOARD)

    assert answer.status_code == 404
    assert "Formación que nadie conoce" not in answer.content.decode()


def test_board_and_list_cost_the_same_with_one_opportunity_and_with_three(cast, visitor):
    client = visitor(cast.reporter)
    walked(cast, sought(cast, "G-01"), Stage.DISBURSED)
    client.get(BOARD)
    few = [count_queries(lambda path=path: client.get(path)) for path in (BOARD, LIST)]
    for code in ("G-02", "G-03"):
        made = walked(cast, sought(cast, code, projects=[make_product(cast, code).project]), Stage.DISBURSED)
        set_deadline(opportunity=made, what="Informe", due_on=date(2025, 5, 1), by=cast.reporter, at=AT)

    assert [count_queries(lambda path=path: client.get(path)) for path in (BOARD, LIST)] == few
