"""object record as an accessible PDF: the same record gives the same bytes on every machine."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import ngettext, override

from concierta.kernel.writing import settable

log = logging.getLogger(__name__)

_TEMPLATE = Path(__file__).with_name("record.typ")
_FONTS = Path(__file__).with_name("fonts")
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
    parts: Sequence[dict[str, object]]
    foot: str
    made_at: datetime
    author: str
    notice: str = ""
    language: str = "es"
    region: str = "CO"
    keywords: Sequence[str] = field(default_factory=tuple)


def heading(words: str, level: int = 2) -> dict[str, object]:
    return {"kind": "heading", "text": words, "level": level}


def text(words: str) -> dict[str, object]:
    """Running text; each line is a paragraph."""
    return {"kind": "text", "text": words}


def lead(words: str) -> dict[str, object]:
    return {"kind": "lead", "text": words}


def quote(words: str, by: str) -> dict[str, object]:
    """Somebody's own words, unedited."""
    return {"kind": "quote", "text": words, "by": by}


def bullets(items: Sequence[str]) -> dict[str, object]:
    return {"kind": "list", "items": list(items)}


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, object]:
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows]}


def facts(rows: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def digest(words: str) -> dict[str, object]:
    return {"kind": "hash", "text": words}


class NotPrinted(Exception):
    """The typesetter refused a record, or broke on it. The record itself is whole: only its printed copy is missing."""


def record_pdf(record: Record) -> bytes:
    """PDF/UA-1 and PDF/A-2a. What no font can set is replaced by its code, and the record says so at its end.

    Raises NotPrinted when the record cannot be read by everybody.
    """
    told = asdict(record)
    moment = told.pop("made_at")
    # A fixed offset, so that neither the machine's zone nor its tz database reaches the bytes.
    moment = moment.astimezone(UTC).replace(microsecond=0)
    codes: list[str] = []
    told = _each_text(told, lambda words: _set(words, codes))
    if codes:
        told["parts"].append(text(_codes_words(record.language, codes)))
    try:
        return typst.compile(
            # By its path: each template given as bytes would take one of the 65,535 places of a process for ever.
            _TEMPLATE,
            root=_TEMPLATE.parent,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"record": json.dumps(told, ensure_ascii=False, sort_keys=True)},
            pdf_standards=[*STANDARDS],
            timestamp=moment,
        )
    except BaseException as problem:
        # What breaks inside the typesetter is no `Exception`, and must stop no more than this document.
        if not isinstance(problem, Exception) and type(problem).__name__ != "PanicException":
            raise
        log.warning("%s could not be printed: %s", record.title, problem)
        raise NotPrinted(str(problem)) from problem


def _set(words: str, codes: list[str]) -> str:
    told, found = settable(words)
    codes += found
    return told


def _each_text(told: Any, change: Callable[[str], str]) -> Any:
    """`told` with every text in it changed, whatever it is in."""
    if isinstance(told, str):
        return change(told)
    if isinstance(told, dict):
        return {name: _each_text(value, change) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_each_text(value, change) for value in told]
    return told


def _codes_words(language: str, codes: list[str]) -> str:
    with override(language):
        words = ngettext(
            "En esta copia impresa, %(codes)s está entre corchetes en lugar de un carácter que los tipos de letra de "
            "los documentos no tienen. El texto que se firmó no cambia.",
            "En esta copia impresa, %(codes)s están entre corchetes en lugar de caracteres que los tipos de letra de "
            "los documentos no tienen. El texto que se firmó no cambia.",
            len(set(codes)),
        )
        return words % {"codes": ", ".join(dict.fromkeys(codes))}


@cache
def _fonts() -> typst.Fonts:
    """Those inside typst and ours: what is installed on a machine must not change a signed record."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_FONTS])
