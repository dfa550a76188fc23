"""Verifying reports, and letting the public see what was found."""

from concierta.verification.operations.publish import mark_published
from concierta.verification.operations.verify import verify_report

__all__ = ["mark_published", "verify_report"]
