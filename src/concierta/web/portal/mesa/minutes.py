"""The minutes of a session: how far they are, and their text once approved."""

from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from concierta.mesa.enums import MinutesState, RemarkState
from concierta.publishing.queries.keys import minutes_path
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import links
from concierta.web.portal.page import Link, Page, Task, Text
from concierta.web.portal.portal import Portal
from concierta.web.portal.printed import minutes_file, print_of
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text, in paragraphs; of a reserved item only the norm."""

    title: str
    paragraphs: list[str]
    reserved: str
    remarks: list["Remarked"]


@dataclass(frozen=True, slots=True)
class Remarked:
    who: Text
    text: str
    state: str
    answer: str


def folder(corte: Corte, session: int) -> str:
    return f"{corte.session_folder(session)}acta/"


def tasks(corte: Corte) -> list[Task]:
    """A page for each that is approved."""
    return [
        Task(folder(corte, row.session), partial(_minutes_page, row))
        for row in corte.table("minutes")
        if row.content_sha256
    ]


def state_of(portal: Portal, session: Row) -> dict[str, str]:
    """What the page of the session says of its minutes."""
    row = portal.corte.minutes.get(session.session)
    if row is None:
        words = "" if session.state in ("noticed", "open") else gettext("Todavía no hay acta de esta sesión.")
        return {"told": words, "href": "", "check": "", "sha256": ""}
    if not row.content_sha256:
        words = gettext("El acta está en «%(state)s»: se publica cuando se aprueba.") % {
            "state": label_of(MinutesState, row.state).lower()
        }
        return {"told": words, "href": "", "check": "", "sha256": ""}
    return {
        "told": _signed(row),
        "href": portal.to(folder(portal.corte, session.session)),
        "check": links.check_link(portal, row),
        "sha256": row.content_sha256,
    }


def _signed(row: Row) -> str:
    dates = {
        "approved": formats.long_date(row.approved_at),
        "chair": formats.long_date(row.chair_signed_at),
        "secretary": formats.long_date(row.secretary_signed_at),
    }
    if row.chair_signed_at and row.secretary_signed_at:
        return (
            gettext("Se aprobó el %(approved)s; la firmaron quien preside, el %(chair)s, y la secretaría, el "
                    "%(secretary)s. Desde entonces no cambia.") % dates
        )  # fmt: skip
    if row.chair_signed_at:
        return gettext("Se aprobó el %(approved)s; falta la firma de la secretaría.") % dates
    if row.secretary_signed_at:
        return gettext("Se aprobó el %(approved)s; falta la firma de quien preside.") % dates
    return gettext("Se aprobó el %(approved)s; faltan las dos firmas.") % dates


def _minutes_page(row: Row, portal: Portal) -> Page:
    corte = portal.corte
    session = corte.sessions[row.session]
    name = links.session_name(session)
    return Page(
        template="portal/mesa/minutes.html",
        section="mesa",
        title=gettext("Acta de la sesión %(number)s, %(date)s")
        % {"number": row.session, "date": formats.long_date(session.starts_at)},
        description=_signed(row),
        trail=[
            Link(gettext("Mesa"), portal.to(links.FOLDER)),
            Link(name, portal.to(corte.session_folder(row.session))),
        ],
        content={
            "lead": _signed(row),
            "session": links.session_link(portal, row.session),
            "sha256": row.content_sha256,
            "check": links.check_link(portal, row),
            **_files(portal, row.session),
            "sections": [_section(portal, part) for part in corte.sections_of.get(row.session, [])],
        },
    )


def _files(portal: Portal, session: int) -> dict[str, str | bool]:
    """The PDF, empty where it could not be printed; the very text that was signed; and whether its hash can be
    recomputed from it."""
    corte = portal.corte
    content = corte.package.minutes_of(session)
    if content is None:
        return {"pdf": "", "signed": "", "whole": False}
    file = minutes_file(session)
    return {
        "pdf": portal.at.corte + file if print_of(corte, file) is not None else "",
        "signed": mark_safe(portal.at.data(corte.date) + minutes_path(session)),  # noqa: S308 - made of fixed names
        "whole": not any(item["reserved_basis"] for item in content["items"]),
    }


def _section(portal: Portal, part: Row) -> Section:
    item = portal.corte.items.get((part.session, part.item)) if part.item is not None else None
    if part.item is None:
        title = gettext("Apertura")
    elif item is None or not item.title:
        title = gettext("%(n)s. Punto reservado") % {"n": part.item}
    else:
        title = format_html("{}. {}", part.item, in_spanish(item.title))
    return Section(
        title=title,
        paragraphs=[line for line in part.text.split("\n") if line.strip()],
        reserved=part.reserved_basis,
        remarks=[
            Remarked(
                portal.entity_link(remark.entity),
                remark.text,
                label_of(RemarkState, remark.state),
                remark.answer,
            )
            for remark in portal.corte.remarks_of.get((part.session, part.section), [])
        ],
    )
