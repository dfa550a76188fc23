"""The kinds of column that the tables are made of, so that a declaration reads as a list of facts."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from concierta.plans.schema import Description, Kind, attributes
from concierta.publishing.formats.column import Column, ColumnType, Disclosure, Read
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.standing import ReportFacts

ORIGINS = ("official", "demonstrative", "own")
STATUSES = ("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data", "superseded")
BANDS = ("critical", "low", "medium", "satisfactory", "outstanding")


def text(
    name: str, es: str, en: str, *, values: tuple[str, ...] = (), required: bool = False, read: Read = ""
) -> Column:
    return Column(name, ColumnType.STRING, es, en, values=values, required=required, read=read)


def code(name: str, es: str, en: str, *, references: str = "", required: bool = False, read: Read = "") -> Column:
    return Column(name, ColumnType.STRING, es, en, references=references, required=required, read=read)


def entity(name: str, es: str, en: str, *, read: Read = "") -> Column:
    """Read as its code or as its key: by itself, the attribute `<name>_id`."""
    return Column(name, ColumnType.STRING, es, en, references="entities.entity", disclosure=Disclosure.ENTITY,
                  read=read or f"{name}_id")  # fmt: skip


def words(name: str, es: str, en: str, *, read: Read = "") -> Column:
    return Column(name, ColumnType.STRING, es, en, disclosure=Disclosure.FREE_TEXT, read=read)


def pesos(name: str, es: str, en: str, *, read: Read = "") -> Column:
    return Column(name, ColumnType.INTEGER, es, en, unit="COP", read=read)


def whole(
    name: str, es: str, en: str, *, unit: str = "", references: str = "", required: bool = False, read: Read = ""
) -> Column:
    return Column(name, ColumnType.INTEGER, es, en, unit=unit, references=references, required=required, read=read)


def decimal(name: str, es: str, en: str, *, unit: str = "", required: bool = False, read: Read = "") -> Column:
    """Read as a decimal or as an exact fraction, which is rounded."""
    return Column(name, ColumnType.DECIMAL, es, en, unit=unit, required=required, read=read)


def fraction(name: str, es: str, en: str, *, read: Read = "") -> Column:
    return decimal(name, es, en, unit="1 = 100 %", read=read)


def quantity(name: str, es: str, en: str, *, disclosure: Disclosure = Disclosure.OPEN, read: Read = "") -> Column:
    return Column(name, ColumnType.DECIMAL, es, en, unit="indicators.unit", disclosure=disclosure, read=read)


def day(name: str, es: str, en: str, *, required: bool = False, read: Read = "") -> Column:
    """Read as a date or as a moment, whose local day it is."""
    return Column(name, ColumnType.DATE, es, en, required=required, read=read)


def moment(name: str, es: str, en: str, *, required: bool = False, read: Read = "") -> Column:
    return Column(name, ColumnType.DATETIME, es, en, unit="UTC", required=required, read=read)


def described(part: type[Description], name: str, *, read: Read = "", prose: bool = False) -> Column:
    """The column of an attribute that the plan's schema declares. `prose` is withheld where words are not public."""
    one = attributes(part)[name]
    match one.kind:
        case Kind.FRACTION:
            return fraction(name, one.es, one.en, read=read)
        case Kind.QUANTITY:
            return quantity(name, one.es, one.en, read=read)
        case Kind.DAY:
            return day(name, one.es, one.en, read=read)
        case Kind.WHOLE:
            return whole(name, one.es, one.en, required=True, read=read)
        case _ if prose:
            return words(name, one.es, one.en, read=read)
        case _:
            needed = one.required and one.otherwise is None
            return text(name, one.es, one.en, values=tuple(one.words), required=needed, read=read)


def flag(name: str, es: str, en: str, *, read: Read = "") -> Column:
    return Column(name, ColumnType.BOOLEAN, es, en, required=True, read=read)


def act(read: Callable[[Any, Snapshot], tuple[int | None, str]]) -> tuple[Column, Column]:
    """Which act of the public log says the row, so that anyone can prove it; `read` gives its index and leaf hash."""
    return (
        whole("event_index", "Número del acto en el registro público", "Number of the act in the public log",
              read=lambda source, snapshot: read(source, snapshot)[0]),
        text("event_leaf_hash", "Huella de ese acto (hoja RFC 6962)", "Hash of that act (RFC 6962 leaf)",
             read=lambda source, snapshot: read(source, snapshot)[1]),
    )  # fmt: skip


def by_then(path: str) -> Callable[[Any, Snapshot], datetime | None]:
    """Reads a moment of the source object that had come when the corte was published; None otherwise."""
    value = attrgetter(path)
    return lambda source, snapshot: mesa_record(snapshot).by_then(value(source))


def seated_entity(path: str) -> Callable[[Any, Snapshot], str]:
    """Reads the entity of a seat at the table, by the key of the seat."""
    seat = attrgetter(path)
    return lambda source, snapshot: mesa_record(snapshot).entity_of_seat(seat(source))


def decision_by_then(path: str) -> Callable[[Any, Snapshot], str]:
    """Reads the number of a decision that had been taken when the corte was published; "" otherwise."""
    key = attrgetter(path)
    return lambda source, snapshot: mesa_record(snapshot).decision(key(source))


def pair(path: str) -> tuple[Column, ...]:
    """The two figures of a rate, as they were claimed and as they were found; `path` leads to what has them."""
    return tuple(
        quantity(name, es, en, read=f"{path}{name}")
        for name, es, en in (
            ("numerator", "De una tasa: el numerador reportado", "Of a rate: its numerator as reported"),
            ("denominator", "De una tasa: el denominador reportado", "Of a rate: its denominator as reported"),
            ("verified_numerator", "De una tasa: el numerador verificado", "Of a rate: its numerator as verified"),
            ("verified_denominator", "De una tasa: el denominador verificado",
             "Of a rate: its denominator as verified"),
        )
    )  # fmt: skip


def records_count(report_of: Callable[[Any], ReportFacts | None]) -> tuple[Column, ...]:
    """How sure a verified value is that comes from looking at some of the records. Empty where none were counted."""

    def counted(name: str) -> Callable[[Any, Snapshot], object]:
        def read(source: Any, _snapshot: Snapshot) -> object:
            report = report_of(source)
            return getattr(report, name) if report is not None and report.records is not None else None

        return read

    def limit(name: str) -> Callable[[Any, Snapshot], Decimal | None]:
        def read(source: Any, _snapshot: Snapshot) -> Decimal | None:
            report = report_of(source)
            return Decimal(getattr(report, name) or 0) if report is not None and report.records is not None else None

        return read

    return (
        quantity("verified_low", "Límite inferior de lo verificado", "Lower limit of what was verified",
                 read=limit("verified_low")),
        quantity("verified_high", "Límite superior de lo verificado", "Upper limit of what was verified",
                 read=limit("verified_high")),
        fraction("confidence", "Confianza de esos límites", "Confidence of these limits", read=counted("confidence")),
        whole("records", "Registros que hay", "Records there are", read=counted("records")),
        whole("sampled", "Registros que se miraron, al azar", "Records looked at, at random", read=counted("sampled")),
        whole("holding", "Registros que se sostienen", "Records that hold", read=counted("holding")),
    )  # fmt: skip


def origin(path: str = "", source: Read = "") -> tuple[Column, Column]:
    """Where a row comes from: in every table that states a figure or a promise. `path` leads to what says it."""
    return (
        text(
            "origin",
            "De dónde viene: oficial (con fuente), demostrativo (inventado para la demostración) o propio",
            "Where it comes from: official (with its source), demonstrative (invented for the demo) or own",
            values=ORIGINS,
            required=True,
            read=f"{path}origin",
        ),
        text("source", "La fuente, cuando es oficial", "The source, when official", read=source or f"{path}source"),
    )


def period(read: Read = "") -> Column:
    return code(
        "period",
        "Periodo: «2024-T4» es el cuarto trimestre de 2024; «2024», el año",
        "Period: “2024-T4” is the fourth quarter of 2024; “2024”, the year",
        references="periods.period",
        required=True,
        read=read,
    )


PERIOD = period()
