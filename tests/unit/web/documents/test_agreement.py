"""The agreement on paper: its words, who signed them and how, and the hashes by which anybody checks them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from concierta.web.documents.agreement import (
    PrintedAgreement,
    PrintedArticle,
    PrintedNorm,
    PrintedSignature,
    agreement_pdf,
    agreement_record,
)

SHA256, PAPER, CORTE = "ab" * 32, "cd" * 32, "ef" * 32
TEXT = PrintedAgreement(
    title="Acuerdo por el empleo",
    number=2,
    state="in_force",
    language="es",
    since=date(2024, 1, 1),
    until=date(2027, 12, 31),
    sha256=SHA256,
    document=PAPER,
    adoption="two_thirds",
    continues="Acuerdo de 2012",
    force="in_force",
    ends_on=date(2027, 12, 31),
    articles=[
        PrintedArticle("preamble", "P", "Por qué", "El empleo es de todos.\nSe concierta."),
        PrintedArticle("clause", "C1", "Medios", "Poner los medios."),
    ],
    signatures=[
        PrintedSignature("Zapatos SA", "documented", date(2024, 1, 15)),
        PrintedSignature("Ágora", "here", date(2024, 1, 16), ("board", "Resolución", "12", date(2023, 12, 1))),
        PrintedSignature("CUT", "paper", date(2024, 1, 17), document="12" * 32, checked_by="Observatorio"),
    ],
    norms=[
        PrintedNorm("Ley 1", "De empleo", date(2020, 1, 1), None, False),
        PrintedNorm("PDD", "Plan de desarrollo", date(2024, 1, 1), date(2027, 12, 31), True),
    ],
    on=date(2025, 5, 2),
    made_at=datetime(2025, 5, 2, 15, tzinfo=UTC),
    address="compromisos/texto/",
    cut_off=date(2025, 3, 31),
    manifest=CORTE,
)


def said(text: PrintedAgreement) -> str:
    record = agreement_record(text)
    return json.dumps([record.facts, record.parts], ensure_ascii=False).replace("\xa0", " ")


def test_the_paper_has_the_words_who_signed_them_and_how() -> None:
    record = agreement_record(TEXT)
    assert (record.title, record.kicker, record.notice) == ("Acuerdo por el empleo", "Texto 2 del acuerdo", "")
    for words in (
        "Rige hasta el 31 de diciembre de 2027.",
        "Acuerdo de 2012",
        "Dos terceras partes de las firmantes",
        "C1. Medios",
        "Poner los medios.",
        "3 entidades lo firmaron.",
        "Documentada, no firmada aquí",
        "Junta o consejo directivo: Resolución 12 del 1 de diciembre de 2023",
        "Firmada en papel, comprobada por Observatorio",
        "PDD. Plan de desarrollo",
        "El marco del acuerdo",
        "desde el 1 de enero de 2020",
    ):
        assert words in said(TEXT)


def test_signatures_are_by_name_and_each_signed_paper_has_its_hash() -> None:
    tables = [part["rows"] for part in agreement_record(TEXT).parts if part["kind"] == "table"]
    assert [row[0] for row in tables[0]] == ["Ágora", "CUT", "Zapatos SA"]
    hashes = [part["text"] for part in agreement_record(TEXT).parts if part["kind"] == "hash"]
    assert hashes == ["12" * 32, SHA256, PAPER, CORTE]


def test_its_foot_says_which_text_of_which_corte_where_and_under_which_hash() -> None:
    foot = agreement_record(TEXT).foot.replace("\xa0", " ")
    assert foot == f"Texto 2 del acuerdo · corte al 31 de marzo de 2025 · compromisos/texto/ · SHA-256 {SHA256[:16]}…"


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({"state": "draft", "sha256": ""}, "Borrador: sus palabras todavía pueden cambiar y nadie las ha firmado."),
        ({"state": "open"}, "Abierto a la firma: todavía no rige."),
        ({"state": "replaced"}, "Este texto ya no rige: otro lo reemplazó."),
        ({"state": "abandoned"}, "Este texto quedó sin efecto y nunca rigió."),
        (
            {"force": "frame_ended", "ends_on": date(2015, 12, 31)},
            "El marco en que se firmó este acuerdo terminó el 31 de diciembre de 2015.",
        ),
    ],
)
def test_a_text_that_does_not_bind_says_so_first(changes: dict[str, object], notice: str) -> None:
    text = replace(TEXT, **changes)
    assert agreement_record(text).notice.replace("\xa0", " ") == notice
    assert ("Rige hasta" in said(text)) is False


def test_without_signatures_nor_norms_it_says_what_there_is() -> None:
    bare = replace(TEXT, signatures=[], norms=[], document="", manifest="", cut_off=None)
    assert "Todavía sin firmas." in said(bare)
    assert "Las normas" not in said(bare)
    assert agreement_pdf(bare).startswith(b"%PDF-")


def test_it_can_be_read_aloud_and_the_same_text_is_the_same_bytes() -> None:
    pdf = agreement_pdf(TEXT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<xmp:CreateDate>2025-05-02T15:00:00+00:00</xmp:CreateDate>" in pdf
    with translation.override("en"):
        assert agreement_pdf(replace(TEXT)) == pdf


def test_a_text_signed_in_english_is_told_in_english() -> None:
    record = agreement_record(replace(TEXT, language="en"))
    assert (record.language, record.kicker) == ("en", "Text 2 of the agreement")


@pytest.mark.parametrize(
    "words", ['#panic() *no* $x$ <a> @b `c` \\d #import "/etc/passwd"', "😀 \U000f0000 مرحبا", "\n \n"]
)
def test_any_words_are_printed_and_never_run(words: str) -> None:
    odd = [PrintedArticle("article", "1", words.strip() or "Sin título", words)]
    assert agreement_pdf(replace(TEXT, articles=odd)).startswith(b"%PDF-1.7")
