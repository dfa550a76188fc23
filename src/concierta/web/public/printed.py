"""The minutes on paper: a PDF for each session whose approved minutes the package has, the same for every reader."""

from datetime import time
from typing import Any

from django.utils.translation import gettext, override

from concierta.kernel.clock import local_moment
from concierta.web.public.corte import Corte


def minutes_file(session: int) -> str:
    """Where the PDF is inside the corte."""
    return f"mesa/actas/acta-{session}.pdf"


def printed(corte: Corte) -> dict[str, bytes]:
    """Path → bytes. The record is in the language of the session, so both readings of the site share it."""
    contents = {row.session: corte.package.minutes_of(row.session) for row in corte.table("minutes")}
    found = {session: content for session, content in contents.items() if content is not None}
    if not found:
        return {}
    # Here, because it carries a typesetter: most cortes are read far more often than they are rendered.
    from concierta.web.documents.minutes import minutes_pdf

    return {
        minutes_file(session): minutes_pdf(
            _shown(content),
            sha256=corte.minutes[session].content_sha256,
            signatures=_signatures(corte, session),
            made_at=corte.minutes[session].approved_at or local_moment(corte.cut_off, time(12)),
        )
        for session, content in found.items()
    }


def _shown(content: dict[str, Any]) -> dict[str, Any]:
    """A reserved item has no title in the package: on paper it is called what it is."""
    with override("es"):
        untitled = gettext("Punto reservado")
    return content | {"items": [item | {"title": item["title"] or untitled} for item in content["items"]]}


def _signatures(corte: Corte, session: int) -> list[dict[str, Any]]:
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
