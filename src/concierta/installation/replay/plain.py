"""Plain values, as a TOML file or a table says them, before anything is looked up."""

import csv
import difflib
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from concierta.kernel.errors import Refusal

Plain: TypeAlias = "str | int | Decimal | bool | date | datetime | time | list[Plain] | dict[str, Plain] | None"
Stated: TypeAlias = dict[str, Plain]


def read_toml(path: Path, refused: type[Refusal]) -> Stated:
    """The parsed file at `path`. Raises `refused` where it is not TOML in UTF-8."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise refused(f"{path.name} no es un texto en UTF-8: guárdelo así desde su editor.") from error
    except tomllib.TOMLDecodeError as error:
        raise refused(f"{path.name} no se puede leer como TOML: {error}.") from error


def read_table(path: Path, *, comments: bool = False) -> Iterator[tuple[int, Stated]]:
    """Line and cells of each row; an empty cell says nothing. Columns headed `#…` are `comments`, for readers."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            told = {name: cell for name, cell in row.items() if comments or not name.startswith("#")}
            yield rows.line_num, {name: cell for name, cell in told.items() if cell}


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: the word that was probably meant, or all of them."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1)
    return f"; ¿quiso decir «{close[0]}»?" if close else f"; las conocidas son: {', '.join(known)}"
