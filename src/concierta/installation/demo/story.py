"""What happened, in the order it happened: facts of the source, reports, reviews, verifications and publications.

Every step is the operation a person would have called, with that person's account and at that moment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from concierta.evidence.models import Evidence
from concierta.installation.demo.campaigns import CampaignStory
from concierta.installation.demo.evidence import bring
from concierta.installation.demo.files import ORIGINS, DemoFiles, moment, number, pesos, share
from concierta.installation.demo.foundation import Foundation
from concierta.installation.demo.mesa import MesaStory
from concierta.installation.demo.money import MoneyStory
from concierta.installation.demo.plan import DemoPlan
from concierta.kernel.clock import local_moment
from concierta.kernel.origin import Origin
from concierta.plans.models import Activity
from concierta.plans.operations import ActivityFacts, ProductFacts, ProjectFacts, record_follow_ups
from concierta.publishing.operations import freeze_corte
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations import open_correction, return_report, review_report, save_draft, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report

_WITH_VALUE = (Outcome.VERIFIED, Outcome.ADJUSTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `order` settles acts of one moment: facts, reports, reviews, draws, verifications, others, corte."""

    at: datetime
    order: int
    act: Callable[[], object]


class Story:
    """Tells the steps of the demonstration and remembers the reports they made."""

    def __init__(self, files: DemoFiles, foundation: Foundation, demo: DemoPlan, at: datetime) -> None:
        self.files = files
        self.foundation = foundation
        self.demo = demo
        self.reports: dict[str, Report] = {}
        self.stored: dict[tuple[str, int], Evidence] = {}
        self.values = list(files.rows("report_values"))
        self.campaigns = CampaignStory(files, foundation, demo)
        self.money = MoneyStory(files, foundation, demo)
        self.mesa = MesaStory(files, foundation, demo, at)

    def steps(self) -> list[Step]:
        told = [
            *self._facts(),
            *self._submissions(),
            *self._reviews(),
            *(Step(at, 3, act) for at, act in self.campaigns.acts()),
            *self._verifications(),
            *(Step(at, 5, act) for at, act in self.money.acts()),
            *(Step(at, 5, act) for at, act in self.mesa.acts()),
            *self._publications(),
        ]
        return sorted(told, key=lambda step: (step.at, step.order))

    def _facts(self) -> Iterator[Step]:
        for cut_off in self.files.toml("plan")["cut_offs"]:
            at = local_moment(cut_off["cut_off"], time(18))
            yield Step(at, 0, partial(self._record_facts, cut_off["period"], cut_off["source"], at))

    def _submissions(self) -> Iterator[Step]:
        for row in self.files.rows("reports"):
            at = moment(row["submitted_at"])
            yield Step(at, 1, partial(self._submit, row, at))

    def _reviews(self) -> Iterator[Step]:
        for row in self.files.rows("reviews"):
            at = moment(row["reviewed_at"])
            yield Step(at, 2, partial(self._review, row, at))

    def _verifications(self) -> Iterator[Step]:
        for row in self.files.rows("verifications"):
            at = moment(row["verified_at"])
            yield Step(at, 4, partial(self._verify, row, at))

    def _publications(self) -> Iterator[Step]:
        secretary = self.foundation.users["secretaria@demo.concierta.example"]
        for cut_off in self.files.toml("plan")["cut_offs"]:
            at = local_moment(cut_off["published_on"], time(9))
            yield Step(
                at, 6, partial(freeze_corte, plan=self.demo.plan, cut_off=cut_off["cut_off"], by=secretary, at=at)
            )

    def _record_facts(self, period: str, source: str, at: datetime) -> None:
        demo = self.demo
        activities = [
            ActivityFacts(
                activity=self._activity(row),
                weight=share(row["weight_pct"]),
                stated_progress=share(row["stated_progress_pct"]),
                initial=pesos(row["initial"]),
                modified=pesos(row["modified"]),
                executed=pesos(row["executed"]),
                obligated=pesos(row["obligated"]),
                paid=pesos(row["paid"]),
            )
            for row in self.files.rows("activity_followup")
            if row["period"] == period
        ]
        products = [
            ProductFacts(
                product=product,
                weight=share(row["weight_pct"]),
                programmed=number(row["programmed"]),
                indicative_programmed=number(row["indicative_plan_programmed"]),
                executed=number(row["executed_cumulative"]),
                stated_progress=share(row["stated_progress_pct"]),
            )
            for row in self.files.rows("product_followup")
            if row["period"] == period
            for product in demo.products[row["bp"], row["product_code"]]
        ]
        projects = [
            ProjectFacts(project=demo.projects[row["bp"]], stated_progress=share(row["stated_progress_pct"]))
            for row in self.files.rows("project_followup")
            if row["period"] == period
        ]
        record_follow_ups(
            period=demo.periods[period],
            activities=activities,
            products=products,
            projects=projects,
            source=source,
            by=None,
            at=at,
        )

    def _activity(self, row: dict[str, str]) -> Activity:
        """The activity of this row; one that changed product between cuts is kept under the product it ended with."""
        named = self.demo.activities.get((row["activity_code"], row["product_code"]))
        if named is None:
            named = next(found for (code, _), found in self.demo.activities.items() if code == row["activity_code"])
        return named[0]

    def _submit(self, row: dict[str, str], at: datetime) -> None:
        reporter = self.foundation.users[row["reporter"]]
        indicator = self.demo.indicators[row["indicator"]]
        opened = None
        if row["corrects"]:
            published = self._report(row["corrects"])
            opened = open_correction(report=published, reason=row["correction_reason"], by=reporter, at=at)
        elif row["submission"] != "1":
            opened = self._report(row["report"])
        breakdown = {
            self.demo.categories[value["set"], value["category"]]: number(value["value"])
            for value in self.values
            if value["report"] == row["report"]
        }
        report = save_draft(
            indicator=indicator,
            period=self.demo.periods[row["period"]],
            value=number(row["value"]),
            narrative=row["narrative"],
            breakdown=breakdown,
            evidence=[self._evidence(name, row, at) for name in row["evidence"].split(";") if name],
            origin=ORIGINS[row["value_origin"]],
            source=row["value_source"],
            expected_saved_at=opened.saved_at if opened else None,
            by=reporter,
            at=at,
        )
        self.reports[row["report"]] = submit_report(report=report, by=reporter, at=at)

    def _report(self, key: str) -> Report:
        """The report as it stands now: publishing may have moved it since it was made."""
        return Report.objects.get(pk=self.reports[key].pk)

    def _evidence(self, name: str, row: dict[str, str], at: datetime) -> Evidence:
        reporter = self.foundation.users[row["reporter"]]
        entity = self.demo.indicators[row["indicator"]].reporter
        key = (name, entity.pk)
        if key not in self.stored:
            origin = Origin.OFFICIAL if "cuadro_1s" in name else Origin.DEMONSTRATIVE
            self.stored[key] = bring(self.files, name, entity=entity, origin=origin, by=reporter, at=at)
        return self.stored[key]

    def _review(self, row: dict[str, str], at: datetime) -> None:
        reviewer = self.foundation.users[row["reviewer"]]
        report = self._report(row["report"])
        if row["outcome"] == "returned":
            return_report(report=report, reason=row["reason"], by=reviewer, at=at)
        else:
            review_report(report=report, note=row["reason"], by=reviewer, at=at)

    def _verify(self, row: dict[str, str], at: datetime) -> None:
        outcome = Outcome(row["outcome"])
        report = self._report(row["report"])
        told = {
            "method": Method.DESK_REVIEW,
            "outcome": outcome,
            "verified_value": number(row["verified_value"])
            if outcome in (Outcome.VERIFIED, Outcome.ADJUSTED)
            else None,
        }
        verify_report(
            report=report,
            reason=" ".join(part for part in (row["method"], row["reason"]) if part),
            by=self.foundation.users[row["verifier"]],
            at=at,
            **(told | self.campaigns.brought(report, row)),
        )
