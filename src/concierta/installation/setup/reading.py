"""Reading a setup file: every unknown key, wrong value and missing one at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from concierta.installation.replay.plain import Plain, Stated, nearest, read_toml
from concierta.installation.setup.sections import SECTIONS, Section
from concierta.installation.setup.values import NotThat, typed
from concierta.kernel.errors import Refusal


class SetupRefused(Refusal):
    """The file, or one of its entries, cannot be done; the sentence names the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file: `place` is where a person finds it; `values` holds only what the file states."""

    section: str
    place: str
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def stated(self, *keys: str) -> dict[str, Any]:
        """Those of `keys` that the file states."""
        return {key: self.values[key] for key in keys if key in self.values}


@dataclass(frozen=True, slots=True)
class SetupFile:
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def of(self, section: str) -> list[Entry]:
        return self.entries.get(section, [])

    def one(self, section: str) -> Entry | None:
        return next(iter(self.of(section)), None)


def read_setup(path: Path) -> SetupFile:
    """The typed entries of the file at `path`. Raises `SetupRefused` with everything that is wrong with its shape."""
    data = read_toml(path, SetupRefused)
    problems: list[str] = []
    setup = SetupFile({name: list(_entries(name, found, problems)) for name, found in data.items() if name in SECTIONS})
    problems += [
        f"[{name}]: no es una sección conocida{nearest(name, SECTIONS)}" for name in data if name not in SECTIONS
    ]
    problems += [
        f"{SECTIONS[name].heading(name)}: necesita también [{needed}]"
        for name in setup.entries
        if (needed := SECTIONS[name].needs) and needed not in data
    ]
    if not data:
        problems.append("está vacío")
    if problems:
        raise SetupRefused("\n— ".join([f"{path.name} no se puede usar:", *problems]))
    return setup


def _entries(name: str, stated: Plain, problems: list[str]) -> Iterable[Entry]:
    section = SECTIONS[name]
    listed = stated if isinstance(stated, list) else [stated]
    tables = [each for each in listed if isinstance(each, dict)]
    if section.many != isinstance(stated, list) or len(tables) != len(listed):
        problems.append(f"{section.heading(name)}: escríbala así, con esos corchetes")
        return
    seen: dict[str, str] = {}
    for number, raw in enumerate(tables, start=1):
        label = " · ".join(str(raw[key]) for key in section.names if key in raw)
        place = " ".join(
            filter(None, [section.heading(name), str(number) if section.many else "", f"«{label}»" if label else ""])
        )
        if section.unique and label and label in seen:
            problems.append(f"{place}: repite {seen[label]}")
        seen[label] = place
        yield Entry(name, place, dict(_values(section, place, raw, problems)))


def _values(section: Section, place: str, raw: Stated, problems: list[str]) -> Iterable[tuple[str, object]]:
    for key in section.keys:
        if section.keys[key].required and key not in raw:
            problems.append(f"{place}: falta «{key}»")
    for key, value in raw.items():
        if key not in section.keys:
            problems.append(f"{place}: «{key}» no es una clave conocida{nearest(key, section.keys)}")
            continue
        try:
            yield key, typed(section.keys[key], value)
        except NotThat as expected:
            problems.append(f"{place}: «{key}» debe ser {expected}")
