"""The minutes of a session as a printed record, from their content alone: the same for the workspace and the portal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.mesa.enums import Choice, Majority, MotionState, Quorum, RemarkState, SessionMode, SignerRole
from concierta.web.documents import record as parts
from concierta.web.documents.record import Record, record_pdf
from concierta.web.kit.formats import date_time, long_date
from concierta.web.kit.hours import clock

Content = Mapping[str, Any]


def minutes_pdf(
    content: Content,
    *,
    sha256: str = "",
    signatures: Sequence[Mapping[str, object]] = (),
    made_at: datetime,
    address: str = "",
) -> bytes:
    """`content` as `table.queries.minutes_document` gives it. `signatures`: role, entity (its name), signed_at (ISO).

    `made_at` is the approval, or the last change of a draft. Without `sha256` the record says that it is a draft.
    """
    return record_pdf(minutes_record(content, sha256=sha256, signatures=signatures, made_at=made_at, address=address))


@translation.override("es")
def minutes_record(
    content: Content,
    *,
    sha256: str = "",
    signatures: Sequence[Mapping[str, object]] = (),
    made_at: datetime,
    address: str = "",
) -> Record:
    """In the language the session was held in: what somebody reads the screen in must not change the file."""
    title = minutes_title(content)
    items = [item for item in content["items"] if not item["dropped_reason"]]
    dropped = [item for item in content["items"] if item["dropped_reason"]]
    said: list[dict[str, object]] = [parts.heading(gettext("Asistencia"))]
    said += _attendance(content)
    if content["opening"]:
        said += [parts.heading(gettext("Apertura")), parts.text(content["opening"])]
    said += _remarks(content["remarks"])
    for number, item in enumerate(items, start=1):
        said += _item(number, item)
    if dropped:
        said.append(parts.heading(gettext("Puntos retirados del orden del día")))
        said.append(parts.bullets([f"{item['title']}. {item['dropped_reason']}" for item in dropped]))
    if content["annexes"]:
        said.append(parts.heading(gettext("Anexos")))
        for annex in content["annexes"]:
            said += [
                parts.text(annex["title"] or gettext("Documento de un punto reservado")),
                parts.digest(annex["sha256"]),
            ]
    said += _signed(sha256, signatures)
    return Record(
        title=title,
        kicker=content["table"],
        notice="" if sha256 else gettext("Borrador: todavía no está aprobada."),
        facts=minutes_facts(content),
        parts=said,
        foot=" · ".join(part for part in (title, address, f"SHA-256 {sha256[:16]}…" if sha256 else "") if part),
        made_at=made_at,
        author=content["table"],
        keywords=(gettext("acta"), content["agreement"]),
    )


def minutes_title(content: Content) -> str:
    words = (
        gettext("Acta de la sesión extraordinaria %(n)s")
        if content["kind"] == "extraordinary"
        else gettext("Acta de la sesión ordinaria %(n)s")
    )
    return words % {"n": content["number"]}


def minutes_facts(content: Content) -> list[tuple[str, str]]:
    """When, where, with what quorum, under which rules."""
    quorum = content["quorum"]
    hours = f"{clock(_when(content['opened_at']))}–{clock(_when(content['closed_at']))}" if content["opened_at"] else ""
    place = " · ".join(part for part in (str(SessionMode(content["mode"]).label), content["place"]) if part)
    rows = [
        (gettext("Fecha"), date_time(_when(content["starts_at"]))),
        (gettext("Se reunió"), hours),
        (gettext("Lugar"), place),
        (gettext("Preside"), content["chair"]["name"]),
        (gettext("Secretaría técnica"), content["secretariat"]["name"]),
        (
            gettext("Quórum"),
            gettext("%(needed)s de %(voting)s entidades con voto. %(rule)s.")
            % {
                "needed": quorum["needed"],
                "voting": quorum["voting"],
                "rule": Quorum(content["rules"]["quorum"]).label,
            },
        ),
        (gettext("Para decidir"), str(Majority(content["rules"]["majority"]).label)),
    ]
    if not content["held"]:
        rows.append((gettext("No se instaló"), content["not_held_reason"]))
    return [row for row in rows if row[1]]


def attendance_rows(content: Content) -> list[tuple[str, str, str]]:
    """Entity, voice, and its stays: those with vote first, each by name."""
    rows = sorted(content["attendance"], key=lambda row: (not row["has_vote"], alphabetical(row["entity"]["name"])))
    return [
        (
            row["entity"]["name"],
            gettext("Voz y voto") if row["has_vote"] else gettext("Voz"),
            ", ".join(_stay(stay) for stay in row["stays"]),
        )
        for row in rows
    ]


def quorum_lines(content: Content) -> list[str]:
    """«8:12 a. m.: 7 de 12, hay quórum», from each moment on which it changed.

    Of arrivals within one minute only the last count is told, unless the quorum came or went in between.
    """
    voting = content["quorum"]["voting"]
    lines: list[tuple[str, bool, str]] = []
    for change in content["quorum"]["changes"]:
        hour, reached = clock(_when(change["at"])), bool(change["reached"])
        if lines and lines[-1][:2] == (hour, reached):
            lines.pop()
        words = (
            gettext("%(hour)s: %(present)s de %(voting)s, hay quórum")
            if reached
            else gettext("%(hour)s: %(present)s de %(voting)s, no hay quórum")
        )
        told = words % {"hour": hour, "present": change["present"], "voting": voting}
        if people := change.get("people"):  # Minutes of an older format do not say by how many.
            told += ngettext(" (%(n)s persona)", " (%(n)s personas)", people) % {"n": people}
        lines.append((hour, reached, told))
    return [words for _hour, _reached, words in lines]


def _attendance(content: Content) -> list[dict[str, object]]:
    rows = attendance_rows(content)
    said: list[dict[str, object]] = []
    if rows:
        said.append(parts.table([gettext("Entidad"), gettext("Participa con"), gettext("Estuvo")], rows))
    else:
        said.append(parts.text(gettext("No llegó ninguna entidad.")))
    if content["absent"]:
        absent = ", ".join(entity["name"] for entity in content["absent"])
        said.append(parts.text(gettext("No asistieron, con voto: %(entities)s.") % {"entities": absent}))
    if content["quorum"]["changes"]:
        said += [parts.heading(gettext("Quórum, minuto a minuto"), 3), parts.bullets(quorum_lines(content))]
    return said


def _item(number: int, item: Content) -> list[dict[str, object]]:
    said = [parts.heading(f"{number}. {item['title']}")]
    if item["reserved_basis"]:
        said.append(parts.lead(gettext("Reservado: %(basis)s") % {"basis": item["reserved_basis"]}))
    if not item["opened_at"]:
        return [*said, parts.text(gettext("No se trató."))]
    if item["why"]:
        said += [parts.heading(gettext("Por qué se trajo"), 3), parts.text(item["why"])]
    if item["text"]:
        said += [parts.heading(gettext("Lo tratado"), 3), parts.text(item["text"])]
    for conflict in item["conflicts"]:
        said.append(
            parts.quote(
                conflict["statement"] or "—",
                by=gettext("%(entity)s declaró conflicto de interés y no votó")
                % {"entity": conflict["entity"]["name"]},
            )
        )
    for motion in item["motions"]:
        said += _motion(motion)
    if item["action_items"]:
        said.append(parts.heading(gettext("Tareas"), 3))
        said.append(
            parts.table(
                [gettext("Qué debe hacerse"), gettext("Responde"), gettext("A más tardar")],
                [
                    (
                        f"{task['number']}. " + (task["text"] or gettext("Reservada")),
                        task["entity"]["name"],
                        long_date(date.fromisoformat(task["due_on"])),
                    )
                    for task in item["action_items"]
                ],
            )
        )
    return said + _remarks(item["remarks"])


def _motion(motion: Content) -> list[dict[str, object]]:
    state = MotionState(motion["state"])
    title = (
        gettext("Decisión %(number)s") % {"number": motion["decision"]}
        if motion["decision"]
        else gettext("Moción: %(state)s") % {"state": str(state.label).lower()}
    )
    said = [parts.heading(title, 3), parts.lead(motion["text"] or gettext("Texto reservado."))]
    said.append(parts.text(motion_words(motion)))
    votes = sorted(motion["votes"], key=lambda vote: alphabetical(vote["entity"]["name"]))
    if votes:
        said.append(
            parts.table(
                [gettext("Entidad"), gettext("Voto")],
                [(vote["entity"]["name"], str(Choice(vote["choice"]).label)) for vote in votes],
            )
        )
    return said + [
        parts.quote(vote["dissent"], by=gettext("%(entity)s deja constancia") % {"entity": vote["entity"]["name"]})
        for vote in votes
        if vote["dissent"]
    ]


def motion_words(motion: Content) -> str:
    """«6 a favor, 1 en contra, 0 abstenciones. Necesitaba 4 de 7 que podían votar.»"""
    tally = motion["tally"]
    said = ngettext(
        "%(yes)s a favor, %(no)s en contra, %(none)s abstención.",
        "%(yes)s a favor, %(no)s en contra, %(none)s abstenciones.",
        tally["abstain"],
    ) % {"yes": tally["for"], "no": tally["against"], "none": tally["abstain"]}
    if motion["needed"] is None:
        return said
    needed = ngettext(
        "Necesitaba %(needed)s voto a favor de %(present)s que podían votar.",
        "Necesitaba %(needed)s votos a favor de %(present)s que podían votar.",
        motion["needed"],
    ) % {"needed": motion["needed"], "present": motion["present"]}
    return f"{said} {needed}"


def _remarks(remarks: Sequence[Content]) -> list[dict[str, object]]:
    said: list[dict[str, object]] = []
    for remark in remarks:
        by = gettext("Observación de %(entity)s: %(state)s") % {
            "entity": remark["entity"]["name"],
            "state": str(RemarkState(remark["state"]).label).lower(),
        }
        said.append(parts.quote("\n".join(part for part in (remark["text"], remark["answer"]) if part), by=by))
    return said


def _signed(sha256: str, signatures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not sha256:
        return []
    rows = [
        (
            str(SignerRole(one["role"]).label),
            f"{one['entity']}, {date_time(_when(one['signed_at']))}",
        )
        for one in signatures
    ]
    said = [parts.heading(gettext("Firmas"))]
    said.append(parts.facts(rows) if rows else parts.text(gettext("Aprobada; todavía sin firmas.")))
    return [*said, parts.text(gettext("Huella SHA-256 del contenido que se firma:")), parts.digest(sha256)]


def _stay(stay: Content) -> str:
    hours = f"{clock(_when(stay['from']))}–{clock(_when(stay['to']))}"
    return gettext("%(hours)s, por delegación escrita") % {"hours": hours} if stay["delegation_sha256"] else hours


def _when(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
