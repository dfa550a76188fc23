"""What was set aside by hand, the acts that changed it, what projects are estimated to cost, and their contracts."""

import hashlib
from collections import defaultdict
from typing import Any

from concierta.budgets.models import BudgetLine, Contract, Modification, ModificationLine, ProjectNeed
from concierta.kernel.origin import Origin
from concierta.ledger.queries import Comparison, RecordedValues, Words, acts_of_kinds, missing

_LINKED = "budget.contract_linked"


def compare_lines(comparison: Comparison) -> None:
    """Lines kept by hand. Those of an official file are compared with their file's act."""
    recorded_acts = _said(("budget.line_defined",), "fiscal_year", "line")
    rows = BudgetLine.objects.exclude(origin=Origin.OFFICIAL).order_by("pk")
    for row in rows.select_related("plan", "project", "entity", "funding_source"):
        found = {
            "initial": str(row.initial),
            "entity": row.entity.code,
            "fund": row.funding_source.code,
            "project": row.project.code if row.project else None,
            "bpin": row.bpin,
            "origin": row.origin,
        }
        recorded = recorded_acts.pop((row.plan.slug, row.fiscal_year, row.key), None)
        comparison.rows += 1
        comparison.hold(f"La línea {row.key} de {row.fiscal_year}", found, recorded)
    comparison.differences += [
        missing(f"La línea {key} de {year}", recorded.last) for (_, year, key), recorded in recorded_acts.items()
    ]


def compare_modifications(comparison: Comparison) -> None:
    recorded_acts = _said(("budget.modified",), "fiscal_year", "act_type", "act_number", "act_date", "kind")
    lines: dict[int, list[str]] = defaultdict(list)
    touched = ModificationLine.objects.order_by().values_list("modification_id", "line__key", "effect", "amount")
    for modification, line, effect, amount in touched:
        lines[modification].append(f"{line}\t{effect}\t{amount}")
    for row in Modification.objects.order_by("pk").select_related("plan", "decision"):
        told = lines[row.pk]
        found = {
            "increase": str(row.increase),
            "decrease": str(row.decrease),
            "held": str(row.held),
            "decision": row.decision.number if row.decision else None,
            "lines": len(told),
            "lines_sha256": _hash("\n".join(sorted(told))),
            "reason_sha256": Words(row.reason),
        }
        day = row.act_date.isoformat()
        key = (row.plan.slug, row.fiscal_year, row.act_type, row.act_number, day, row.kind)
        comparison.rows += 1 + len(told)
        what = f"El acto presupuestal {row.act_number} del {day}"
        comparison.hold(what, found, recorded_acts.pop(key, None))
    comparison.differences += [
        missing(f"El acto presupuestal {number} del {day}", recorded.last)
        for (_, _, _, number, day, _), recorded in recorded_acts.items()
    ]


def compare_needs(comparison: Comparison) -> None:
    recorded_acts = _said(("budget.need_stated",), "fiscal_year", "project")
    for row in ProjectNeed.objects.order_by("pk").select_related("project__plan"):
        recorded = recorded_acts.pop((row.project.plan.slug, row.fiscal_year, row.project.code), None)
        comparison.rows += 1
        what = f"Lo que costaría {row.project.code} en {row.fiscal_year}"
        comparison.hold(what, {"amount": str(row.amount), "source": row.source}, recorded)
    comparison.differences += [
        missing(f"Lo que costaría {code} en {year}", recorded.last)
        for (_, year, code), recorded in recorded_acts.items()
    ]


def compare_contracts(comparison: Comparison) -> None:
    recorded_acts: dict[tuple[Any, ...], RecordedValues] = {}
    for act in acts_of_kinds((_LINKED, "budget.contract_unlinked")):
        key = (act.plan, act.body["project"], act.body["process"])
        if act.kind == _LINKED:
            recorded_acts.setdefault(key, RecordedValues()).apply(act)
        else:
            recorded_acts.pop(key, None)
    for row in Contract.objects.order_by("pk").select_related("plan", "project"):
        found = {"url": row.url, "value": None if row.value is None else str(row.value)}
        recorded = recorded_acts.pop((row.plan.slug, row.project.code, row.process_id), None)
        comparison.rows += 1
        comparison.hold(f"El contrato {row.process_id} de {row.project.code}", found, recorded)
    comparison.differences += [
        missing(f"El contrato {process} de {code}", recorded.last)
        for (_, code, process), recorded in recorded_acts.items()
    ]


def _said(kinds: tuple[str, ...], *names: str) -> dict[tuple[Any, ...], RecordedValues]:
    """What was last said of each thing, told apart by its plan and these fields of the body."""
    recorded_acts: dict[tuple[Any, ...], RecordedValues] = defaultdict(RecordedValues)
    for act in acts_of_kinds(kinds):
        recorded_acts[act.plan, *(act.body[name] for name in names)].apply(act)
    return dict(recorded_acts)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
