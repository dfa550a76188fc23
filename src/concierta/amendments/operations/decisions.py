"""Checks that a decision is one that can move this plan, and was taken about this very matter."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from concierta.amendments.models import AdjustmentMeasure, Amendment, Change
from concierta.amendments.permissions import mesa_for_plan
from concierta.amendments.queries.amendments import amendment_subject, measure_subject
from concierta.kernel.canonical import sha256_of
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.mesa.enums import MotionState
from concierta.mesa.models import AgendaItem, Decision
from concierta.people.models import User
from concierta.plans.operations.acts import record_in_plan


def check_decision(of: Amendment | AdjustmentMeasure, decision: Decision) -> AgendaItem:
    """The item under which it was decided. Refuses the decision of another Mesa, one whose motion was not carried,
    and one taken under an item of the agenda that was not about this."""
    mesa = mesa_for_plan(of.plan)
    if decision.mesa_id != mesa.pk:
        raise Refusal(
            gettext_noop("La decisión %(number)s es de otra mesa: el plan «%(plan)s» lo mueve «%(mesa)s»."),
            number=decision.number,
            plan=of.plan.name,
            mesa=mesa.name,
        )
    if decision.motion.state != MotionState.CARRIED:
        raise Refusal(
            gettext_noop("La proposición de la decisión %(number)s no fue aprobada por la mesa."),
            number=decision.number,
        )
    item = decision.motion.item
    if item.pk not in _items(of) and item.subject != _subject(of):
        raise Refusal(
            gettext_noop(
                "La decisión %(number)s se tomó en el punto «%(item)s» del orden del día, en el que «%(title)s» no "
                "estaba. Llévela al orden del día y vótela allí."
            ),
            number=decision.number,
            item=item.title,
            title=of.title,
        )
    return item


def decided_on(decision: Decision) -> date:
    """The day of the deciding session."""
    session = decision.session
    return local_date(session.opened_at or session.starts_at)


def _items(of: Amendment | AdjustmentMeasure) -> set[int | None]:
    """A measure that goes with an amendment may be decided with it, under its item."""
    items = {of.item_id}
    if isinstance(of, AdjustmentMeasure) and of.amendment is not None:
        items.add(of.amendment.item_id)
    return items


def _subject(of: Amendment | AdjustmentMeasure) -> str:
    return amendment_subject(of) if isinstance(of, Amendment) else measure_subject(of)


#: Longer values are named by their hash: an entry of the log holds 64 kB and a definition may be pages.
_LONGEST, _MOST = 120, 150


def record_amendment(
    kind: str, amendment: Amendment, body: dict[str, Any], sealed: Mapping[str, str], by: User | None, at: datetime
) -> None:
    subject = f"amendment/{amendment.plan.slug}/{amendment.number}"
    record_in_plan(kind=kind, plan=amendment.plan, subject=subject, body=body, sealed=sealed, by=by, at=at)


def record_measure(
    kind: str,
    measure: AdjustmentMeasure,
    body: dict[str, Any],
    sealed: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> None:
    subject = f"measure/{measure.plan.slug}/{measure.number}"
    record_in_plan(kind=kind, plan=measure.plan, subject=subject, body=body, sealed=sealed, by=by, at=at)


def told(changes: Iterable[Change]) -> dict[str, object]:
    """Every change before and after where they fit, always how many and the hash of all of them as kept."""
    whole = [
        {
            "kind": str(change.kind),
            "subject": change.subject,
            "field": str(change.field),
            "key": change.key,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    body: dict[str, object] = {"change_count": len(whole), "changes_sha256": sha256_of(whole)}
    if len(whole) <= _MOST:
        body["changes"] = [
            {**change, "before": short(change["before"]), "after": short(change["after"])} for change in whole
        ]
    return body


def short(value: object) -> object:
    """The value itself, or its hash when it is long or is a whole project."""
    if value is None or (isinstance(value, str) and len(value) <= _LONGEST):
        return value
    return {"sha256": sha256_of(value)}
