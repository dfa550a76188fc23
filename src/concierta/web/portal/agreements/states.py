"""Whether each commitment is kept: the matrix of commitments and signatories, and what is missing."""

from collections import Counter

from concierta.web.kit import clause_states
from concierta.web.kit.clause_states import MATRIX_COLUMNS, WORST, StateLine, kept_by_all, matrix_row, state_line
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal


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
    return kept_by_all(_counts(corte, clause.clause) for clause in corte.table("clauses"))


def matrix(portal: Portal) -> dict[str, object] | None:
    """Columns, rows and legend of the matrix; None in a corte older than it."""
    corte = portal.corte
    columns = bound(corte)
    if not columns:
        return None
    few = columns if len(columns) <= MATRIX_COLUMNS else []
    rows = [
        matrix_row(
            clause.clause,
            names.localized_name(clause, "title"),
            portal.to(corte.clause_folder(clause.clause)),
            _counts(corte, clause.clause),
            [corte.clause_states[clause.clause, column.entity].state for column in few],
        )
        for clause in corte.table("clauses")
    ]
    used = {state for clause in corte.table("clauses") for state in _counts(corte, clause.clause)}
    return {
        "columns": [short_name(corte, row.entity) for row in few],
        "rows": rows,
        "legend": clause_states.legend_of(used),
    }


def short_name(corte: Corte, entity: str) -> str:
    row = corte.entities.get(entity)
    return (row.acronym or row.name) if row else entity


def _counts(corte: Corte, clause: str) -> Counter[str]:
    return Counter(
        row.state for row in corte.table("clause_states") if row.clause == clause and row.state != "not_bound"
    )


def counts_told(corte: Corte, clause: str) -> str:
    return clause_states.counts_told(_counts(corte, clause))


def lines_of_clause(portal: Portal, clause: str) -> list[StateLine[Text]]:
    """Every bound signatory before a commitment, what is not kept first."""
    corte = portal.corte
    found = [
        _line(corte, clause, row.entity, portal.entity_link(row.entity))
        for row in corte.table("clause_states")
        if row.clause == clause and row.state != "not_bound"
    ]
    return sorted(found, key=lambda line: WORST.index(line.state))


def lines_of_entity(portal: Portal, entity: str) -> list[StateLine[Text]]:
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


def _line(corte: Corte, clause: str, entity: str, who: Text) -> StateLine[Text]:
    figures = corte.clause_figures_of.get((clause, entity), [])
    told = [(row.figure, row.done, row.due, row.unit) for row in figures]
    return state_line(who, corte.clause_states[clause, entity].state, told)


def to_do(portal: Portal) -> list[tuple[str, str, list[StateLine[Text]]]]:
    """What is missing for each commitment to be kept: its name, its address and who is behind, worst first."""
    corte = portal.corte
    found = []
    for clause in corte.table("clauses"):
        lines = [line for line in lines_of_clause(portal, clause.clause) if line.missing]
        if lines:
            title = f"{clause.clause}. {names.localized_name(clause, 'title')}"
            found.append((title, portal.to(corte.clause_folder(clause.clause)), lines))
    return found
