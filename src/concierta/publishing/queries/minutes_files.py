"""The approved minutes, whole, as files of the package: whoever has one recomputes the hash that was signed."""

import json
from collections.abc import Mapping
from typing import Any

from concierta.kernel.canonical import canonical_json
from concierta.mesa.models import Minutes
from concierta.publishing.queries.keys import minutes_path
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot


def minutes_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Path → content, by session. The very bytes that were hashed and signed, unless an item is reserved by law: then
    what the tables do not publish of it is not in the file either, nor any hash of it alone, and the hash is that of
    the whole, with what was drawn to keep it from being guessed.
    """
    record = mesa_record(snapshot)
    found = Minutes.objects.filter(session__in=record.sessions, approved_at__lte=record.moment).order_by()
    approved = {record.sessions[one.session_id].number: one.content for one in found}
    return {minutes_path(session): _public(approved[session]) for session in sorted(approved)}


def _public(content: str) -> bytes:
    told = json.loads(content)
    if not any(item["reserved_basis"] for item in told["items"]):
        return content.encode()
    told.pop("blind", None)
    return canonical_json(told | {"items": [_masked(item) for item in told["items"]]})


def _masked(item: dict[str, Any]) -> dict[str, Any]:
    """Of a reserved item: the norm, when it was discussed and how many voted how."""
    if not item["reserved_basis"]:
        return item
    motions = [_blank(motion) | {"votes": [], "proposed_by": None} for motion in item["motions"]]
    hidden = {"title": "", "source": "", "subject": "", "why": "", "dropped_reason": "", "conflicts": []}
    tasks = [_blank(task) for task in item["action_items"]]
    return _blank(item) | hidden | {"motions": motions, "action_items": tasks}


def _blank(told: Mapping[str, object]) -> dict[str, Any]:
    """Without the hash of reserved words, which older minutes carry: short words are found by trying."""
    return {**told, **{name: "" for name in told if name.endswith("_sha256")}}
