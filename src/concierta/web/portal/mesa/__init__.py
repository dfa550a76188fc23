"""The Mesa Técnica: sessions, minutes, decisions, measures, amendments and tasks, linked to what they changed."""

from functools import partial

from concierta.web.portal.corte import Corte
from concierta.web.portal.mesa import action_items, amendments, decisions, index, links, measures, minutes, session
from concierta.web.portal.page import ROWS, TABLE_ROWS, Task, sheet_folder, sheets


def tasks(corte: Corte) -> list[Task]:
    """Only the front of the section where there is no table."""
    found = [Task(links.FOLDER, index.index_page)]
    if corte.mesa is None:
        return found
    found += [
        Task(corte.session_folder(row.session), partial(session.session_page, row)) for row in corte.sessions.values()
    ]
    found += minutes.tasks(corte)
    for folder, rows, size, build in (
        (decisions.FOLDER, corte.table("decisions"), TABLE_ROWS, decisions.list_page),
        (amendments.FOLDER, corte.table("amendments"), ROWS, amendments.amendments_page),
        (measures.FOLDER, corte.table("measures"), ROWS, measures.measures_page),
        (action_items.FOLDER, corte.table("action_items"), TABLE_ROWS, action_items.tasks_page),
    ):
        found += [
            Task(sheet_folder(folder, number), partial(build, number))
            for number in range(1, len(sheets(rows, size)) + 1)
        ]
    found += [
        Task(corte.decision_folder(row.decision), partial(decisions.decision_page, row))
        for row in corte.decisions.values()
    ]
    found += [
        Task(corte.measure_folder(row.measure), partial(measures.measure_page, row)) for row in corte.measures.values()
    ]
    return found
