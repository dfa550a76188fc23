"""The pages of the Mesa: the answer first, each vote by entity, each decision linked to what it changed and back."""

import hashlib
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import typst

from concierta.publishing.queries import read_package
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.mesa.links import act_link
from concierta.web.portal.portal import Portal
from concierta.web.portal.site import render_site
from factories.packages import invented_minutes, invented_tables, write_package
from factories.packages.mesa import DISSENT, digest
from factories.packages.minutes import SHA256

MOVED = "pr-bp26000000-3502000"


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]


def text(site: Path, path: str) -> str:
    """The words of a page's main part, as they are read."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html(site, path)))).replace("\xa0", " ")


def rendered(folder: Path, **changed: list[Any]) -> Path:
    tables = invented_tables(projects=2) | changed
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site", cortes=folder / "cortes")
    return folder / "site"


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("mesa", "La mesa se reunió 2 de 3 veces; adoptó 2 modificaciones; 1 de 1 medida funcionó"),
        ("mesa/sesiones/1", "La sesión 1 no se instaló: no se podía decidir nada"),
        ("mesa/sesiones/2", "La sesión 2 se reunió y tomó 3 decisiones"),
        ("mesa/sesiones/3", "La sesión 3 se reunió y tomó 1 decisión"),
        ("mesa/decisiones", "La mesa ha tomado 4 decisiones"),
        ("mesa/modificaciones", "El plan se ha modificado 2 veces, con decisión de la mesa"),
        ("mesa/medidas", "1 de 1 medida de ajuste que ya se miró funcionó"),
        ("mesa/tareas", "La mesa dejó 3 tareas, 1 cumplida, 1 vencida"),
    ],
)
def test_each_page_begins_with_what_it_says(site: Path, path: str, finding: str):
    assert f"<h1>{finding}</h1>" in html(site, path)


def test_the_front_page_and_the_menu_lead_to_it(site: Path):
    front = (site / "index.html").read_text()
    assert '<a href="./mesa/">Mesa</a>' in front
    assert "La mesa se reunió 2 de 3 veces; adoptó 2 modificaciones; 1 de 1 medida funcionó" in front


def test_a_session_without_quorum_says_how_many_were_missing(site: Path):
    page = text(site, "mesa/sesiones/1")
    assert "A las diez no había quórum: estaban dos de cuatro entidades con voto y hacían falta tres." in page
    assert "No hubo quórum: llegaron 2 de 4 entidades con voto y hacían falta 3" in page
    assert "Turismo de Ejemplo Voz y voto No asistió" in page


def test_quorum_is_told_over_time_and_when_it_was_lost(site: Path):
    assert "Hubo quórum desde las 9:05 a. m.: hasta 4 de 4 entidades con voto" in text(site, "mesa/sesiones/2")
    page = text(site, "mesa/sesiones/3")
    assert "Hubo quórum desde las 9:01 a. m. y se perdió a las 9:50 a. m.: desde entonces no se podía decidir" in page
    assert "9:50 a. m. 2 3 No" in page
    assert "Desarrollo Económico de Ejemplo Voz y voto de 9:01 a. m. a 9:50 a. m., por delegación escrita" in page


def test_a_vote_is_told_by_entity_with_its_dissent_unedited(site: Path):
    page = text(site, "mesa/decisiones/2024-01")
    assert "Aprobada 3 a favor, 1 en contra. Hacían falta 3 votos a favor, con 4 entidades que podían votar." in page
    assert "A favor (3) Secretaría Técnica ; Planeación ; Desarrollo Económico En contra (1) Turismo" in page
    assert f"{DISSENT} Turismo de Ejemplo , en contra" in page


def test_an_item_that_was_dropped_stays_with_its_reason(site: Path):
    page = text(site, "mesa/sesiones/2")
    told = "Visita a los proyectos : La visita se hizo el 3 de abril y su informe está entre los documentos."
    assert told in page.partition("Lo que se retiró del orden del día, y por qué")[2]


def test_a_reserved_item_shows_its_norm_and_nothing_else(site: Path):
    page = text(site, "mesa/sesiones/2")
    assert (
        "4. Punto reservado de 9:40 a. m. a 9:49 a. m. Su registro está reservado por ley (Ley 1712 de 2014, "
        "artículo 18, literal a): se publica que se trató y el conteo de sus votos." in page
    )
    assert "Su registro está reservado por ley: Ley 1712 de 2014" in text(site, "mesa/sesiones/2/acta")


def test_a_conflict_of_interest_says_who_did_not_vote(site: Path):
    assert "Turismo de Ejemplo declaró un conflicto de interés: habló, no votó." in text(site, "mesa/sesiones/2")


def test_a_decision_leads_to_what_it_changed_and_from_there_back(site: Path):
    decision = html(site, "mesa/decisiones/2024-01")
    assert f'href="../../../indicadores/{MOVED}/"' in decision
    assert "Meta de 2025 · Personas apoyadas por el servicio 0 de BP26000000 Antes: 700 personas → Después: 600 personas" in text(site, "mesa/decisiones/2024-01")  # fmt: skip  # noqa: E501
    indicator = html(site, f"indicadores/{MOVED}")
    assert 'href="../../mesa/decisiones/2024-01/"' in indicator
    assert f"acto=21&amp;hoja={digest('2024-01')}" in decision


def test_a_decision_lists_the_measures_it_adopted_and_judged_and_its_tasks(site: Path):
    adopted = text(site, "mesa/decisiones/2024-03")
    assert "Adoptó una medida de ajuste: Buscar a los inscritos que no empezaron" in adopted
    assert "Entregar la lista de inscritos. Comprobada" in adopted
    judged = text(site, "mesa/decisiones/2024-04")
    assert "Juzgó una medida de ajuste: Buscar a los inscritos que no empezaron" in judged
    assert "Opinó sobre una promesa: se cumple en parte: Formar personas" in judged


def test_an_amended_target_is_told_with_its_decision_and_vote_and_drawn(site: Path):
    page = text(site, f"indicadores/{MOVED}")
    assert "Meta de 2025: 700 personas → 600 personas." in page
    assert "Tres de cada diez inscritos no empezaron. Decisión 2024-01 (3 a favor, 1 en contra), rige desde el" in page
    assert "2025 700 600 Decisión 2024-01" in page
    assert "La meta original era 116,7 % de la vigente." in page
    assert "Meta original 2025: 700 personas" in page
    assert "meta original" not in text(site, "indicadores/pr-bp26000000-3502001").casefold()


def test_the_reason_of_an_amendment_is_told_once_for_all_the_targets_it_moved(tmp_path: Path):
    tables = invented_tables()
    moved = next(row for row in tables["targets"] if row.amendment)
    later = moved._replace(period="2026", year=2026, original_value=Decimal(800), value=Decimal(900))
    page = text(rendered(tmp_path, targets=[*tables["targets"], later]), f"indicadores/{MOVED}")

    assert "Meta de 2025: 700 personas → 600 personas." in page
    assert "Meta de 2026: 800 personas → 900 personas." in page
    assert page.count("Tres de cada diez inscritos no empezaron.") == 1


def test_a_change_of_weight_of_date_and_of_entity_read_as_people_say_them(site: Path):
    page = text(site, "mesa/modificaciones")
    assert "Peso · Emprendimiento Antes: 30 % → Después: 35 %" in page
    assert "Antes: 30 de junio de 2025 → Después: 31 de diciembre de 2025" in page
    assert "Antes: Planeación de Ejemplo → Después: Secretaría Técnica de Ejemplo" in page
    assert "Cambia el plan de desarrollo: Acuerdo 0578 de 2024" in page
    moved = text(site, "proyectos/bp26000001")
    assert "Lo que la mesa cambió Fecha de terminación: antes 30 de junio de 2025, después 31 de diciembre" in moved


def test_a_measure_shows_before_sought_and_after(site: Path):
    page = text(site, "mesa/medidas/1")
    assert "Funcionó Se adoptó el 15 de abril de 2024 y se miró el 15 de julio de 2024." in page
    assert "Antes 300 personas 1.º trimestre de 2024, verificado Se busca 432 personas Después 450 personas" in page
    assert "La juzgó Decisión 2024-04 (3 a favor, 0 en contra)" in page
    assert "Antes Sin dato Se busca 11,4 % Después Todavía no se mira" in text(site, "mesa/medidas/2")
    assert "Buscar a los inscritos que no empezaron Funcionó" in text(site, f"indicadores/{MOVED}")


def test_minutes_carry_their_hash_their_signatures_and_what_members_asked(site: Path):
    page = text(site, "mesa/sesiones/2/acta")
    assert (
        "Se aprobó el 5 de mayo de 2024; la firmaron quien preside, el 6 de mayo de 2024, y la secretaría, el 7 de "
        "mayo de 2024. Desde entonces no cambia." in page
    )
    assert SHA256 in page
    assert "Falta decir que se pidió aplazar. Observación de Turismo de Ejemplo . Aceptada: Se añadió." in page
    draft = text(site, "mesa/sesiones/3")
    assert "El acta está en «en observaciones»: se publica cuando se aprueba." in draft
    assert not (site / "mesa" / "sesiones" / "3" / "acta").exists()


def test_minutes_are_printed_too_and_the_signed_text_stands_beside(site: Path, tmp_path: Path):
    page = text(site, "mesa/sesiones/2/acta")
    pdf = (site / "mesa" / "actas" / "acta-2.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert (site / "cortes" / "2025-03-31" / "mesa" / "actas" / "acta-2.pdf").read_bytes() == pdf
    assert 'href="../../../../mesa/actas/acta-2.pdf"' in html(site, "mesa/sesiones/2/acta")
    assert "Un punto está reservado por ley: el archivo no lo trae" in page

    package = tmp_path / "cortes" / "empleo" / "2025-03-31"
    write_package(package, invented_tables(projects=1), invented_minutes(reserved=False))
    render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    assert "cualquiera la recalcula con «sha256sum»" in text(tmp_path / "site", "mesa/sesiones/2/acta")
    signed = tmp_path / "site" / "cortes" / "2025-03-31" / "minutes" / "2.json"
    assert hashlib.sha256(signed.read_bytes()).hexdigest() == SHA256


def test_a_document_that_cannot_be_printed_stops_no_corte_and_is_missed(tmp_path: Path, monkeypatch):
    def refuses(*_args: Any, **_more: Any) -> bytes:
        raise typst.TypstError("the text could not be displayed with any font")

    monkeypatch.setattr(typst, "compile", refuses)
    monkeypatch.setattr("concierta.web.portal.printed._prints", {})
    write_package(
        tmp_path / "cortes" / "empleo" / "2025-03-31", invented_tables(projects=1), invented_minutes(reserved=False)
    )

    result = render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")

    assert result.cortes == ("2025-03-31",)
    assert result.as_dict()["unprinted"] == ["cortes/2025-03-31/mesa/actas/acta-2.pdf"]
    assert (
        "No se pudo imprimir cortes/2025-03-31/mesa/actas/acta-2.pdf: el corte se publicó sin ese archivo, y la página "
        "que lo enlazaría lo dice." in str(result)
    )
    page = text(tmp_path / "site", "mesa/sesiones/2/acta")
    assert "Esta acta no se pudo imprimir en PDF. Su texto, el que se firmó, está completo en esta página" in page
    assert "acta-2.pdf" not in html(tmp_path / "site", "mesa/sesiones/2/acta")
    assert "El texto que se firmó (JSON)" in page


def test_what_was_signed_before_with_a_character_without_a_font_is_still_printed(tmp_path: Path):
    content = {
        session: told.replace(b"Se explic", b"\xef\x82\xb7 Se explic") for session, told in invented_minutes().items()
    }
    write_package(tmp_path / "cortes" / "empleo" / "2025-03-31", invented_tables(projects=1), content)

    result = render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")

    assert result.unprinted == ()
    assert (tmp_path / "site" / "mesa" / "actas" / "acta-2.pdf").read_bytes().startswith(b"%PDF-")


def test_papers_are_named_by_their_hash(site: Path):
    page = text(site, "mesa/sesiones/2")
    assert f"Cifras de la inscripción · punto 1 Desarrollo Económico de Ejemplo PDF · 20 kB {digest('cifras')}" in page


def test_an_overdue_task_comes_first_and_says_so(site: Path):
    page = text(site, "mesa/tareas")
    assert page.index("Proponer horarios nuevos. Vencida") < page.index("Informar a los gremios. Pendiente")
    assert "Cumplida el 29 de abril de 2024 y comprobada el 3 de mayo de 2024. Se entregó la lista." in page


def test_an_entity_shows_what_it_promised_delivered_and_owes_each_with_its_cause(site: Path):
    page = text(site, "entidades/e4")
    assert "Debe 1 tarea vencida Fue a la mesa 1 de 3 sesiones (33,3 %)" in page
    assert '<a href="#tareas">1 tarea vencida</a>' in html(site, "entidades/e4")
    page = text(site, "entidades/e3")
    assert "Prometió 3 promesas concretas Entregó" in page
    assert "1 tarea de la mesa cumplida" in page
    assert "Rinde cuentas 7 proyectos, 16 indicadores, 1 promesa" in page


def test_nobody_is_ranked_by_attendance(site: Path):
    """By name: the first of the list has come to less than the second."""
    page = text(site, "mesa").partition("Quién se sienta a la mesa")[2]
    shares = re.findall(r"Voz y voto (\d) de 3 sesiones", page)
    assert shares == ["2", "3", "3", "1"]


def test_a_promise_is_measured_or_told_by_both_sides(site: Path):
    measured = text(site, "compromisos/c1/cp-3")
    assert "Lo verificado de esta promesa Talleres dictados" in measured
    assert "66,7 %" in measured
    declared = text(site, "compromisos/c1/cp-2")
    assert "Quien la prometió dice, al 1.º trimestre de 2025: se cumple. La mesa opina: se cumple en parte." in declared
    assert "La mesa: Se cumple en parte Uno de los dos se fue en febrero. Decisión 2024-04" in declared
    assert "Presenta a la comunidad Secretaría Técnica de Ejemplo desde el 1 de mayo de 2024" in text(
        site, "compromisos/c1/cp-1"
    )


def test_a_promise_has_no_part_in_the_indicators_of_the_plan(site: Path):
    lead = "1 de resultado y 14 de producto. Además, 1 de una promesa de un firmante, que no entra en el avance"
    assert lead in text(site, "indicadores")


def test_who_answers_stands_with_what_it_answers_for(site: Path):
    for path in (f"indicadores/{MOVED}", "proyectos/bp26000000"):
        assert "Rinde cuentas Desarrollo Económico de Ejemplo" in text(site, path)


def test_a_session_still_to_come_is_announced(tmp_path: Path):
    tables = invented_tables(projects=2)
    tables["sessions"][2] = tables["sessions"][2]._replace(state="noticed", opened_at=None, closed_at=None)
    for name in ("quorum", "attendance", "motions", "votes", "minutes"):
        tables[name] = [row for row in tables[name] if row.session != 3]
    tables["decisions"] = [row for row in tables["decisions"] if row.session != 3]
    site = rendered(tmp_path, **{name: tables[name] for name in tables})
    assert "Próxima: Sesión 3 , 15 de julio de 2024." in text(site, "mesa")
    assert "La mesa se reunió 1 de 2 veces" in text(site, "mesa")
    assert "La sesión 3 está convocada para el 15 de julio de 2024" in text(site, "mesa/sesiones/3")


def test_a_measure_past_its_date_waits_for_the_table(tmp_path: Path):
    tables = invented_tables(projects=2)
    tables["measures"][1] = tables["measures"][1]._replace(due=True)
    site = rendered(tmp_path, measures=tables["measures"])
    assert "Por mirar: ya llegó su fecha" in text(site, "mesa/medidas/2")
    assert '<a href="../../mesa/medidas/">1 medida que ya se debía mirar</a>' in html(site, "entidades/e4")


def test_a_plan_without_a_table_says_so_and_has_nothing_else(tmp_path: Path):
    write_package(tmp_path / "cortes" / "empleo" / "2025-03-31", invented_tables(projects=1, table=False))
    render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    site = tmp_path / "site"
    assert "Este plan no tiene una mesa técnica registrada" in text(site, "mesa")
    assert [path.name for path in (site / "mesa").iterdir()] == ["index.html"]
    assert 'id="mesa"' not in html(site, "")
    assert "Reporta Desarrollo Económico de Ejemplo" in text(site, f"indicadores/{MOVED}")
    assert "Reporta 2 indicadores" in text(site, "entidades/e3")


def test_a_measure_without_any_figure_is_still_told(tmp_path: Path):
    site = rendered(tmp_path, measured_figures=[])
    assert "Qué contaría como éxito" in text(site, "mesa/medidas/1")


def test_an_original_target_of_nothing_is_not_zero(tmp_path: Path):
    tables = invented_tables(projects=2)
    tables["targets"] = [
        row._replace(original_value=None, original_share=None) if row.amendment else row for row in tables["targets"]
    ]
    page = text(rendered(tmp_path, targets=tables["targets"]), f"indicadores/{MOVED}")
    assert "Meta de 2025: NP (no programado) → 600 personas." in page


@pytest.mark.parametrize(
    ("subject", "href"),
    [
        ("pledge:acuerdo:CP-1", "./compromisos/c1/cp-1/"),
        ("agreement:acuerdo", "./compromisos/"),
        ("decision:empleo:2024-01", "./mesa/decisiones/2024-01/"),
    ],
)
def test_what_an_act_is_about_leads_to_its_page(cortes: Path, subject: str, href: str):
    corte = Corte(read_package(cortes / "empleo" / "2025-03-31"))

    assert f'href="{href}"' in act_link(Portal(corte, Address("es", "")), subject)


def test_the_small_bar_marks_the_original_target_too(site: Path):
    assert html(site, "proyectos/bp26000000").count("ab-first") == 1
    assert html(site, "proyectos/bp26000001").count("ab-first") == 0
