"""One session: who was called and came, until when there was quorum, what was on the agenda, voted and decided."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.mesa.enums import ItemSource, Quorum, SessionKind, SessionMode
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table, number_column
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import action_items, links, minutes
from concierta.web.portal.mesa.voting import Ballot, ballot
from concierta.web.portal.page import Fact, Link, Page, Task, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item. Of a reserved one there is only `reserved`, the norm, and the count of its votes."""

    number: int
    title: str
    source: str
    why: str
    about: Text
    when: str
    reserved: str
    conflicts: list[Text]
    ballots: list[Ballot]
    tasks: list[action_items.TaskLine]
    dropped: str


def tasks(corte: Corte) -> list[Task]:
    return [Task(corte.session_folder(row.session), partial(_session_page, row)) for row in corte.sessions.values()]


def _session_page(session: Row, portal: Portal) -> Page:
    corte = portal.corte
    number = session.session
    items = [_agenda_line(portal, item) for item in corte.items_of.get(number, [])]
    return Page(
        template="portal/mesa/session.html",
        section="mesa",
        title=gettext("Sesión %(number)s de la mesa, %(date)s")
        % {"number": number, "date": formats.long_date(session.starts_at)},
        description=finding(corte, session),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(corte, session),
            "kicker": joined(
                [links.session_name(session), label_of(SessionKind, session.kind), formats.long_date(session.starts_at)]
            ),
            "reason": session.not_held_reason or session.cancelled_reason,
            "facts": _facts(corte, session),
            "quorum_title": quorum_sentence(corte, session),
            "quorum": quorum_table(corte, session),
            "attendance": attendance_table(portal, session),
            "items": [line for line in items if not line.dropped],
            "dropped": [line for line in items if line.dropped],
            "papers": paper_table(corte, "session", str(number)),
            "minutes": minutes.state_of(portal, session),
        },
    )


def finding(corte: Corte, session: Row) -> str:
    """What came of it, in a sentence."""
    about = {"number": session.session, "date": formats.long_date(session.starts_at)}
    if session.state == "noticed":
        return gettext("La sesión %(number)s está convocada para el %(date)s") % about
    if session.state == "cancelled":
        return gettext("La sesión %(number)s, convocada para el %(date)s, se canceló") % about
    if session.state == "not_held":
        return gettext("La sesión %(number)s no se instaló: no se podía decidir nada") % about
    taken = sum(row.session == session.session for row in corte.decisions.values())
    if not taken:
        return gettext("La sesión %(number)s se reunió y no tomó decisiones") % about
    return ngettext(
        "La sesión %(number)s se reunió y tomó %(n)s decisión",
        "La sesión %(number)s se reunió y tomó %(n)s decisiones",
        taken,
    ) % (about | {"n": formats.number(taken)})


def _facts(corte: Corte, session: Row) -> list[Fact]:
    rules = corte.rules.get(session.rules)
    facts: list[Fact] = [
        (gettext("Se convocó el"), formats.date_time(session.noticed_at)),
        (gettext("Para el"), formats.date_time(session.starts_at)),
        (gettext("Modo y lugar"), joined([label_of(SessionMode, session.mode), in_spanish(session.place)])),
    ]
    if session.opened_at is not None:
        facts.append((gettext("Empezó"), formats.date_time(session.opened_at)))
    if session.closed_at is not None:
        label = gettext("Se dejó constancia") if session.state == "not_held" else gettext("Terminó")
        facts.append((label, formats.date_time(session.closed_at)))
    if session.cancelled_at is not None:
        facts.append((gettext("Se canceló el"), formats.date_time(session.cancelled_at)))
    if rules is not None:
        facts.append((gettext("Quórum"), label_of(Quorum, rules.quorum)))
    return facts


def quorum_sentence(corte: Corte, session: Row) -> str:
    """Quorum while the session lasted, and until when; the numbers beside the ones that were needed."""
    steps = corte.quorum_of.get(session.session, [])
    if not steps:
        return gettext("Nadie registró llegadas a esta sesión")
    counts = {
        "most": formats.number(max(step.present for step in steps)),
        "voting": formats.number(steps[-1].voting),
        "needed": formats.number(steps[-1].needed),
    }
    reached = [step for step in steps if step.reached]
    if not reached:
        return (
            gettext("No hubo quórum: llegaron %(most)s de %(voting)s entidades con voto y hacían falta %(needed)s")
            % counts
        )
    counts["since"] = clock(reached[0].at)
    if steps[-1].reached:
        return gettext("Hubo quórum desde las %(since)s: hasta %(most)s de %(voting)s entidades con voto") % counts
    counts["lost"] = clock(steps[-1].at)
    return (
        gettext("Hubo quórum desde las %(since)s y se perdió a las %(lost)s: desde entonces no se podía decidir")
        % counts
    )


def clock(moment: datetime) -> str:
    return formats.date_time(moment).rpartition(", ")[2]


def quorum_table(corte: Corte, session: Row) -> Table | None:
    steps = corte.quorum_of.get(session.session, [])
    if not steps:
        return None
    return Table.of(
        steps,
        Column(gettext("Desde las"), cell=lambda step: clock(step.at)),
        number_column(gettext("Presentes con voto"), lambda step: step.present),
        number_column(gettext("Hacen falta"), lambda step: step.needed),
        Column(gettext("¿Hay quórum?"), cell=lambda step: gettext("Sí") if step.reached else gettext("No")),
        Column(
            gettext("Personas"),
            numeric=True,
            cell=lambda step: (
                gettext("sin dato") if step.people_present is None else formats.number(step.people_present)
            ),
        ),
    )


def attendance_table(portal: Portal, session: Row) -> Table | None:
    """Every entity that had a seat that day: who came, when it came and left, and who did not."""
    corte = portal.corte
    stays: dict[str, list[Row]] = {}
    for stay in corte.stays_of.get(session.session, []):
        stays.setdefault(stay.entity, []).append(stay)
    seats = corte.seats_on(session.starts_at)
    if not seats:
        return None
    return seat_table(portal, seats, lambda seat: _stays(session, stays.get(seat.entity, [])))


def seat_table(portal: Portal, seats: list[Row], attendance: Callable[[Row], str]) -> Table:
    """By name and never by rank: a percentage without its sessions would be a league table."""
    entities = portal.corte.entities
    return Table.of(
        sorted(seats, key=lambda seat: (not seat.has_vote, alphabetical(entities[seat.entity].name))),
        Column(gettext("Entidad"), cell=lambda seat: portal.entity_link(seat.entity)),
        Column(gettext("Puesto"), cell=lambda seat: gettext("Voz y voto") if seat.has_vote else gettext("Solo voz")),
        Column(gettext("Asistencia"), cell=attendance),
    )


def _stays(session: Row, stays: list[Row]) -> str:
    if not stays:
        return "—" if session.state == "noticed" else gettext("No asistió")
    times = [
        gettext("de %(from)s a %(to)s") % {"from": clock(stay.arrived_at), "to": clock(stay.left_at)}
        if stay.left_at is not None and stay.left_at != session.closed_at
        else gettext("desde las %(from)s") % {"from": clock(stay.arrived_at)}
        for stay in stays
    ]
    if any(stay.delegated for stay in stays):
        times.append(gettext("por delegación escrita"))
    return ", ".join(times)


def _agenda_line(portal: Portal, item: Row) -> AgendaLine:
    corte = portal.corte
    key = (item.session, item.item)
    when = ""
    if item.opened_at is not None:
        when = clock(item.opened_at) if item.closed_at is None else gettext("de %(from)s a %(to)s") % {
            "from": clock(item.opened_at),
            "to": clock(item.closed_at),
        }  # fmt: skip
    return AgendaLine(
        number=item.item,
        title=item.title or gettext("Punto reservado"),
        source="" if item.source in ("", ItemSource.MANUAL) else label_of(ItemSource, item.source),
        why=item.why,
        about=links.matter(portal, item.subject) if item.subject else "",
        when=when,
        reserved=item.reserved_basis,
        conflicts=[portal.entity_link(row.entity) for row in corte.conflicts_of.get(key, [])],
        ballots=[ballot(portal, motion) for motion in corte.motions_of_item.get(key, [])],
        tasks=[action_items.task_line(portal, row, elsewhere=False) for row in corte.tasks_of_item.get(key, [])],
        dropped=item.dropped_reason,
    )


def paper_table(corte: Corte, used_by: str, subject: str) -> Table | None:
    """Documents by their hash: who has the file can tell that it is the one."""
    papers = corte.papers_of.get((used_by, subject), [])
    if not papers:
        return None

    def title(row: Row) -> Text:
        return joined([in_spanish(row.title), gettext("punto %(n)s") % {"n": row.item} if row.item else ""])

    return Table.of(
        papers,
        Column(gettext("Documento"), cell=title),
        Column(gettext("Aportado por"), cell=lambda row: names.entity_name(corte.entities.get(row.entity)) or "—"),
        Column(gettext("Archivo"), cell=words.file),
        Column(gettext("Huella (SHA-256)"), cell=lambda row: format_html("<code>{}</code>", row.sha256)),
    )
