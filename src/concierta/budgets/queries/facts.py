"""What execution files and recorded cuts brought, as digests: what one act in the log says of thousands of lines."""

from collections import defaultdict
from collections.abc import Iterable

from concierta.budgets.models import ExecutionCut
from concierta.engines.finance import FIELDS
from concierta.kernel.digests import digest_of, line_of
from concierta.kernel.origin import Origin
from concierta.plans.models import Plan

_LINE = (
    *("line__key", "line__fiscal_year", "line__vintage", "line__entity__code", "line__project__code"),
    *("line__product__code", "line__activity_code", "line__territory__code", "line__funding_source__code"),
    *("line__bpin", "line__object_code", "line__initial"),
)


def cuts_by_project(imports: Iterable[int]) -> dict[int, dict[str, str]]:
    """Import → code of project → SHA-256 in hex of its lines and how far they were spent. One query for all imports."""
    wanted = list(imports)
    lines: dict[int, dict[str, list[str]]] = {one: defaultdict(list) for one in wanted}
    rows = ExecutionCut.objects.filter(budget_import__in=wanted).order_by()
    columns = ("budget_import_id", "line__project_code", *_LINE, *FIELDS, "row")
    for one, code, *values in rows.values_list(*columns).iterator(chunk_size=5000):
        lines[one][code].append(line_of(*values))
    return {one: {code: digest_of(told) for code, told in found.items()} for one, found in lines.items()}


def own_cuts_by_line(plan: Plan | None = None) -> dict[tuple[str, str], dict[str, str]]:
    """Plan and cut-off → key of line → SHA-256 in hex of a cut recorded by hand. One query."""
    rows = ExecutionCut.objects.exclude(origin=Origin.OFFICIAL).order_by()
    if plan is not None:
        rows = rows.filter(line__plan=plan)
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for slug, cut_off, key, *figures in rows.values_list("line__plan__slug", "cut_off", "line__key", *FIELDS):
        found[slug, cut_off.isoformat()][key] = digest_of([line_of(*figures)])
    return found
