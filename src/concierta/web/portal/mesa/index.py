"""The Mesa at a glance: did it meet, what did it decide, did what it tried work, and who came."""

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import MeasureState
from concierta.mesa.enums import SessionKind
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.evaluation.reviews import coverage
from concierta.web.portal.mesa import action_items, amendments, decisions, links, measures, minutes, session
from concierta.web.portal.page import Page, Task, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of, session_state

DECISIONS_SHOWN = 5


def tasks(corte: Corte) -> list[Task]:
    """Only the front of the section where there is no table."""
    pages = [Task(links.FOLDER, _index_page)]
    if corte.mesa is not None:
        for chapter in (session, minutes, decisions, amendments, measures, action_items):
            pages += chapter.tasks(corte)
    return pages


def _index_page(portal: Portal) -> Page:
    corte = portal.corte
    mesa, rows = corte.mesa, list(corte.table("action_items"))
    recent = decisions.newest_first(corte)[:DECISIONS_SHOWN]
    seats = [row for row in corte.table("seats") if row.until is None]
    return Page(
        template="portal/mesa/index.html",
        section="mesa",
        title=gettext("Mesa técnica"),
        description=finding(corte),
        content={
            "finding": finding(corte),
            "mesa": mesa,
            "name": names.localized_name(mesa) if mesa else "",
            "lead": lead(portal),
            "next": next_session(portal),
            "sessions": session_table(portal),
            "decisions": decisions.decision_table(portal, recent) if recent else None,
            "decisions_title": gettext("Lo último que decidió"),
            "decisions_all": portal.to(decisions.FOLDER) if recent else "",
            "measures_title": measures.finding(corte),
            "measures_href": portal.to(measures.FOLDER),
            "amendments_title": amendments.finding(corte),
            "amendments_href": portal.to(amendments.FOLDER),
            "tasks_title": action_items.finding(rows),
            "tasks_href": portal.to(action_items.FOLDER),
            "reviewed": coverage(corte),
            "seats": session.seat_table(portal, seats, lambda seat: attendance(corte, seat.entity) or "—")
            if seats
            else None,
            "rules": decisions.rules_in_words(list(corte.rules.values())[-1]) if corte.rules else "",
        },
    )


def finding(corte: Corte) -> str:
    """ "La mesa se reunió 2 de 3 veces; adoptó 2 modificaciones; 1 de 1 medidas funcionó": the answer first."""
    if corte.mesa is None:
        return gettext("Este plan no tiene una mesa técnica registrada")
    called = [row for row in corte.sessions.values() if row.state in ("closed", "not_held", "open")]
    if not called:
        return gettext("La mesa todavía no se ha reunido")
    parts = [
        ngettext("La mesa se reunió %(met)s de %(n)s vez", "La mesa se reunió %(met)s de %(n)s veces", len(called))
        % {
            "met": formats.number(sum(row.state != "not_held" for row in called)),
            "n": formats.number(len(called)),
        }
    ]
    if corte.amendments:
        parts.append(
            ngettext("adoptó %(n)s modificación", "adoptó %(n)s modificaciones", len(corte.amendments))
            % {"n": formats.number(len(corte.amendments))}
        )
    judged = measures.count(corte, *measures.JUDGED)
    if judged:
        worked = measures.count(corte, MeasureState.WORKED)
        parts.append(
            ngettext("%(measures)s funcionó", "%(measures)s funcionaron", worked)
            % {
                "measures": ngettext("%(ok)s de %(n)s medida", "%(ok)s de %(n)s medidas", judged)
                % {"ok": formats.number(worked), "n": formats.number(judged)}
            }
        )
    return "; ".join(parts)


def lead(portal: Portal) -> Text:
    corte = portal.corte
    if corte.mesa is None:
        return ""
    sentence = gettext(
        "La preside {chair} y la convoca {secretariat}. Solo ella puede mover una meta, un peso, una fecha o un "
        "responsable del plan en vigencia."
    )
    return format_html(
        sentence,
        chair=portal.entity_link(corte.mesa.chair),
        secretariat=portal.entity_link(corte.mesa.secretariat),
    )


def next_session(portal: Portal) -> Text:
    coming = [row for row in portal.corte.sessions.values() if row.state == "noticed"]
    if not coming:
        return ""
    return format_html("{} {}.", gettext("Próxima:"), links.session_link(portal, coming[0].session))


def session_table(portal: Portal) -> Table | None:
    corte = portal.corte
    if not corte.sessions:
        return None

    def session_cell(row: Row) -> Text:
        kind = joined([label_of(SessionKind, row.kind), session_state(row.state)])
        link = links.session_link(portal, row.session)
        return format_html('{}<br><span class="small quiet">{}</span>', link, kind)

    return Table.of(
        reversed(corte.sessions.values()),
        Column(gettext("Sesión"), cell=session_cell),
        Column(gettext("Qué pasó"), cell=lambda row: f"{session.finding(corte, row)}."),
        Column(gettext("Quórum"), cell=lambda row: _quorum(corte, row.session)),
    )


def _quorum(corte: Corte, number: int) -> str:
    """The most that were there at once, beside what was needed."""
    steps = corte.quorum_of.get(number, [])
    if not steps:
        return "—"
    most = max(step.present for step in steps)
    counts = {
        "n": formats.number(most),
        "voting": formats.number(steps[-1].voting),
        "needed": formats.number(steps[-1].needed),
    }
    if not any(step.reached for step in steps):
        return gettext("No: %(n)s de %(voting)s con voto; hacían falta %(needed)s") % counts
    if not steps[-1].reached:
        return gettext("Sí, hasta que se perdió: %(n)s de %(voting)s con voto; hacían falta %(needed)s") % counts
    return gettext("Sí: %(n)s de %(voting)s con voto; hacían falta %(needed)s") % counts


def attendance(corte: Corte, entity: str) -> str:
    """ "2 de 4 sesiones (50 %)"; "" for whoever was never called."""
    row = corte.attendance_of.get(entity)
    if row is None or not row.held:
        return ""
    return ngettext(
        "%(attended)s de %(held)s sesión (%(share)s)", "%(attended)s de %(held)s sesiones (%(share)s)", row.held
    ) % {
        "attended": formats.number(row.attended),
        "held": formats.number(row.held),
        "share": formats.percent(row.share),
    }
