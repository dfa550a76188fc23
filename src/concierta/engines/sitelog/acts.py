"""The entries of the log as acts: canonical JSON with `at`, `body`, `by`, `entity`, `kind`, `plan`, `subject`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

#: The file that lists what a folder of the site holds, with the SHA-256 of each.
LISTING = "paginas.json"

PAGES = "pages.published"
CORTE = "corte.published"
ROTATED = "log.key_rotated"


@dataclass(frozen=True)
class Act:
    """One leaf, read. `entry` are the bytes that were hashed."""

    index: int
    entry: bytes
    kind: str
    subject: str
    plan: str
    at: str
    entity: str | None
    body: dict[str, Any]


def parse_act(index: int, entry: bytes) -> Act:
    """ValueError where the entry is not an act."""
    try:
        said = json.loads(entry)
        kind, subject, plan, at, entity, body = (
            said[name] for name in ("kind", "subject", "plan", "at", "entity", "body")
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"entry {index} is not an act") from error
    texts = (kind, subject, plan, at)
    if not (all(isinstance(text, str) for text in texts) and isinstance(body, dict)):
        raise ValueError(f"entry {index} is not an act")
    return Act(index, entry, kind, subject, plan, at, entity, body)


def is_of_kind(entry: bytes, kinds: Iterable[str]) -> bool:
    """A quick look before reading: an entry of another kind never passes by accident of its canonical form."""
    return any(b'"kind":"%b"' % kind.encode() in entry for kind in kinds)


def acts_of_figure(entries: Iterable[tuple[int, bytes]], figure: str) -> Iterator[Act]:
    """The acts on a figure `plan/indicator/period`, such as `cali/R-01/2024-T4`, in all its versions."""
    plan, report = subject_of_figure(figure)
    wanted = json.dumps(report, ensure_ascii=False)[1:-1].encode()
    for index, entry in entries:
        if wanted in entry:
            act = parse_act(index, entry)
            if act.plan == plan and act.subject.startswith(report):
                yield act


def subject_of_figure(figure: str) -> tuple[str, str]:
    """The plan, and how the subject of each of its acts begins; ValueError unless it has its three parts."""
    plan, _, rest = figure.partition("/")
    indicator, _, period = rest.rpartition("/")
    if not (plan and indicator and period):
        raise ValueError(f"not plan/indicator/period: {figure}")
    return plan, f"report/{indicator}/{period}/v"
