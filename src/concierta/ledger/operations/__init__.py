"""The log: recording acts, publishing them as tiles, keys, witnesses, and forgetting people."""

from concierta.ledger.operations.accept_loss import accept_loss
from concierta.ledger.operations.clock import accept_clock
from concierta.ledger.operations.continuity import check_not_restored
from concierta.ledger.operations.forget import forget_person
from concierta.ledger.operations.lock import publication_lock
from concierta.ledger.operations.publish import PublishedLog, check_continues, publish_log
from concierta.ledger.operations.record import leaf_hash, record_event
from concierta.ledger.operations.recover import recover_log
from concierta.ledger.operations.rotate import retire_old_key, rotate_key
from concierta.ledger.operations.seal import pending_cortes, record_pages, seal_build, seal_site
from concierta.ledger.operations.witnesses import Witness, request_cosignatures

__all__ = [
    "PublishedLog",
    "Witness",
    "accept_clock",
    "accept_loss",
    "check_continues",
    "check_not_restored",
    "forget_person",
    "leaf_hash",
    "pending_cortes",
    "publication_lock",
    "publish_log",
    "record_event",
    "record_pages",
    "recover_log",
    "request_cosignatures",
    "retire_old_key",
    "rotate_key",
    "seal_build",
    "seal_site",
]
