"""Many dues of one kind, entity, period and day are one line: «12 reportes del 4.º trimestre de 2024»."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from concierta.people.models import Entity
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Address, AssignedObligation, Meeting
from concierta.steering.queries.dues.words import period_words

#: Kinds that come by the hundred, and where all of them are seen.
_MANY = {
    DueKind.REPORT: "reports_due",
    DueKind.REVIEW: "review_queue",
    DueKind.VERIFICATION: "verification_queue",
    DueKind.SELF_ASSESSMENT: "pledges",
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """One line of a calendar or of a letter. `dues` have at least one; all share kind, plan, entity and date."""

    title: str
    dues: tuple[AssignedObligation, ...]

    @property
    def first(self) -> AssignedObligation:
        return self.dues[0]

    @property
    def kind(self) -> DueKind:
        return self.first.kind

    @property
    def due_on(self) -> date:
        return self.first.due_on

    @property
    def entity(self) -> Entity | None:
        return self.first.entity

    @property
    def meeting(self) -> Meeting | None:
        return self.first.meeting

    @property
    def overdue(self) -> bool:
        return self.first.overdue

    @property
    def count(self) -> int:
        return len(self.dues)

    @property
    def address_hint(self) -> Address:
        return self.first.address_hint if self.count == 1 else (_MANY[self.kind], ())

    @property
    def key(self) -> str:
        """Names it for good, whatever is added to it or done of it; two with the same key are one."""
        due = self.first
        if due.kind not in _MANY:
            return f"{due.plan}/{due.kind}/{due.subject}"
        entity = "" if due.entity is None else due.entity.code
        return f"{due.plan}/{due.kind}/{due.period}/{entity}/{due.due_on.isoformat()}{'/second' if due.private else ''}"


def bundled(dues: Iterable[AssignedObligation], *, by_person: bool = True) -> list[Bundle]:
    """In the order of the first of each; `by_person` keeps apart what falls to different people of one entity."""
    groups: dict[tuple[object, ...], list[AssignedObligation]] = {}
    for due in dues:
        groups.setdefault(_group(due, by_person), []).append(due)
    return [Bundle(_title(group), tuple(group)) for group in groups.values()]


def _group(due: AssignedObligation, by_person: bool) -> tuple[object, ...]:
    if due.kind not in _MANY:
        return (due.plan, due.kind, due.subject)
    entity = None if due.entity is None else due.entity.pk
    return (due.plan, due.kind, due.period, entity, due.due_on, due.private, due.people if by_person else None)


def _title(group: Sequence[AssignedObligation]) -> str:
    first, count = group[0], len(group)
    if first.kind not in _MANY:
        return first.title
    period = period_words(first.period)
    if count == 1:
        one = {
            DueKind.REPORT: gettext("Reportar: %(title)s"),
            DueKind.REVIEW: gettext("Revisar: %(title)s"),
            DueKind.VERIFICATION: gettext("Verificar: %(title)s"),
            DueKind.SELF_ASSESSMENT: gettext("Autoevaluar: %(title)s"),
        }[first.kind] % {"title": first.title}
        # The same thing may be owed of two periods: without them, two lines would say the same.
        return f"{one} ({period})"
    words = {
        DueKind.REPORT: ngettext("Reportar %(n)s indicador", "Reportar %(n)s indicadores", count),
        DueKind.REVIEW: ngettext("Revisar %(n)s reporte", "Revisar %(n)s reportes", count),
        DueKind.VERIFICATION: ngettext("Verificar %(n)s cifra", "Verificar %(n)s cifras", count),
        DueKind.SELF_ASSESSMENT: ngettext("Autoevaluar %(n)s promesa", "Autoevaluar %(n)s promesas", count),
    }[first.kind] % {"n": count}
    return gettext("%(what)s: %(period)s") % {"what": words, "period": period}
