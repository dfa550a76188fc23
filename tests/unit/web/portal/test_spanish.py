"""On the English pages official names, and what people wrote, are marked as Spanish."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from concierta.publishing.queries import read_package

VOID = {"br", "link", "meta", "input", "img", "hr", "rect", "line", "path", "circle", "use"}
#: Where there can be no markup, or nobody reads it aloud twice.
OUTSIDE = {"title", "desc", "svg", "caption"}


class Words(HTMLParser):
    """The words of a page that no ancestor calls Spanish."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.unmarked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            inside = bool(self.open and self.open[-1][1])
            self.open.append((tag, inside or tag in OUTSIDE or dict(attrs).get("lang") == "es"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.open and self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.unmarked.append(data)


@pytest.fixture(scope="module")
def official(cortes: Path) -> set[str]:
    """Names and words of the invented corte that nobody wrote in English."""
    package = read_package(cortes / "empleo" / "2025-03-31")
    names = {row.name for table in ("entities", "projects", "activities") for row in package.table(table)}
    names |= {row.name for row in package.table("indicators") if not row.name_en}
    names |= {row.reason for row in package.table("reports")} | {row.narrative for row in package.table("reports")}
    names |= {row.cause for row in package.table("amendments")} | {row.title for row in package.table("measures")}
    names |= {row.dissent for row in package.table("votes")}
    return {name for name in names if len(name) > 3}


def unmarked(page: Path) -> list[str]:
    words = Words()
    words.feed(page.read_text(encoding="utf-8"))
    return words.unmarked


def test_no_official_name_is_read_aloud_as_english(site: Path, official: set[str]):
    found = {
        (str(page.relative_to(site)), text.strip())
        for page in (site / "en").rglob("index.html")
        if "dinero" not in page.relative_to(site / "en").parts[:1]  # there a name may be part of a finding
        for text in unmarked(page)
        if any(name in text for name in official)
    }
    assert sorted(found) == []


def test_a_spanish_page_marks_nothing(site: Path):
    assert 'lang="es"' not in (site / "entidades" / "index.html").read_text().partition("<main")[2]
