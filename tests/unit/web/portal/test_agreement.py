"""The agreement on the pages of the portal: whether it binds, who stands by it, what is kept and what is missing."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from concierta.web.portal.site import render_site
from factories.packages import invented_tables, row, write_package

SIGNED = date(2024, 2, 27)


def text(site: Path, path: str) -> str:
    """The words of a page, as they are read."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace("\xa0", " ")


def agreement(**changes: Any) -> dict[str, list[Any]]:
    """Two commitments, two bound signatories and one that withdrew; the first keeps both, the second neither."""
    head = {
        "agreement": "acuerdo", "title": "Acuerdo de 2024", "signed_on": SIGNED, "adoption": "two_thirds",
        "force": "in_force", "ends_on": date(2027, 12, 31), "succeeds": "a-2012", "succeeds_title": "Acuerdo de 2012",
    } | changes  # fmt: skip
    states = {("C1", "e0"): "kept", ("C1", "e1"): "not_kept", ("C2", "e0"): "kept", ("C2", "e1"): "no_promise"}
    out = {("C1", "e2"): "not_bound", ("C2", "e2"): "not_bound"}
    who = (("e0", "active", "here"), ("e1", "silent", "documented"), ("e2", "withdrawn", "here"))
    return {
        "agreements": [row("agreements", **head)],
        "clauses": [
            row("clauses", clause=code, agreement="acuerdo", ordinal=n, title=title, text="Texto.", measured="means")
            for n, (code, title) in enumerate((("C1", "Poner medios"), ("C2", "Ir a la mesa")), 1)
        ],
        "text_versions": [
            row("text_versions", text=1, state="in_force", language="es", since=SIGNED, sha256="ab" * 32, signatures=2)
        ],
        "articles": [
            row("articles", text=1, ordinal=1, code="C1", kind="clause", title="Poner medios", words="Cada una.")
        ],
        "signatories": [
            row(
                "signatories", agreement="acuerdo", entity=entity, state=state, state_since=SIGNED, signature=how,
                capacity="signatory", reason="Se liquidó." if state == "withdrawn" else "",
                ends_on=date(2025, 1, 1) if state == "withdrawn" else None,
            )
            for entity, state, how in who
        ],
        "signatures": [
            row(
                "signatures", text=1, entity="e0", kind="here", sha256="ab" * 32, signed_on=SIGNED, organ="board",
                act_name="Acta", act_number="4", act_date=date(2024, 2, 1),
            )
        ],
        "obligations": [
            row(
                "obligations", obligation=n, entity="e1", kind="report", subject=f"R-0{n}", due_on=date(2025, 1, n),
                filed_on=None,
            )
            for n in (1, 2)
        ],
        "clause_states": [
            row("clause_states", clause=clause, entity=entity, state=state)
            for (clause, entity), state in sorted((states | out).items())
        ],
        "clause_figures": [
            row("clause_figures", clause="C1", entity="e1", figure="pledges_kept", done=1, due=3),
            row("clause_figures", clause="C1", entity="e0", figure="cash_verified", done=100, due=100, unit="COP"),
        ],
        "pledges": [], "project_pledges": [], "self_assessments": [], "pledge_delays": [], "milestones": [],
        "risks": [],
    }  # fmt: skip


def rendered(folder: Path, **changes: Any) -> Path:
    tables = invented_tables(projects=1) | agreement(**changes)
    tables["contributions"] = []
    tables["deliveries"] = []
    tables["indicators"] = [one._replace(pledge="") for one in tables["indicators"]]
    tables["responsibilities"] = [one for one in tables["responsibilities"] if one.kind != "pledge"]
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site", cortes=folder / "cortes")
    return folder / "site"


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("agreed"))


def test_the_finding_counts_the_commitments_that_can_be_judged(agreed: Path):
    assert "En 1 de los 2 compromisos que ya se pueden juzgar cumplen todas las firmantes" in text(
        agreed, "compromisos"
    )


def test_each_commitment_tells_how_many_are_in_each_state(agreed: Path):
    page = text(agreed, "compromisos")
    assert "1 cumple · 1 no cumple" in page
    assert "1 cumple · 1 sin promesa" in page


def test_every_cell_says_its_state_in_words(agreed: Path):
    html = (agreed / "compromisos" / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r'c-matrix__cell">.*?<span class="sr-only">([^<]+)<', html)
    assert cells == ["Se cumple", "No se cumple", "Se cumple", "Sin promesa"]


def test_who_withdrew_is_in_the_list_and_in_no_cell(agreed: Path):
    assert "Retirada" in text(agreed, "compromisos")
    assert "Control Interno" not in text(agreed, "compromisos/c1")


def test_a_signature_that_was_not_given_here_says_so(agreed: Path):
    assert "Documentada, no firmada aquí" in text(agreed, "compromisos")


def test_the_agreement_names_the_one_that_it_goes_on_from(agreed: Path):
    assert "Continúa: Acuerdo de 2012" in text(agreed, "compromisos")


def test_the_text_has_its_words_its_hash_and_who_signed_by_which_act(agreed: Path):
    page = text(agreed, "compromisos/texto")
    assert "Cada una." in page
    assert "ab" * 32 in page
    assert "Junta o consejo directivo: Acta 4 del 1 de febrero de 2024" in page


def test_what_is_missing_is_told_to_whom_it_is_missing(agreed: Path):
    page = text(agreed, "compromisos/que-falta")
    assert "Falta algo en 1 compromiso" in page
    assert "Promesas cumplidas: faltan 2" in page


def test_the_page_of_a_signatory_is_its_public_record(agreed: Path):
    page = text(agreed, "entidades/e1")
    assert "En silencio, desde el 27 de febrero de 2024" in page
    assert "Le falta entregar 2 cosas que ya vencieron" in page
    assert "Reporte R-01, para el 1 de enero de 2025" in page


@pytest.mark.parametrize(
    ("force", "words"),
    [
        ("frame_ended", "El marco en que se firmó este acuerdo terminó el 31 de diciembre de 2014."),
        ("ended", "El acuerdo terminó el 31 de diciembre de 2014 y nada lo reemplaza."),
        ("succeeded", "Este acuerdo ya no rige: otro lo continúa."),
        ("ending", "El acuerdo termina el 31 de diciembre de 2014."),
    ],
)
def test_an_agreement_that_no_longer_binds_says_so_on_every_page(tmp_path: Path, force: str, words: str):
    site = rendered(tmp_path, force=force, ends_on=date(2014, 12, 31))
    pages = sorted(str(page.parent.relative_to(site)) for page in site.rglob("index.html") if "en" not in page.parts)
    assert len(pages) > 20
    assert [page for page in pages if words not in text(site, page)] == []


def test_one_that_binds_warns_of_nothing(agreed: Path):
    assert "Rige hasta el 31 de diciembre de 2027." in text(agreed, "compromisos")
    assert "terminó" not in text(agreed, "proyectos")
