"""The achievement of a plan at a cut-off: loads what `measuring` needs and puts the tree together."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from concierta.amendments.enums import SubjectKind
from concierta.engines.achievement import DNP_LEGACY, Accumulation, FlowPolicy, Measure, read_year_weights
from concierta.plans.models import Plan
from concierta.publishing.queries.measuring import (
    Branch,
    Calendar,
    Figure,
    IndicatorFacts,
    Reading,
    Tally,
    read_indicator,
    roll_up_branch,
)
from concierta.publishing.queries.measuring.rollup import sibling_weights, tally_of_reading
from concierta.publishing.queries.snapshot import Snapshot

BAND_SCALE = DNP_LEGACY


@dataclass(frozen=True)
class Achievement:
    """`tallies` by (level, public key), from the plan down; `readings` of every indicator by its code."""

    plan: Tally
    tallies: dict[tuple[str, str], Tally]
    readings: dict[str, Reading]


def achievement(plan: Plan, cut_off: date) -> Achievement:
    """How far `plan` is at `cut_off`, verified and reported, by the rules of ADR 0007. A fixed number of queries."""
    return achievement_of(Snapshot(plan, cut_off))


def achievement_of(snapshot: Snapshot) -> Achievement:
    calendar = calendar_of(snapshot)
    facts = indicator_facts(snapshot)
    readings = {pk: read_indicator(facts[pk], calendar) for pk in snapshot.indicators}
    tallies: dict[tuple[str, str], Tally] = {}
    total = roll_up_branch(_tree(snapshot, readings), tallies)
    for pk, indicator in snapshot.indicators.items():
        tallies["indicator", indicator.code] = tally_of_reading(readings[pk])
    by_code = {indicator.code: readings[pk] for pk, indicator in snapshot.indicators.items()}
    return Achievement(total, tallies, by_code)


def shares_of(snapshot: Snapshot) -> dict[tuple[str, str], Fraction]:
    """What each part is of its parent, by (level, public key): its weight over those of all its siblings."""
    found: dict[tuple[str, str], Fraction] = {}
    parents = [_tree(snapshot, {})]
    while parents:
        parent = parents.pop()
        weights, _ = sibling_weights([child.weight for child in parent.children])
        total = sum(weights, Fraction(0))
        for child, weight in zip(parent.children, weights, strict=True):
            found[child.level, child.key] = weight / total if total else Fraction(0)
        parents.extend(parent.children)
    return found


def calendar_of(snapshot: Snapshot, cut_off: date | None = None) -> Calendar:
    return Calendar(cut_off or snapshot.cut_off, snapshot.plan.starts_on, snapshot.plan.ends_on)


def facts_on(snapshot: Snapshot, facts: dict[int, IndicatorFacts], pk: int, day: date) -> IndicatorFacts:
    """The facts of an indicator with the definition and the targets that were in force on an earlier day.

    The past is never rewritten: what the table moved afterwards does not change how an earlier period went.
    """
    if not snapshot.in_force.touches(SubjectKind.INDICATOR):
        return facts[pk]
    indicator, targets = snapshot.defined_on(pk, day)
    return replace(
        facts[pk],
        accumulation=Accumulation(indicator.accumulation),
        flow_policy=FlowPolicy(indicator.flow_policy),
        baseline=indicator.baseline,
        targets=targets,
        measure=Measure(indicator.measure),
        unit=indicator.unit,
        year_weights=_year_weights(snapshot, indicator.year_weights),
    )


def indicator_facts(snapshot: Snapshot) -> dict[int, IndicatorFacts]:
    """The facts of every indicator, with the figures that stand in order of period."""
    figures: dict[int, list[Figure]] = {pk: [] for pk in snapshot.indicators}
    for report in snapshot.reports:
        if report.stands:
            period = snapshot.periods[report.period]
            figures[report.indicator].append(
                Figure(
                    period.label,
                    period.year,
                    period.cut_off,
                    report.status,
                    report.value,
                    report.verified_value,
                    report.reported_ratio,
                    report.verified_ratio,
                )
            )
    return {
        pk: IndicatorFacts(
            Accumulation(indicator.accumulation),
            FlowPolicy(indicator.flow_policy),
            indicator.baseline,
            snapshot.targets[pk],
            tuple(figures[pk]),
            Measure(indicator.measure),
            indicator.unit,
            _year_weights(snapshot, indicator.year_weights),
        )
        for pk, indicator in snapshot.indicators.items()
    }


def _year_weights(snapshot: Snapshot, written: str) -> dict[int, Decimal]:
    """Kept as they were checked when they were defined; a plan that has them has them of all its years."""
    if not written:
        return {}
    plan = snapshot.plan
    return read_year_weights(written, range(plan.starts_on.year, plan.ends_on.year + 1))


def _tree(snapshot: Snapshot, readings: dict[int, Reading]) -> Branch:
    """Outcome indicators are no branch: outputs and outcomes are told apart, never averaged together."""
    root = Branch("plan", snapshot.plan.slug)
    by_product = {
        indicator.product_id: readings.get(pk) for pk, indicator in snapshot.indicators.items() if indicator.product_id
    }
    nodes = {pk: Branch("node", snapshot.node_keys[pk], node.weight) for pk, node in snapshot.nodes.items()}
    for pk, node in snapshot.nodes.items():
        (nodes[node.parent_id] if node.parent_id else root).children.append(nodes[pk])
    projects = {}
    for pk, project in snapshot.projects.items():
        projects[pk] = Branch("project", project.code, project.weight)
        nodes[project.node_id].children.append(projects[pk])
    for pk, product in snapshot.products.items():
        leaf = Branch("product", snapshot.product_keys[pk], snapshot.weights_at_cut_off[pk], reading=by_product.get(pk))
        projects[product.project_id].children.append(leaf)
    return root
