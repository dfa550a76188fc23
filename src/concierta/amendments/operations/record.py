"""What the ledger keeps of an amendment and of a measure: codes, figures, dates, and commitments to its words."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from concierta.amendments.models import AdjustmentMeasure, Amendment, Change
from concierta.kernel.canonical import canonical_json
from concierta.ledger.operations import record_event
from concierta.people.models import User

#: Longer values are named by their hash: an entry of the log holds 64 kB and a definition may be pages.
_LONGEST, _MOST = 120, 150


def record_amendment(
    kind: str, amendment: Amendment, body: dict[str, Any], sealed: Mapping[str, str], by: User | None, at: datetime
) -> None:
    _record(kind, f"amendment/{amendment.plan.slug}/{amendment.number}", amendment, body, sealed, by, at)


def record_measure(
    kind: str,
    measure: AdjustmentMeasure,
    body: dict[str, Any],
    sealed: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> None:
    _record(kind, f"measure/{measure.plan.slug}/{measure.number}", measure, body, sealed, by, at)


def told(changes: Iterable[Change]) -> dict[str, Any]:
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
    body: dict[str, Any] = {"change_count": len(whole), "changes_sha256": sha256_of(whole)}
    if len(whole) <= _MOST:
        body["changes"] = [
            {**change, "before": short(change["before"]), "after": short(change["after"])} for change in whole
        ]
    return body


def short(value: Any) -> Any:
    """The value itself, or its hash when it is long or is a whole project."""
    if value is None or (isinstance(value, str) and len(value) <= _LONGEST):
        return value
    return {"sha256": sha256_of(value)}


def sha256_of(value: Any) -> str:
    """Of a text its UTF-8 bytes, of anything else its canonical JSON."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else canonical_json(value)).hexdigest()


def _record(
    kind: str,
    subject: str,
    of: Amendment | AdjustmentMeasure,
    body: dict[str, Any],
    sealed: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> None:
    plan = of.plan
    record_event(
        kind=kind, subject=subject, plan=plan.slug, body=body, sealed=sealed, by=by, entity=plan.secretariat, at=at
    )
