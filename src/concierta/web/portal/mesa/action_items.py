"""What the table asked somebody to do by a date, and whether it was done."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import ActionState
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import links
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = f"{links.FOLDER}tareas/"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`kind` is that of the tag: overdue ones stand out, and say so in words."""

    number: int
    text: Text
    who: Text
    due: str
    state: str
    kind: str
    done: Text
    evidence: str
    source: Text
    decision: Text


def tasks(corte: Corte) -> list[Task]:
    return list_tasks(FOLDER, ordered(corte.table("action_items")), TABLE_ROWS, _list_page)


def ordered(rows: list[Row]) -> list[Row]:
    """Overdue first, then what is still open by date, then what is done."""
    return sorted(rows, key=lambda row: (not row.overdue, row.state != "open", row.due_on, row.action_item))


def task_line(portal: Portal, task: Row, *, elsewhere: bool = True) -> TaskLine:
    """`elsewhere`: the page is not that of the session or decision the task comes from, and must name them."""
    evidence = len(portal.corte.papers_of.get(("action_item", str(task.action_item)), []))
    return TaskLine(
        number=task.action_item,
        text=in_spanish(task.text) or gettext("Tarea de un punto reservado"),
        who=portal.entity_link(task.entity),
        due=formats.long_date(task.due_on),
        state=gettext("Vencida") if task.overdue else label_of(ActionState, task.state),
        kind="late" if task.overdue else "plain",
        done=_done(task),
        evidence=ngettext("%(n)s documento", "%(n)s documentos", evidence) % {"n": formats.number(evidence)}
        if evidence
        else "",
        source=links.session_link(portal, task.session) if elsewhere else "",
        decision=links.decision_link(portal, task.decision) if task.decision and elsewhere else "",
    )


def _done(task: Row) -> Text:
    if task.done_on is None:
        return ""
    done = gettext("Cumplida el %(date)s.") % {"date": formats.long_date(task.done_on)}
    if task.checked_on is not None:
        done = gettext("Cumplida el %(done)s y comprobada el %(checked)s.") % {
            "done": formats.long_date(task.done_on),
            "checked": formats.long_date(task.checked_on),
        }
    return format_html("{} {}", done, in_spanish(task.done_note)) if task.done_note else done


def finding(rows: list[Row]) -> str:
    if not rows:
        return gettext("La mesa no ha dejado tareas")
    done = sum(row.state in ("done", "checked") for row in rows)
    overdue = sum(row.overdue for row in rows)
    parts = [
        ngettext("La mesa dejó %(n)s tarea", "La mesa dejó %(n)s tareas", len(rows)) % {"n": formats.number(len(rows))},
        ngettext("%(n)s cumplida", "%(n)s cumplidas", done) % {"n": formats.number(done)},
    ]
    if overdue:
        parts.append(ngettext("%(n)s vencida", "%(n)s vencidas", overdue) % {"n": formats.number(overdue)})
    return ", ".join(parts)


def _list_page(part: Part[Row], portal: Portal) -> Page:
    return Page(
        template="portal/mesa/tasks.html",
        section="mesa",
        title=gettext("Tareas de la mesa"),
        description=gettext("Lo que cada entidad debe hacer porque la mesa lo acordó, para cuándo, y si lo hizo."),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(portal.corte.table("action_items")),
            "tasks": [task_line(portal, row) for row in part.items],
            "sheet": part.sheet(portal),
        },
    )
