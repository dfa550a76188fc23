"""Changing keys: a statement signed by the old and the new one, kept as a leaf, that trust can follow."""

from collections.abc import Iterable

from concierta.engines.translog import LogProblem, Note, SignerKey, VerifierKey, sign_note

from .acts import Act
from .findings import Finding, Mismatch

_STATEMENT = "concierta.key-rotation/v1"


def rotation_note(old: SignerKey, new: SignerKey) -> Note:
    """`old` says that `new` follows it, and `new` that it does."""
    return sign_note(_text(old.verifier, new.verifier), old, new)


def followed_keys(start: VerifierKey, rotations: Iterable[Act]) -> tuple[list[VerifierKey], list[Finding]]:
    """From the key that one trusts to the present one, through the rotations in the order of the log.

    Rotations before `start` are of no concern; one that does not hold is a finding and is not followed.
    """
    keys, findings = [start], []
    for act in rotations:
        try:
            old, new = VerifierKey.parse(act.body["old"]), VerifierKey.parse(act.body["new"])
            note = Note.parse(act.body["note"])
            if note.text != _text(old, new) or set(note.verified_by([old, new])) != {old, new}:
                raise ValueError(act.subject)
        except (LogProblem, KeyError, ValueError, TypeError, AttributeError):
            findings.append(Finding("log", Mismatch.ROTATION_INVALID, {"index": act.index}))
            continue
        if old == keys[-1]:
            keys.append(new)
    return keys, findings


def _text(old: VerifierKey, new: VerifierKey) -> str:
    return f"{_STATEMENT}\nold {old}\nnew {new}\n"
