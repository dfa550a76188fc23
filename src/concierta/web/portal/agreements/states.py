"""Whether each commitment is kept: the matrix of commitments and signatories, and what is missing."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.evaluation.clause_words import figure_name, state_meaning, state_name
from concierta.web.kit import formats
from concierta.web.kit.charts import svg
from concierta.web.kit.clause_marks import ORDER, clause_mark
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal

#: States that say whether a commitment is kept.
JUDGED = ("kept", "partly", "not_kept")
#: Of more signatories than these, the cells would be a wall: the bar and the words tell them.
MATRIX_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class BarPart:
    state: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A commitment: how many signatories are in each state, in words and as a bar, and its cells."""

    code: str
    title: str
    href: str
    told: str
    parts: list[BarPart]
    cells: list[tuple[SafeString, str]]


@dataclass(frozen=True, slots=True)
class StateLine:
    """One signatory before one commitment, with its figures in words; `missing` what is left to do."""

    who: Text
    state: str
    word: str
    mark: SafeString
    figures: str
    missing: str


def bound(corte: Corte) -> list[Row]:
    """The signatories that stand by the agreement, in the order of the table."""
    clauses = corte.table("clauses")
    if not clauses or not corte.clause_states:
        return []
    first = clauses[0].clause
    return [
        row
        for row in corte.table("signatories")
        if (state := corte.clause_states.get((first, row.entity))) is not None and state.state != "not_bound"
    ]


def finding(corte: Corte) -> str:
    """How many of the commitments that can be judged today are kept by all who can be; "" before there are states."""
    if not corte.clause_states:
        return ""
    by_clause = {clause.clause: _counts(corte, clause.clause) for clause in corte.table("clauses")}
    judged = [counts for counts in by_clause.values() if any(counts[state] for state in JUDGED)]
    kept = sum(not counts["partly"] and not counts["not_kept"] for counts in judged)
    if not judged:
        return gettext("Todavía no se puede decir si los compromisos se cumplen")
    return ngettext(
        "%(kept)s de %(n)s compromiso se cumple por todos los que ya pueden juzgarse",
        "%(kept)s de %(n)s compromisos se cumplen por todos los que ya pueden juzgarse",
        len(judged),
    ) % {"kept": formats.number(kept), "n": formats.number(len(judged))}


def matrix(portal: Portal) -> dict[str, object] | None:
    """Columns, rows and legend of the matrix; None in a corte older than it."""
    corte = portal.corte
    columns = bound(corte)
    if not columns:
        return None
    few = columns if len(columns) <= MATRIX_COLUMNS else []
    rows = [
        MatrixRow(
            code=clause.clause,
            title=names.localized_name(clause, "title"),
            href=portal.to(corte.clause_folder(clause.clause)),
            told=counts_told(corte, clause.clause),
            parts=bar_parts(_counts(corte, clause.clause)),
            cells=[_cell(corte, clause.clause, column.entity) for column in few],
        )
        for clause in corte.table("clauses")
    ]
    used = {state for clause in corte.table("clauses") for state in _counts(corte, clause.clause)}
    return {
        "columns": [short_name(corte, row.entity) for row in few],
        "rows": rows,
        "legend": [(clause_mark(state), state_name(state), state_meaning(state)) for state in ORDER if state in used],
    }


def short_name(corte: Corte, entity: str) -> str:
    row = corte.entities.get(entity)
    return (row.acronym or row.name) if row else entity


def _cell(corte: Corte, clause: str, entity: str) -> tuple[SafeString, str]:
    state = corte.clause_states[clause, entity].state
    return clause_mark(state), state_name(state)


def _counts(corte: Corte, clause: str) -> Counter[str]:
    return Counter(
        row.state for row in corte.table("clause_states") if row.clause == clause and row.state != "not_bound"
    )


def bar_parts(counts: Counter[str]) -> list[BarPart]:
    """Places and widths in percentages, in the order of the marks."""
    total, at, parts = sum(counts.values()), 0, []
    for state in ORDER:
        if counts[state]:
            parts.append(BarPart(state, svg.share(Fraction(at, total)), svg.share(Fraction(counts[state], total))))
            at += counts[state]
    return parts


def counts_told(corte: Corte, clause: str) -> str:
    """ "7 se cumple · 2 en parte" in whole words, in the order of the marks."""
    counts = _counts(corte, clause)
    return " · ".join(
        f"{formats.number(counts[state])} {state_name(state).lower()}" for state in ORDER if counts[state]
    )


def lines_of_clause(portal: Portal, clause: str) -> list[StateLine]:
    """Every bound signatory before a commitment, what is not kept first."""
    corte = portal.corte
    found = [
        _line(corte, clause, row.entity, portal.entity_link(row.entity))
        for row in corte.table("clause_states")
        if row.clause == clause and row.state != "not_bound"
    ]
    return sorted(found, key=lambda line: _WORST.index(line.state))


def lines_of_entity(portal: Portal, entity: str) -> list[StateLine]:
    """Every commitment before a signatory, in the order of the agreement."""
    corte = portal.corte
    return [
        _line(
            corte,
            clause.clause,
            entity,
            portal.link(
                corte.clause_folder(clause.clause), f"{clause.clause}. {names.localized_name(clause, 'title')}"
            ),
        )
        for clause in corte.table("clauses")
        if (state := corte.clause_states.get((clause.clause, entity))) is not None and state.state != "not_bound"
    ]


#: Of verifiers, or no duty: what is missing of them is not for the signatory alone to do.
_NOT_ITS_OWN = (
    "projects_reviewed",
    "pesos_reviewed",
    "reports_looked_at",
    "reports_looked_at_in_time",
    "highest_rung",
    "leverage",
)
_WORST = ("not_kept", "partly", "kept", "not_due", "no_promise", "not_installed")


def _line(corte: Corte, clause: str, entity: str, who: Text) -> StateLine:
    state = corte.clause_states[clause, entity].state
    figures = corte.clause_figures_of.get((clause, entity), [])
    missing = [row for row in figures if row.due is not None and row.done < row.due and row.figure not in _NOT_ITS_OWN]
    return StateLine(
        who=who,
        state=state,
        word=state_name(state),
        mark=clause_mark(state),
        figures=" · ".join(figure_told(row) for row in figures),
        missing=" · ".join(missing_told(row) for row in missing) if state in ("partly", "not_kept") else "",
    )


def figure_told(row: Row) -> str:
    """ "Promesas cumplidas: 1 de 3"."""
    amount = formats.pesos if row.unit == "COP" else formats.number
    if row.due is None:
        return f"{figure_name(row.figure)}: {amount(row.done)}"
    told = gettext("%(done)s de %(due)s") % {"done": amount(row.done), "due": amount(row.due)}
    return f"{figure_name(row.figure)}: {told}"


def missing_told(row: Row) -> str:
    amount = formats.pesos if row.unit == "COP" else formats.number
    return gettext("%(figure)s: faltan %(left)s") % {
        "figure": figure_name(row.figure),
        "left": amount(row.due - row.done),
    }


def to_do(portal: Portal) -> list[tuple[str, str, list[StateLine]]]:
    """What is missing for each commitment to be kept: its name, its address and who is behind, worst first."""
    corte = portal.corte
    found = []
    for clause in corte.table("clauses"):
        lines = [line for line in lines_of_clause(portal, clause.clause) if line.missing]
        if lines:
            title = f"{clause.clause}. {names.localized_name(clause, 'title')}"
            found.append((title, portal.to(corte.clause_folder(clause.clause)), lines))
    return found
