"""Siblings add to 100 %, or none of them carries a weight: asked of every family that an amendment touches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Change
from concierta.amendments.queries.plan_as_of import PlanAsOf
from concierta.amendments.subjects import activity_subject, node_subject, parts_of, product_subject
from concierta.amendments.subjects.new_project import read_project
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.errors import gettext_noop
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.operations.readiness import Problem, check_family


@dataclass(frozen=True, slots=True)
class Member:
    """One sibling: its live weight as text, and from when to when it is part of the plan."""

    kind: str
    subject: str
    weight: str | None
    entered_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    parent: str
    members: list[Member]


def problems_of_weights(plan: Plan, changes: list[Change], version: PlanAsOf, days: list[date]) -> Iterator[Problem]:
    families = list(_touched(plan, changes))
    seen: set[tuple[str, str, tuple[tuple[str, Any], ...]]] = set()
    for day in days:
        on_day = version.at(day)
        for family in families:
            weights = _weights(family, on_day)
            for problem in check_family(family.parent, weights):
                known = (family.parent, problem.message, tuple(sorted(problem.params.items())))
                if known not in seen:
                    seen.add(known)
                    yield problem if day == days[0] else _later(problem, day)
    for change in changes:
        if change.field == ChangeField.ADDED:
            yield from _inside(change)


def _weights(family: Family, version: PlanAsOf) -> list[Decimal | None]:
    found = []
    for member in family.members:
        if member.kind == SubjectKind.PROJECT and not version.has_project(
            member.subject, member.entered_on, member.closed_on
        ):
            continue
        written = version.value(member.kind, member.subject, ChangeField.WEIGHT, member.weight)
        found.append(None if written is None else Decimal(written))
    return found


@dataclass(frozen=True, slots=True)
class Later(Problem):
    """A problem that only shows on a later day, when something already adopted takes effect."""

    of: Problem | None = None

    def render(self, translate: Callable[[str], str] = str) -> str:
        assert self.of is not None
        return translate(self.message) % {**self.params, "problem": self.of.render(translate)}


def _later(problem: Problem, day: date) -> Problem:
    message = gettext_noop("desde el %(on)s, con lo ya adoptado: %(problem)s")
    return Later(message, {"on": day.strftime("%d/%m/%Y")}, problem)


def _inside(change: Change) -> Iterator[Problem]:
    """The families of the new project itself."""
    project = read_project(change.after)
    yield from check_family(change.subject, [_number(product.weight) for product in project.products])
    for product in project.products:
        yield from check_family(
            f"{change.subject}/{product.code}", [_number(activity.weight) for activity in product.activities]
        )


def _number(weight: str | None) -> Decimal | None:
    return None if weight is None else Decimal(weight)


def _touched(plan: Plan, changes: list[Change]) -> Iterator[Family]:
    weighed = [change for change in changes if change.field == ChangeField.WEIGHT]
    moved = [change for change in changes if change.field in (ChangeField.ADDED, ChangeField.CLOSED)]
    parts = parts_of(plan, [(change.kind, change.subject) for change in (*weighed, *moved)])
    found = list(parts.values())
    if any(isinstance(part, Node) for part in found):
        yield from _of_nodes(plan, {part.parent_id for part in found if isinstance(part, Node)})
    added = [change for change in moved if change.field == ChangeField.ADDED]
    places = {part.node_id for part in found if isinstance(part, Project)}
    places |= _places_of_new(plan, added)
    yield from _of_projects(plan, places, added)
    yield from _of_products([part.project_id for part in found if isinstance(part, Product)])
    yield from _of_activities([part.product_id for part in found if isinstance(part, Activity)])
    if any(isinstance(part, Indicator) for part in found):
        yield from _of_indicators(plan, {part.node_id for part in found if isinstance(part, Indicator)})


def _places_of_new(plan: Plan, added: list[Change]) -> set[int]:
    wanted = [(SubjectKind.NODE.value, read_project(change.after).node) for change in added]
    return {node.pk for node in parts_of(plan, wanted).values()}


def _of_nodes(plan: Plan, parents: set[int | None]) -> Iterator[Family]:
    families: dict[int | None, list[Node]] = {}
    for node in plan.nodes.select_related("tier", "parent").order_by("tier__depth", "code"):
        families.setdefault(node.parent_id, []).append(node)
    for parent in sorted(parents, key=lambda pk: pk or 0):
        nodes = families[parent]
        above = nodes[0].parent
        members = [Member(SubjectKind.NODE.value, node_subject(node), plain(node.weight)) for node in nodes]
        yield Family(above.name if above else plan.name, members)


def _of_projects(plan: Plan, places: Iterable[int], added: list[Change]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    nodes = Node.objects.filter(pk__in=places).select_related("tier").order_by("tier__depth", "code")
    for node in nodes:
        families[node.pk] = Family(node.name, [])
        for change in added:
            project = read_project(change.after)
            if project.node == node_subject(node):
                entered = change.amendment.effective_on
                families[node.pk].members.append(Member(change.kind, change.subject, project.weight, entered))
    for row in Project.objects.filter(plan=plan, node__in=places).order_by("code"):
        families[row.node_id].members.append(
            Member(SubjectKind.PROJECT.value, row.code, plain(row.weight), row.entered_on, row.closed_on)
        )
    yield from families.values()


def _of_products(projects: list[int]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    rows = Product.objects.filter(project__in=projects).select_related("project").order_by("project__code", "code")
    for row in rows:
        family = families.setdefault(row.project_id, Family(row.project.name, []))
        subject = product_subject(row.project.code, row.code)
        family.members.append(Member(SubjectKind.PRODUCT.value, subject, plain(row.weight)))
    yield from families.values()


def _of_activities(products: list[int]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    rows = Activity.objects.filter(product__in=products).select_related("product__project")
    for row in rows.order_by("product__project__code", "product__code", "code", "occurrence"):
        product = row.product
        family = families.setdefault(product.pk, Family(product.name, []))
        subject = activity_subject(product.project.code, product.code, row.code, row.occurrence)
        family.members.append(Member(SubjectKind.ACTIVITY.value, subject, plain(row.weight)))
    yield from families.values()


def _of_indicators(plan: Plan, nodes: set[int | None]) -> Iterator[Family]:
    """Outcome indicators of one place; an output indicator is alone in its product."""
    families: dict[int | None, Family] = {}
    rows = Indicator.objects.filter(plan=plan, kind=IndicatorKind.OUTCOME).select_related("node").order_by("code")
    for row in rows:
        if row.node_id in nodes:
            family = families.setdefault(row.node_id, Family(row.node.name if row.node else plan.name, []))
            family.members.append(Member(SubjectKind.INDICATOR.value, row.code, plain(row.weight)))
    yield from families.values()
