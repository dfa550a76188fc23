"""The letters of the day: to whom, and what each says."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from concierta.agreements.enums import SignatoryState
from concierta.agreements.models import Signatory
from concierta.evaluation.queries import agreements_in_force, obligations_by_entity
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import in_force
from concierta.steering.queries.dues import Bundle, bundled, dues, horizon


@dataclass(frozen=True, slots=True)
class Notice:
    """An entity that was notified in its agreement, or is `silent` in it: so many things it had to file are missing."""

    entity: Entity
    missed: int
    silent: bool


@dataclass(frozen=True, slots=True)
class DigestContent:
    """`overdue` and `coming` fall to `person`; `escalated` are of others, late enough for `person` to hear of it.

    `dates` are to know: nothing is owed by them. All that is not overdue lies between `on` and `until`, both included.
    `notices` are of the entities that `person` acts for: they go with what is due, and are no letter by themselves.
    """

    person: User
    on: date
    until: date
    overdue: tuple[Bundle, ...]
    coming: tuple[Bundle, ...]
    dates: tuple[Bundle, ...]
    escalated: tuple[Bundle, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def count_overdue(self) -> int:
        return _matters(self.overdue)

    @property
    def count_coming(self) -> int:
        return _matters(self.coming)

    @property
    def count_escalated(self) -> int:
        return _matters(self.escalated)

    @property
    def count(self) -> int:
        return self.count_overdue + self.count_coming + len(self.dates) + self.count_escalated


def digests_on(on: date) -> list[DigestContent]:
    """One for each active person to whom something falls, by key, in the language that they read; nobody else is
    written to. A number of queries that grows only with the languages.

    Everybody knows the cut-offs: a date that falls to no particular person is in nobody's letter.
    """
    languages = {person.reads for person in User.objects.filter(is_active=True)}
    notices = _notices(on)
    found = [content for language in sorted(languages) for content in _in_language(on, language, notices)]
    return sorted(found, key=lambda content: content.person.pk)


def _notices(on: date) -> dict[int, list[Notice]]:
    """By the key of each person of a notified entity."""
    told: dict[int, list[Notice]] = defaultdict(list)
    for agreement in agreements_in_force():
        states = (SignatoryState.NOTIFIED, SignatoryState.SILENT)
        notified = list(Signatory.objects.filter(agreement=agreement, state__in=states).select_related("entity"))
        owed = obligations_by_entity(agreement, on) if notified else {}
        for one in notified:
            missed = sum(filing.filed_on is None for filing in owed.get(one.entity_id, ()))
            if missed:
                told[one.entity_id].append(Notice(one.entity, missed, one.state == SignatoryState.SILENT))
    members = Membership.objects.filter(in_force(on), entity__in=told).order_by("entity__name").distinct()
    found: dict[int, list[Notice]] = defaultdict(list)
    for person, entity in members.values_list("user_id", "entity_id"):
        found[person] += [notice for notice in told[entity] if notice not in found[person]]
    return found


def _in_language(on: date, language: str, notices: dict[int, list[Notice]]) -> list[DigestContent]:
    """Of those who read `language`: what is due is named in it."""
    with translation.override(language):
        return _contents(on, language, notices)


def _contents(on: date, language: str, notices: dict[int, list[Notice]]) -> list[DigestContent]:
    until = horizon(on)
    mine = defaultdict(list)
    others = defaultdict(list)
    for due in dues(on, until):
        for person in due.people:
            mine[person].append(due)
        for person in due.told - due.people:
            others[person].append(due)
    people = mine.keys() | others.keys()
    users = {
        pk: user for pk, user in User.objects.filter(is_active=True).in_bulk(people).items() if user.reads == language
    }
    return [
        DigestContent(
            person=users[pk],
            on=on,
            until=until,
            overdue=tuple(bundled((due for due in mine[pk] if due.overdue), by_person=False)),
            coming=tuple(bundled((due for due in mine[pk] if due.binding and not due.overdue), by_person=False)),
            dates=tuple(bundled(due for due in mine[pk] if not due.binding)),
            escalated=tuple(bundled(others[pk], by_person=False)),
            notices=tuple(notices.get(pk, ())),
        )
        for pk in sorted(users)
    ]


def _matters(bundles: tuple[Bundle, ...]) -> int:
    return sum(bundle.count for bundle in bundles)


@dataclass(frozen=True, slots=True)
class Letter:
    """The same content twice: plain text and HTML."""

    subject: str
    text: str
    html: str


#: Who turns what is due into a letter: the web does, since it knows the addresses and the marks.
Writer = Callable[[DigestContent], Letter]
