"""Writing adopted changes to the live plan, which carries the state after every adopted change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from concierta.agreements.models import Pledge
from concierta.amendments.enums import ChangeField
from concierta.amendments.models import Amendment, Change
from concierta.amendments.operations.new_project import write_new_project
from concierta.amendments.operations.reading import live_rows, named
from concierta.amendments.queries.plan_as_of import NO_TARGET, ChangeKey, PlanAsOf, key_of, plan_as_of
from concierta.amendments.subjects.attributes import Part, attribute_of, parts_of
from concierta.indicators.models import Indicator, Target
from concierta.kernel.clock import local_date, today
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Plan, Project
from concierta.plans.schema import Kind
from concierta.responsibilities.models import Responsibility

#: What no official file says.
_NOT_OF_FILES = frozenset({ChangeField.ADDED, ChangeField.CLOSED, ChangeField.TARGET})

#: The end of time, as far as changes go: what is in force once everything adopted is.
LAST_DAY = date.max


def write_live(amendment: Amendment, changes: list[Change], version: PlanAsOf, at: datetime) -> None:
    """`version` already counts the amendment among the adopted."""
    for change in changes:
        if change.field == ChangeField.ADDED:
            write_new_project(amendment.plan, change.subject, change.after, amendment.effective_on)
    keys = [key_of(change) for change in changes if change.field != ChangeField.ADDED]
    parts = write_columns(amendment.plan, keys, version, local_date(at))
    _hand_duties_over(amendment, changes, parts, local_date(at))


def write_columns(plan: Plan, keys: Iterable[ChangeKey], version: PlanAsOf, today: date) -> dict[tuple[str, str], Part]:
    """Each row behind `keys` as it is once everything adopted is in force; returns the rows.

    Who answers is a matter of today: whoever takes over later acts from that day (`take_over`), not before.
    """
    keys = list(keys)
    final = final_values(version, today)
    parts = parts_of(plan, [(key.kind, key.subject) for key in keys])
    codes = {final[key] for key in keys if key.field == ChangeField.RESPONSIBLE}
    entities = {entity.code: entity for entity in Entity.objects.filter(code__in=codes - {None}).order_by("pk")}
    columns: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        part, written = parts[key.kind, key.subject], final[key]
        if key.field == ChangeField.TARGET:
            _write_target(part, Period.parse(key.key), written)
            continue
        column, value = _column(key, written, entities)
        if column:
            setattr(part, column, value)
            columns.setdefault((key.kind, key.subject), []).append(column)
    for whose, names in columns.items():
        parts[whose].save(update_fields=names)
    return parts


def final_values(version: PlanAsOf, today: date) -> dict[ChangeKey, Any]:
    """What the live rows say: all that was adopted, except that whoever is named for a later day waits for it."""
    last, now = version.at(LAST_DAY).values, version.at(today).values
    return {
        key: now[key] if key.field == ChangeField.RESPONSIBLE and value is not None else value
        for key, value in last.items()
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """One value that the Mesa decided, beside the one a file would have put in its place."""

    what: str
    said: str | None
    kept: str | None


def keep_amended(plan: Plan) -> list[Kept]:
    """Give back to the live rows what amendments made of them; for an import, which describes parts as its file does.

    In the transaction of its caller, which tells what was kept. Nothing is recorded: what was decided stands as it was.
    """
    version = plan_as_of(plan, LAST_DAY)
    final = final_values(version, today())
    keys = [key for key in version.values if key.field not in _NOT_OF_FILES and _has_column(key)]
    if not keys:
        return []
    live = live_rows(plan, keys, LAST_DAY)
    found = [
        (key, live.written(key))
        for key in keys
        if (key.kind, key.subject) in live.parts and live.written(key) != final[key]
    ]
    write_columns(plan, [key for key, _ in found], version, today())
    return [Kept(named(key), said, final[key]) for key, said in found]


def _has_column(key: ChangeKey) -> bool:
    attribute = attribute_of(key.kind, key.field, key.key)
    return attribute is not None and bool(attribute.name)


def _column(key: ChangeKey, written: Any, entities: dict[str, Entity]) -> tuple[str, Any]:
    if key.field == ChangeField.CLOSED:
        return "closed_on", written and date.fromisoformat(written)
    attribute = attribute_of(key.kind, key.field, key.key)
    if attribute is None:
        return "", None
    if attribute.kind is Kind.ENTITY:
        return attribute.name, written and entities[written]
    return attribute.name, attribute.read(written)


def _write_target(part: Part, period: Period, written: str | None) -> None:
    assert isinstance(part, Indicator)
    whose: dict[str, Any] = {"indicator": part, "year": period.year, "quarter": period.quarter}
    if written == NO_TARGET:
        Target.objects.filter(**whose).delete()
    else:
        value = None if written is None else Decimal(written)
        Target.objects.update_or_create(**whose, defaults={"value": value})


def _hand_duties_over(
    amendment: Amendment, changes: list[Change], parts: dict[tuple[str, str], Part], today: date
) -> None:
    """The matrix of responsibilities keeps who answered until when, and who answers from the effective date.

    As `responsibilities.hand_over` does (ADR 0014), with two differences: nobody is named yet within the new entity,
    and an amendment may begin before another that was adopted earlier. A row ends on the day on which the next begins.
    """
    for change in changes:
        if change.field == ChangeField.RESPONSIBLE:
            part = parts[change.kind, change.subject]
            _hand_over(amendment, {_owner(part): part, "duty": change.key}, change, today)


def _hand_over(amendment: Amendment, whose: dict[str, object], change: Change, today: date) -> None:
    since = amendment.effective_on
    rows = list(Responsibility.objects.filter(**whose).order_by("since", "pk"))
    following = next((row.since for row in rows if row.since > since), None)
    held = next(
        (row for row in reversed(rows) if row.since <= since and (row.until is None or row.until > since)), None
    )
    if held is not None:
        held.until = since
        held.save(update_fields=["until"])
    elif not rows and change.before is not None and amendment.plan.starts_on <= since:
        # Only the thing itself said who answered: written down, so that the past can still be told.
        before = Entity.objects.get(code=change.before)
        Responsibility.objects.create(**whose, entity=before, since=amendment.plan.starts_on, until=since)
    if change.after is not None:
        after = Entity.objects.get(code=change.after)
        Responsibility.objects.create(
            **whose,
            entity=after,
            since=since,
            until=following,
            reason=amendment.title,
            pending=since > today and _has_column(key_of(change)),
        )


def _owner(part: Part) -> str:
    if isinstance(part, Project):
        return "project"
    return "pledge" if isinstance(part, Pledge) else "indicator"
