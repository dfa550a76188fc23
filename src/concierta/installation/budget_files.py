"""Loading execution files and price indexes: reading is pure, writing is one operation per file."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import transaction

from concierta.budgets.matrix import load_budget_profile, read_budget, read_prices, text_of_prices
from concierta.budgets.operations import keep_price_index, load_budget
from concierta.budgets.queries import compare_sources
from concierta.engines.finance import Standing
from concierta.kernel.clock import now
from concierta.plans.queries import plan_by_slug


def import_budget_files(
    *,
    files: Sequence[Path],
    slug: str,
    profile_name: str,
    cut_off: date | None,
    dry_run: bool,
    on_existing: Literal["refuse", "update"],
) -> list[dict[str, object]]:
    """Read every file before writing the first, and write all in one transaction: all of them enter, or none."""
    profile = load_budget_profile(profile_name)
    plan = plan_by_slug(None, slug)
    drafts = [read_budget(file, profile=profile, cut_off=cut_off, filename=file.name) for file in files]
    results = []
    with transaction.atomic():
        for draft in drafts:
            loaded = load_budget(plan=plan, draft=draft, on_existing=on_existing, by=None, at=now())
            made = loaded.budget_import
            results.append(
                {
                    "plan": plan.slug,
                    "file": made.filename,
                    "sha256": made.sha256,
                    "profile": made.profile,
                    "cut_off": made.cut_off.isoformat(),
                    "fiscal_year": made.fiscal_year,
                    "status": loaded.status,
                    "dry_run": dry_run,
                    "lines": loaded.lines,
                    "new_lines": loaded.new_lines,
                    "counts": made.counts,
                    "money": made.money,
                    "findings": [
                        {
                            "row": one.row,
                            "column": one.column,
                            "value": one.value,
                            "code": one.code,
                            "message": one.message,
                            "action": one.action,
                            "result": one.result,
                            "project": one.project_code,
                        }
                        for one in made.findings.order_by("row", "pk")
                    ],
                    "sources": _sources(plan, made.cut_off),
                }
            )
        if dry_run:
            transaction.set_rollback(True)
    return results


def _sources(plan: Any, on: date) -> Mapping[str, object] | None:
    """How the budget and the plan's own matrix of the same year stand to each other; None where there is only one."""
    compared = compare_sources(None, plan, on)
    if compared is None:
        return None
    current = compare_sources(None, plan, on, current_only=True)
    return {
        "counts": {standing.value: compared.counts[standing] for standing in Standing},
        "without_reserves": {standing.value: current.counts[standing] for standing in Standing} if current else {},
        "differing": [
            {"project": row.code, "differences": row.differences}
            for row in (current or compared).rows
            if row.standing is Standing.DIFFERS
        ],
    }


def import_price_index(*, file: Path, slug: str, name: str, base: str, source: str) -> int:
    """Read a line for each year and keep it; how many years."""
    points = read_prices(text_of_prices(file.read_bytes()), field="file")
    index = keep_price_index(slug=slug, name=name, base=base, source=source, points=points, by=None, at=now())
    return index.points.count()
