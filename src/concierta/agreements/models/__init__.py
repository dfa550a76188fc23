"""The agreement: its text and norms, who stands by it, with what, and what each one promises."""

from concierta.agreements.models.agreement import Agreement, Article, Clause, Norm, TextVersion
from concierta.agreements.models.pledges import ORIGINS, Pledge, PledgeDelay, PledgeStep
from concierta.agreements.models.signatories import (
    Competence,
    Mandate,
    Means,
    Reading,
    Signatory,
    SignatoryStep,
    Signature,
)

__all__ = [
    "ORIGINS",
    "Agreement",
    "Article",
    "Clause",
    "Competence",
    "Mandate",
    "Means",
    "Norm",
    "Pledge",
    "PledgeDelay",
    "PledgeStep",
    "Reading",
    "Signatory",
    "SignatoryStep",
    "Signature",
    "TextVersion",
]
