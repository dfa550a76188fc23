"""Loading matrix files into a plan: reading is pure, writing is one operation per file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from django.db import transaction

from concierta.kernel.clock import now
from concierta.kernel.periods import Period
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.matrix.draft import MatrixDraft
from concierta.reporting.operations import import_matrix


def import_files(
    *,
    files: Sequence[Path],
    slug: str,
    profile_name: str,
    period: Period | None,
    dry_run: bool,
    on_existing: Literal["refuse", "update"],
    progress: Callable[[float], None],
    readings: Mapping[str, str] | None = None,
) -> list[dict[str, object]]:
    """Read every file before writing the first, and write all in one transaction: all of them enter, or none.

    `progress` is called with the share done. `readings` answers words of accumulation that have more than one meaning;
    a rehearsal tells those left open. Gives one plain result per file, in the order given.
    """
    profile = load_profile(profile_name)
    drafts = []
    for done, file in enumerate(files, 1):
        drafts.append(read_matrix(file, profile=profile, period=period, filename=file.name or str(file)))
        progress(done / (2 * len(files)))
    results = []
    with transaction.atomic():
        for done, draft in enumerate(drafts, 1):
            imported = import_matrix(
                plan=slug, draft=draft, on_existing=on_existing, readings=readings, by=None, at=now(), asks=dry_run
            )
            results.append(imported.as_dict() | {"dry_run": dry_run, "reconciliation": differences_in(draft)})
            progress(0.5 + done / (2 * len(drafts)))
        if dry_run:
            transaction.set_rollback(True)
    return results


def differences_in(draft: MatrixDraft) -> list[dict[str, str]]:
    """What the file states of its products, projects and totals and its own parts do not add to, as exact text."""
    return [
        {
            "level": row.level,
            "code": row.code,
            "name": row.name,
            "measure": row.measure,
            "stated": format(row.stated, "f"),
            "recomputed": format(row.recomputed, "f"),
            "difference": format(row.difference, "f"),
        }
        for row in draft.reconciliation
        if row.difference
    ]
