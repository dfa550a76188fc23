"""When each step of a report is due, in working days after the cut-off (DOMAIN §4).

The numbers are configuration with defaults, and a change of them has a date: a period keeps the deadlines that were in
force at its cut-off, so that nobody becomes late in the past.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from concierta.kernel.calendar import add_working_days
from concierta.kernel.errors import Invalid, gettext_noop

_VERSION = re.compile(r"(?:(\d{4}-\d{2}-\d{2})=)?(\d+),(\d+),(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days that each step may take after the one before it, for cut-offs from `since` on."""

    report: int = 5
    review: int = 5
    verification: int = 5
    publication: int = 10
    since: date = date.min

    def report_due(self, cut_off: date) -> date:
        return add_working_days(cut_off, self.report)

    def review_due(self, cut_off: date) -> date:
        return add_working_days(cut_off, self.report + self.review)

    def verification_due(self, cut_off: date) -> date:
        return add_working_days(cut_off, self.report + self.review + self.verification)

    def delivery_due(self, declared_on: date) -> date:
        """For a delivery of means to be verified: it waits for nobody's review, and belongs to no period [D]."""
        return add_working_days(declared_on, self.verification)

    def publication_due(self, cut_off: date) -> date:
        return add_working_days(cut_off, self.report + self.review + self.verification + self.publication)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-01-01=5,5,5,10': since when, then report, review, verification, publication."""
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise Invalid(
                gettext_noop("«%(text)s» no es un calendario de plazos: escriba por ejemplo 2026-01-01=5,5,5,10."),
                text=text,
            )
        since = date.fromisoformat(match[1]) if match[1] else date.min
        report, review, verification, publication = (int(match[group]) for group in (2, 3, 4, 5))
        return cls(report, review, verification, publication, since)


#: The defaults of ours [D], for every cut-off.
DEFAULT_DEADLINES = (Deadlines(),)


def parse_deadlines(text: str) -> tuple[Deadlines, ...]:
    """Versions separated by white space, oldest first; blank text is the default."""
    return tuple(sorted(map(Deadlines.parse, text.split()), key=lambda version: version.since)) or DEFAULT_DEADLINES


def deadlines_at(cut_off: date, versions: Sequence[Deadlines] = DEFAULT_DEADLINES) -> Deadlines:
    """The version in force at `cut_off`; the defaults before the first."""
    in_force = [version for version in versions if version.since <= cut_off]
    return max(in_force, key=lambda version: version.since) if in_force else Deadlines()
