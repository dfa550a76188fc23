"""The text of the agreement in the portal: its page, and the same text on paper, from the package alone."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import typst

from concierta.web.portal.site import PublishResult, render_site
from factories.packages import invented_tables, row, write_package

PAGE, FILE = "compromisos/texto", "compromisos/texto/acuerdo-1.pdf"
SHA256 = "ab" * 32


def html(site: Path) -> str:
    return (site / PAGE / "index.html").read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]


def published(folder: Path, words: str = "Cada quien pone lo suyo.") -> PublishResult:
    tables = invented_tables(projects=1)
    tables["text_versions"] = [
        row("text_versions", text=1, state="in_force", language="es", since=date(2024, 1, 1), sha256=SHA256)
    ]
    tables["articles"] = [row("articles", text=1, ordinal=1, code="C1", kind="clause", title="Medios", words=words)]
    tables["signatures"] = [
        row("signatures", text=1, entity="e1", kind="documented", sha256=SHA256, signed_on=date(2024, 1, 15))
    ]
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    return render_site(out=folder / "site", cortes=folder / "cortes")


def test_the_page_leads_to_the_paper_and_every_corte_has_its_own(tmp_path: Path) -> None:
    assert published(tmp_path).unprinted == ()
    site = tmp_path / "site"
    pdf = (site / FILE).read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert (site / "cortes" / "2025-03-31" / FILE).read_bytes() == pdf
    assert '<a href="../../compromisos/texto/acuerdo-1.pdf">El acuerdo en PDF</a>' in html(site)


def test_a_text_that_cannot_be_printed_stops_no_corte_and_is_missed(tmp_path: Path, monkeypatch: Any) -> None:
    def refuses(*_args: Any, **_more: Any) -> bytes:
        raise typst.TypstError("the text could not be displayed with any font")

    monkeypatch.setattr(typst, "compile", refuses)
    monkeypatch.setattr("concierta.web.portal.printed._prints", {})
    result = published(tmp_path)
    assert result.cortes == ("2025-03-31",)
    assert f"cortes/2025-03-31/{FILE}" in result.as_dict()["unprinted"]
    told = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html(tmp_path / "site"))))
    assert "El acuerdo no se pudo imprimir en PDF. Su texto está completo en esta página." in told
    assert "acuerdo-1.pdf" not in html(tmp_path / "site")


@pytest.mark.parametrize("words", ["\uf0b7 Con una viñeta de antes", "😀", "#panic()"])
def test_odd_words_are_printed(tmp_path: Path, words: str) -> None:
    assert published(tmp_path, words).unprinted == ()
