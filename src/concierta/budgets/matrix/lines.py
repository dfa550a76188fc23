"""Rows to lines, and what in them contradicts itself."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from concierta.budgets.matrix.draft import CURRENT, SENTENCES, UNCLASSIFIED, BudgetFindingDraft, LineDraft, code_of
from concierta.budgets.matrix.profile import BudgetProfile
from concierta.engines.finance import Stages, breaches
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import Layout

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


@dataclass(slots=True)
class Table:
    """The typed columns over the same positions, with the raw cells beside them."""

    layout: Layout
    profile: BudgetProfile
    rows: Sequence[int]
    raw: Sequence[Sequence[Any]]
    typed: dict[str, list[Any]]

    def column(self, field: str) -> list[Any]:
        """Typed values, or one None per row where the file has no such column."""
        return self.typed.get(field) or [None] * len(self.rows)

    def finding(self, code: str, position: int, field: str, value: str = "", result: str = "") -> BudgetFindingDraft:
        message, action = SENTENCES[code]
        index = self.layout.slots.get((field, 0))
        shown = value or ("" if index is None else str(self.raw[index][position]).strip())
        return BudgetFindingDraft(
            row=self.rows[position],
            column="" if index is None else self.layout.title(index),
            value=shown,
            code=code,
            message=message,
            action=action,
            result=result,
            project_code=self.column("project_code")[position] or "",
        )


def draft_lines(table: Table) -> tuple[list[LineDraft], list[BudgetFindingDraft]]:
    """One line a row, and the findings about them."""
    findings: list[BudgetFindingDraft] = []
    stages = list(_stages(table))
    kinds = _kinds(table, findings)
    vintages = _vintages(table, findings)
    keys = _keys(table, findings)
    text = {
        name: [value or "" for value in table.column(name)]
        for name in (
            "entity_code",
            "entity_name",
            "project_code",
            "project_name",
            "project_bpin",
            "goal_code",
            "node_code",
            "activity_code",
            "activity_name",
            "object_code",
            "object_name",
            "fund_code",
            "fund_name",
            "fund_class",
        )
    }
    territories = table.column("territory")
    lines = [
        LineDraft(
            row=row,
            key=keys[position],
            entity_code=text["entity_code"][position],
            entity_name=text["entity_name"][position],
            project_code=text["project_code"][position],
            project_name=text["project_name"][position],
            bpin=text["project_bpin"][position],
            goal_code=text["goal_code"][position],
            node_code=text["node_code"][position],
            activity_code=text["activity_code"][position],
            activity_name=text["activity_name"][position],
            object_code=text["object_code"][position],
            object_name=text["object_name"][position],
            fund_code=text["fund_code"][position],
            fund_name=text["fund_name"][position],
            fund_class=text["fund_class"][position],
            funding_kind=kinds[position],
            vintage=vintages[position],
            territory=territories[position],
            stages=stages[position],
        )
        for position, row in enumerate(table.rows)
    ]
    findings += _contradictions(table, stages)
    return lines, findings


def _stages(table: Table) -> Iterator[Stages]:
    figures = [table.column(name) for name in _KEPT]
    deferrals, releases = table.column("deferrals"), table.column("releases")
    for position in range(len(table.rows)):
        given = dict(zip(_KEPT, (column[position] for column in figures), strict=True))
        deferral, release = deferrals[position], releases[position]
        # Held back and not yet released; where the file has neither column, nobody knows.
        held = None if deferral is None and release is None else (deferral or 0) - (release or 0)
        yield Stages(**given, deferred=held)


def _contradictions(table: Table, stages: Sequence[Stages]) -> Iterator[BudgetFindingDraft]:
    derived = [table.column(name) for name in ("stated_execution", "stated_cdp_balance", "stated_available")]
    for position, one in enumerate(stages):
        for breach in breaches(one):
            yield table.finding(
                code_of(breach), position, breach.left, str(breach.left_value), f"{breach.right}: {breach.right_value}"
            )
        due = (one.registration, _less(one.availability, one.registration), _less(one.final, one.availability))
        for name, column, expected in zip(
            ("stated_execution", "stated_cdp_balance", "stated_available"), derived, due, strict=True
        ):
            if column[position] is not None and expected is not None and column[position] != expected:
                yield table.finding("derived-differs", position, name, result=str(expected))
    credited = sum(one.credits or 0 for one in stages)
    countered = sum(one.counter_credits or 0 for one in stages)
    if credited != countered:
        message, action = SENTENCES["transfers-do-not-cancel"]
        yield BudgetFindingDraft(0, "", str(credited), "transfers-do-not-cancel", message, action, str(countered))


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _kinds(table: Table, findings: list[BudgetFindingDraft]) -> list[str]:
    """What kind of money each row is: by the source's own class, else by the fund's name, else it stays unsaid."""
    profile, known = table.profile, {}
    kinds = []
    pairs = zip(table.column("fund_class"), table.column("fund_name"), table.column("fund_code"), strict=True)
    for position, (named, name, code) in enumerate(pairs):
        if code not in known:
            known[code] = profile.funding.get(label_key(named or "")) or next(
                (kind for pattern, kind in profile.funding_names if pattern.search(name or "")),
                UNCLASSIFIED,
            )
            if known[code] == UNCLASSIFIED:
                findings.append(table.finding("funding-unclassified", position, "fund_class", result=f"{code} {name}"))
        kinds.append(known[code])
    return kinds


def _vintages(table: Table, findings: list[BudgetFindingDraft]) -> list[str]:
    vintages = []
    for position, word in enumerate(table.column("vintage")):
        found = table.profile.vintages.get(label_key(word or ""))
        if found is None and word is not None:
            findings.append(table.finding("vintage-unknown", position, "vintage"))
        vintages.append(found or CURRENT)
    return vintages


def line_key(words: str) -> str:
    """`words`, which tell a line apart from others; of long ones the beginning, and a hash of all of them."""
    if len(words) <= _LONGEST_KEY:
        return words
    return f"{words[:100]}…{hashlib.sha256(words.encode()).hexdigest()}"


def _keys(table: Table, findings: list[BudgetFindingDraft]) -> list[str]:
    """The words that tell lines apart, joined; a repeated line gets its number, so that none is lost."""
    columns = [table.column(name) for name in table.profile.key]
    seen: Counter[str] = Counter()
    keys = []
    for position in range(len(table.rows)):
        key = line_key("|".join(str(column[position] or "") for column in columns))
        seen[key] += 1
        if seen[key] > 1:
            findings.append(table.finding("line-repeated", position, table.profile.key[0], result=str(seen[key])))
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys
