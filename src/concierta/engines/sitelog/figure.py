"""A self-contained proof for one public figure: every act on it, each with its place in the log.

One JSON file: `format`, `figure`, `vkey`, and `acts`, each with its `entry` as text and its `proof`, which is a C2SP
tlog-proof that other people's tools verify too.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from concierta.engines.translog import LogProblem, LogProof, Note, Problem, SignedCheckpoint, TileReader, VerifierKey

from .acts import Act, parse_act, subject_of_figure

_FORMAT = "concierta/figure-proof@v1"


@dataclass(frozen=True)
class ProvedAct:
    entry: bytes
    proof: LogProof


@dataclass(frozen=True)
class FigureProof:
    """`figure` is `plan/indicator/period`; `key` is the log's, to be compared with one that one trusts."""

    figure: str
    key: VerifierKey
    acts: tuple[ProvedAct, ...]

    @classmethod
    def make(cls, figure: str, *, acts: Iterable[Act], key: VerifierKey, note: Note, tiles: TileReader) -> Self:
        """From the published tiles; reads a handful for each act, whatever the size of the log."""
        proved = (
            ProvedAct(act.entry, LogProof(act.index, tuple(tiles.inclusion_proof(act.index)), note)) for act in acts
        )
        return cls(figure, key, tuple(proved))

    def verify(self, keys: Sequence[VerifierKey] = ()) -> tuple[SignedCheckpoint, list[Act]]:
        """The checkpoint that vouches for all of it, and the acts, oldest first. Without `keys` the file's own is used.

        Raises as `LogProof.verify`; `EVIDENCE_SHOWS_NOTHING` for no act, or one that is not on this figure.
        """
        plan, subject = subject_of_figure(self.figure)
        if not self.acts or len({act.proof.note for act in self.acts}) != 1:
            raise LogProblem(Problem.EVIDENCE_SHOWS_NOTHING)
        acts = []
        for proved in self.acts:
            signed = proved.proof.verify(proved.entry, log_keys=keys or [self.key])
            try:
                act = parse_act(proved.proof.index, proved.entry)
            except ValueError:
                raise LogProblem(Problem.EVIDENCE_MALFORMED) from None
            if act.plan != plan or not act.subject.startswith(subject):
                raise LogProblem(Problem.EVIDENCE_SHOWS_NOTHING, subject=act.subject)
            acts.append(act)
        return signed, sorted(acts, key=lambda act: act.index)

    def to_json(self) -> str:
        content = {
            "format": _FORMAT,
            "figure": self.figure,
            "vkey": str(self.key),
            "acts": [{"entry": act.entry.decode(), "proof": str(act.proof)} for act in self.acts],
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """`EVIDENCE_MALFORMED`, or what is wrong with a part."""
        try:
            content = json.loads(text)
            if content["format"] != _FORMAT:
                raise LogProblem(Problem.EVIDENCE_MALFORMED, format=content["format"])
            subject_of_figure(content["figure"])
            acts = tuple(ProvedAct(act["entry"].encode(), LogProof.parse(act["proof"])) for act in content["acts"])
            return cls(content["figure"], VerifierKey.parse(content["vkey"]), acts)
        except LogProblem:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LogProblem(Problem.EVIDENCE_MALFORMED) from error
