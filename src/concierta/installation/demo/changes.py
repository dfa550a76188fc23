"""What the demonstration proposes to its Mesa, and what follows from what the Mesa decides."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from concierta.amendments.enums import ChangeField, MeasureState, SubjectKind
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.amendments.operations import (
    adopt_amendment,
    adopt_measure,
    evaluate_measure,
    propose_amendment,
    propose_measure,
    put_on_agenda,
)
from concierta.amendments.proposals import ProposedChange, ProposedFigure
from concierta.installation.demo.files import DemoFiles
from concierta.installation.demo.foundation import Foundation
from concierta.installation.demo.plan import DemoPlan
from concierta.kernel.clock import zone
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import AgendaItem, Decision
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from concierta.reporting.operations import give_opinion, self_assess

Act = tuple[datetime, Callable[[], object]]


class ChangeStory:
    """The amendments, measures and self-assessments of `mesa.toml`, found again by their `key`."""

    def __init__(self, files: DemoFiles, foundation: Foundation, demo: DemoPlan) -> None:
        self.stated = files.toml("mesa")
        self.foundation = foundation
        self.demo = demo
        self.secretary = foundation.users["secretaria@demo.concierta.example"]
        self.amendments: dict[str, Amendment] = {}
        self.measures: dict[str, AdjustmentMeasure] = {}

    def acts(self) -> Iterator[Act]:
        for name, act in (("amendments", self._propose_amendment), ("measures", self._propose_measure)):
            for stated in self.stated[name]:
                at = stated["proposed_at"].replace(tzinfo=zone())
                yield at, partial(act, stated, at)
        for stated in self.stated["assessments"]:
            at = stated["at"].replace(tzinfo=zone())
            yield at, partial(self._assess, stated, at)

    def is_about(self, key: str, item: AgendaItem) -> bool:
        """True if an item that the agenda brought by itself is the matter with this key."""
        if key in self.amendments:
            return item.source == ItemSource.AMENDMENT and item.subject.endswith(f":{self.amendments[key].number}")
        return item.source == ItemSource.MEASURE and item.subject.endswith(f":{self.measures[key].number}")

    def title_of(self, key: str) -> tuple[str, ItemSource]:
        of = self.amendments.get(key) or self.measures[key]
        return of.title, ItemSource.AMENDMENT if isinstance(of, Amendment) else ItemSource.MEASURE

    def put_on(self, key: str, item: AgendaItem, at: datetime) -> None:
        put_on_agenda(
            amendment=self._amendment(key) if key in self.amendments else None,
            measure=self._measure(key) if key in self.measures else None,
            item=item,
            by=self.secretary,
            at=at,
        )

    def replay_changes(self, motion: dict[str, Any], decision: Decision, item: dict[str, Any], at: datetime) -> None:
        """What the decision adopts, judges or thinks of somebody's pledge."""
        if (key := motion.get("adopts")) in self.amendments:
            adopt_amendment(amendment=self._amendment(key), decision=decision, by=self.secretary, at=at)
        elif key:
            adopt_measure(measure=self._measure(key), decision=decision, by=self.secretary, at=at)
        if key := motion.get("evaluates"):
            evaluate_measure(
                measure=self._measure(key),
                verdict=MeasureState(motion["verdict"]),
                evaluation=motion["text"],
                decision=decision,
                by=self.secretary,
                at=at,
            )
        if opinion := motion.get("opinion"):
            give_opinion(
                assessment=SelfAssessment.objects.get(pledge=self.foundation.pledges[item["pledge"]]),
                opinion=Rating(opinion["rating"]),
                text=opinion["text"],
                decision=decision,
                by=self.secretary,
                at=at,
            )

    def _amendment(self, key: str) -> Amendment:
        return Amendment.objects.get(pk=self.amendments[key].pk)

    def _measure(self, key: str) -> AdjustmentMeasure:
        return AdjustmentMeasure.objects.get(pk=self.measures[key].pk)

    def _propose_amendment(self, stated: dict[str, Any], at: datetime) -> None:
        self.amendments[stated["key"]] = propose_amendment(
            plan=self.demo.plan,
            title=stated["title"],
            cause=stated["cause"],
            effective_on=stated["effective_on"],
            changes=[
                ProposedChange(
                    kind=SubjectKind(change["kind"]),
                    subject=change["subject"],
                    field=ChangeField(change["field"]),
                    key=change.get("key", ""),
                    after=change["after"],
                )
                for change in stated["changes"]
            ],
            by=self.secretary,
            at=at,
        )

    def _propose_measure(self, stated: dict[str, Any], at: datetime) -> None:
        self.measures[stated["key"]] = propose_measure(
            plan=self.demo.plan,
            title=stated["title"],
            problem=stated["problem"],
            measure=stated["measure"],
            success=stated["success"],
            entity=self.foundation.entities[stated["entity"]],
            person=self.foundation.users[stated["person"]],
            evaluate_on=stated["evaluate_on"],
            figures=[
                ProposedFigure(self.demo.indicators[figure["indicator"]], Decimal(figure["sought"]))
                for figure in stated["figures"]
            ],
            by=self.secretary,
            at=at,
        )

    def _assess(self, stated: dict[str, Any], at: datetime) -> None:
        self_assess(
            pledge=self.foundation.pledges[stated["pledge"]],
            period=self.demo.periods[stated["period"]],
            rating=Rating(stated["rating"]),
            text=stated["text"],
            by=self.foundation.users[stated["by"]],
            at=at,
        )
