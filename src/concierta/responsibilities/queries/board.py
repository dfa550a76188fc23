"""Who holds each duty on a date: what the thing's own columns imply, and over it what `Responsibility` rows say.

Plain numbers and not model instances: a plan of a thousand indicators has some eight thousand cells, and most are only
counted. The number of queries does not grow with the plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.mesa.enums import ActionState
from concierta.mesa.models import ActionItem
from concierta.people.models import Membership
from concierta.people.queries import in_force
from concierta.plans.models import Plan, Project
from concierta.responsibilities.duties import DUTIES, INCOMPATIBLE
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility

#: Who reviews, verifies and presents. A project or a pledge leaves it to its indicators where they all say the same.
Checkers = tuple[int | None, int | None, int | None]
_CHECKERS = ("reviewer_id", "verifier_id", "presenter_id")
_DUTIES = {duty.value: duty for duty in Duty}
_TO_BE_DONE = (ActionState.OPEN, ActionState.DONE)


class Holding(NamedTuple):
    """Keys of the entity, person and substitute. `row` is None where only the thing's own columns speak."""

    entity: int | None
    person: int | None = None
    substitute: int | None = None
    since: date | None = None
    row: int | None = None

    @property
    def people(self) -> set[int]:
        return {pk for pk in (self.person, self.substitute) if pk is not None}


class Clash(NamedTuple):
    """Two duties that one entity holds, or (`by_person`) one person of two entities."""

    first: Duty
    second: Duty
    by_person: bool


@dataclass(slots=True)
class Line:
    """One thing that somebody answers for. `open_rows`: the open row of each duty, also where it no longer speaks.
    `pending`: duties of which it is settled who takes over on a day still to come."""

    kind: SubjectKind
    pk: int
    code: str
    name: str
    cells: dict[Duty, Holding] = field(default_factory=dict)
    open_rows: dict[Duty, int] = field(default_factory=dict)
    pending: set[Duty] = field(default_factory=set)

    def clashes(self) -> set[Clash]:
        found = set()
        for first, second in INCOMPATIBLE:
            one, other = self.cells.get(first), self.cells.get(second)
            if one is None or other is None:
                continue
            if one.entity is not None and one.entity == other.entity:
                found.add(Clash(first, second, by_person=False))
            elif one.people & other.people:
                found.add(Clash(first, second, by_person=True))
        return found


@dataclass(slots=True)
class Board:
    lines: list[Line]
    roles: set[tuple[int, int, str]]
    """(person, entity, role) of every active account on the date."""

    def fits(self, person: int | None, entity: int | None, line: Line, duty: Duty) -> bool:
        """True if a person may hold the duty: one who lost the role, or the account, answers for nothing."""
        if person is None or entity is None:
            return False
        return any((person, entity, role) in self.roles for role in DUTIES[line.kind][duty].roles)

    def is_hole(self, line: Line, duty: Duty) -> bool:
        cell = line.cells[duty]
        return not self.fits(cell.person, cell.entity, line, duty)

    def holes(self, line: Line) -> list[Duty]:
        return [duty for duty in line.cells if self.is_hole(line, duty)]


def read_board(plan: Plan, on: date, kinds: Iterable[SubjectKind] = tuple(SubjectKind)) -> Board:
    """Every thing of `plan` that somebody answers for on that day, by kind and code.

    Closed projects with their indicators, and tasks that were checked or dropped, have nobody left to ask.
    """
    wanted = set(kinds)
    followed = _Followed(plan) if wanted & {SubjectKind.PLEDGE, SubjectKind.PROJECT} else None
    lines: list[Line] = []
    if SubjectKind.PLEDGE in wanted and followed is not None and plan.agreement_id is not None:
        lines += overlaid(_pledges(plan, followed), Q(pledge__clause__agreement=plan.agreement_id), on)
    if SubjectKind.PROJECT in wanted and followed is not None:
        lines += overlaid(_projects(plan, followed, on), Q(project__plan=plan), on)
    if SubjectKind.INDICATOR in wanted:
        lines += overlaid(_indicators(plan, on), Q(indicator__plan=plan), on)
    if SubjectKind.ACTION_ITEM in wanted and plan.agreement_id is not None:
        lines += overlaid(_action_items(plan), Q(action_item__mesa__agreement=plan.agreement_id), on)
    return Board(lines, roles_on(on))


def line_of(subject: Pledge | Project | Indicator | ActionItem, plan: Plan | None, on: date) -> Line:
    """The line of one thing alone. `plan` is the one whose entities check it, where the thing does not say."""
    if isinstance(subject, ActionItem):
        return overlaid([_action_item(subject)], Q(action_item=subject), on)[0]
    if plan is None:
        raise ValueError("only a task of the table has no plan")
    if isinstance(subject, Indicator):
        return overlaid(_indicators(plan, None, pk=subject.pk), Q(indicator=subject), on)[0]
    followed = _Followed(plan)
    if isinstance(subject, Project):
        return overlaid(_projects(plan, followed, None, pk=subject.pk), Q(project=subject), on)[0]
    return overlaid(_pledges(plan, followed, pk=subject.pk), Q(pledge=subject), on)[0]


def roles_on(on: date) -> set[tuple[int, int, str]]:
    held = Membership.objects.filter(in_force(on))
    return set(held.order_by().values_list("user_id", "entity_id", "role"))


class _Followed:
    """What the indicators of a project or pledge say of who checks it, where they agree."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.said: dict[tuple[SubjectKind, int], set[Checkers]] = defaultdict(set)
        rows = Indicator.objects.filter(plan=plan).order_by().exclude(product__isnull=True, pledge__isnull=True)
        for project, pledge, *said in rows.values_list("product__project_id", "pledge_id", *_CHECKERS):
            key = (SubjectKind.PROJECT, project) if project is not None else (SubjectKind.PLEDGE, pledge)
            self.said[key].add(_or_the_plans(plan, said))

    def checkers(self, kind: SubjectKind, pk: int) -> Checkers:
        default = _or_the_plans(self.plan, (None, None, None))
        said = self.said.get((kind, pk))
        if said is None:
            return default
        named = [set(column) for column in zip(*said, strict=True)]
        reviewer, verifier, presenter = (
            column.pop() if len(column) == 1 else other for column, other in zip(named, default, strict=True)
        )
        return reviewer, verifier, presenter


def _pledges(plan: Plan, followed: _Followed, **only: int) -> Iterable[Line]:
    rows = Pledge.objects.filter(clause__agreement=plan.agreement_id, **only).order_by("clause__ordinal", "code", "pk")
    for pk, code, text, entity in rows.values_list("pk", "code", "text", "entity_id"):
        cells = _cells(entity, entity, followed.checkers(SubjectKind.PLEDGE, pk))
        yield Line(SubjectKind.PLEDGE, pk, code, text, cells)


def _projects(plan: Plan, followed: _Followed, on: date | None, **only: int) -> Iterable[Line]:
    rows = Project.objects.filter(plan=plan, **only).order_by("code")
    if on is not None:
        rows = rows.exclude(closed_on__lte=on)
    for pk, code, name, entity in rows.values_list("pk", "code", "name", "entity_id"):
        cells = _cells(entity, entity, followed.checkers(SubjectKind.PROJECT, pk))
        yield Line(SubjectKind.PROJECT, pk, code, name, cells)


def _indicators(plan: Plan, on: date | None, **only: int) -> Iterable[Line]:
    rows = Indicator.objects.filter(plan=plan, **only).order_by("code")
    if on is not None:
        rows = rows.exclude(product__project__closed_on__lte=on)
    owners = ("product__project__entity_id", "pledge__entity_id")
    for pk, code, name, reporter, of_project, of_pledge, *said in rows.values_list(
        "pk", "code", "name", "reporter_id", *owners, *_CHECKERS
    ):
        cells = _cells(of_project or of_pledge or reporter, reporter, _or_the_plans(plan, said))
        yield Line(SubjectKind.INDICATOR, pk, code, name, cells)


def _action_items(plan: Plan) -> Iterable[Line]:
    rows = ActionItem.objects.filter(mesa__agreement=plan.agreement_id, state__in=_TO_BE_DONE)
    return map(_action_item, rows.select_related("mesa").order_by("number"))


def _action_item(item: ActionItem) -> Line:
    doing = Holding(item.entity_id, item.person_id)
    cells = {Duty.EXECUTES: doing, Duty.VERIFIES: Holding(item.mesa.secretariat_id), Duty.ACCOUNTABLE: doing}
    return Line(SubjectKind.ACTION_ITEM, item.pk, str(item.number), item.text, cells)


def _or_the_plans(plan: Plan, said: Sequence[int | None]) -> Checkers:
    reviewer, verifier, presenter = said
    return reviewer or plan.reviewer_id, verifier or plan.verifier_id, presenter or plan.presenter_id


def _cells(owner: int, reporter: int, checkers: Checkers) -> dict[Duty, Holding]:
    """In the order of the duties."""
    reviewer, verifier, presenter = checkers
    return {
        Duty.EXECUTES: _implied(owner),
        Duty.REPORTS: _implied(reporter),
        Duty.REVIEWS: _implied(reviewer),
        Duty.VERIFIES: _implied(verifier),
        Duty.PRESENTS: _implied(presenter),
        Duty.ACCOUNTABLE: _implied(owner),
    }


@lru_cache(maxsize=1024)
def _implied(entity: int | None) -> Holding:
    """Nothing but an entity; a few dozen of them say almost everything that a plan implies."""
    return Holding(entity)


def overlaid(lines: Iterable[Line], rows: Q, on: date) -> list[Line]:
    """The same lines after what the rows say of that day.

    Where the thing itself has a column for the duty the column is the truth, since permissions read it: rows that end
    in another entity are of the past, and speak no more. One that waits for its day has not moved the column yet: the
    row before it is held against it.
    """
    found = list(lines)
    if not found:
        return found
    kind = found[0].kind
    by_key = {line.pk: line for line in found}
    said: dict[tuple[int, str], list[Any]] = defaultdict(list)
    columns = ("entity_id", "person_id", "substitute_id", "since", "pk", "until", "pending")
    for row in Responsibility.objects.filter(rows).order_by("since", "pk").values_list(f"{kind}_id", "duty", *columns):
        said[row[:2]].append(row[2:])
    for (pk, word), told in said.items():
        line, duty = by_key.get(pk), _DUTIES[word]
        if line is None or duty not in line.cells:
            continue
        *_, last_pk, until, pending = told[-1]
        if until is None:
            line.open_rows[duty] = last_pk
        if pending and until is None:
            line.pending.add(duty)
        moved = [entity for entity, *_, waits in told if not waits]
        if DUTIES[kind][duty].column and moved and moved[-1] != line.cells[duty].entity:
            continue
        for *holding, until, _ in told:
            if holding[3] <= on and (until is None or on < until):
                line.cells[duty] = Holding(*holding)
    return found
