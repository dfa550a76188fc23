"""Workflows as data: the transitions are a table, and the diagram in the documents is drawn from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from concierta.kernel.errors import Phrase, TransitionRefused, gettext_noop


@dataclass(frozen=True, slots=True)
class Transition:
    """One named act that moves a thing from any of `sources` to `target` and writes ledger event `event`.

    `label` is the act in words, for people and diagrams.
    """

    name: str
    sources: frozenset[str]
    target: str
    event: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """States and the acts between them. `labels` gives each state its word."""

    name: str
    initial: str
    labels: dict[str, str]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        names = [transition.name for transition in self.transitions]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name}: a transition is named twice")
        used = {
            self.initial,
            *(t.target for t in self.transitions),
            *(s for t in self.transitions for s in t.sources),
        }
        if unknown := used - set(self.labels):
            raise ValueError(f"{self.name}: states without a label: {sorted(unknown)}")

    def transition(self, name: str) -> Transition:
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(f"{self.name} has no transition {name!r}")

    def check(self, name: str, state: str) -> Transition:
        """The transition `name`, if it may start from `state`; otherwise a refusal that names the state."""
        transition = self.transition(name)
        if state not in transition.sources:
            raise TransitionRefused(
                gettext_noop("No se puede «%(act)s»: el estado actual es «%(state)s»."),
                act=Phrase(transition.label or transition.name),
                state=Phrase(self.labels.get(state, state)),
            )
        return transition

    def available(self, state: str) -> tuple[Transition, ...]:
        return tuple(transition for transition in self.transitions if state in transition.sources)

    @property
    def states_after(self) -> dict[str, str]:
        """Kind of ledger event → the state that it leaves."""
        return {transition.event: str(transition.target) for transition in self.transitions}

    def mermaid(self) -> str:
        """The state diagram in Mermaid's language, one line an arrow, in the order of the table."""
        return "\n".join(["stateDiagram-v2", *self._lines()]) + "\n"

    def _lines(self) -> Iterator[str]:
        for state, label in self.labels.items():
            yield f'    state "{label}" as {state}'
        yield f"    [*] --> {self.initial}"
        for transition in self.transitions:
            for source in sorted(transition.sources):
                yield f"    {source} --> {transition.target}: {transition.label or transition.name}"
