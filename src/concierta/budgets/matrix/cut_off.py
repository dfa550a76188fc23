"""The day up to which an execution file counts."""

import calendar
from datetime import date

from concierta.budgets.matrix.profile import BudgetProfile
from concierta.kernel.errors import gettext_noop
from concierta.plans.matrix.refusals import MatrixRefused


class CutOffUnknown(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("No se pudo saber a qué corte corresponde «%(filename)s»: indíquelo, por ejemplo 2025-03-31."),
            filename=filename,
        )


def cut_off_of(profile: BudgetProfile, filename: str, given: date | None) -> date:
    """`given`, or the day in the file's name; the last of its month where the name has no day."""
    if given is not None:
        return given
    match = profile.cut_off.search(filename) if profile.cut_off else None
    if match is None:
        raise CutOffUnknown(filename)
    named = match.groupdict()
    year, month = int(named["year"]), int(named["month"])
    day = named.get("day")
    try:
        return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise CutOffUnknown(filename) from error
