"""A published column: its name, its type and unit, what it means, and under which rule it may be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concierta.publishing.queries.snapshot import Snapshot


class ColumnType(StrEnum):
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


class Disclosure(StrEnum):
    """Why a column may be public.

    OPEN: a fact of the plan. ENTITY: who answers, always an entity and never a person. FREE_TEXT: words written by an
    entity to be published. SMALL_COUNTS: a count of people, hidden below five (Ley 79/1993) together with whatever
    would let it be derived.
    """

    OPEN = "open"
    ENTITY = "entity"
    FREE_TEXT = "free_text"
    SMALL_COUNTS = "small_counts"


DECIMAL_PLACES = 9
"""Places a published decimal keeps: quantities have six, a computed fraction is rounded to nine."""


def rounded(value: Fraction | None) -> Decimal | None:
    """An exact fraction as it is published: rounded half to even at the declared places."""
    return None if value is None else Decimal(round(value * 10**DECIMAL_PLACES)).scaleb(-DECIMAL_PLACES)


PARQUET_TYPES = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DECIMAL: f"DECIMAL(28,{DECIMAL_PLACES})",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.BOOLEAN: "BOOLEAN",
}
"""TIMESTAMP is how the CSV is read, whose Z says UTC; Parquet keeps the moment (`isAdjustedToUTC`)."""

TABLE_SCHEMA_TYPES = {
    ColumnType.STRING: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.DECIMAL: "number",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "datetime",
    ColumnType.BOOLEAN: "boolean",
}


Read = str | Callable[[Any, "Snapshot"], object]
"""The path of an attribute of the source object, or a function of that object and the snapshot it is of."""


@dataclass(frozen=True, slots=True)
class Column:
    """`references` is "table.column" of a single-column foreign key; `values` the closed list of what it may say.

    An empty cell is null: "not said", "not programmed" or "no data", never zero. Without `read`, the attribute of the
    source object that is named like the column.
    """

    name: str
    type: ColumnType
    es: str
    en: str
    unit: str = ""
    disclosure: Disclosure = Disclosure.OPEN
    references: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    read: Read = ""

    @property
    def decode(self) -> Callable[[str], Any]:
        return DECODERS[self.type]

    @property
    def encode(self) -> Callable[[Any], str]:
        return ENCODERS[self.type]


def _decode_boolean(text: str) -> bool | None:
    return None if not text else text == "true"


DECODERS: dict[ColumnType, Callable[[str], Any]] = {
    ColumnType.STRING: str,
    ColumnType.INTEGER: lambda text: int(text) if text else None,
    ColumnType.DECIMAL: lambda text: Decimal(text) if text else None,
    ColumnType.DATE: lambda text: date.fromisoformat(text) if text else None,
    ColumnType.DATETIME: lambda text: datetime.fromisoformat(text) if text else None,
    ColumnType.BOOLEAN: _decode_boolean,
}


def _encode_decimal(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _encode_moment(value: datetime | None) -> str:
    if value is None:
        return ""
    return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


ENCODERS: dict[ColumnType, Callable[[Any], str]] = {
    ColumnType.STRING: lambda value: value or "",
    ColumnType.INTEGER: lambda value: "" if value is None else str(value),
    ColumnType.DECIMAL: _encode_decimal,
    ColumnType.DATE: lambda value: "" if value is None else value.isoformat(),
    ColumnType.DATETIME: _encode_moment,
    ColumnType.BOOLEAN: lambda value: "" if value is None else ("true" if value else "false"),
}
