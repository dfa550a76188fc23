"""A verification campaign with reports of two entities, and two people who verify."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.verification.enums import Answer, Method
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.operations import (
    Reply,
    close_population,
    finish_campaign,
    open_campaign,
    plan_campaign,
    verify_again,
    verify_report,
)
from concierta.verification.queries import checklist_for
from factories.cast import AT, CONFIRMED, Cast, make_cast, make_entity, make_indicator, make_person
from factories.reports import evidence_of, reviewed_report

SEED = "5eed" * 16
CLOSES_ON, DUE_ON = date(2025, 1, 16), date(2025, 1, 23)
OPENED_AT = AT + timedelta(days=1)
CLOSED_AT: datetime = AT + timedelta(days=13)
CHECKED_AT: datetime = AT + timedelta(days=15)


@dataclass
class CampaignCast(Cast):
    """`comfandi` reports too; `vera` (the cast's verifier) and `victor` verify for control."""

    comfandi: Entity
    victor: User

    @classmethod
    def make(cls) -> "CampaignCast":
        cast = make_cast()
        comfandi = make_entity("comfandi")
        return cls(
            **vars(cast), comfandi=comfandi, victor=make_person("Victor Verifica", (Role.VERIFIER, cast.control))
        )

    def report_of(self, entity: Entity, code: str, value: object = 900) -> Report:
        """A reviewed report of `entity`, on an indicator of its own."""
        reporter = self.reporter
        if entity != self.desarrollo:
            reporter, _ = User.objects.get_or_create(
                email=f"{entity.code}@example.org", defaults={"name": f"Reporta {entity.code}", "date_joined": AT}
            )
            reporter.memberships.get_or_create(
                entity=entity, role=Role.REPORTER, defaults=CONFIRMED | {"since": date(2024, 1, 1)}
            )
        kept, self.reporter = self.reporter, reporter
        try:
            return reviewed_report(
                self,
                value,
                indicator=make_indicator(self, code, reporter=entity),
                evidence=[evidence_of(entity, reporter)],
                by=reporter,
            )
        finally:
            self.reporter = kept

    def reports(self, desarrollo: int = 6, comfandi: int = 2) -> list[Report]:
        return [
            *(self.report_of(self.desarrollo, f"D-{number}") for number in range(desarrollo)),
            *(self.report_of(self.comfandi, f"C-{number}") for number in range(comfandi)),
        ]

    def reports_more(self) -> list[Report]:
        """Four reports more, of both entities."""
        return [
            *(self.report_of(self.desarrollo, f"M-{number}") for number in range(2)),
            *(self.report_of(self.comfandi, f"N-{number}") for number in range(2)),
        ]


def planned_campaign(cast: Cast, **changes: object) -> Campaign:
    fields = {
        "plan": cast.plan,
        "period": cast.period,
        "population_closes_on": CLOSES_ON,
        "due_on": DUE_ON,
        "margin": Decimal("0.3"),
        "double_share": Decimal("0.5"),
        "risk_threshold": None,
        "by": cast.secretary,
        "at": AT,
    }
    return plan_campaign(**(fields | changes))


def opened_campaign(cast: Cast, seed: str = SEED, **changes: object) -> Campaign:
    return open_campaign(
        campaign=planned_campaign(cast, **changes), make_seed=lambda: seed, by=cast.secretary, at=OPENED_AT
    )


def drawn_campaign(cast: Cast, seed: str = SEED, **changes: object) -> Campaign:
    """Its reports must exist already."""
    return close_population(campaign=opened_campaign(cast, seed, **changes), by=cast.secretary, at=CLOSED_AT)


def yes_to_all(report: Report) -> dict[str, Reply]:
    return {question.code: Reply(Answer.YES) for question in checklist_for(report.indicator)}


def check_entry(entry: CampaignReport, outcome: Outcome = Outcome.VERIFIED, value: object = None) -> None:
    """The first look, by whom it was given to."""
    verify_report(
        report=entry.report,
        outcome=outcome,
        verified_value=None if value is None else Decimal(str(value)),
        method=Method.DESK_REVIEW,
        reason="Se contrastaron las actas.",
        checklist=yes_to_all(entry.report),
        by=entry.verifier,
        at=CHECKED_AT,
    )


def check_entry_again(entry: CampaignReport, outcome: Outcome = Outcome.VERIFIED, value: object = None) -> None:
    verify_again(
        entry=entry,
        outcome=outcome,
        verified_value=None if value is None else Decimal(str(value)),
        method=Method.DESK_REVIEW,
        reason="Se contrastaron las actas otra vez.",
        by=entry.second_verifier,
        at=CHECKED_AT,
    )


def finished_campaign(cast: Cast, **changes: object) -> Campaign:
    campaign = drawn_campaign(cast, **changes)
    for entry in campaign.reports.all():
        if entry.is_looked_at:
            check_entry(entry)
    return finish_campaign(campaign=campaign, by=cast.secretary, at=CHECKED_AT)
