"""The tasks that the table of the demonstration left: given, done with what shows it, and checked by somebody else."""

from datetime import datetime
from typing import Any

from concierta.installation.demo.evidence import bring
from concierta.installation.demo.files import DemoFiles
from concierta.installation.demo.foundation import Foundation
from concierta.mesa.models import ActionItem, AgendaItem
from concierta.mesa.operations import assign_action, check_action, finish_action
from concierta.people.models import User


class TaskStory:
    """`stated` is a task of `mesa.toml`."""

    def __init__(self, files: DemoFiles, foundation: Foundation, secretary: User) -> None:
        self.files = files
        self.foundation = foundation
        self.secretary = secretary
        self.given: list[tuple[dict[str, Any], ActionItem]] = []

    def assign(self, stated: dict[str, Any], item: AgendaItem, at: datetime) -> None:
        action = assign_action(
            item=item,
            text=stated["text"],
            entity=self.foundation.entities[stated["entity"]],
            person=self._person(stated),
            due_on=stated["due_on"],
            by=self.secretary,
            at=at,
        )
        self.given.append((stated, action))

    def finish(self, stated: dict[str, Any], at: datetime) -> None:
        action, done, person = self._now(stated), stated["done"], self._person(stated)
        shown = bring(self.files, done["evidence"], entity=action.entity, by=person, at=at)
        finish_action(action=action, note=done["note"], evidence=[shown], by=person, at=at)

    def check(self, stated: dict[str, Any], at: datetime) -> None:
        check_action(action=self._now(stated), note=stated["checked"]["note"], by=self.secretary, at=at)

    def _now(self, stated: dict[str, Any]) -> ActionItem:
        return ActionItem.objects.get(pk=next(action.pk for told, action in self.given if told is stated))

    def _person(self, stated: dict[str, Any]) -> User:
        return self.foundation.users[stated["person"]]
