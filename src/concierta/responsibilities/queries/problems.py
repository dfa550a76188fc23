"""What nobody answers for yet, and what would check itself: every one, with its code and its name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from concierta.kernel.errors import gettext_noop
from concierta.people.models import Entity
from concierta.plans.models import Plan
from concierta.plans.operations import Problem
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.queries.board import Board, Line, read_board

#: The duties and the things as they stand inside a sentence.
DUTY_WORDS = {
    Duty.EXECUTES: gettext_noop("ejecuta"),
    Duty.REPORTS: gettext_noop("reporta"),
    Duty.REVIEWS: gettext_noop("revisa"),
    Duty.VERIFIES: gettext_noop("verifica"),
    Duty.PRESENTS: gettext_noop("presenta a la comunidad"),
    Duty.ACCOUNTABLE: gettext_noop("rinde cuentas"),
}
KIND_WORDS = {
    SubjectKind.PLEDGE: gettext_noop("promesa"),
    SubjectKind.PROJECT: gettext_noop("proyecto"),
    SubjectKind.INDICATOR: gettext_noop("indicador"),
    SubjectKind.ACTION_ITEM: gettext_noop("tarea de la mesa"),
}
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Gap(Problem):
    """A hole or a clash of one thing. `duties` are those without holder, or the two that are in the same hands."""

    kind: SubjectKind = SubjectKind.PROJECT
    code: str = ""
    duties: tuple[Duty, ...] = ()
    is_clash: bool = False

    def render(self, translate: Callable[[str], str] = str) -> str:
        words = [translate(DUTY_WORDS[duty]) for duty in self.duties]
        return translate(self.message) % {
            **self.params,
            "code": self.code,
            "kind": translate(KIND_WORDS[self.kind]),
            "duties": _enumerated(words, translate(gettext_noop("y"))),
            "first": words[0],
            "second": words[-1],
        }


def holes_and_clashes(plan: Plan, on: date) -> list[Problem]:
    """All that keeps the responsibilities of `plan` from being whole on that day, by kind and code.

    A duty without an entity, or without a person of it who has the role that the duty asks for; and two duties that
    must be apart in one entity or one person. A constant number of queries.
    """
    board = read_board(plan, on)
    named = {
        pk: acronym or name for pk, name, acronym in Entity.objects.order_by().values_list("pk", "name", "acronym")
    }
    return [gap for line in board.lines for gap in gaps_of(board, line, named)]


def gaps_of(board: Board, line: Line, entities: Mapping[int, str]) -> Iterator[Gap]:
    """One gap for the duties without entity, one for each entity that has nobody for some, one for each clash."""
    without: dict[int | None, list[Duty]] = defaultdict(list)
    for duty in board.holes(line):
        without[line.cells[duty].entity].append(duty)
    for entity, duties in without.items():
        if entity is None:
            yield _gap(line, gettext_noop("entidad que %(duties)s: %(kind)s %(code)s «%(name)s»"), duties)
        else:
            yield _gap(
                line,
                gettext_noop("persona de %(entity)s que %(duties)s: %(kind)s %(code)s «%(name)s»"),
                duties,
                entity=entities[entity],
            )
    for clash in sorted(line.clashes()):
        message = (
            gettext_noop("otra persona que %(second)s: la misma %(first)s, %(kind)s %(code)s «%(name)s»")
            if clash.by_person
            else gettext_noop("otra entidad que %(second)s: %(entity)s también %(first)s, %(kind)s %(code)s «%(name)s»")
        )
        entity = line.cells[clash.second].entity
        yield _gap(
            line,
            message,
            [clash.first, clash.second],
            is_clash=True,
            entity="" if entity is None else entities[entity],
        )


def _gap(line: Line, message: str, duties: Iterable[Duty], *, is_clash: bool = False, entity: str = "") -> Gap:
    name = line.name if len(line.name) <= _LONGEST_NAME else f"{line.name[: _LONGEST_NAME - 1]}…"
    params = {"name": name, **({"entity": entity} if entity else {})}
    return Gap(message, params, line.kind, line.code, tuple(duties), is_clash)


def _enumerated(words: list[str], conjunction: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
