"""The minutes of one session of the demonstration: drafted, remarked on, approved, and signed by two people."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from concierta.installation.demo.changes import Act
from concierta.kernel.clock import zone
from concierta.mesa.enums import SignerRole
from concierta.mesa.models import Mesa, Minutes, MinutesSection, Remark, Seat, Session
from concierta.mesa.operations import (
    answer_remark,
    approve_minutes,
    circulate_minutes,
    draft_minutes,
    make_remark,
    sign_minutes,
    write_section,
)
from concierta.people.models import User


class MinutesStory:
    """`stated` is a session of `mesa.toml`; `seats` by entity."""

    def __init__(
        self, stated: dict[str, Any], mesa: Mesa, seats: Mapping[str, Seat], chair: str, secretary: User
    ) -> None:
        self.number, self.told = stated["number"], stated["minutes"]
        self.mesa, self.seats = mesa, seats
        self.chair, self.secretary = seats[chair].principal, secretary

    def acts(self) -> Iterator[Act]:
        for name, act in (
            ("drafted_at", self._draft),
            ("circulated_at", self._circulate),
            ("approved_at", self._approve),
            ("chair_at", partial(self._sign, SignerRole.CHAIR, self.chair)),
            ("secretary_at", partial(self._sign, SignerRole.SECRETARY, self.secretary)),
        ):
            at = self.told[name].replace(tzinfo=zone())
            yield at, partial(act, at)
        if remark := self.told.get("remark"):
            for name, act in (("at", self._remark), ("answered_at", self._answer)):
                at = remark[name].replace(tzinfo=zone())
                yield at, partial(act, at)

    def _draft(self, at: datetime) -> None:
        draft_minutes(session=Session.objects.get(mesa=self.mesa, number=self.number), by=self.secretary, at=at)

    def _circulate(self, at: datetime) -> None:
        until = self.told["remarks_until"]
        circulate_minutes(minutes=self._minutes(), remarks_until=until, by=self.secretary, at=at)

    def _remark(self, at: datetime) -> None:
        remark = self.told["remark"]
        seat = self.seats[remark["entity"]]
        make_remark(section=self._section(), seat=seat, text=remark["text"], by=seat.principal, at=at)

    def _answer(self, at: datetime) -> None:
        told, section = self.told["remark"], self._section()
        remark = Remark.objects.get(section=section)
        answer_remark(remark=remark, accept=True, answer=told["answer"], by=self.secretary, at=at)
        text = f"{section.text}\n{told['adds']}"
        write_section(section=section, revision=section.revision, text=text, by=self.secretary, at=at)

    def _approve(self, at: datetime) -> None:
        approve_minutes(minutes=self._minutes(), by=self.secretary, at=at)

    def _sign(self, role: SignerRole, person: User | None, at: datetime) -> None:
        sign_minutes(minutes=self._minutes(), role=role, by=person, at=at)

    def _minutes(self) -> Minutes:
        return Minutes.objects.get(session__mesa=self.mesa, session__number=self.number)

    def _section(self) -> MinutesSection:
        """Of the item that the remark is about, by its place on the agenda."""
        return MinutesSection.objects.get(minutes=self._minutes(), item__ordinal=self.told["remark"]["item"])
