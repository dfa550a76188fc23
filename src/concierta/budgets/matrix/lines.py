"""Rows to lines, and what in them contradicts itself."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from concierta.budgets.matrix.draft import CURRENT, UNCLASSIFIED, LineDraft, code_of
from concierta.budgets.matrix.profile import BudgetTable
from concierta.engines.finance import Stages, breaches
from concierta.workbooks.labels import label_key

#: What a line's key holds of the words that tell it apart, with room for the number of a repeated one.
_LONGEST_KEY = 190

_KEPT = (
    "initial",
    "additions",
    "reductions",
    "credits",
    "counter_credits",
    "final",
    "availability",
    "registration",
    "obligation",
    "payment",
)

#: What of a line is words: as the draft calls it and as a profile does.
_WORDS = {
    "entity_code": "entity_code",
    "entity_name": "entity_name",
    "project_code": "project_code",
    "project_name": "project_name",
    "bpin": "project_bpin",
    "goal_code": "goal_code",
    "node_code": "node_code",
    "activity_code": "activity_code",
    "activity_name": "activity_name",
    "object_code": "object_code",
    "object_name": "object_name",
    "fund_code": "fund_code",
    "fund_name": "fund_name",
    "fund_class": "fund_class",
}


def draft_lines(table: BudgetTable) -> list[LineDraft]:
    """One line a row; what in it contradicts itself is told."""
    stages = list(_stages(table))
    kinds = _kinds(table)
    vintages = _vintages(table)
    keys = _keys(table)
    words = {name: [value or "" for value in table.column(field, str)] for name, field in _WORDS.items()}
    territories = table.column("territory", str)
    lines = [
        LineDraft(
            row=row,
            key=keys[position],
            **{name: column[position] for name, column in words.items()},
            funding_kind=kinds[position],
            vintage=vintages[position],
            territory=territories[position],
            stages=stages[position],
        )
        for position, row in enumerate(table.rows)
    ]
    _tell_contradictions(table, stages)
    return lines


def _stages(table: BudgetTable) -> Iterator[Stages]:
    figures = [table.column(name, int) for name in _KEPT]
    deferrals, releases = table.column("deferrals", int), table.column("releases", int)
    for position in range(len(table.rows)):
        given = dict(zip(_KEPT, (column[position] for column in figures), strict=True))
        deferral, release = deferrals[position], releases[position]
        # Held back and not yet released; where the file has neither column, nobody knows.
        held = None if deferral is None and release is None else (deferral or 0) - (release or 0)
        yield Stages(**given, deferred=held)


def _tell_contradictions(table: BudgetTable, stages: Sequence[Stages]) -> None:
    derived = [table.column(name, int) for name in ("stated_execution", "stated_cdp_balance", "stated_available")]
    for position, one in enumerate(stages):
        for breach in breaches(one):
            against = f"{breach.right}: {breach.right_value}"
            _tell(table, code_of(breach), position, breach.left, against, value=str(breach.left_value))
        due = (one.registration, _less(one.availability, one.registration), _less(one.final, one.availability))
        for name, column, expected in zip(
            ("stated_execution", "stated_cdp_balance", "stated_available"), derived, due, strict=True
        ):
            if column[position] is not None and expected is not None and column[position] != expected:
                _tell(table, "derived-differs", position, name, str(expected))
    credited = sum(one.credits or 0 for one in stages)
    countered = sum(one.counter_credits or 0 for one in stages)
    if credited != countered:
        table.report.add("transfers-do-not-cancel", value=str(credited), result=str(countered))


def _tell(table: BudgetTable, code: str, position: int, field: str, result: str = "", *, value: str = "") -> None:
    """Report one cell without the spaces around it; `value` where a figure says more than the cell."""
    index = table.layout.slots.get((field, 0))
    written = "" if index is None else str(table.raw[index][position]).strip()
    table.tell(code, (field, 0), position, result, value=value or written)


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _kinds(table: BudgetTable) -> list[str]:
    """What kind of money each row is: by the source's own class, else by the fund's name, else it stays unsaid."""
    profile, known = table.profile, dict[str | None, str]()
    kinds = []
    pairs = zip(*(table.column(name, str) for name in ("fund_class", "fund_name", "fund_code")), strict=True)
    for position, (named, name, code) in enumerate(pairs):
        if code not in known:
            known[code] = profile.funding.get(label_key(named or "")) or next(
                (kind for pattern, kind in profile.funding_names if pattern.search(name or "")),
                UNCLASSIFIED,
            )
            if known[code] == UNCLASSIFIED:
                _tell(table, "funding-unclassified", position, "fund_class", f"{code} {name}")
        kinds.append(known[code])
    return kinds


def _vintages(table: BudgetTable) -> list[str]:
    vintages = []
    for position, word in enumerate(table.column("vintage", str)):
        found = table.profile.vintages.get(label_key(word or ""))
        if found is None and word is not None:
            _tell(table, "vintage-unknown", position, "vintage")
        vintages.append(found or CURRENT)
    return vintages


def line_key(words: str) -> str:
    """`words`, which tell a line apart from others; of long ones the beginning, and a hash of all of them."""
    if len(words) <= _LONGEST_KEY:
        return words
    return f"{words[:100]}…{hashlib.sha256(words.encode()).hexdigest()}"


def _keys(table: BudgetTable) -> list[str]:
    """The words that tell lines apart, joined; a repeated line gets its number, so that none is lost."""
    columns = [table.column(name, str) for name in table.profile.key]
    seen: Counter[str] = Counter()
    keys = []
    for position in range(len(table.rows)):
        key = line_key("|".join(str(column[position] or "") for column in columns))
        seen[key] += 1
        if seen[key] > 1:
            _tell(table, "line-repeated", position, table.profile.key[0], str(seen[key]))
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys
