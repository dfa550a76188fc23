"""Reading a list of acts: a TOML file of `[[acts]]`, or a table whose columns are what its acts have in common.

An act says which operation (`act`), when (`at`), who (`by`) and the operation's arguments. What stands above the list,
or beside the `rows` of a table, holds for every act that does not say otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from concierta.installation.replay.plain import Plain, Stated, read_table, read_toml
from concierta.kernel.clock import zone
from concierta.kernel.errors import Refusal


class ActRefused(Refusal):
    """An act cannot be read or done; the sentence begins with its place in the file."""


@dataclass(frozen=True, slots=True)
class Act:
    """`place` is where a person finds it; `by` an e-mail address, empty for an act of the installation itself."""

    place: str
    operation: str
    at: datetime
    by: str
    stated: Stated


def read_acts(path: Path, in_common: Stated | None = None) -> Iterator[Act]:
    """The acts of the file, and of the files that it names, as they are written: not yet in order of their moment."""
    for place, entry in _entries(path):
        stated = (in_common or {}) | entry
        if "rows" in entry:
            yield from read_acts(path.parent / str(stated.pop("rows")), stated)
        else:
            yield _act(place, {name: _with_rows(path.parent, value) for name, value in stated.items()})


def _entries(path: Path) -> Iterator[tuple[str, Stated]]:
    if not path.is_file():
        raise ActRefused(f"{path.name}: no está en {path.parent}.")
    if path.suffix == ".csv":
        yield from ((f"{path.name}, línea {line}", row) for line, row in read_table(path))
        return
    in_common = read_toml(path, ActRefused)
    acts = in_common.pop("acts", None)
    if not isinstance(acts, list):
        raise ActRefused(f"{path.name}: escriba sus actos como [[acts]].")
    for number, entry in enumerate(acts, start=1):
        if not isinstance(entry, dict):
            raise ActRefused(f"{path.name}: escriba sus actos como [[acts]].")
        yield f"{path.name}, acto {number}", in_common | entry


def _act(place: str, stated: Stated) -> Act:
    operation, at, by = str(stated.pop("act", "")), stated.pop("at", None), str(stated.pop("by", ""))
    if not operation:
        raise ActRefused(f"{place}: falta «act», el nombre de lo que se hace.")
    place = f"{place} «{operation}»"
    try:
        return Act(place, operation, moment(at), by, stated)
    except ValueError as error:
        raise ActRefused(f"{place}: «at» debe ser una fecha con su hora.") from error


def moment(value: Plain) -> datetime:
    """A date and hour: where the installation is, or in UTC where its own zone is written."""
    stated = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return stated.replace(tzinfo=zone()) if stated.tzinfo is None else stated.astimezone(UTC)


def _with_rows(folder: Path, value: Plain) -> Plain:
    """`{ rows = "table.csv", period = "2024-T3" }` as the rows of that table where `period` is that one."""
    if not isinstance(value, dict) or "rows" not in value:
        return value
    where = {name: said for name, said in value.items() if name != "rows"}
    rows = (row for _, row in read_table(folder / str(value["rows"])))
    return [
        {name: cell for name, cell in row.items() if name not in where}
        for row in rows
        if where == {name: row.get(name) for name in where}
    ]
