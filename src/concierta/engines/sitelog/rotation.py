"""Changing keys: a statement signed by the old and the new one, kept as a leaf, that trust can follow."""

from collections.abc import Iterable

from concierta.engines.translog import LogProblem, Note, SignerKey, VerifierKey, sign_note

from .acts import Act
from .findings import Finding, Mismatch

_STATEMENT = "concierta.key-rotation/v1"


def rotation_note(old: SignerKey, new: SignerKey) -> Note:
    """`old` says that `new` follows it, and `new` that it does."""
    return sign_note(_text(old.verifier, new.verifier), old, new)


def rotations_of(acts: Iterable[Act]) -> tuple[list[tuple[VerifierKey, VerifierKey]], list[Finding]]:
    """(old, new) of every statement that both signed, in the order of the log; the others are findings."""
    pairs, findings = [], []
    for act in acts:
        try:
            old, new = VerifierKey.parse(act.body["old"]), VerifierKey.parse(act.body["new"])
            note = Note.parse(act.body["note"])
            if note.text != _text(old, new) or set(note.verified_by([old, new])) != {old, new}:
                raise ValueError(act.subject)
        except (LogProblem, KeyError, ValueError, TypeError, AttributeError):
            findings.append(Finding("log", Mismatch.ROTATION_INVALID, {"index": act.index}))
            continue
        pairs.append((old, new))
    return pairs, findings


def followed_keys(start: VerifierKey, rotations: Iterable[tuple[VerifierKey, VerifierKey]]) -> list[VerifierKey]:
    """From the key that one trusts to the present one. Rotations before `start` are of no concern."""
    keys = [start]
    for old, new in rotations:
        if old == keys[-1]:
            keys.append(new)
    return keys


def _text(old: VerifierKey, new: VerifierKey) -> str:
    return f"{_STATEMENT}\nold {old}\nnew {new}\n"
