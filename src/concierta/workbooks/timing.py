"""Which period a file is about: given by the person, stated in the file, or read from what it contains."""

from collections import Counter
from datetime import date

from concierta.kernel.errors import Invalid
from concierta.kernel.periods import Period
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import QUARTERS, Layout
from concierta.workbooks.profile import P
from concierta.workbooks.refusals import PeriodUnknown
from concierta.workbooks.table import Table


def find_period(table: Table[P], filename: str, given: Period | None) -> tuple[Period, str]:
    """The period and how it was known: "given", "stated", "data" or "filename"; `PeriodUnknown` otherwise."""
    period, how = _known(table, filename, given)
    named = _from_filename(table, filename)
    if named is not None and how != "filename" and named != period:
        table.report.add("period-doubtful", value=filename, result=period.label)
    return period, how


def _known(table: Table[P], filename: str, given: Period | None) -> tuple[Period, str]:
    if given is not None:
        return given, "given"
    if (stated := _stated(table.layout, table.profile.period.label)) is not None:
        return stated, "stated"
    named = _from_filename(table, filename)
    quarter, year = _quarter_with_data(table), _year_of_dates(table)
    if year is None and named is not None:
        year = named.year
    if quarter is not None and year is not None:
        return Period(year, quarter), "data"
    if named is not None:
        return named, "filename"
    raise PeriodUnknown(filename)


def _stated(layout: Layout, label: str | None) -> Period | None:
    """`label` in a cell above the headers, with the period to its right."""
    if label is None:
        return None
    wanted = label_key(label)
    for row in layout.sheet.rows[: layout.header_index]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and label_key(cell) == wanted:
                found = next((value for value in row[index + 1 :] if value != ""), "")
                text = str(int(found)) if isinstance(found, float) else str(found)
                try:
                    return Period.parse(text)
                except Invalid:
                    return None
    return None


def _quarter_with_data(table: Table[P]) -> int | None:
    least = max(1, int(table.profile.period.minimum_share * len(table)))
    for quarter in reversed(QUARTERS):
        for field in table.profile.period.data_fields:
            if (field, quarter) in table.typed:
                cells = table.raw[table.layout.slots[field, quarter]]
                if len(cells) - cells.count("") >= least:
                    return quarter
    return None


def _year_of_dates(table: Table[P]) -> int | None:
    for field in table.profile.period.year_fields:
        years: Counter[int] = Counter()
        for day, times in Counter(table.column(field, date)).items():
            if day is not None:
                years[day.year] += times
        if years:
            return years.most_common(1)[0][0]
    return None


def _from_filename(table: Table[P], filename: str) -> Period | None:
    rule = table.profile.period.filename
    match = rule.search(filename) if rule else None
    if match is None:
        return None
    found = match.groupdict()
    if found.get("month"):
        return Period(int(found["year"]), (int(found["month"]) + 2) // 3)
    return Period(int(found["year"]), int(found["quarter"]) if found.get("quarter") else None)
