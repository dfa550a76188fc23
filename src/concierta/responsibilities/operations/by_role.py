"""Filling at once every hole whose entity is known, with its person of the fitting role."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from django.db import transaction

from concierta.kernel.canonical import sha256_of
from concierta.kernel.clock import local_date
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import awaiting_on, in_force
from concierta.plans.models import Plan
from concierta.plans.operations.acts import record_in_plan
from concierta.responsibilities.duties import DUTIES, opposed_to
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.permissions import check_can_assign_in
from concierta.responsibilities.queries.board import Holding, Line, read_board


@transaction.atomic
def assign_by_role(*, plan: Plan, by: User | None, at: datetime) -> int:
    """How many duties got their person. Nothing that somebody already holds is touched; no entity changes.

    Of several people with the role, whoever has had it longest. Whoever would check their own figure, or that of an
    entity they act for, is passed over: such a hole stays. One ledger event for all, with the SHA-256 of its lines.
    """
    check_can_assign_in(by, plan)
    on = local_date(at)
    board = read_board(plan, on)
    staff = _Staff(on)
    chosen = [
        (line, duty, person)
        for line in board.lines
        for duty in board.holes(line)
        if duty not in line.pending  # It is settled who takes over.
        if (person := staff.choose(line, duty)) is not None
    ]
    _write(chosen, on)
    if chosen:
        _record(plan, chosen, on, by, at)
    return len(chosen)


Choice = tuple[Line, Duty, int]


@dataclass
class _Staff:
    """Who may act for whom on a day, those with the longest standing first; last, those whose entity has yet to confirm
    them: being named is no act of theirs, and until then the duty is told as a problem."""

    on: date
    by_role: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    entities: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        sure = Membership.objects.filter(in_force(self.on)).order_by("since", "pk")
        awaiting = Membership.objects.filter(awaiting_on(self.on)).order_by("since", "pk")
        rows = (held.values_list("user_id", "entity_id", "role") for held in (sure, awaiting))
        for user, entity, role in chain.from_iterable(rows):
            self.by_role[entity, role].append(user)
            self.entities[user].add(entity)

    def choose(self, line: Line, duty: Duty) -> int | None:
        """The person for a hole that has an entity and no person; it is written on the line, for the next choice."""
        holding = line.cells[duty]
        if holding.entity is None or holding.person is not None:
            return None
        opposed = [line.cells[other] for other in opposed_to(duty) if other in line.cells]
        for role in DUTIES[line.kind][duty].roles:
            for person in self.by_role.get((holding.entity, role), ()):
                if not any(self._stands_too_near(person, other) for other in opposed):
                    line.cells[duty] = holding._replace(person=person)
                    return person
        return None

    def _stands_too_near(self, person: int, other: Holding) -> bool:
        return person in (other.person, other.substitute) or other.entity in self.entities[person]


def _write(chosen: list[Choice], on: date) -> None:
    """Rows that named an entity and nobody get their person; rows of an entity that no longer acts are closed."""
    speaking = {line.cells[duty].row: person for line, duty, person in chosen if line.cells[duty].row is not None}
    rows = list(Responsibility.objects.filter(pk__in=[pk for pk in speaking if pk is not None]))
    for row in rows:
        row.person_id = speaking[row.pk]
    Responsibility.objects.bulk_update(rows, ["person"], batch_size=500)
    fresh = [(line, duty, person) for line, duty, person in chosen if line.cells[duty].row is None]
    silent = [line.open_rows[duty] for line, duty, _ in fresh if duty in line.open_rows]
    Responsibility.objects.filter(pk__in=silent, since__lte=on).update(until=on)
    Responsibility.objects.filter(pk__in=silent, since__gt=on).delete()
    Responsibility.objects.bulk_create(
        [
            Responsibility(
                **{f"{line.kind}_id": line.pk, "entity_id": line.cells[duty].entity},
                duty=duty,
                person_id=person,
                since=on,
            )
            for line, duty, person in fresh
        ],
        batch_size=500,
    )


def _record(plan: Plan, chosen: list[Choice], on: date, by: User | None, at: datetime) -> None:
    codes = dict(Entity.objects.order_by().values_list("pk", "code"))
    lines = sorted(
        [line.kind.value, line.code, duty.value, codes[line.cells[duty].entity or 0]] for line, duty, _ in chosen
    )
    by_duty = Counter(duty.value for _, duty, _ in chosen)
    record_in_plan(
        kind="responsibilities.assigned",
        subject=plan.slug,
        plan=plan,
        body={
            "by_duty": dict(by_duty),
            "count": len(chosen),
            "lines_sha256": sha256_of(lines),
            "since": on.isoformat(),
        },
        by=by,
        at=at,
    )
