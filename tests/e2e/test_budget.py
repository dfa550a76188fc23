"""The secretariat follows a peso: the file it came in, the line, the act that moved it and the contract it paid."""

import pytest

from concierta.budgets.models import BudgetLine, Contract, Modification
from concierta.budgets.operations import LineExecution, record_execution
from concierta.steering.queries import physical
from factories.cast import make_product
from factories.money import AT, CUT_OFF, execution_file, make_fund, make_line

pytestmark = pytest.mark.browser

MONEY = "/trabajo/planes/cali/dinero/"
PROJECT = f"{MONEY}proyectos/BP-1/"


def test_an_execution_file_is_rehearsed_and_each_figure_leads_to_its_cell(cast, travel):
    make_product(cast, "1")
    here = travel(cast.secretary)

    here.open(MONEY)
    here.sees("Todavía no hay presupuesto")
    here.stop("empty")
    here.follow("Cargar un archivo de ejecución")
    file = {"name": "budget_execution_2025_03.csv", "mimeType": "text/csv", "buffer": execution_file()}
    here.page.set_input_files("#id_file", file)
    here.press("Ensayar la carga")
    here.sees("Entraría 1 línea con corte al 31 de marzo de 2025")
    here.stop("preview")
    assert not BudgetLine.objects.exists()
    here.page.get_by_role("button", name="Cargar", exact=True).click()
    here.sees("Ejecución cargada, tal como la dice el archivo.")
    here.stop("file")
    here.open(f"{MONEY}?por=proyecto")
    here.sees("De 2025 se ha obligado el 40")
    here.stop("overview")
    here.follow("Proyecto 1")
    here.sees("budget_execution_2025_03.csv, fila 2")
    here.stop("project")
    here.follow("Formar")
    here.sees("TOTAL ACUMUL OBLIGAC (Y)")
    here.stop("line")


def test_a_refused_transfer_keeps_what_was_typed_until_it_balances(cast, travel):
    make_product(cast, "1")
    make_fund(cast)
    here = travel(cast.secretary)
    for initial, rubro in (("1.000.000", "A"), ("500.000", "B")):
        here.open(f"{PROJECT}linea/")
        here.page.select_option("#id_fiscal_year", "2025")
        here.page.select_option("#id_funding_source", index=1)
        here.page.fill("#id_initial", initial)
        here.page.fill("#id_object_code", rubro)
        here.page.fill("#id_object_name", f"Rubro {rubro}")
        here.stop("line form")
        here.press("Guardar la línea")
        here.sees("Línea guardada.")
    gives, takes = BudgetLine.objects.order_by("object_code")

    here.open(f"{MONEY}actos/nuevo/?vigencia=2025&linea={gives.pk}&linea={takes.pk}")
    here.page.select_option("#id_kind", "transfer")
    here.page.select_option("#id_act_type", "decree")
    here.page.fill("#id_act_number", "0412")
    here.page.fill("#id_act_date", "2025-03-10")
    here.page.select_option(f"#id_effect-{gives.pk}", "counter_credit")
    here.page.fill(f"#id_amount-{gives.pk}", "200.000")
    here.page.fill(f"#id_amount-{takes.pk}", "250.000")
    here.press("Registrar el acto")
    here.sees("Un traslado no da ni quita dinero")
    here.stop("refused")
    assert here.page.input_value("#id_act_number") == "0412"
    here.page.fill(f"#id_amount-{takes.pk}", "200.000")
    here.press("Registrar el acto")
    here.sees("Decreto 0412")
    here.stop("acts")
    assert Modification.objects.get().increase == 200_000

    here.open(f"{PROJECT}contrato/")
    here.page.fill("#id_process_id", "CO1.BDOS.1")
    here.page.fill("#id_url", "https://community.secop.gov.co/1")
    here.press("Enlazar")
    here.sees("CO1.BDOS.1")
    here.stop("contract")
    assert Contract.objects.get().project.code == "BP-1"


def test_results_arrive_on_a_page_that_did_not_wait_for_them(cast, travel, settings):
    settings.REMEMBER_MEASURES = True
    physical._remembered.clear()
    line = make_line(cast)
    spent = [LineExecution(line, 250, 250, 250, 100)]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=spent, by=cast.secretary, at=AT)
    here = travel(cast.secretary)
    measuring = here.page.get_by_text("Se están midiendo los resultados")

    here.open(f"{MONEY}?por=proyecto")
    here.sees("Obliga dinero sin resultado ni explicación")
    assert measuring.count() == 0
    here.stop("results arrived")

    physical._remembered.clear()
    alone = travel(cast.reporter, java_script_enabled=False)
    alone.open(PROJECT)
    assert alone.page.get_by_text("Se están midiendo los resultados").count() == 1
    alone.follow("Ver la página con ellos")
    alone.sees("Avance físico verificado")
    physical._remembered.clear()


def test_what_breaks_while_results_are_fetched_takes_nothing_off_the_page(cast, travel, settings, monkeypatch):
    settings.REMEMBER_MEASURES = True
    physical._remembered.clear()
    line = make_line(cast)
    spent = [LineExecution(line, 250, 250, 250, 100)]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=spent, by=cast.secretary, at=AT)
    monkeypatch.setattr(physical, "_measured", lambda *given: 1 / 0)
    here = travel(cast.secretary)

    here.open(f"{MONEY}?por=proyecto")
    here.sees("Algo falló de nuestro lado")
    here.sees("De dónde viene y a dónde va")
    assert here.page.get_by_role("link", name="Proyecto 1").count() == 1
