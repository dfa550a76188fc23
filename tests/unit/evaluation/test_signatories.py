"""The table suspends and readmits by decision; the calendar notifies, falls silent and hears."""

from datetime import date, datetime, timedelta

import pytest

from concierta.agreements.enums import PledgeFate, PledgeState, SignatoryState
from concierta.agreements.queries import agreements_against_acts
from concierta.evaluation.operations import (
    assign_role,
    leave_agreement,
    readmit_signatory,
    review_silence,
    suspend_signatory,
)
from concierta.evaluation.queries.obligations import obligations_of
from concierta.indicators.models import Target
from concierta.kernel.errors import PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.mesa.models import Mesa, Seat
from concierta.reporting.operations import submit_report
from factories import AT, make_period
from factories.agreements import Living, in_force, later, promised
from factories.pledges import mesa_decision
from factories.reports import draft_report, evidence_of

pytestmark = pytest.mark.django_db
SINCE = date(2024, 1, 1)


@pytest.fixture
def living() -> Living:
    """`sena` is bound, reports an indicator, and has a seat with vote."""
    living = in_force()
    mesa = Mesa.objects.create(
        agreement=living.agreement, name="Mesa", secretariat=living.planeacion, chair=living.desarrollo
    )
    Seat.objects.create(mesa=mesa, entity=living.sena, has_vote=True, since=SINCE)
    living.indicator.reporter = living.sena
    living.indicator.save()
    living.reporter = living.spokespeople["sena"]
    return living


def filed(living: Living, at: datetime) -> None:
    person = living.spokespeople["sena"]
    report = draft_report(living, evidence=[evidence_of(living.sena, person)])
    submit_report(report=report, by=person, at=at)


def more_periods(living: Living, *labels: str) -> None:
    for label in labels:
        period = make_period(living.plan, label)
        Target.objects.get_or_create(indicator=living.indicator, year=period.year, defaults={"value": 1000})


def states(living: Living, *days: int) -> list[str]:
    found = []
    for day in days:
        review_silence(agreement=living.agreement, by=None, at=later(day))
        found.append(living.signatory("sena").state)
    return found


def test_two_missed_reports_notify_and_a_year_without_an_answer_is_silence(living):
    more_periods(living, "2025-T1")
    assert states(living, 30, 120, 120 + 364, 120 + 365) == ["active", "notified", "notified", "silent"]
    kinds = Event.objects.filter(kind__startswith="signatory.").order_by("index").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["signatory.notified", "signatory.fell_silent"]
    assert agreements_against_acts().differences == []


def test_filing_anything_brings_it_back(living):
    more_periods(living, "2025-T1")
    assert states(living, 120, 485) == ["notified", "silent"]
    filed(living, later(490))
    assert states(living, 491) == ["active"]


def test_nothing_is_said_twice(living):
    more_periods(living, "2025-T1")
    states(living, 120)
    assert review_silence(agreement=living.agreement, by=None, at=later(121)) == []


def test_the_table_suspends_by_decision_and_the_vote_goes(living):
    decision = mesa_decision(living.agreement, living)
    suspend_signatory(
        signatory=living.signatory("sena"), decision=decision, reason="Un año en silencio.", by=living.secretary, at=AT
    )
    assert living.signatory("sena").state == SignatoryState.SUSPENDED
    seats = Seat.objects.filter(entity=living.sena).order_by("since").values_list("has_vote", "until")
    assert list(seats) == [(True, date(2025, 1, 3)), (False, None)]


@pytest.mark.parametrize("who", ["outsider", "verifier"])
def test_only_the_secretariat_of_the_table_acts_on_its_decision(living, who):
    decision = mesa_decision(living.agreement, living)
    with pytest.raises(PermissionRefused):
        suspend_signatory(
            signatory=living.signatory("sena"), decision=decision, reason="x", by=getattr(living, who), at=AT
        )


def test_readmission_asks_for_a_new_promise_and_a_report(living):
    decision = mesa_decision(living.agreement, living)
    suspend_signatory(signatory=living.signatory("sena"), decision=decision, reason="x", by=living.secretary, at=AT)

    def readmit() -> str:
        readmit_signatory(signatory=living.signatory("sena"), decision=decision, by=living.secretary, at=later(20))
        return str(living.signatory("sena").state)

    with pytest.raises(Refusal, match="una promesa nueva"):
        readmit()
    promised(living, state=PledgeState.CONFIRMED)
    with pytest.raises(Refusal, match="haya reportado"):
        readmit()
    filed(living, later(10))
    assert readmit() == SignatoryState.ACTIVE
    assert Seat.objects.get(entity=living.sena, until=None).has_vote


def test_who_withdraws_leaves_its_seat_on_the_same_day(living):
    leave_agreement(
        signatory=living.signatory("sena"), reason="Se liquidó.", ends_on=date(2025, 3, 1), fate=PledgeFate.STAYS,
        by=living.spokespeople["sena"], at=AT,
    )  # fmt: skip
    assert Seat.objects.get(entity=living.sena).until == date(2025, 3, 1)


def test_the_table_gives_a_role(living):
    decision = mesa_decision(living.agreement, living)
    assign_role(
        signatory=living.signatory("sena"), decision=decision, role="Lleva las rutas.", by=living.secretary, at=AT
    )
    assert living.signatory("sena").assigned_role == "Lleva las rutas."
    assert agreements_against_acts().differences == []


def test_what_is_owed_is_told_with_the_day_on_which_it_came(living):
    filed(living, later(3))
    (one,) = obligations_of(living.agreement, later(30).date())
    assert (one.subject, one.filed_on, one.due_on > SINCE) == ("R-01 · 2024-T4", later(3).date(), True)


def test_nothing_is_owed_before_its_day(living):
    assert obligations_of(living.agreement, AT.date() - timedelta(days=2)) == []


def test_the_installation_needs_no_account_for_the_calendar(living):
    more_periods(living, "2025-T1")
    states(living, 120)
    assert Event.objects.get(kind="signatory.notified").actor is None
