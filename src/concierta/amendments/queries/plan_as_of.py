"""A plan as it was, or will be, in force on a day: what snapshots of it are read with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.models import Change as ChangeRow
from concierta.amendments.subjects.attributes import attribute_of
from concierta.engines.versions import Change, original_of, state_as_of
from concierta.kernel.periods import Period
from concierta.plans.models import Plan
from concierta.plans.schema import Kind

NO_TARGET = ""
"""In a target's history: there was none at all, which is not the same as NP (null)."""

Targets = Mapping[tuple[int, int | None], Decimal | None]


class ChangeKey(NamedTuple):
    """What a change touches: of two changes with one key the later replaces the earlier."""

    kind: str
    subject: str
    field: str
    key: str


def key_of(change: ChangeRow) -> ChangeKey:
    return ChangeKey(change.kind, change.subject, change.field, change.key)


@dataclass(frozen=True)
class PlanAsOf:
    """The adopted changes of a plan, and what they make of its parts on a day.

    Live rows carry the state after every adopted change, also of those that are not effective yet. `apply` turns a row
    held in memory into what it was on the day; it is for reading: such a row is never saved.
    """

    on: date
    changes: tuple[Change, ...]

    def at(self, day: date) -> "PlanAsOf":
        """The same plan on another day, without asking the database again."""
        return self if day == self.on else replace(self, on=day)

    def also(self, changes: Iterable[Change]) -> "PlanAsOf":
        """The plan as it would be with `changes` adopted too."""
        return replace(self, changes=(*self.changes, *changes))

    @cached_property
    def values(self) -> dict[ChangeKey, object]:
        """What every key that ever changed is worth on the day, as it is written in JSON."""
        return state_as_of({}, self.changes, self.on)

    @cached_property
    def in_force(self) -> frozenset[object]:
        """The keys that an amendment effective by the day has changed."""
        return frozenset(change.key for change in self.changes if change.effective_on <= self.on)

    @cached_property
    def _by_subject(self) -> dict[tuple[str, str], list[tuple[ChangeKey, Any]]]:
        found: dict[tuple[str, str], list[tuple[ChangeKey, object]]] = defaultdict(list)
        for key, value in self.values.items():
            found[key.kind, key.subject].append((key, value))
        return dict(found)

    def touches(self, kind: str) -> bool:
        """True if any part of this kind ever changed: most plans have none, and then there is nothing to look up."""
        return any(changed == kind for changed, _ in self._by_subject)

    def value(self, kind: str, subject: str, field: str, live: Any, key: str = "") -> Any:
        """One value as it is written; `live` where it never changed."""
        return self.values.get(ChangeKey(kind, subject, field, key), live)

    def columns(self, kind: str, subject: str, entities: Mapping[str, int]) -> dict[str, Any]:
        """Column → value on the day, of those that ever changed. `entities`: code → primary key."""
        found: dict[str, object] = {}
        for key, written in self._by_subject.get((kind, subject), ()):
            attribute = attribute_of(key.kind, key.field, key.key)
            if attribute is None or not attribute.name:
                continue
            if attribute.kind is Kind.ENTITY:
                found[f"{attribute.name}_id"] = None if written is None else entities[written]
            else:
                found[attribute.name] = attribute.read(written)
        return found

    def apply(self, kind: str, subject: str, row: object, entities: Mapping[str, int]) -> None:
        """Give a row in memory the values of the day."""
        for column, value in self.columns(kind, subject, entities).items():
            setattr(row, column, value)

    def targets(self, indicator: str, live: Targets) -> dict[tuple[int, int | None], Decimal | None]:
        """The targets of an indicator, by its code, from its live ones: (year, quarter or None) → value or NP."""
        found = dict(live)
        for key, written in self._by_subject.get((SubjectKind.INDICATOR.value, indicator), ()):
            if key.field != ChangeField.TARGET:
                continue
            period = Period.parse(key.key)
            if written == NO_TARGET:
                found.pop((period.year, period.quarter), None)
            else:
                found[period.year, period.quarter] = None if written is None else Decimal(written)
        return found

    def has_project(self, code: str, entered_on: date | None, closed_on: date | None) -> bool:
        """True if a project is part of the plan that day, from its live dates."""
        written = self.value(SubjectKind.PROJECT, code, ChangeField.CLOSED, closed_on and closed_on.isoformat())
        closed = date.fromisoformat(written) if written else None
        return (entered_on is None or entered_on <= self.on) and (closed is None or self.on < closed)

    def original(self, key: ChangeKey) -> Any:
        """What a key that changed was worth in the plan as it came into force."""
        return original_of(None, (change for change in self.changes if change.key == key))


def plan_as_of(plan: Plan, on: date) -> PlanAsOf:
    """The plan in force on a day. One query, whatever its size."""
    return plans_as_of([plan.pk], on)[plan.pk]


def plans_as_of(plans: Iterable[int], on: date) -> dict[int, PlanAsOf]:
    """Several plans on a day, by primary key, with one query for all."""
    changes: dict[int, list[Change]] = {pk: [] for pk in plans}
    rows = (
        ChangeRow.objects.filter(amendment__plan__in=list(changes), amendment__state=AmendmentState.ADOPTED)
        .order_by("amendment__adoption", "ordinal")
        .values_list(
            *("amendment__plan_id", "kind", "subject", "field", "key"),
            *("before", "after", "amendment__effective_on", "amendment__adoption"),
        )
    )
    for plan, kind, subject, field, key, before, after, effective_on, adoption in rows:
        changes[plan].append(Change(ChangeKey(kind, subject, field, key), before, after, effective_on, adoption))
    return {pk: PlanAsOf(on, tuple(made)) for pk, made in changes.items()}
