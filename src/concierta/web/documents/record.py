"""Any record as an accessible PDF: the same record gives the same bytes on every machine."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

_TEMPLATE = Path(__file__).with_name("record.typ")
#: Readable by a screen reader, and made to be read in fifty years. Typst refuses what is neither.
STANDARDS: tuple[Literal["ua-1"], Literal["a-2a"]] = ("ua-1", "a-2a")


@dataclass(frozen=True, slots=True)
class Record:
    """A printed record in finished words. `made_at` is the date that the file carries, never the clock's.

    `parts` are dictionaries as the functions below make them; heading levels start at 2, without gaps.
    """

    title: str
    kicker: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[dict[str, Any]]
    foot: str
    made_at: datetime
    author: str
    notice: str = ""
    language: str = "es"
    region: str = "CO"
    keywords: Sequence[str] = field(default_factory=tuple)


def heading(words: str, level: int = 2) -> dict[str, Any]:
    return {"kind": "heading", "text": words, "level": level}


def text(words: str) -> dict[str, Any]:
    """Running text; each line is a paragraph."""
    return {"kind": "text", "text": words}


def lead(words: str) -> dict[str, Any]:
    return {"kind": "lead", "text": words}


def quote(words: str, by: str) -> dict[str, Any]:
    """Somebody's own words, unedited."""
    return {"kind": "quote", "text": words, "by": by}


def bullets(items: Sequence[str]) -> dict[str, Any]:
    return {"kind": "list", "items": list(items)}


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows]}


def facts(rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def digest(words: str) -> dict[str, Any]:
    return {"kind": "hash", "text": words}


def record_pdf(record: Record) -> bytes:
    """PDF/UA-1 and PDF/A-2a. Raises `typst.TypstError` when the record cannot be read by everybody."""
    told = asdict(record)
    moment = told.pop("made_at")
    # A fixed offset, so that neither the machine's zone nor its tz database reaches the bytes.
    moment = moment.astimezone(UTC).replace(microsecond=0)
    pdf = typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"record": json.dumps(told, ensure_ascii=False, sort_keys=True)},
        pdf_standards=[*STANDARDS],
        timestamp=moment,
    )
    return pdf


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that travel inside typst: what is installed on a machine must not change a signed record."""
    return typst.Fonts(include_system_fonts=False)
