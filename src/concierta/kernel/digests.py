"""Thousands of rows told in one entry of the log: a digest of each group of them, and one of all."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from concierta.kernel.canonical import canonical_json, sha256_of

#: An entry of the log holds 64 kB: groups that would take more bytes than this are told by the digest of all only.
_MOST = 40_000
#: Hex characters that tell one group from what it was, beside the whole digest of all.
_SHORT = 12
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def line_of(*values: str | int | bool | None) -> str:
    """One row as text that no other row has. Decimals come as text, in one written form."""
    return _WRITER.encode(values)


def digest_of(lines: Iterable[str]) -> str:
    """SHA-256 in hex of lines, in whatever order they came."""
    return sha256_of("\n".join(sorted(lines)))


def told_digests(found: Mapping[str, str]) -> dict[str, Any]:
    """Group → digest, as the body of an act tells it."""
    body: dict[str, object] = {"facts_sha256": sha256_of(dict(found))}
    facts = {group: whole[:_SHORT] for group, whole in found.items()}
    return body | {"facts": facts} if len(canonical_json(facts)) <= _MOST else body


def differing_groups(found: Mapping[str, str], body: Mapping[str, Any]) -> list[str] | None:
    """The groups that are not as the body of an act told them; empty where it only told all of them at once.

    None: nothing differs, or the act is from before digests were told.
    """
    if body.get("facts_sha256") in (None, told_digests(found)["facts_sha256"]):
        return None
    told, now = body.get("facts", {}), told_digests(found).get("facts", {})
    return sorted(group for group in {*told, *now} if told.get(group) != now.get(group)) if told and now else []
