"""Plans, their periods and the facts of each period held against what their acts put into the log."""

from concierta.engines.sitelog import Act
from concierta.kernel.digests import differing_groups
from concierta.ledger.queries import Comparison, acts_of_kinds, cited, last_recorded, missing
from concierta.plans.models import (
    ActivityFollowUp,
    MatrixImport,
    Plan,
    ProductFollowUp,
    ProjectFollowUp,
    ReportingPeriod,
)
from concierta.plans.queries import facts_by_project
from concierta.plans.workflow import PLAN_WORKFLOW

_IMPORTED, _BY_HAND = "matrix.imported", "plan.follow_up_recorded"
_MOST_NAMED = 5


def plans_against_acts() -> Comparison:
    """The state and years of every plan, the periods it opened, and what each follow-up stated."""
    comparison = Comparison()
    _compare_plans(comparison)
    _compare_periods(comparison)
    _compare_facts(comparison)
    return comparison


def acts_on_facts() -> dict[tuple[str, str], list[Act]]:
    """Every act that stated facts of a period, oldest first, by plan and "plan/period"."""
    found: dict[tuple[str, str], list[Act]] = {}
    for act in acts_of_kinds((_IMPORTED, _BY_HAND)):
        found.setdefault((act.plan, act.subject), []).append(act)
    return found


def _compare_plans(comparison: Comparison) -> None:
    states: dict[str, str | None] = {step.event: str(step.target) for step in PLAN_WORKFLOW.transitions}
    recorded_acts = last_recorded({"plan.created": PLAN_WORKFLOW.initial, **states})
    for plan in Plan.objects.order_by("pk"):
        comparison.rows += 1
        found = {
            "state": str(plan.state),
            "starts_on": plan.starts_on.isoformat(),
            "ends_on": plan.ends_on.isoformat(),
        }
        comparison.hold(f"El plan {plan.slug}", found, recorded_acts.pop((plan.slug, plan.slug), None))
    comparison.differences += [
        missing(f"El plan {slug}", recorded.last) for (slug, _), recorded in recorded_acts.items()
    ]


def _compare_periods(comparison: Comparison) -> None:
    recorded_acts = last_recorded({"plan.period_opened": None})
    for period in ReportingPeriod.objects.order_by("pk").select_related("plan"):
        recorded = recorded_acts.pop((period.plan.slug, f"{period.plan.slug}/{period.label}"), None)
        comparison.rows += 1
        if recorded:
            found = {"cut_off": period.cut_off.isoformat()}
            comparison.hold(f"El periodo {period.label} de {period.plan.slug}", found, recorded)
        elif period.cut_off != period.period.cut_off:
            comparison.differences.append(
                f"El periodo {period.label} de {period.plan.slug}: en la base de datos termina el {period.cut_off}."
            )
    comparison.differences += [
        missing(f"El periodo {subject}", recorded.last) for (_, subject), recorded in recorded_acts.items()
    ]


def _compare_facts(comparison: Comparison) -> None:
    periods = {period.pk: period for period in ReportingPeriod.objects.order_by("pk").select_related("plan")}
    current = dict(MatrixImport.objects.filter(is_current=True).values_list("period_id", "sha256"))
    found = facts_by_project(periods)
    comparison.rows += sum(
        model._default_manager.count() for model in (ActivityFollowUp, ProductFollowUp, ProjectFollowUp)
    )
    acts = acts_on_facts()
    for pk, period in periods.items():
        told = acts.get((period.plan.slug, f"{period.plan.slug}/{period.label}"))
        what = f"El seguimiento {period.label} de {period.plan.slug}"
        if not told:
            if found[pk]:
                comparison.differences.append(f"{what}: está en la base de datos y ningún acto lo registró.")
            continue
        _compare_file(comparison, what, told, current.get(pk))
        last = told[-1]
        if "facts_sha256" not in last.body:
            comparison.not_compared.append(
                f"{what}: el {cited(last)}, solo dice el SHA-256 del archivo, o de las cifras escritas a mano."
            )
        elif (codes := differing_groups(found[pk], last.body)) is not None:
            comparison.differences.append(f"{what}: no es el que registró el {cited(last)}{named_groups(codes)}.")


def _compare_file(comparison: Comparison, what: str, told: list[Act], sha256: str | None) -> None:
    imports = [act for act in told if act.kind == _IMPORTED]
    if imports and imports[-1].body["sha256"] != sha256:
        comparison.differences.append(
            f"{what}: en la base de datos viene de otro archivo que el del {cited(imports[-1])}."
        )
    elif not imports and sha256 is not None:
        comparison.differences.append(f"{what}: en la base de datos viene de un archivo que ningún acto cargó.")


def named_groups(codes: list[str]) -> str:
    """', en BP-1, BP-2 y 3 proyectos más', or nothing where the act did not tell one from another."""
    if not codes:
        return ""
    rest = f" y {len(codes) - _MOST_NAMED} proyectos más" if len(codes) > _MOST_NAMED else ""
    return f", en {', '.join(codes[:_MOST_NAMED])}{rest}"
