"""From what somebody proposes to changes with a value before and a value after, each one alone refused or sound."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from concierta.agreements.models import Pledge
from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Change
from concierta.amendments.proposals import ProposedChange
from concierta.amendments.queries.plan_as_of import NO_TARGET, ChangeKey, PlanAsOf
from concierta.amendments.subjects.attributes import Part, Wanted, attribute_of, parts_of
from concierta.amendments.subjects.new_project import NewProject, read_project
from concierta.indicators.models import Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Node, Plan, Project
from concierta.plans.schema import Attribute, Kind, quantity_text
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.queries import holder_of

_SINGLE = {ChangeField.ADDED, ChangeField.CLOSED}


@dataclass(frozen=True)
class Live:
    """The rows behind some changes, and who holds the duties that no column says."""

    parts: Mapping[Wanted, Part]
    duties: Mapping[tuple[Wanted, str], str]

    def written(self, change: ChangeKey) -> Any:
        """What the row says now, as it is written."""
        part = self.parts.get((change.kind, change.subject))
        if change.field in _SINGLE or part is None:
            return None
        if change.field == ChangeField.TARGET:
            return _live_target(part, Period.parse(change.key))
        attribute = attribute_of(change.kind, change.field, change.key)
        if attribute is None or not attribute.name:
            return self.duties.get(((change.kind, change.subject), change.key))
        return attribute.live(part)


def live_rows(plan: Plan, changes: Iterable[ChangeKey | Change | ProposedChange], on: date) -> Live:
    """At most one query per kind of part; who holds a duty that no column says, that day, is asked for one by one."""
    asked = [(str(change.kind), change.subject, str(change.field), change.key) for change in changes]
    parts = parts_of(plan, [(kind, subject) for kind, subject, _, _ in asked])
    duties = {}
    for kind, subject, field, key in asked:
        attribute, part = attribute_of(kind, field, key), parts.get((kind, subject))
        if attribute is None or attribute.name or not isinstance(part, Project | Indicator | Pledge):
            continue
        holder = holder_of(part, Duty(key), on).entity
        if holder is not None:
            duties[(kind, subject), key] = holder.code
    return Live(parts, duties)


def read_changes(plan: Plan, proposals: Sequence[ProposedChange], version: PlanAsOf) -> list[Change]:
    """The changes, not yet saved; `version` is the plan in force on the effective date.

    Refuses what is not part of the plan, what the Mesa cannot change, a value that is not one, a value that is
    already in force, and the same thing changed twice.
    """
    if not proposals:
        raise Invalid(gettext_noop("La modificación no cambia nada: añada al menos un cambio."), field="changes")
    live = live_rows(plan, proposals, version.on)
    found: dict[ChangeKey, Change] = {}
    for ordinal, proposal in enumerate(proposals, 1):
        key = _key_of(proposal)
        if key in found:
            raise Invalid(
                gettext_noop("La modificación cambia dos veces lo mismo: %(what)s. Deje un solo cambio."),
                field="changes",
                what=named(key),
            )
        after = _after(plan, proposal, key, live, version.on)
        before = before_of(key, live, version)
        if after == before and key.field not in _SINGLE:
            raise Invalid(
                gettext_noop("%(what)s ya es así desde antes del %(on)s: quite ese cambio."),
                field="changes",
                what=named(key),
                on=version.on.strftime("%d/%m/%Y"),
            )
        found[key] = Change(ordinal=ordinal, **key._asdict(), before=before, after=after)
    _check_entities(found.values())
    return list(found.values())


def before_of(key: ChangeKey, live: Live, version: PlanAsOf) -> object:
    """What is in force on the day of `version`, as it is written."""
    return version.values.get(key, live.written(key))


def named(key: ChangeKey) -> str:
    """A change in words for a refusal: "Meta 2026 de C-E1-01"."""
    which = f" {key.key}" if key.key else ""
    return f"{ChangeField(key.field).label}{which} · {key.subject}"


def _key_of(proposal: ProposedChange) -> ChangeKey:
    field, key = ChangeField(proposal.field), proposal.key
    if field == ChangeField.TARGET:
        key = Period.parse(key).label
    return ChangeKey(SubjectKind(proposal.kind).value, proposal.subject.strip(), field.value, key)


def _after(plan: Plan, proposal: ProposedChange, key: ChangeKey, live: Live, on: date) -> object:
    part = live.parts.get((key.kind, key.subject))
    if key.field == ChangeField.ADDED and key.kind == SubjectKind.PROJECT:
        return _added(plan, key.subject, part, proposal.after)
    if part is None:
        raise Invalid(
            gettext_noop("«%(subject)s» no es parte del plan «%(plan)s»."),
            field="changes",
            subject=key.subject,
            plan=plan.name,
        )
    if key.field == ChangeField.CLOSED and isinstance(part, Project):
        return _closed(part, proposal.after, on)
    if key.field == ChangeField.TARGET and isinstance(part, Indicator):
        return None if proposal.after in (None, "") else quantity_text(proposal.after)
    attribute = attribute_of(key.kind, key.field, key.key)
    if attribute is None:
        raise Invalid(
            gettext_noop("La mesa no puede cambiar eso de «%(subject)s»: %(what)s."),
            field="changes",
            subject=key.subject,
            what=named(key),
        )
    return attribute.written(proposal.after)


def _added(plan: Plan, code: str, part: Part | None, value: object) -> dict[str, object]:
    if part is not None or not code or len(code) > 40:
        raise Invalid(
            gettext_noop("Ya hay en el plan un proyecto con el código «%(code)s», o el código no sirve: elija otro."),
            field="changes",
            code=code,
        )
    project: NewProject = read_project(value)
    wanted = (SubjectKind.NODE.value, project.node)
    node = parts_of(plan, [wanted]).get(wanted)
    if not isinstance(node, Node) or node.children.exists():
        raise Invalid(
            gettext_noop("«%(node)s» no es un lugar del plan del que cuelguen proyectos."),
            field="changes",
            node=project.node,
        )
    codes = [indicator.code for indicator in project.indicators]
    taken = Indicator.objects.filter(plan=plan, code__in=codes).order_by("code").values_list("code", flat=True).first()
    if taken is not None:
        raise Invalid(gettext_noop("Ya hay un indicador con el código «%(code)s»."), field="changes", code=taken)
    return project.as_json()


def _closed(project: Project, value: object, on: date) -> str:
    closed = Attribute(Kind.DAY).written(value or on)
    if project.closed_on is not None:
        raise Invalid(
            gettext_noop("El proyecto %(code)s ya se cierra el %(on)s."),
            field="changes",
            code=project.code,
            on=project.closed_on.strftime("%d/%m/%Y"),
        )
    if closed is None or closed < on.isoformat():
        raise Invalid(
            gettext_noop("El proyecto %(code)s no puede cerrarse antes de que la modificación empiece a regir."),
            field="changes",
            code=project.code,
        )
    return closed


def _check_entities(changes: Iterable[Change]) -> None:
    named_codes: set[str] = set()
    for change in changes:
        if change.field == ChangeField.RESPONSIBLE and change.after is not None:
            named_codes.add(change.after)
        elif change.field == ChangeField.ADDED:
            named_codes |= read_project(change.after).entities
    known = set(Entity.objects.filter(code__in=named_codes).order_by().values_list("code", flat=True))
    if unknown := sorted(named_codes - known):
        raise Refusal(gettext_noop("No hay una entidad con el código «%(code)s»."), code=unknown[0])


def _live_target(part: Part, period: Period) -> str | None:
    if not isinstance(part, Indicator):
        return None
    for target in part.targets.all():
        if (target.year, target.quarter) == (period.year, period.quarter):
            return plain(target.value)
    return NO_TARGET
