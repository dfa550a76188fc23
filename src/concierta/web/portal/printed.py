"""The minutes on paper: a PDF for each session whose approved minutes the package has, the same for every reader."""

from datetime import time
from pathlib import Path

from django.utils.translation import gettext, override

from concierta.kernel.clock import local_moment
from concierta.web.portal.corte import Corte


def minutes_file(session: int) -> str:
    """Where the PDF is inside the corte."""
    return f"mesa/actas/acta-{session}.pdf"


def printed(corte: Corte) -> dict[str, bytes]:
    """Path → bytes, of each that could be printed. The record is in the language of the session, so both readings of
    the site share it."""
    prints = {minutes_file(row.session): print_of(corte, row.session) for row in corte.table("minutes")}
    return {path: pdf for path, pdf in prints.items() if pdf is not None}


def print_of(corte: Corte, session: int) -> bytes | None:
    """The PDF of the minutes of `session`. None where the package has none, or where printing it failed: a document
    that cannot be printed stops no corte, and its page says that it is missing."""
    key = (corte.package.manifest_sha256, session)
    if key not in _prints:
        if len(_prints) >= _MOST:
            _prints.clear()
        _prints[key] = _print(corte, session)
    return _prints[key]


#: Asked for by the page of the minutes and for the file beside it: a print costs as much as many pages.
_prints: dict[tuple[str, int], bytes | None] = {}
_MOST = 100


def _print(corte: Corte, session: int) -> bytes | None:
    content = corte.package.minutes_of(session)
    if content is None:
        return None
    # Here, because it carries a typesetter: most cortes are read far more often than they are rendered.
    from concierta.web.documents.minutes import minutes_pdf
    from concierta.web.documents.record import NotPrinted

    try:
        return minutes_pdf(
            _shown(content),
            sha256=corte.minutes[session].content_sha256,
            signatures=_signatures(corte, session),
            made_at=corte.minutes[session].approved_at or local_moment(corte.cut_off, time(12)),
        )
    except NotPrinted:
        return None


def not_printed(corte: Corte, folder: Path) -> list[str]:
    """Files that `folder`, the rendered corte, should have and has not: documents that could not be printed."""
    missing = [row.session for row in corte.table("minutes") if not (folder / minutes_file(row.session)).exists()]
    return [minutes_file(session) for session in missing if corte.package.minutes_of(session) is not None]


def _shown(content: dict[str, object]) -> dict[str, object]:
    """A reserved item has no title in the package: on paper it is called what it is."""
    with override("es"):
        untitled = gettext("Punto reservado")
    return content | {"items": [item | {"title": item["title"] or untitled} for item in content["items"]]}


def _signatures(corte: Corte, session: int) -> list[dict[str, object]]:
    """By office and entity: no person signs in public."""
    row = corte.minutes[session]
    offices = (
        ("chair", corte.mesa.chair, row.chair_signed_at),
        ("secretary", corte.mesa.secretariat, row.secretary_signed_at),
    ) if corte.mesa else ()  # fmt: skip
    return [
        {"role": role, "entity": corte.entities[entity].name, "signed_at": at.isoformat()}
        for role, entity, at in offices
        if at is not None
    ]
