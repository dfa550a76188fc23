"""What others bring to the agenda: the steering of the plan proposes, the Mesa disposes."""

from dataclasses import dataclass

from concierta.mesa.enums import ItemSource


@dataclass(frozen=True, slots=True)
class AgendaProposal:
    """A matter that the agenda should hold. `subject` names it for good ("indicator:C-E1-01"); `why` shows figures."""

    source: ItemSource
    subject: str
    title: str
    why: str
