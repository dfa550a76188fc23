"""An act on a row: its new state, a step for people and an event for everybody, always together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db.models import Model

from concierta.kernel.workflow import Workflow
from concierta.ledger.operations import record_event
from concierta.people.models import Entity, User


class HasState(Protocol):
    state: str

    def save(self, *, update_fields: list[str]) -> None: ...


RowT = TypeVar("RowT", bound=HasState)


@dataclass(frozen=True)
class ActsOn(Generic[RowT]):
    """How the acts on one kind of row are recorded: `row` is its name in its `history`, `keeps` what a step holds of it
    besides, `subject` and `plan` how the ledger names it, `says` what every event of it says."""

    workflow: Workflow
    history: type[Model]
    row: str
    subject: Callable[[RowT], str]
    plan: Callable[[RowT], str]
    says: Callable[[RowT], Mapping[str, object]]
    keeps: tuple[str, ...] = ()

    def take_step(
        self,
        row: RowT,
        act: str,
        *,
        changes: Mapping[str, object],
        note: str = "",
        body: Mapping[str, object] | None = None,
        sealed: Mapping[str, object] | None = None,
        by: User | None,
        entity: Entity | None,
        at: datetime,
    ) -> RowT:
        """Do `act` on a locked row: refuses if its state does not allow it; else writes state, step and event."""
        transition = self.workflow.check(act, row.state)
        source = row.state
        for name, value in {**changes, "state": transition.target}.items():
            setattr(row, name, value)
        row.save(update_fields=[*changes, "state"])
        self.record_act(
            row, act, transition.event, source=source, note=note, body=body, sealed=sealed, by=by, entity=entity, at=at
        )
        return row

    def record_act(
        self,
        row: RowT,
        act: str,
        event: str,
        *,
        source: str | None = None,
        note: str = "",
        body: Mapping[str, object] | None = None,
        sealed: Mapping[str, object] | None = None,
        by: User | None,
        entity: Entity | None,
        at: datetime,
    ) -> None:
        """Step and event of an act that leaves the state as it is, or, with an empty `source`, makes the row.

        Words may hold personal data and are short enough to be guessed: the ledger keeps `note` and what is in `sealed`
        as salted commitments. Whoever is given the words and their salt can check that they are the ones written then.
        """
        kept = {name: getattr(row, name) for name in self.keeps}
        before = row.state if source is None else source
        self.history._default_manager.create(
            **{self.row: row}, **kept, act=act, from_state=before, to_state=row.state, note=note, at=at, by=by,
            entity=entity,
        )  # fmt: skip
        record_event(
            kind=event,
            subject=self.subject(row),
            plan=self.plan(row),
            body={**self.says(row), **(body or {})},
            sealed={**({"note": note} if note else {}), **(sealed or {})},
            by=by,
            entity=entity,
            at=at,
        )
