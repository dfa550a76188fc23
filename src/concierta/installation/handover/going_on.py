"""The last step of receiving: the log is opened here, signed as the next leaf of the same one, and a receipt made."""

from datetime import datetime
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from concierta.installation.handover.keys import read_receiving_key
from concierta.installation.handover.package import RECEIPT, Manifest, write_statement
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import private_folder
from concierta.ledger.operations import publish_log, record_received
from concierta.ledger.operations.keys import signing_keys
from concierta.ledger.operations.publish import check_continues
from concierta.ledger.operations.record import publication_lock
from concierta.ledger.queries import entries_from, packed_act, published_log_problems

_FORMAT = "concierta/handover-receipt@v1"


def go_on(*, manifest: Manifest, at: datetime) -> Path:
    """Record that the package was received, sign the log, end every session, and write the receipt: its path.

    Refuses a database that does not give the log that was signed, and a log that a witness has seen longer: then the
    outgoing side went on.
    """
    if problems := published_log_problems(settings.SITE):
        raise Refusal(
            gettext_noop(
                "La base de datos recibida no es la de su registro (%(problem)s): no se firma nada. Lleve "
                "handover/receiving.key a una carpeta nueva y pida el paquete otra vez."
            ),
            problem=problems[0],
        )
    with publication_lock():
        if packed_act() is not None:
            check_continues(settings.SITE)
            with transaction.atomic():
                record_received(manifest_sha256=manifest.sha256, by=None, at=at)
                # Whoever packed it knows them all.
                Session.objects.all().delete()
                UserSession.objects.all().delete()
        published = publish_log(site=settings.SITE, by=None, at=at)
        key, keys = read_receiving_key(Path(settings.HOME)), signing_keys()
        size = int(manifest.content["log"]["size"])
        content = {
            "format": _FORMAT,
            "at": at.isoformat(),
            "manifest_sha256": manifest.sha256,
            "receiver": str(key.public),
            "checkpoint": published.checkpoint,
            "entries": [entry.decode() for _, entry in entries_from(size, published.size)],
        }
        folder = private_folder(Path(settings.HOME) / "handover")
        write_statement(folder, RECEIPT, content, [key.signer, *keys])
        (folder / "under-way.json").unlink(missing_ok=True)
    return folder / f"{RECEIPT}.json"
