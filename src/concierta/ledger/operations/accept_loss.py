"""Going on after acts were lost for good: said in the log itself, never in silence."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from concierta.engines.translog import leaf_hash as rfc6962_leaf_hash
from concierta.engines.translog import root_of_hashes
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.operations.continuity import (
    Known,
    is_restored,
    known_here,
    log_folder,
    settle_here,
    still_binding,
)
from concierta.ledger.operations.keys import signing_keys
from concierta.ledger.operations.record import log_lock, publication_lock, record_event
from concierta.ledger.operations.witness_memory import seen_by_witnesses
from concierta.ledger.permissions import check_can_recover_log
from concierta.ledger.queries.events import LOST, entries_from, ledger_size
from concierta.people.models import User


def accept_loss(*, by: User | None, at: datetime) -> int:
    """Record that whatever was signed after the acts of this database is lost; how many acts there are to go on from.

    The act names every signed checkpoint, here or with a witness, that the new history will not contain. Whoever kept
    one can show that the log does not continue it, and its witnesses sign no more: this says so first. Refuses where
    nothing is missing.
    """
    check_can_recover_log(by)
    with publication_lock(), log_lock():
        site = Path(settings.SITE)
        restored = is_restored(site)
        keys = [key.verifier for key in signing_keys()]
        known = still_binding(known_here(keys, site))
        known += still_binding(seen_by_witnesses(known, keys=keys))
        with transaction.atomic():
            size = ledger_size()
            lost = [one for one in known if not _goes_on_from(one, size)]
            if not (lost or restored):
                raise Refusal(gettext_noop("A la base de datos no le falta ningún acto firmado: no hay qué aceptar."))
            record_event(
                kind=LOST,
                subject="log",
                body={"size": size, "lost": [_told(one) for one in _once(lost)]},
                by=by,
                entity=None,
                at=at,
            )
        # Made again, whole, from the ledger as it is now.
        shutil.rmtree(log_folder() / "tile", ignore_errors=True)
        settle_here()
    return size


def _goes_on_from(known: Known, size: int) -> bool:
    if known.size > size or known.root is None:
        return False
    return root_of_hashes([rfc6962_leaf_hash(entry) for _, entry in entries_from(0, known.size)]) == known.root


def _once(known: list[Known]) -> list[Known]:
    return list({(one.size, one.root): one for one in known}.values())


def _told(known: Known) -> dict[str, Any]:
    return {"size": known.size, "root": known.root.hex() if known.root else None}
