"""A checkpoint kept from an earlier visit: what makes it impossible to rewrite the past for somebody who was there."""

import json
from dataclasses import dataclass
from typing import Self

from concierta.engines.translog import Checkpoint, LogProblem, Note, Problem, VerifierKey, open_checkpoint

_FORMAT = "concierta/kept-checkpoint@v1"


@dataclass(frozen=True)
class Kept:
    """The signed checkpoint and the key that was trusted for it."""

    key: VerifierKey
    note: Note

    @property
    def checkpoint(self) -> Checkpoint:
        return open_checkpoint(self.note, log_keys=[self.key]).checkpoint

    def to_json(self) -> str:
        content = {"format": _FORMAT, "vkey": str(self.key), "checkpoint": str(self.note)}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """`EVIDENCE_MALFORMED`, or what is wrong with its key or signature."""
        try:
            content = json.loads(text)
            if content["format"] != _FORMAT:
                raise LogProblem(Problem.EVIDENCE_MALFORMED, format=content["format"])
            kept = cls(VerifierKey.parse(content["vkey"]), Note.parse(content["checkpoint"]))
        except LogProblem:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LogProblem(Problem.EVIDENCE_MALFORMED) from error
        _ = kept.checkpoint
        return kept
