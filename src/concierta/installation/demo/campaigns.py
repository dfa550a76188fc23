"""The verification campaign of the demonstration: promised, drawn, and partly looked at twice."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from concierta.installation.demo.files import DemoFiles, moment, number
from concierta.installation.demo.foundation import Foundation
from concierta.installation.demo.plan import DemoPlan
from concierta.kernel.clock import zone
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.verification.enums import Answer, Method
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.operations import (
    RecordsSeen,
    Reply,
    close_population,
    open_campaign,
    plan_campaign,
    verify_again,
)
from concierta.verification.queries import checklist_for, entry_under_way

Act = tuple[datetime, Callable[[], object]]


class CampaignStory:
    """The acts of the campaigns, with their moment; and what a verification within one of them brings."""

    def __init__(self, files: DemoFiles, foundation: Foundation, demo: DemoPlan) -> None:
        self.files = files
        self.demo = demo
        self.people = foundation.users
        self.secretary = foundation.users["secretaria@demo.concierta.example"]

    def acts(self) -> Iterator[Act]:
        for stated in self.files.toml("plan").get("campaigns", ()):
            moments = {name: stated[name].replace(tzinfo=zone()) for name in ("planned_at", "opened_at", "drawn_at")}
            yield moments["planned_at"], partial(self._plan, stated, moments["planned_at"])
            yield moments["opened_at"], partial(self._open, stated, moments["opened_at"])
            yield moments["drawn_at"], partial(self._draw, stated, moments["drawn_at"])
        for row in self.files.rows("second_verifications"):
            at = moment(row["verified_at"])
            yield at, partial(self._verify_again, row, at)

    def brought(self, report: Report, row: dict[str, str]) -> dict[str, Any]:
        """What a verification adds beyond its outcome: the records that were counted, and the checklist."""
        brought: dict[str, Any] = {}
        if row["records"]:
            brought["records"] = RecordsSeen(int(row["records"]), int(row["sampled"]), int(row["holding"]))
            brought["method"] = Method.RECORDS_COUNT
        if entry_under_way(report):
            brought["checklist"] = {
                question.code: self._reply(question.code, row["outcome"])
                for question in checklist_for(report.indicator)
            }
        return brought

    def _reply(self, question: str, outcome: str) -> Reply:
        if question == "source_agrees" and outcome not in (Outcome.VERIFIED, Outcome.ADJUSTED):
            return Reply(Answer.NO, "Ejemplo: no fue posible ver el medio de verificación.")
        return Reply(Answer.YES)

    def _plan(self, stated: dict[str, Any], at: datetime) -> None:
        plan_campaign(
            plan=self.demo.plan,
            period=self.demo.periods[stated["period"]],
            population_closes_on=stated["population_closes_on"],
            due_on=stated["due_on"],
            margin=Decimal(stated["margin"]),
            double_share=Decimal(stated["double_share"]),
            risk_threshold=Decimal(stated["risk_threshold"]),
            by=self.secretary,
            at=at,
        )

    def _open(self, stated: dict[str, Any], at: datetime) -> None:
        """The seed is made of a phrase, so that every installation tells the same story; a real one is random."""
        open_campaign(
            campaign=self._campaign(stated["period"]),
            make_seed=lambda: hashlib.sha256(stated["seed_phrase"].encode()).hexdigest(),
            by=self.secretary,
            at=at,
        )

    def _draw(self, stated: dict[str, Any], at: datetime) -> None:
        close_population(campaign=self._campaign(stated["period"]), by=self.secretary, at=at)

    def _verify_again(self, row: dict[str, str], at: datetime) -> None:
        period, indicator = row["report"].split(":")
        verify_again(
            entry=CampaignReport.objects.get(campaign__plan=self.demo.plan, key=f"{indicator}/{period}/v1"),
            outcome=Outcome(row["outcome"]),
            verified_value=number(row["verified_value"]),
            method=Method(row["method"]),
            reason=row["reason"],
            by=self.people[row["verifier"]],
            at=at,
        )

    def _campaign(self, period: str) -> Campaign:
        return Campaign.objects.get(plan=self.demo.plan, period=self.demo.periods[period])
