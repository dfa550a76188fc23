"""Keeping evidence."""

from concierta.evidence.operations.destroy import destroy_file
from concierta.evidence.operations.store import store_evidence

__all__ = ["destroy_file", "store_evidence"]
