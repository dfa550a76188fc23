"""Who holds one duty, who held it before, and everything that one person answers for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from concierta.kernel.errors import Invalid, Phrase, gettext_noop
from concierta.mesa.enums import ActionState
from concierta.mesa.models import ActionItem
from concierta.people.models import Entity, User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.queries.board import Board, line_of, roles_on
from concierta.responsibilities.queries.matrix import Cell, cell_of
from concierta.responsibilities.queries.subjects import Subject, kind_of, plan_of


@dataclass(frozen=True, slots=True)
class PersonDuty:
    """One duty of a person. `as_substitute`: it is somebody else's, and this person acts while they cannot."""

    subject: Subject
    kind: SubjectKind
    code: str
    name: str
    duty: Duty
    entity: Entity
    as_substitute: bool
    since: date | None


def holder_of(subject: Subject, duty: Duty, on: date) -> Cell:
    """Who holds `duty` for `subject` on that day. Refuses a duty that this kind of thing does not have."""
    check_applies(kind_of(subject), duty)
    line = line_of(subject, plan_of(subject), on)
    board = Board([line], roles_on(on))
    cell = cell_of(
        board,
        line,
        duty,
        Entity.objects.in_bulk([one.entity for one in line.cells.values() if one.entity is not None]),
        User.objects.in_bulk(
            [pk for one in line.cells.values() for pk in (one.person, one.substitute) if pk is not None]
        ),
    )
    if cell is None:
        raise AssertionError("a duty that applies has its cell")
    return cell


def check_applies(kind: SubjectKind, duty: Duty) -> None:
    if duty not in DUTIES[kind]:
        raise Invalid(
            gettext_noop("«%(duty)s» no se asigna en este caso: %(kind)s."),
            field="duty",
            duty=Phrase(Duty(duty).label),
            kind=Phrase(kind.label),
        )


def history_of(subject: Subject) -> QuerySet[Responsibility]:
    """Everybody who was ever named for `subject`, by duty, oldest first; rows never go away."""
    return (
        Responsibility.objects.filter(**{kind_of(subject).value: subject})
        .select_related("entity", "person", "substitute")
        .order_by("duty", "since", "pk")
    )


def duties_of_person(user: User, on: date) -> list[PersonDuty]:
    """All that `user` answers for on that day, also as substitute, in plans not closed. A constant number of queries.

    Duties of an entity that no longer acts are left out: the column of the indicator, or of the task, says which does.
    """
    running = Plan.objects.exclude(state=PlanState.CLOSED)
    in_time = Q(until__isnull=True) | Q(until__gt=on)
    rows = (
        Responsibility.objects.filter(in_time, Q(person=user) | Q(substitute=user), since__lte=on)
        .exclude(project__closed_on__lte=on)
        .exclude(indicator__product__project__closed_on__lte=on)
        .exclude(Q(project__plan__state=PlanState.CLOSED) | Q(indicator__plan__state=PlanState.CLOSED))
        .exclude(Q(pledge__isnull=False) & ~Exists(running.filter(agreement=OuterRef("pledge__clause__agreement"))))
        .exclude(action_item__state__in=(ActionState.CHECKED, ActionState.DROPPED))
        .select_related(
            *(
                "entity",
                "pledge__clause",
                "project__plan",
                "indicator__plan",
                "action_item__mesa",
                "indicator__reporter",
            )
        )
    )
    found = [*_named(rows, user), *_implied(user, rows)]
    order = list(SubjectKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.code, list(Duty).index(one.duty)))


def _named(rows: QuerySet[Responsibility], user: User) -> Iterator[PersonDuty]:
    for row in rows:
        kind = next(kind for kind in SubjectKind if getattr(row, f"{kind}_id") is not None)
        subject: Subject = getattr(row, kind)
        duty = Duty(row.duty)
        if row.until is None and not row.pending and not _acts(row, kind, subject, duty):
            continue
        yield PersonDuty(
            subject,
            kind,
            code_of(subject),
            name_of(subject),
            duty,
            row.entity,
            as_substitute=row.person_id != user.pk,
            since=row.since,
        )


def _acts(row: Responsibility, kind: SubjectKind, subject: Subject, duty: Duty) -> bool:
    """True if the thing's own column, where the duty has one, still names the entity of the row."""
    column = DUTIES[kind][duty].column
    if not column:
        return True
    named: int | None = getattr(subject, f"{column}_id")
    if named is None and kind == SubjectKind.INDICATOR:
        plan: Plan = getattr(subject, "plan")  # noqa: B009 - the other kinds have none
        named = getattr(plan, f"{column}_id")
    return named == row.entity_id


def _implied(user: User, rows: QuerySet[Responsibility]) -> Iterator[PersonDuty]:
    """Tasks name their person themselves, until a row says more."""
    told = set(
        Responsibility.objects.filter(action_item__isnull=False, action_item__person=user, until__isnull=True)
        .order_by()
        .values_list("action_item_id", "duty")
    )
    items = ActionItem.objects.filter(person=user, state__in=(ActionState.OPEN, ActionState.DONE))
    for item in items.select_related("mesa", "entity"):
        for duty in (Duty.EXECUTES, Duty.ACCOUNTABLE):
            if (item.pk, duty.value) not in told:
                yield PersonDuty(
                    item,
                    SubjectKind.ACTION_ITEM,
                    code_of(item),
                    name_of(item),
                    duty,
                    item.entity,
                    as_substitute=False,
                    since=None,
                )


def code_of(subject: Subject) -> str:
    return str(subject.number) if isinstance(subject, ActionItem) else subject.code


def name_of(subject: Subject) -> str:
    return str(getattr(subject, "name", "") or getattr(subject, "text", ""))
