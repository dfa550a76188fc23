"""Keeping evidence."""

from concierta.evidence.operations.store import store_evidence

__all__ = ["store_evidence"]
