"""Keeping a file as evidence, and destroying one."""

import hashlib
import os
import os.path
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.db.models import Sum

from concierta.evidence.media_types import sniff_media_type
from concierta.evidence.models import Evidence, StoredFile
from concierta.evidence.names import clean_filename
from concierta.evidence.permissions import check_can_store
from concierta.kernel.errors import Invalid, PermissionRefused, gettext_noop
from concierta.kernel.files import fsync_path, private_folder
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User


@transaction.atomic
def destroy_file(*, file: StoredFile, by: User | None, at: datetime) -> StoredFile:
    """The bytes go once the act is kept; the row and its hash stay, so that what the log cites is not missing by error.

    Only whoever operates the machine does. Whether anything else rests on the file is for the caller to know.
    """
    if by is not None:
        raise PermissionRefused(gettext_noop("Solo quien administra la instalación destruye un archivo."))
    file.destroyed_at = at
    file.save(update_fields=["destroyed_at"])
    transaction.on_commit(lambda: storages["evidence"].delete(file.storage_name))
    return file


_CHUNK = 1 << 18
_DAY = timedelta(days=1)
LONGEST_TITLE = 200


class Upload(Protocol):
    """Anything that can be read: an uploaded file, a file on disk, bytes in memory."""

    def read(self, size: int = ..., /) -> bytes: ...


def store_evidence(
    *,
    upload: Upload,
    filename: str,
    title: str = "",
    entity: Entity,
    by: User,
    at: datetime,
    origin: Origin = Origin.OWN,
) -> Evidence:
    """Keep `upload` as evidence of `entity`; `filename` is only a label.

    The bytes are written before the rows that name them: after a crash a file may lie there that nobody names, never
    a row whose file is missing. The same content is kept once, however often it is brought. Refuses files that are
    empty, over `settings.EVIDENCE_MAX_BYTES`, beyond what one person may bring in a day (`EVIDENCE_DAY_BYTES`), or not
    of an accepted type.
    """
    check_can_store(by, entity)
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            gettext_noop("Es demasiado largo: caben %(longest)d caracteres."), field="title", longest=LONGEST_TITLE
        )
    brought = _brought_lately(by, at)
    label = clean_filename(filename)
    with tempfile.TemporaryFile() as copy:
        sha256, size = _copy(upload, copy)
        if brought + size > settings.EVIDENCE_DAY_BYTES:
            raise Invalid(
                gettext_noop(
                    "Entre ayer y hoy usted ha subido %(brought)s MB y este archivo pasaría de los %(limit)s MB que se "
                    "reciben de una persona en un día: súbalo mañana o quite lo que no haga falta."
                ),
                field="file",
                brought=brought >> 20,
                limit=settings.EVIDENCE_DAY_BYTES >> 20,
            )
        media_type = sniff_media_type(copy)
        _keep(copy, sha256, size)
    with transaction.atomic():
        file = StoredFile(sha256=sha256, size=size, media_type=media_type, stored_at=at)
        # Kept already, its row says the same: type and size follow from the content.
        StoredFile.objects.bulk_create([file], ignore_conflicts=True)
        # Destroyed once, and its bytes are here again.
        StoredFile.objects.filter(sha256=sha256, destroyed_at__isnull=False).update(destroyed_at=None)
        return Evidence.objects.create(
            file=file,
            title=title or label,
            filename=label,
            entity=entity,
            uploaded_by=by,
            uploaded_at=at,
            origin=origin,
        )


def _brought_lately(by: User, at: datetime) -> int:
    """Bytes that `by` has brought in the day before `at`."""
    found = Evidence.objects.filter(uploaded_by=by, uploaded_at__gt=at - _DAY, uploaded_at__lte=at)
    return found.order_by().aggregate(total=Sum("file__size"))["total"] or 0


def _copy(upload: Upload, copy: BinaryIO) -> tuple[str, int]:
    """Copy while hashing; stops at the limit, so that an endless upload costs no more than that."""
    digest, size = hashlib.sha256(), 0
    while chunk := upload.read(_CHUNK):
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            raise Invalid(
                gettext_noop("El archivo pasa de %(limit)s MB: redúzcalo o divídalo en partes."),
                field="file",
                limit=settings.EVIDENCE_MAX_BYTES // (1024 * 1024),
            )
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest(), size


def _keep(copy: BinaryIO, sha256: str, size: int) -> None:
    storage = storages["evidence"]
    name = StoredFile(sha256=sha256).storage_name
    there = storage.exists(name) and storage.size(name) == size
    if isinstance(storage, FileSystemStorage):
        path = Path(storage.path(name))
        if not there:
            copy.seek(0)
            _write_atomically(copy, path)
        # Also of what somebody else brought a moment ago: whoever is told that it is kept has it kept.
        for folder in path.parents[:4]:
            fsync_path(folder)
    elif not there:  # object storage writes a whole object or none
        copy.seek(0)
        storage.delete(name)
        storage.save(name, File(copy))


def _write_atomically(copy: BinaryIO, path: Path) -> None:
    """Under another name first: nobody ever finds half a file under its hash, nor one that the disk does not have."""
    for folder in reversed(path.parents[:3]):
        private_folder(folder)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as target:
            while chunk := copy.read(_CHUNK):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
