"""What waits for verification, what was verified, and everything a verifier needs beside a claim."""

from concierta.verification.queries.queue import RiskyReport, verifiable_reports, verification_queue
from concierta.verification.queries.reports import (
    VerificationSheet,
    evidence_for,
    publishable_reports,
    verification_for,
    verified_before,
)

__all__ = [
    "RiskyReport",
    "VerificationSheet",
    "evidence_for",
    "publishable_reports",
    "verifiable_reports",
    "verification_for",
    "verification_queue",
    "verified_before",
]
