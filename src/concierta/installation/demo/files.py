"""Reading the demonstration's own files: plain CSV and TOML, empty cells meaning "no data"."""

import csv
import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.origin import Origin

ORIGINS = {"oficial": Origin.OFFICIAL, "demostrativo": Origin.DEMONSTRATIVE}


class DemoFiles:
    """The folder `demo/cali`. Every method gives plain values; nothing here knows the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def found(cls) -> "DemoFiles":
        """The folder named by CONCIERTA_DEMO, or the one beside the source; refuses when there is none."""
        named = os.environ.get("CONCIERTA_DEMO")
        folder = Path(named) if named else Path(__file__).resolve().parents[4] / "demo" / "cali"
        if not (folder / "plan.toml").is_file():
            raise NotFound(
                gettext_noop("No está la demostración en %(folder)s: indique su carpeta en CONCIERTA_DEMO."),
                folder=folder,
            )
        return cls(folder)

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def toml(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self.folder / f"{name}.toml").read_text(encoding="utf-8"))

    def evidence(self, name: str) -> Path:
        return self.folder / "evidence" / name


def number(text: str) -> Decimal | None:
    """A quantity; empty is no data, NP is not programmed, and neither is zero."""
    return None if text in ("", "NP") else Decimal(text)


def share(text: str) -> Decimal | None:
    """A percentage as a fraction."""
    value = number(text)
    return None if value is None else value / 100


def pesos(text: str) -> int | None:
    return None if text == "" else int(text)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
