"""What a proposed amendment would do to the plan, beside the plan without it. Nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.models import Amendment, Change
from concierta.amendments.queries import PlanAsOf, key_of, plan_as_of, problems_of_amendment
from concierta.amendments.subjects import NewProject, node_subject, read_project
from concierta.amendments.subjects.new_project import build_indicator, build_product, build_project, build_targets
from concierta.engines.versions import Change as Dated
from concierta.indicators.models import Indicator
from concierta.kernel.clock import today
from concierta.kernel.keys import split_key
from concierta.people.models import Entity
from concierta.plans.models import Plan, Product, Project, ReportingPeriod
from concierta.plans.operations import Problem
from concierta.publishing.queries.achievement import Achievement, achievement_of, shares_of
from concierta.publishing.queries.measuring import Tally
from concierta.publishing.queries.snapshot import Snapshot, Targets

RowT = TypeVar("RowT", Project, Product, Indicator)


@dataclass(frozen=True, slots=True)
class Side:
    """One part of the plan, one way: achievements as published (fractions between 0 and 1, None where nothing is
    programmed) and `share`, what it weighs among its siblings (None for the plan and for indicators)."""

    tally: Tally
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A part without the amendment and with it. `now` is None for what it adds, `proposed` for what it closes."""

    level: str
    key: str
    name: str
    now: Side | None
    proposed: Side | None

    @property
    def differs(self) -> bool:
        return self.now != self.proposed


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`cut_off` is that of the figures, `in_force_on` the day whose plan they are read with on both sides.

    `nodes` are all of the plan, tier by tier; `projects` those under the nodes that the amendment touches;
    `indicators` those it touches. `problems` keep it from being adopted as it is.
    """

    cut_off: date
    in_force_on: date
    plan: Compared
    nodes: tuple[Compared, ...]
    projects: tuple[Compared, ...]
    indicators: tuple[Compared, ...]
    problems: tuple[Problem, ...] = ()


@dataclass
class ProposedSnapshot(Snapshot):
    """A snapshot in which some projects exist that nobody has saved, and others do not though they were."""

    added: dict[str, NewProject] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    @cached_property
    def _all_projects(self) -> dict[int, Project]:
        found = {pk: row for pk, row in super()._all_projects.items() if row.code not in self.absent}
        found |= {row.pk: row for row in self._new_projects}
        return dict(sorted(found.items(), key=lambda item: item[1].code))

    @cached_property
    def _all_products(self) -> dict[int, Product]:
        found = super()._all_products | {row.pk: row for row in self._new_products}
        return dict(sorted(found.items(), key=lambda item: (item[1].project.code, item[1].code, item[1].goal_code)))

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        found = super().indicators | {row.pk: row for row in self._new_indicators}
        return dict(sorted(found.items(), key=lambda item: item[1].code))

    @cached_property
    def _live_targets(self) -> dict[int, Targets]:
        return super()._live_targets | self._new_targets

    @cached_property
    def _new_projects(self) -> list[Project]:
        nodes = {node_subject(node): node for node in self.nodes.values()}
        rows = [
            build_project(self.plan, nodes[project.node], code, project, self._named)
            for code, project in self.added.items()
        ]
        return _numbered(rows)

    @cached_property
    def _new_products(self) -> list[Product]:
        return _numbered(
            [build_product(row, product) for row in self._new_projects for product in self.added[row.code].products]
        )

    @cached_property
    def _new_indicators(self) -> list[Indicator]:
        described = [product.indicator for project in self.added.values() for product in project.products]
        return _numbered(
            [
                build_indicator(self.plan, product, indicator, self._named)
                for product, indicator in zip(self._new_products, described, strict=True)
                if indicator is not None
            ]
        )

    @cached_property
    def _new_targets(self) -> dict[int, Targets]:
        described = {indicator.code: indicator for project in self.added.values() for indicator in project.indicators}
        return {
            row.pk: {(target.year, target.quarter): target.value for target in build_targets(row, described[row.code])}
            for row in self._new_indicators
        }

    @cached_property
    def _named(self) -> dict[str, Entity]:
        codes = {code for project in self.added.values() for code in project.entities}
        return {entity.code: entity for entity in Entity.objects.filter(code__in=codes).order_by("pk")}


def what_if(amendment: Amendment, *, cut_off: date | None = None) -> WhatIf:
    """The plan without the amendment and with it, at the last cut-off that has come unless another is given.

    Both sides read the same figures, with the plan as it will be once the amendment takes effect: what differs is the
    amendment alone, also where others adopted before begin at the same time. Of one already adopted it tells what it
    did. A number of queries that does not grow with the plan.
    """
    plan = amendment.plan
    changes = list(amendment.changes.order_by("ordinal"))
    cut_off = cut_off or _last_cut_off(plan)
    day = max([cut_off, amendment.effective_on, *_closings(changes)])
    adopted = plan_as_of(plan, day)
    without = PlanAsOf(day, tuple(_undone(change, amendment) for change in adopted.changes))
    saved = amendment.state == AmendmentState.ADOPTED
    with_it = adopted if saved else adopted.also(_dated(amendment, changes))
    added = {change.subject: read_project(change.after) for change in changes if change.field == ChangeField.ADDED}
    now = ProposedSnapshot(plan, cut_off, version=without, absent=frozenset(added))
    proposed = ProposedSnapshot(plan, cut_off, version=with_it, added={} if saved else added)
    problems = problems_of_amendment(amendment) if amendment.state == AmendmentState.PROPOSED else []
    return _compared(amendment, changes, now, proposed, tuple(problems))


def _compared(
    amendment: Amendment, changes: list[Change], now: Snapshot, proposed: Snapshot, problems: tuple[Problem, ...]
) -> WhatIf:
    plan = amendment.plan
    sides = [(achievement_of(snapshot), shares_of(snapshot)) for snapshot in (now, proposed)]

    def row(level: str, key: str, name: str) -> Compared:
        before, after = (_side(found, shares, level, key) for found, shares in sides)
        return Compared(level, key, name, before, after)

    projects = {row.code: row for snapshot in (now, proposed) for row in snapshot.projects.values()}
    places = {projects[code].node_id for code in _touched_projects(changes, now, proposed) if code in projects}
    touched = set(_touched_indicators(changes))
    indicators = {row.code: row for snapshot in (now, proposed) for row in snapshot.indicators.values()}
    return WhatIf(
        cut_off=now.cut_off,
        in_force_on=now.in_force.on,
        plan=row("plan", plan.slug, plan.name),
        nodes=tuple(row("node", key, proposed.nodes[pk].name) for pk, key in proposed.node_keys.items()),
        projects=tuple(
            row("project", code, projects[code].name) for code in sorted(projects) if projects[code].node_id in places
        ),
        indicators=tuple(
            row("indicator", code, indicators[code].name) for code in sorted(touched) if code in indicators
        ),
        problems=problems,
    )


def _side(found: Achievement, shares: dict[tuple[str, str], Fraction], level: str, key: str) -> Side | None:
    tally = found.tallies.get((level, key))
    return None if tally is None else Side(tally, shares.get((level, key)))


def _touched_indicators(changes: Iterable[Change]) -> Iterable[str]:
    for change in changes:
        if change.kind == SubjectKind.INDICATOR:
            yield change.subject
        elif change.field == ChangeField.ADDED:
            yield from (indicator.code for indicator in read_project(change.after).indicators)


def _touched_projects(changes: Iterable[Change], *snapshots: Snapshot) -> set[str]:
    """Those that a change names, by itself or by one of its products, activities or indicators."""
    under = {
        indicator.code: snapshot.products[indicator.product_id].project.code
        for snapshot in snapshots
        for indicator in snapshot.indicators.values()
        if indicator.product_id
    }
    found = set()
    for change in changes:
        if change.kind == SubjectKind.INDICATOR:
            found.add(under.get(change.subject, ""))
        elif change.kind != SubjectKind.NODE:
            found.add(split_key(change.subject)[0])
    return found


def _dated(amendment: Amendment, changes: list[Change]) -> list[Dated]:
    """As if adopted after everything else."""
    last = 1_000_000_000
    return [Dated(key_of(change), change.before, change.after, amendment.effective_on, last) for change in changes]


def _undone(change: Dated, amendment: Amendment) -> Dated:
    """A change of this very amendment as if it had changed nothing; live rows already carry what it did."""
    return replace(change, after=change.before) if change.number == amendment.adoption else change


def _closings(changes: Iterable[Change]) -> Iterable[date]:
    return (date.fromisoformat(str(change.after)) for change in changes if change.field == ChangeField.CLOSED)


def _last_cut_off(plan: Plan) -> date:
    """The cut-off of the last period that has ended; before the first, today."""
    ended = ReportingPeriod.objects.filter(plan=plan, cut_off__lte=today()).order_by("-cut_off")
    found: date | None = ended.values_list("cut_off", flat=True).first()
    return found or today()


def _numbered(rows: list[RowT]) -> list[RowT]:
    """Rows that are not saved tell themselves apart by keys that no database gives."""
    for number, row in enumerate(rows, 1):
        row.pk = -number
    return rows
