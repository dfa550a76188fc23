"""Files that come with a form, and files that are handed out."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext

from concierta.evidence.queries import open_evidence
from concierta.kernel.errors import AlreadyLoaded, Invalid, NotFound, gettext_noop
from concierta.kernel.files import private_folder, replace_file

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence
    from concierta.people.models import User

Loaded = TypeVar("Loaded")
_HASH = re.compile(r"[0-9a-f]{64}")
#: A preview that nobody confirmed in this time is forgotten.
_KEPT_SECONDS = 24 * 60 * 60


def read_upload(upload: UploadedFile) -> bytes:
    """The whole file, refused before it is read when it is too large."""
    if (upload.size or 0) > settings.MATRIX_MAX_BYTES:
        raise Invalid(
            gettext_noop("El archivo pasa de %(limit)s MB: quite hojas e imágenes que no hagan falta."),
            field="file",
            limit=settings.MATRIX_MAX_BYTES // (1024 * 1024),
        )
    content: bytes = upload.read()
    return content


def rehearsed(load: Callable[[Literal["refuse", "update"]], Loaded]) -> tuple[Loaded, str]:
    """The outcome of loading, and a sentence where it would replace something: the preview asks before it does."""
    try:
        return load("refuse"), ""
    except AlreadyLoaded as refusal:
        return load("update"), refusal.render(gettext)


def keep(sha256: str, content: bytes, preview: dict[str, object]) -> None:
    folder = _folder()
    _forget_old(folder)
    replace_file(folder / f"{sha256}.bin", content, mode=0o600)
    # Last: a preview is of a file that is there.
    replace_file(folder / f"{sha256}.json", json.dumps(preview, ensure_ascii=False).encode(), mode=0o600)


def preview_of(sha256: str, user: "User") -> dict[str, Any]:
    """The result of the rehearsal, for the person who rehearsed; NotFound for everybody else."""
    path = _path(sha256, "json")
    preview: dict[str, object] = json.loads(path.read_text()) if path.exists() else {}
    if preview.get("user") != user.pk:
        raise NotFound(gettext_noop("Esa carga ya se confirmó, se descartó o venció: suba el archivo otra vez."))
    return preview


def content_of(sha256: str) -> bytes:
    return _path(sha256, "bin").read_bytes()


def forget(sha256: str) -> None:
    for suffix in ("bin", "json"):
        _path(sha256, suffix).unlink(missing_ok=True)


def _path(sha256: str, suffix: str) -> Path:
    if not _HASH.fullmatch(sha256):
        raise NotFound(gettext_noop("No hay tal carga."))
    return _folder() / f"{sha256}.{suffix}"


def _folder() -> Path:
    return private_folder(Path(settings.HOME) / "uploads")


def _forget_old(folder: Path) -> None:
    limit = time.time() - _KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


#: The content policy of a file that somebody else made: it loads nothing, runs nothing and is in no frame.
NOTHING_INSIDE_ACTS = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


def download(document: "Evidence", *, shown_as: str = "") -> FileResponse:
    """`document` as an attachment, whatever it is, or shown in the page as one of its media type; whoever calls has
    made sure that this person may see it."""
    response = FileResponse(
        open_evidence(document),
        as_attachment=not shown_as,
        filename=document.download_name,
        content_type=shown_as or "application/octet-stream",
    )
    # Even so: whatever the browser makes of the bytes, it may load nothing and run nothing.
    response["Content-Security-Policy"] = NOTHING_INSIDE_ACTS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
