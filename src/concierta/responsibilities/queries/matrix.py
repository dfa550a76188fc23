"""The matrix of responsibilities of a plan, a page at a time; holes and clashes are counted over all of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from concierta.kernel.folding import folded
from concierta.people.models import Entity, User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.queries.board import Board, Holding, Line, read_board

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """Who holds one duty. `implied`: only the thing's own entity says so, nobody was named yet.

    `is_hole`: no entity, or nobody of it who may; `clashes_with` the duties that cannot be in the same hands.
    """

    entity: Entity | None
    person: User | None
    substitute: User | None
    since: date | None
    implied: bool
    is_hole: bool = False
    clashes_with: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` has every duty, None where it does not apply to this kind of thing."""

    kind: SubjectKind
    pk: int
    code: str
    name: str
    cells: Mapping[Duty, Cell | None]

    @property
    def key(self) -> str:
        """ "indicator-12": how a form names the thing."""
        return f"{self.kind.value}-{self.pk}"

    @property
    def has_gaps(self) -> bool:
        return any(cell is not None and (cell.is_hole or cell.clashes_with) for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of rows. `found` things match the filters; the other figures speak of the whole plan."""

    rows: Sequence[Row]
    page: int
    pages: int
    found: int
    things: Mapping[SubjectKind, int]
    holes: int
    clashes: int
    incomplete: Mapping[SubjectKind, int] = field(default_factory=dict)
    """Things with a hole or a clash, by kind."""


def responsibility_matrix(
    user: User | None,
    plan: Plan,
    on: date,
    *,
    kind: SubjectKind | str | None = None,
    entity: Entity | None = None,
    holes_only: bool = False,
    text: str = "",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Matrix:
    """Who answers for what on that day, for whoever may see the plan. A constant number of queries.

    `entity` keeps what it has some part in, `holes_only` what has a hole or a clash, `text` what has it in its code or
    name. What has a hole or a clash comes first. A page past the last is the last.
    """
    check_can_see_plan(user, plan)
    board = read_board(plan, on)
    gaps = {id(line): (len(board.holes(line)), len(line.clashes())) for line in board.lines}
    chosen = [
        line
        for line in board.lines
        if (not kind or line.kind == kind)
        and (entity is None or any(cell.entity == entity.pk for cell in line.cells.values()))
        and (not holes_only or any(gaps[id(line)]))
        and folded(text.strip()) in folded(f"{line.code} {line.name}")
    ]
    chosen.sort(key=lambda line: not any(gaps[id(line)]))
    pages = max(1, -(-len(chosen) // page_size))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * page_size : page * page_size]
    return Matrix(
        rows=rows_of(board, shown),
        page=page,
        pages=pages,
        found=len(chosen),
        things=_count(board.lines),
        holes=sum(holes for holes, _ in gaps.values()),
        clashes=sum(clashes for _, clashes in gaps.values()),
        incomplete=_count(line for line in board.lines if any(gaps[id(line)])),
    )


def _count(lines: Iterable[Line]) -> dict[SubjectKind, int]:
    counted = dict.fromkeys(SubjectKind, 0)
    for line in lines:
        counted[line.kind] += 1
    return counted


def rows_of(board: Board, lines: Sequence[Line]) -> list[Row]:
    """The rows of `lines`, with the people and entities of their cells: two queries."""
    held = [holding for line in lines for holding in line.cells.values()]
    entities = Entity.objects.in_bulk({one.entity for one in held if one.entity is not None})
    people = User.objects.in_bulk({pk for one in held for pk in (one.person, one.substitute) if pk is not None})
    return [
        Row(
            line.kind,
            line.pk,
            line.code,
            line.name,
            {duty: cell_of(board, line, duty, entities, people) for duty in Duty},
        )
        for line in lines
    ]


def cell_of(
    board: Board, line: Line, duty: Duty, entities: Mapping[int, Entity], people: Mapping[int, User]
) -> Cell | None:
    if duty not in line.cells:
        return None
    holding: Holding = line.cells[duty]
    return Cell(
        entity=None if holding.entity is None else entities[holding.entity],
        person=None if holding.person is None else people[holding.person],
        substitute=None if holding.substitute is None else people[holding.substitute],
        since=holding.since,
        implied=holding.row is None,
        is_hole=board.is_hole(line, duty),
        clashes_with=tuple(
            other
            for clash in sorted(line.clashes())
            if duty in (clash.first, clash.second)
            for other in (clash.first, clash.second)
            if other != duty
        ),
    )
