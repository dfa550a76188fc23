"""The log: recording acts, publishing them as tiles, keys, witnesses, and forgetting people and words."""

from concierta.ledger.operations.accept_loss import accept_loss
from concierta.ledger.operations.clock import accept_clock
from concierta.ledger.operations.destroy import apply_retention, destroy_salts, forget_address, forget_person
from concierta.ledger.operations.handover import record_packed, record_received, record_undone
from concierta.ledger.operations.publish import PublishedLog, publish_log
from concierta.ledger.operations.record import leaf_hash, record_event
from concierta.ledger.operations.recover import recover_log
from concierta.ledger.operations.rotate import retire_old_key, rotate_key
from concierta.ledger.operations.seal import record_pages, seal_build, seal_site
from concierta.ledger.operations.witnesses import Witness, request_cosignatures

__all__ = [
    "PublishedLog",
    "Witness",
    "accept_clock",
    "accept_loss",
    "apply_retention",
    "destroy_salts",
    "forget_address",
    "forget_person",
    "leaf_hash",
    "publish_log",
    "record_event",
    "record_packed",
    "record_pages",
    "record_received",
    "record_undone",
    "recover_log",
    "request_cosignatures",
    "retire_old_key",
    "rotate_key",
    "seal_build",
    "seal_site",
]
