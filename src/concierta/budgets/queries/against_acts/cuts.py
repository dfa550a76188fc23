"""Execution: cuts recorded by hand, and official files with everything read from them."""

from collections.abc import Mapping

from django.db.models import Sum

from concierta.budgets.models import BudgetImport, ExecutionCut
from concierta.budgets.queries.facts import cuts_by_project, own_cuts_by_line
from concierta.engines.sitelog import Act
from concierta.kernel.digests import differing_groups
from concierta.ledger.queries import Comparison, acts_of_kinds, cited, missing, unrecorded
from concierta.plans.against_acts import named_groups

_RECORDED, _WITHDRAWN, _IMPORTED = "budget.executed", "budget.execution_withdrawn", "budget.imported"
_DIGESTS = ("cut_off", "facts", "facts_sha256")


def compare_own_cuts(comparison: Comparison) -> None:
    """Each act tells the cut as it stands after it, so that the last one answers for all its lines."""
    comparison.covers((_RECORDED, _WITHDRAWN), _DIGESTS)
    acts: dict[tuple[str, str], Act] = {}
    for act in acts_of_kinds((_RECORDED, _WITHDRAWN)):
        key = (act.plan, act.body["cut_off"])
        if act.kind == _RECORDED:
            acts[key] = act
        else:
            acts.pop(key, None)
    for key, lines in own_cuts_by_line().items():
        what = f"La ejecución de {key[0]} al {key[1]}"
        comparison.rows += len(lines)
        last = acts.pop(key, None)
        if last is None:
            comparison.differences.append(unrecorded(what))
        elif "facts_sha256" not in last.body:
            comparison.not_compared.append(f"{what}: el {cited(last)}, es de antes de que cada acto dijera sus líneas.")
        elif (differing := differing_groups(lines, last.body)) is not None:
            which = f", en {', '.join(differing)}" if differing else ""
            comparison.differences.append(f"{what}: no es la que registró el {cited(last)}{which}.")
    comparison.differences += [missing(f"La ejecución de {plan} al {day}", act) for (plan, day), act in acts.items()]


def compare_files(comparison: Comparison) -> None:
    comparison.covers((_IMPORTED,), (*_DIGESTS, "sha256", "money"))
    acts = {(act.plan, act.body["cut_off"]): act for act in acts_of_kinds((_IMPORTED,))}
    current = BudgetImport.objects.filter(is_current=True).select_related("plan").order_by("pk")
    imports = {budget_import.pk: budget_import for budget_import in current}
    projects, sums = cuts_by_project(imports), _sums()
    for pk, budget_import in imports.items():
        key = (budget_import.plan.slug, budget_import.cut_off.isoformat())
        what = f"El archivo de ejecución de {key[0]} al {key[1]}"
        comparison.rows += budget_import.rows
        act = acts.pop(key, None)
        if act is None:
            comparison.differences.append(unrecorded(what))
        elif act.body["sha256"] != budget_import.sha256:
            comparison.differences.append(f"{what}: en la base de datos es otro que el del {cited(act)}.")
        elif "facts_sha256" not in act.body:
            _compare_sums(comparison, what, act, sums.get(pk, {}))
        elif (codes := differing_groups(projects[pk], act.body)) is not None:
            comparison.differences.append(
                f"{what}: lo que se leyó no es lo que registró el {cited(act)}{named_groups(codes)}."
            )
    comparison.differences += [
        missing(f"El archivo de ejecución de {plan} al {day}", act) for (plan, day), act in acts.items()
    ]
    stray = ExecutionCut.objects.filter(budget_import__is_current=False).count()
    if stray:
        comparison.differences.append(f"Hay {stray} cortes de ejecución de un archivo que otro reemplazó.")


def _sums() -> dict[int, dict[str, str]]:
    """What the cuts of each import add up to, as the older acts tell it."""
    names = ("initial", "final", "availability", "registration", "obligation", "payment")
    rows = (
        ExecutionCut.objects.filter(budget_import__isnull=False)
        .order_by()
        .values("budget_import_id")
        .annotate(**{f"sum_{name}": Sum(name) for name in names})
    )
    return {row["budget_import_id"]: {name: str(row[f"sum_{name}"] or 0) for name in names} for row in rows}


def _compare_sums(comparison: Comparison, what: str, act: Act, sums: Mapping[str, object]) -> None:
    """An act from before digests: the sums that it told, and nothing of one line or another."""
    differing = [name for name, total in act.body["money"].items() if name in sums and sums[name] != total]
    if differing:
        comparison.differences.append(
            f"{what}: sus sumas no son las que registró el {cited(act)} ({', '.join(differing)})."
        )
    comparison.not_compared.append(f"{what}: el {cited(act)}, solo dice el SHA-256 del archivo y sus sumas.")
