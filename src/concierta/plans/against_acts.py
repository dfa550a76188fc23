"""Plans, their periods and the facts of each period held against what their acts put into the log."""

from collections.abc import Callable

from concierta.engines.sitelog import Act
from concierta.kernel.digests import differing_groups
from concierta.ledger.queries import Comparison, RecordedValues, acts_of_kinds, cited, unrecorded
from concierta.ledger.recorded import Recorded, compared
from concierta.people.models import Entity
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

_ROLES = ("secretariat", "reviewer", "verifier", "presenter")


def _apply_to_plan(recorded: RecordedValues, act: Act, state: str | None) -> None:
    """Roles that were assigned anew stand under "after"; nothing else is said with them."""
    recorded.apply(act, **({"state": state} if state else act.body["after"]))


def _role_of(role: str) -> Callable[[Plan], str | None]:
    def code(plan: Plan) -> str | None:
        entity: Entity | None = getattr(plan, role)
        return entity.code if entity else None

    return code


_PLANS = Recorded[Plan](
    kinds={
        "plan.created": PLAN_WORKFLOW.initial,
        **PLAN_WORKFLOW.states_after,
        "plan.roles_assigned": None,
    },
    rows=Plan.objects.order_by("pk").select_related(*_ROLES),
    key=lambda plan: (plan.slug, plan.slug),
    name=lambda slug, _subject: f"El plan {slug}",
    columns={
        "state": lambda plan: plan.state,
        "starts_on": lambda plan: plan.starts_on,
        "ends_on": lambda plan: plan.ends_on,
        "name": lambda plan: plan.name,
        "origin": lambda plan: plan.origin,
        "source": lambda plan: plan.source,
        **{role: _role_of(role) for role in _ROLES},
    },
    also=("after",),
    apply=_apply_to_plan,
)
_PERIODS = Recorded[ReportingPeriod](
    kinds={"plan.period_opened": None},
    rows=ReportingPeriod.objects.order_by("pk").select_related("plan"),
    key=lambda period: (period.plan.slug, f"{period.plan.slug}/{period.label}"),
    name=lambda _plan, subject: f"El periodo {subject}",
    row_name=lambda period: f"El periodo {period.label} de {period.plan.slug}",
    columns={"cut_off": lambda period: period.cut_off},
)


def plans_against_acts() -> Comparison:
    """The state, name, years and roles of every plan, the periods it opened, and what each follow-up stated."""
    return compared(_PLANS.compare, _compare_periods, _compare_facts)


def acts_on_facts() -> dict[tuple[str, str], list[Act]]:
    """Every act that stated facts of a period, oldest first, by plan and "plan/period"."""
    acts: dict[tuple[str, str], list[Act]] = {}
    for act in acts_of_kinds((_IMPORTED, _BY_HAND)):
        acts.setdefault((act.plan, act.subject), []).append(act)
    return acts


def _compare_periods(comparison: Comparison) -> None:
    """One that a matrix brought has no act of its own, and ends on the day on which its kind of period does."""
    for pair in _PERIODS.pairs(comparison):
        if pair.recorded:
            comparison.hold(pair.name, pair.found, pair.recorded)
        elif pair.row.cut_off != pair.row.period.cut_off:
            comparison.differences.append(f"{pair.name}: en la base de datos termina el {pair.row.cut_off}.")


def _compare_facts(comparison: Comparison) -> None:
    comparison.covers((_IMPORTED, _BY_HAND), ("facts", "facts_sha256", "sha256"))
    periods = {period.pk: period for period in ReportingPeriod.objects.order_by("pk").select_related("plan")}
    current = dict(MatrixImport.objects.filter(is_current=True).values_list("period_id", "sha256"))
    facts = facts_by_project(periods)
    comparison.rows += sum(
        model._default_manager.count() for model in (ActivityFollowUp, ProductFollowUp, ProjectFollowUp)
    )
    acts = acts_on_facts()
    for pk, period in periods.items():
        of_period = acts.get((period.plan.slug, f"{period.plan.slug}/{period.label}"))
        name = f"El seguimiento {period.label} de {period.plan.slug}"
        if not of_period:
            if facts[pk]:
                comparison.differences.append(unrecorded(name))
            continue
        _compare_file(comparison, name, of_period, current.get(pk))
        last = of_period[-1]
        if "facts_sha256" not in last.body:
            comparison.not_compared.append(
                f"{name}: el {cited(last)}, solo dice el SHA-256 del archivo, o de las cifras escritas a mano."
            )
        elif (codes := differing_groups(facts[pk], last.body)) is not None:
            comparison.differences.append(f"{name}: no es el que registró el {cited(last)}{named_groups(codes)}.")


def _compare_file(comparison: Comparison, name: str, acts: list[Act], sha256: str | None) -> None:
    imports = [act for act in acts if act.kind == _IMPORTED]
    if imports and imports[-1].body["sha256"] != sha256:
        comparison.differences.append(
            f"{name}: en la base de datos viene de otro archivo que el del {cited(imports[-1])}."
        )
    elif not imports and sha256 is not None:
        comparison.differences.append(f"{name}: en la base de datos viene de un archivo que ningún acto cargó.")


def named_groups(codes: list[str]) -> str:
    """', en BP-1, BP-2 y 3 proyectos más', or nothing where the act did not tell one from another."""
    if not codes:
        return ""
    rest = f" y {len(codes) - _MOST_NAMED} proyectos más" if len(codes) > _MOST_NAMED else ""
    return f", en {', '.join(codes[:_MOST_NAMED])}{rest}"
