"""The Mesa Técnica of the demonstration: its seats, and its sessions act by act."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Any

from concierta.installation.demo.changes import Act, ChangeStory
from concierta.installation.demo.evidence import bring
from concierta.installation.demo.files import DemoFiles
from concierta.installation.demo.foundation import Foundation
from concierta.installation.demo.minutes import MinutesStory
from concierta.installation.demo.plan import DemoPlan
from concierta.installation.demo.tasks import TaskStory
from concierta.kernel.clock import local_moment, written_date, zone
from concierta.mesa.enums import Choice, ItemSource, SessionMode
from concierta.mesa.models import ActionItem, AgendaItem, Seat, Session
from concierta.mesa.operations import (
    add_item,
    cast_vote,
    close_item,
    close_motion,
    close_session,
    declare_conflict,
    declare_not_held,
    drop_item,
    edit_item,
    establish_mesa,
    fill_agenda,
    give_seat,
    move_item,
    open_item,
    open_session,
    plan_session,
    propose_motion,
    record_arrival,
    record_departure,
    register_delegation,
    send_notice,
    write_notes,
)
from concierta.people.models import Entity, User
from concierta.steering.queries import agenda_proposals

_LATER = "Se atiende con la entidad antes de la sesión siguiente; si no se corrige, vuelve."


class MesaStory:
    """The acts of the Mesa, each with its moment. Whoever acts is the person who would have."""

    def __init__(self, files: DemoFiles, foundation: Foundation, demo: DemoPlan, at: datetime) -> None:
        self.files = files
        self.stated = files.toml("mesa")
        self.foundation = foundation
        self.changes = ChangeStory(files, foundation, demo)
        self.secretary = foundation.users["secretaria@demo.concierta.example"]
        self.sessions: dict[int, Session] = {}
        self.items: dict[tuple[int, int], AgendaItem] = {}
        self.tasks = TaskStory(files, foundation, self.secretary)
        head = self.stated["mesa"]
        assert foundation.agreement is not None
        self.mesa = establish_mesa(
            agreement=foundation.agreement,
            name=head["name"],
            name_en=head["name_en"],
            secretariat=self._entity(head["secretariat"]),
            chair=self._entity(head["chair"]),
            effective_on=head["since"],
            by=None,
            at=at,
        )
        self.seats: dict[str, Seat] = {
            stated["entity"]: give_seat(
                mesa=self.mesa,
                entity=self._entity(stated["entity"]),
                has_vote=not stated.get("voice_only", False),
                principal=self._user(stated["principal"]) if "principal" in stated else None,
                since=head["since"],
                by=None,
                at=at,
            )
            for stated in self.stated["seats"]
        }

    def acts(self) -> Iterator[Act]:
        yield from self.changes.acts()
        for stated in self.stated["delegations"]:
            at = stated["registered_at"].replace(tzinfo=zone())
            yield at, partial(self._delegate, stated, at)
        for stated in self.stated["sessions"]:
            yield from self._session(stated)

    def _session(self, stated: dict[str, Any]) -> Iterator[Act]:
        planned, noticed = (stated[name].replace(tzinfo=zone()) for name in ("planned_at", "noticed_at"))
        yield planned, partial(self._plan, stated, planned)
        yield noticed, partial(self._notice, stated, noticed)
        day = written_date(stated["starts_at"])
        for entity, hour in stated["present"].items():
            yield _at(day, hour), partial(self._arrive, stated, entity, _at(day, hour))
        for entity, hour in stated.get("left", {}).items():
            yield _at(day, hour), partial(self._leave, stated, entity, _at(day, hour))
        if "not_held" in stated:
            at = _at(day, stated["not_held"]["at"])
            yield at, partial(self._not_held, stated, at)
        else:
            yield _at(day, stated["opened_at"]), partial(self._open, stated, _at(day, stated["opened_at"]))
            for place, item in enumerate(stated["items"]):
                yield from self._item(stated, place, item, day)
            yield _at(day, stated["closed_at"]), partial(self._close, stated, _at(day, stated["closed_at"]))
        chair = self.stated["mesa"]["chair"]
        yield from MinutesStory(stated, self.mesa, self.seats, chair, self.secretary).acts()

    def _item(self, stated: dict[str, Any], place: int, item: dict[str, Any], day: date) -> Iterator[Act]:
        key = (stated["number"], place)
        yield _at(day, item["from"]), partial(self._take_up, key, item, _at(day, item["from"]))
        for motion in item.get("motions", ()):
            yield _at(day, motion["at"]), partial(self._vote, stated, key, item, motion, day)
        for action in item.get("actions", ()):
            yield _at(day, action["at"]), partial(self._assign, key, action, _at(day, action["at"]))
            for step, act in (("done", self.tasks.finish), ("checked", self.tasks.check)):
                if step in action:
                    at = action[step]["at"].replace(tzinfo=zone())
                    yield at, partial(act, action, at)
        yield _at(day, item["to"]), partial(self._leave_item, key, _at(day, item["to"]))

    # --- before the session -------------------------------------------------------------------------------------------

    def _delegate(self, stated: dict[str, Any], at: datetime) -> None:
        document = bring(
            self.files,
            stated["document"],
            title=stated["title"],
            entity=self.mesa.secretariat,
            by=self.secretary,
            at=at,
        )
        register_delegation(
            seat=self.seats[stated["entity"]],
            person=self._user(stated["person"]),
            document=document,
            since=stated["since"],
            until=stated["until"],
            by=self.secretary,
            at=at,
        )

    def _plan(self, stated: dict[str, Any], at: datetime) -> None:
        session = plan_session(
            mesa=self.mesa,
            starts_at=stated["starts_at"].replace(tzinfo=zone()),
            mode=SessionMode(stated["mode"]),
            place=stated["place"],
            by=self.secretary,
            at=at,
        )
        self.sessions[stated["number"]] = session
        if stated.get("brings_matters"):
            fill_agenda(
                session=session,
                proposals=agenda_proposals(self.mesa, written_date(stated["starts_at"])),
                by=self.secretary,
                at=at,
            )
        for place, item in enumerate(stated["items"]):
            self.items[stated["number"], place] = self._place(session, item, at)
        self._arrange(session, stated, at)

    def _place(self, session: Session, stated: dict[str, Any], at: datetime) -> AgendaItem:
        """The item that the agenda brought by itself for this matter, or one added by hand."""
        brought = list(session.items.all())
        if key := stated.get("matter"):
            item = next((one for one in brought if self.changes.is_about(key, one)), None)
            if item is None:
                title, source = self.changes.title_of(key)
                item = add_item(session=session, title=title, source=source, by=self.secretary, at=at)
            self.changes.put_on(key, item, at)
            return item
        if entity := stated.get("overdue"):
            action = ActionItem.objects.get(mesa=self.mesa, entity=self._entity(entity))
            return next(one for one in brought if one.subject.endswith(f"action_item:{action.number}"))
        if subject := stated.get("subject"):
            return next(one for one in brought if one.subject == subject)
        if code := stated.get("pledge"):
            return next(one for one in brought if one.source == ItemSource.SELF_ASSESSMENT and code in one.subject)
        return add_item(
            session=session,
            title=stated["title"],
            minutes_planned=stated.get("minutes"),
            by=self.secretary,
            at=at,
        )

    def _arrange(self, session: Session, stated: dict[str, Any], at: datetime) -> None:
        """What will be seen comes first, in its order; the rest of what the agenda brought is put off, and says so."""
        kept = [self.items[stated["number"], place] for place in range(len(stated["items"]))]
        for item in session.items.exclude(pk__in=[one.pk for one in kept]):
            drop_item(item=item, reason=_LATER, by=self.secretary, at=at)
        for place, item in enumerate(kept, 1):
            item = move_item(item=AgendaItem.objects.get(pk=item.pk), to=place, by=self.secretary, at=at)
            minutes = stated["items"][place - 1].get("minutes")
            if minutes and item.minutes_planned != minutes:
                edit_item(
                    item=item,
                    revision=item.revision,
                    title=item.title,
                    minutes_planned=minutes,
                    by=self.secretary,
                    at=at,
                )

    def _notice(self, stated: dict[str, Any], at: datetime) -> None:
        send_notice(session=self._now(stated), by=self.secretary, at=at)

    # --- in the session -----------------------------------------------------------------------------------------------

    def _arrive(self, stated: dict[str, Any], entity: str, at: datetime) -> None:
        delegate = stated.get("delegates", {}).get(entity)
        seat = self.seats[entity]
        record_arrival(
            session=self._now(stated),
            seat=seat,
            person=self._user(delegate) if delegate else None,
            delegation=seat.delegations.get() if delegate else None,
            by=self.secretary,
            at=at,
        )

    def _leave(self, stated: dict[str, Any], entity: str, at: datetime) -> None:
        record_departure(session=self._now(stated), seat=self.seats[entity], by=self.secretary, at=at)

    def _not_held(self, stated: dict[str, Any], at: datetime) -> None:
        reason = stated["not_held"]["reason"]
        declare_not_held(session=self._now(stated), reason=reason, by=self.secretary, at=at)

    def _open(self, stated: dict[str, Any], at: datetime) -> None:
        open_session(session=self._now(stated), by=self.secretary, at=at)

    def _close(self, stated: dict[str, Any], at: datetime) -> None:
        close_session(session=self._now(stated), by=self.secretary, at=at)

    def _take_up(self, key: tuple[int, int], stated: dict[str, Any], at: datetime) -> None:
        item = open_item(item=self._item_now(key), by=self.secretary, at=at)
        for entity, statement in stated.get("conflicts", {}).items():
            declare_conflict(item=item, seat=self.seats[entity], statement=statement, by=self.secretary, at=at)
        item = self._item_now(key)
        write_notes(item=item, revision=item.revision, text=stated["notes"], by=self.secretary, at=at)

    def _leave_item(self, key: tuple[int, int], at: datetime) -> None:
        item = self._item_now(key)
        if item.closed_at is None:
            close_item(item=item, by=self.secretary, at=at)

    def _vote(
        self, session: dict[str, Any], key: tuple[int, int], item: dict[str, Any], stated: dict[str, Any], day: date
    ) -> None:
        """Put it to the vote: everybody present in favour but those named against, abstaining or in conflict."""
        opened, closed = _at(day, stated["at"]), _at(day, stated["closed_at"])
        proposer = stated.get("proposed_by")
        motion = propose_motion(
            item=self._item_now(key),
            text=stated["text"],
            proposed_by=self.seats[proposer] if proposer else None,
            by=self.secretary,
            at=opened,
        )
        for entity in session["present"]:
            seat = self.seats[entity]
            gone = entity in session.get("left", {}) and _at(day, session["left"][entity]) <= opened
            if not seat.has_vote or gone or entity in item.get("conflicts", {}):
                continue
            choice = Choice.FOR
            for name in (Choice.AGAINST, Choice.ABSTAIN):
                choice = name if entity in stated.get(name.value, {}) else choice
            dissent = stated.get(choice.value, {}).get(entity, "")
            cast_vote(motion=motion, seat=seat, choice=choice, dissent=dissent, by=self.secretary, at=opened)
        motion = close_motion(motion=motion, by=self.secretary, at=closed)
        self.changes.replay_changes(stated, motion.decision, item, closed)

    def _assign(self, key: tuple[int, int], stated: dict[str, Any], at: datetime) -> None:
        self.tasks.assign(stated, self._item_now(key), at)

    # --- finding things again -----------------------------------------------------------------------------------------

    def _now(self, stated: dict[str, Any]) -> Session:
        return Session.objects.get(pk=self.sessions[stated["number"]].pk)

    def _item_now(self, key: tuple[int, int]) -> AgendaItem:
        return AgendaItem.objects.get(pk=self.items[key].pk)

    def _entity(self, slug: str) -> Entity:
        return self.foundation.entities[slug]

    def _user(self, email: str) -> User:
        return self.foundation.users[email]


def _at(day: date, hour: str) -> datetime:
    return local_moment(day, time.fromisoformat(hour))
