"""Where the agenda's matters come from: one small function for each reason to talk about something."""

from collections.abc import Callable, Iterable

from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda.situation import Situation

Source = Callable[[Situation], Iterable[AgendaProposal]]
_sources: list[Source] = []


def register_proposals(source: Source) -> Source:
    """Let `source` bring matters to every Mesa. What it gives comes in its own order, after those before it."""
    if source not in _sources:
        _sources.append(source)
    return source


def proposed(situation: Situation) -> list[AgendaProposal]:
    """Everything, each matter once, in the order in which the sources were registered."""
    found: dict[tuple[str, str], AgendaProposal] = {}
    for source in _sources:
        for proposal in source(situation):
            found.setdefault((proposal.source, proposal.subject), proposal)
    return list(found.values())
