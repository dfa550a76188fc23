"""What a corte has on paper: a PDF of the text of the agreement, and one for each session whose approved minutes the
package has; the same for every reader."""

from collections.abc import Callable
from datetime import time
from functools import partial
from pathlib import Path

from django.utils.translation import gettext, override

from concierta.kernel.clock import local_date, local_moment
from concierta.publishing.queries.keys import minutes_path
from concierta.web.portal.corte import Corte, Row


def minutes_file(session: int) -> str:
    """Where the PDF is inside the corte."""
    return f"mesa/actas/acta-{session}.pdf"


def agreement_file(text: int) -> str:
    return f"compromisos/texto/acuerdo-{text}.pdf"


def printed(corte: Corte) -> dict[str, bytes]:
    """Path → bytes, of each that could be printed. A record is in the language of the session or of the text, so both
    readings of the site share it."""
    prints = {path: print_of(corte, path) for path in _documents(corte)}
    return {path: pdf for path, pdf in prints.items() if pdf is not None}


def print_of(corte: Corte, path: str) -> bytes | None:
    """The PDF that belongs at `path`. None where the package has nothing to print there, or where printing it failed: a
    document that cannot be printed stops no corte, and its page says that it is missing."""
    key = (corte.package.manifest_sha256, path)
    if key not in _prints:
        if len(_prints) >= _MOST:
            _prints.clear()
        _prints[key] = _print(_documents(corte).get(path))
    return _prints[key]


#: Asked for by the page that leads to it and for the file beside it: a print costs as much as many pages.
_prints: dict[tuple[str, str], bytes | None] = {}
_MOST = 100


def not_printed(corte: Corte, folder: Path) -> list[str]:
    """Files that `folder`, the rendered corte, should have and has not: documents that could not be printed."""
    return [path for path in _documents(corte) if not (folder / path).exists()]


def _documents(corte: Corte) -> dict[str, Callable[[], bytes]]:
    """Path → what makes it."""
    found: dict[str, Callable[[], bytes]] = {}
    if corte.text is not None and corte.agreement is not None:
        found[agreement_file(corte.text.text)] = partial(_agreement, corte, corte.agreement, corte.text)
    for row in corte.table("minutes"):
        if (corte.package.folder / minutes_path(row.session)).is_file():
            found[minutes_file(row.session)] = partial(_minutes, corte, row.session)
    return found


def _print(make: Callable[[], bytes] | None) -> bytes | None:
    if make is None:
        return None
    # Here, because it carries a typesetter: most cortes are read far more often than they are rendered.
    from concierta.web.documents.record import NotPrinted

    try:
        return make()
    except NotPrinted:
        return None


def _minutes(corte: Corte, session: int) -> bytes:
    from concierta.web.documents.minutes import minutes_pdf

    content = corte.package.minutes_of(session)
    assert content is not None
    return minutes_pdf(
        _shown(content),
        sha256=corte.minutes[session].content_sha256,
        signatures=_signatures(corte, session),
        made_at=corte.minutes[session].approved_at or local_moment(corte.cut_off, time(12)),
    )


def _agreement(corte: Corte, agreement: Row, version: Row) -> bytes:
    from concierta.web.documents.agreement import (
        PrintedAgreement,
        PrintedArticle,
        PrintedNorm,
        PrintedSignature,
        agreement_pdf,
    )

    def name(code: str) -> str:
        known = corte.entities.get(code)
        return known.name if known is not None else code

    english = version.language == "en"
    return agreement_pdf(
        PrintedAgreement(
            title=(english and agreement.title_en) or agreement.title,
            number=version.text,
            state=version.state,
            language=version.language,
            since=version.since,
            until=version.until,
            sha256=version.sha256,
            document=version.document,
            adoption=agreement.adoption,
            continues=agreement.succeeds_title,
            force=agreement.force,
            ends_on=agreement.ends_on,
            articles=[
                PrintedArticle(row.kind, row.code, row.title, row.words)
                for row in corte.table("articles")
                if row.text == version.text
            ],
            signatures=[
                PrintedSignature(
                    entity=name(row.entity),
                    kind=row.kind,
                    signed_on=row.signed_on,
                    mandate=(row.organ, row.act_name, row.act_number, row.act_date),
                    document=row.document,
                    checked_by=name(row.checked_by) if row.checked_by else "",
                )
                for row in corte.table("signatures")
                if row.text == version.text
            ],
            norms=[
                PrintedNorm(row.norm, row.title, row.since, row.until, row.is_framework) for row in corte.table("norms")
            ],
            on=local_date(corte.package.published_at),
            made_at=corte.package.published_at,
            address="compromisos/texto/",
            cut_off=corte.cut_off,
            manifest=corte.manifest,
        )
    )


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
