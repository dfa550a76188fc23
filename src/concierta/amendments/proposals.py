"""What somebody proposes, before it is an amendment or a measure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.subjects.new_project import NewActivity, NewIndicator, NewProduct, NewProject
from concierta.indicators.models import Indicator

__all__ = ["NewActivity", "NewIndicator", "NewProduct", "NewProject", "ProposedChange", "ProposedFigure"]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """One value to change. `subject` is the public code of the part; `key` says which of several values.

    `after`: a Decimal, a date, an Entity, or their text; None is NP for a target and "nobody" for a responsible. To add
    a project it is a `NewProject` (or its JSON) and `subject` the code of the new one; to close one it is the first day
    on which it is no longer part of the plan, None for the day on which the amendment takes effect.
    """

    kind: SubjectKind
    subject: str
    field: ChangeField
    after: Any
    key: str = ""


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A figure that shows the problem, and the value that would be success, in its own unit (None: only watched)."""

    indicator: Indicator
    sought: Decimal | None = None
