"""What every change of a duty shares: its checks, the row it writes, the column it moves and its ledger event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.mesa.models import ActionItem, Decision
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import awaiting_on, in_force
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.responsibilities.duties import DUTIES, Rule
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations.take_over import columns_of, take_over
from concierta.responsibilities.permissions import check_can_assign
from concierta.responsibilities.queries.board import Holding, Line, line_of
from concierta.responsibilities.queries.holders import check_applies, code_of
from concierta.responsibilities.queries.subjects import Subject, kind_of, plan_of


@dataclass(slots=True)
class DutyAt:
    """One duty of one thing, held until the transaction ends, as it stands on the day of the change."""

    subject: Subject
    kind: SubjectKind
    duty: Duty
    rule: Rule
    plan: Plan | None
    line: Line
    since: date
    today: date

    @property
    def waits(self) -> bool:
        """True if it is settled for a day still to come, so that who acts now acts until then. A draft has no such
        days: nobody acts in it."""
        return self.is_bound and self.since > self.today

    @property
    def holding(self) -> Holding:
        return self.line.cells[self.duty]

    @property
    def open_row(self) -> Responsibility | None:
        """The row that nobody closed, whether or not it still speaks for the duty."""
        pk = self.line.open_rows.get(self.duty)
        return None if pk is None else Responsibility.objects.get(pk=pk)

    @property
    def is_bound(self) -> bool:
        """True if another entity takes a decision: what the Mesa gave, or what a plan in force says."""
        return self.kind == SubjectKind.ACTION_ITEM or (self.plan is not None and self.plan.state == PlanState.IN_FORCE)


def duty_at(subject: Subject, duty: Duty | str, since: date, by: User | None, at: datetime) -> DutyAt:
    """Lock the thing, and refuse whoever may not assign it and a duty that it does not have. What was settled for a day
    that has come is done first."""
    take_over(by=None, at=at)
    kind, duty = kind_of(subject), Duty(duty)
    subject = locked(subject)
    check_can_assign(by, subject)
    check_applies(kind, duty)
    plan = plan_of(subject)
    return DutyAt(subject, kind, duty, DUTIES[kind][duty], plan, line_of(subject, plan, since), since, local_date(at))


def check_people(at: DutyAt, entity: Entity, person: User | None, substitute: User | None) -> None:
    """Each has, in that entity and on that day, a role that the duty asks for; and they are two people."""
    for one, field in ((person, "person"), (substitute, "substitute")):
        if one is not None and not _fits(one, entity, at):
            raise Invalid(
                gettext_noop("%(person)s no tiene en %(entity)s el papel que pide «%(duty)s»: désele primero."),
                field=field,
                person=one.name,
                entity=entity.short_name,
                duty=Phrase(at.duty.label),
            )
    if substitute is not None and person is None:
        raise Invalid(gettext_noop("Nombre primero a la persona, y después a quien la suple."), field="substitute")
    if substitute is not None and substitute == person:
        raise Invalid(gettext_noop("Nadie se suple a sí mismo: elija otra persona."), field="substitute")


def check_entity(at: DutyAt, entity: Entity, decision: Decision | None) -> None:
    """Refuse another entity where it is fixed, or bound and nothing was decided."""
    if entity.pk == at.holding.entity:
        return
    if at.rule.fixed:
        raise Refusal(
            gettext_noop("La promesa %(code)s es de quien la firmó: «%(duty)s» no pasa a otra entidad."),
            code=at.line.code,
            duty=Phrase(at.duty.label),
        )
    if at.is_bound and decision is None:
        raise TransitionRefused(
            gettext_noop(
                "«%(duty)s» de %(code)s solo pasa a %(entity)s por decisión de la mesa técnica: "
                "propóngalo como modificación. Cambiar de persona en la misma entidad sí puede hacerlo aquí."
            ),
            duty=Phrase(at.duty.label),
            code=at.line.code,
            entity=entity.short_name,
        )
    if decision is not None and decision.mesa.agreement_id != _agreement_of(at):
        raise Invalid(gettext_noop("Esa decisión es de la mesa de otro acuerdo."), field="decision")


def check_apart(at: DutyAt, entity: Entity, person: User | None, substitute: User | None) -> None:
    """Refuse what would put two duties that must be apart in the same hands; what already was so is not held against
    this change, or it could never be repaired step by step."""
    before = at.line.clashes()
    cells = at.line.cells | {
        at.duty: Holding(entity.pk, person.pk if person else None, substitute.pk if substitute else None)
    }
    for clash in sorted(Line(at.kind, at.subject.pk, at.line.code, at.line.name, cells).clashes() - before):
        other = clash.second if clash.first == at.duty else clash.first
        raise Invalid(
            gettext_noop("La misma persona no puede estar en «%(duty)s» y en «%(other)s» de %(code)s: nombre a otra.")
            if clash.by_person
            else gettext_noop(
                "%(entity)s no puede estar en «%(duty)s» y en «%(other)s» de %(code)s: deben ser dos entidades."
            ),
            field="person" if clash.by_person else "entity",
            entity=entity.short_name,
            duty=Phrase(at.duty.label),
            other=Phrase(other.label),
            code=at.line.code,
        )


def open_row(
    at: DutyAt, entity: Entity, person: User | None, substitute: User | None, reason: str = ""
) -> Responsibility:
    """The new row, and the thing's own column after it, on the day from which it says so."""
    row = Responsibility.objects.create(
        **{at.kind.value: at.subject},
        duty=at.duty,
        entity=entity,
        person=person,
        substitute=substitute,
        since=at.since,
        reason=reason,
        pending=at.waits and bool(columns_of(at.kind, at.duty, entity.pk, None)),
    )
    if not at.waits:
        move_column(at, entity, person)
    return row


def move_column(at: DutyAt, entity: Entity, person: User | None) -> None:
    """Where the thing has a column for the duty, permissions and the public read that one: it follows."""
    changes = columns_of(at.kind, at.duty, entity.pk, person.pk if person else None)
    if entity.pk == at.holding.entity:
        changes.pop(f"{at.rule.column}_id", None)
    for name, value in changes.items():
        setattr(at.subject, name, value)
    if changes:
        at.subject.save(update_fields=[*changes])


def record(
    kind: str,
    at: DutyAt,
    body: Mapping[str, object],
    by: User | None,
    when: datetime,
    sealed: Mapping[str, object] | None = None,
) -> None:
    """Codes and dates only: who the people are is nobody's business but the workspace's."""
    record_event(
        kind=kind,
        subject=label_of(at.subject, at.plan),
        plan=at.plan.slug if at.plan else "",
        body={"duty": at.duty.value, "of": at.kind.value, "since": at.since.isoformat(), **body},
        sealed=sealed,
        by=by,
        entity=at.plan.secretariat if at.plan else None,
        at=when,
    )


def label_of(subject: Subject, plan: Plan | None) -> str:
    """How the ledger names the thing: as its own module does."""
    if isinstance(subject, ActionItem):
        return f"action_item:{subject.mesa.agreement.slug}:{subject.number}"
    if plan is not None and kind_of(subject) != SubjectKind.PLEDGE:
        return f"{plan.slug}/{code_of(subject)}"
    agreement = plan.agreement if plan else None
    return f"pledge:{agreement.slug if agreement else ''}:{code_of(subject)}"


def _fits(person: User, entity: Entity, at: DutyAt) -> bool:
    """True also for somebody invited whose role awaits its entity: being named is no act of theirs, and until the
    entity confirms the role the duty is told as a problem."""
    held = Membership.objects.filter(user=person, entity=entity, role__in=at.rule.roles)
    acts = person.is_active and held.filter(in_force(at.since)).exists()
    return acts or held.filter(awaiting_on(at.since)).exists()


def _agreement_of(at: DutyAt) -> int | None:
    if isinstance(at.subject, ActionItem):
        return at.subject.mesa.agreement_id
    return at.plan.agreement_id if at.plan else None
