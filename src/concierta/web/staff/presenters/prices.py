"""An index of prices, and what keeping another one in its place would change."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.budgets.queries import PriceChange
from concierta.web.components.formats import no_data, number, percent

_WORDS = ("name", "base", "source")


@dataclass(frozen=True, slots=True)
class IndexRow:
    name: str
    href: str
    base: str
    source: str
    years: str


def index_row(index: Any) -> IndexRow:
    return IndexRow(index.name, reverse("price_index", args=[index.slug]), index.base, index.source, span_of(index))


def span_of(index: Any) -> str:
    """«2018 a 2024», and which years between them are missing."""
    years = [point.year for point in index.points.all()]
    if not years:
        return gettext("ningún año")
    said = str(years[0]) if len(years) == 1 else f"{years[0]} – {years[-1]}"
    missing = sorted(set(range(years[0], years[-1])) - set(years))
    if not missing:
        return said
    return gettext("%(years)s; faltan %(missing)s") % {"years": said, "missing": ", ".join(map(str, missing))}


@dataclass(frozen=True, slots=True)
class YearRow:
    year: int
    value: str
    change: str


def year_rows(index: Any) -> list[YearRow]:
    """The latest first, each with what prices rose since the year before; no data where that is missing."""
    values = {point.year: point.value for point in index.points.all()}
    return [YearRow(year, number(value, 6), _rise(values, year)) for year, value in reversed(values.items())]


def index_finding(index: Any) -> str:
    """«De 2018 a 2024 los precios subieron 44,9 %»."""
    points = list(index.points.all())
    if len(points) < 2:
        return str(index.name)
    rise = Fraction(points[-1].value) / Fraction(points[0].value) - 1
    words = (
        gettext("De %(first)s a %(last)s los precios subieron %(rise)s")
        if rise >= 0
        else gettext("De %(first)s a %(last)s los precios bajaron %(rise)s")
    )
    return words % {"first": points[0].year, "last": points[-1].year, "rise": percent(abs(rise))}


def _rise(values: Mapping[int, Decimal], year: int) -> str:
    before = values.get(year - 1)
    return no_data() if before is None else percent(Fraction(values[year]) / Fraction(before) - 1)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    what: str
    before: str
    after: str
    words: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """`seen` names exactly this change: what is saved is what was shown."""

    finding: str
    rows: list[ChangeRow]
    seen: str


def preview_of(index: Any, given: Mapping[str, Any], changes: Sequence[PriceChange]) -> Preview:
    """`given` is the form's clean data; `index` null where there is none yet."""
    rows = [_word_row(index, name, given[name]) for name in _WORDS]
    rows += [_year_row(one) for one in changes]
    seen = json.dumps([[row.what, row.before, row.after] for row in rows], ensure_ascii=False)
    return Preview(_finding(index, rows, changes), rows, hashlib.sha256(seen.encode()).hexdigest())


def _word_row(index: Any, name: str, after: str) -> ChangeRow:
    labels = {"name": gettext("Nombre"), "base": gettext("Base"), "source": gettext("De dónde se tomó")}
    before = getattr(index, name) if index else ""
    return ChangeRow(labels[name], before or "—", after, _told(bool(before), True, before == after), before != after)


def _year_row(one: PriceChange) -> ChangeRow:
    before, after = ("—" if value is None else number(value, 6) for value in (one.before, one.after))
    same = one.before == one.after
    return ChangeRow(str(one.year), before, after, _told(one.before is not None, one.after is not None, same), not same)


def _told(was: bool, will_be: bool, same: bool) -> str:
    if same:
        return gettext("queda igual")
    if was and will_be:
        return gettext("cambia")
    return gettext("se quita") if was else gettext("se añade")


def _finding(index: Any, rows: Sequence[ChangeRow], changes: Sequence[PriceChange]) -> str:
    """«Se añade 1 año, cambian 2 y se quitan 3»."""
    if not any(row.changes for row in rows):
        return gettext("Nada cambiaría: es lo que ya está guardado")
    added = sum(one.before is None for one in changes)
    removed = sum(one.after is None for one in changes)
    changed = sum(None not in (one.before, one.after) and one.before != one.after for one in changes)
    told = [
        words % {"n": number(count)}
        for words, count in (
            (ngettext("se añade %(n)s año", "se añaden %(n)s años", added), added),
            (ngettext("cambia %(n)s año", "cambian %(n)s años", changed), changed),
            (ngettext("se quita %(n)s año", "se quitan %(n)s años", removed), removed),
        )
        if count
    ]
    if not told:
        return gettext("Cambia lo que se dice del índice; sus valores quedan igual")
    said = gettext(" y ").join([*([", ".join(told[:-1])] if told[:-1] else []), told[-1]])
    return said[:1].upper() + said[1:]
