"""Which duties each kind of thing has, who may hold them, and where their entity is written (ADR 0014), as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from concierta.people.enums import Role
from concierta.responsibilities.enums import Duty, SubjectKind


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty for one kind of thing.

    `roles`: whoever holds it has one of these in its entity; the first that somebody has is preferred. `column`: the
    field of the thing itself that says which entity acts; handing over moves it. `fixed`: the entity never changes.
    """

    roles: tuple[Role, ...]
    column: str = ""
    fixed: bool = False


_ANSWERS = (Role.REPORTER, Role.MEMBER, Role.SECRETARIAT)
_SPEAKS = (Role.SECRETARIAT, Role.MEMBER, Role.REPORTER)

#: A pledge stays with whoever signed it: the Mesa cannot sign for somebody else.
#: The Mesa's own tasks are neither reported period by period nor presented: they are done and checked.
DUTIES: Mapping[SubjectKind, Mapping[Duty, Rule]] = {
    SubjectKind.PLEDGE: {
        Duty.EXECUTES: Rule(_ANSWERS, fixed=True),
        Duty.REPORTS: Rule((Role.REPORTER,), fixed=True),
        Duty.REVIEWS: Rule((Role.REVIEWER,)),
        Duty.VERIFIES: Rule((Role.VERIFIER,)),
        Duty.PRESENTS: Rule(_SPEAKS),
        Duty.ACCOUNTABLE: Rule(_ANSWERS, fixed=True),
    },
    SubjectKind.PROJECT: {
        Duty.EXECUTES: Rule(_ANSWERS, column="entity"),
        Duty.REPORTS: Rule((Role.REPORTER,)),
        Duty.REVIEWS: Rule((Role.REVIEWER,)),
        Duty.VERIFIES: Rule((Role.VERIFIER,)),
        Duty.PRESENTS: Rule(_SPEAKS),
        Duty.ACCOUNTABLE: Rule(_ANSWERS),
    },
    SubjectKind.INDICATOR: {
        Duty.EXECUTES: Rule(_ANSWERS),
        Duty.REPORTS: Rule((Role.REPORTER,), column="reporter"),
        Duty.REVIEWS: Rule((Role.REVIEWER,), column="reviewer"),
        Duty.VERIFIES: Rule((Role.VERIFIER,), column="verifier"),
        Duty.PRESENTS: Rule(_SPEAKS, column="presenter"),
        Duty.ACCOUNTABLE: Rule(_ANSWERS),
    },
    SubjectKind.ACTION_ITEM: {
        Duty.EXECUTES: Rule((Role.MEMBER, Role.REPORTER, Role.SECRETARIAT, Role.REVIEWER, Role.VERIFIER), "entity"),
        Duty.VERIFIES: Rule((Role.SECRETARIAT, Role.MEMBER)),
        Duty.ACCOUNTABLE: Rule((Role.MEMBER, Role.REPORTER, Role.SECRETARIAT, Role.REVIEWER, Role.VERIFIER)),
    },
}

#: Two of these in the same hands, or in the same house, and a figure checks itself.
INCOMPATIBLE = (
    (Duty.REPORTS, Duty.VERIFIES),
    (Duty.REVIEWS, Duty.VERIFIES),
    (Duty.REPORTS, Duty.REVIEWS),
)


def opposed_to(duty: Duty) -> tuple[Duty, ...]:
    """The duties that whoever holds `duty` cannot hold for the same thing."""
    return tuple(other for pair in INCOMPATIBLE if duty in pair for other in pair if other != duty)
