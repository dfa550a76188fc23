"""Destroying the bytes of a file that is about somebody who asked to be forgotten."""

from datetime import datetime

from django.core.files.storage import storages
from django.db import transaction

from concierta.evidence.models import StoredFile
from concierta.kernel.errors import PermissionRefused, gettext_noop
from concierta.people.models import User


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
