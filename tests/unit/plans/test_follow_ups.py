"""Facts recorded by hand: with their source, replaced when recorded again, one event for the set."""

import json
from decimal import Decimal

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused
from concierta.kernel.periods import Period
from concierta.ledger.models import Event
from concierta.plans.models import ProductFollowUp, ProjectFollowUp, ReportingPeriod
from concierta.plans.operations import (
    ActivityFacts,
    ProductFacts,
    ProjectFacts,
    define_activity,
    open_period,
    record_follow_ups,
)
from concierta.plans.schema import ActivityDescription
from factories import AT, make_cast
from factories.plans import Drafting


@pytest.fixture
def period(drafting: Drafting) -> ReportingPeriod:
    return open_period(plan=drafting.plan, period=Period(2024, 4), by=drafting.secretary, at=AT)


def test_facts_are_kept_as_stated(drafting: Drafting, period: ReportingPeriod):
    activity = define_activity(
        product=drafting.product, code="A1", described=ActivityDescription(name="Dictar"), by=None, at=AT
    )
    record_follow_ups(
        period=period,
        activities=[ActivityFacts(activity=activity, stated_progress=Decimal("0.24"), initial=1_000_000)],
        products=[ProductFacts(product=drafting.product, programmed=None, executed=Decimal(0))],
        projects=[ProjectFacts(project=drafting.project, stated_progress=Decimal("0.24"))],
        source="Cuadro 1S, corte 2024-12-31",
        by=drafting.secretary,
        at=AT,
    )
    fact = activity.follow_ups.get()
    assert (fact.stated_progress, fact.initial, fact.paid) == (Decimal("0.24"), 1_000_000, None)
    assert (drafting.product.follow_ups.get().programmed, drafting.product.follow_ups.get().executed) == (None, 0)
    body = json.loads(Event.objects.last().payload)["body"]
    assert (body["activities"], body["products"], body["projects"]) == (1, 1, 1)
    assert body["source"] == "Cuadro 1S, corte 2024-12-31"


def test_recording_again_replaces(drafting: Drafting, period: ReportingPeriod):
    for executed in (1, 2):
        facts = [ProductFacts(product=drafting.product, executed=Decimal(executed))]
        record_follow_ups(period=period, products=facts, source="Acta", by=None, at=AT)
    assert ProductFollowUp.objects.get().executed == 2


def test_other_figures_have_another_hash(drafting: Drafting, period: ReportingPeriod):
    hashes = set()
    for progress in ("0.1", "0.2"):
        facts = [ProjectFacts(project=drafting.project, stated_progress=Decimal(progress))]
        record_follow_ups(period=period, projects=facts, source="Acta", by=None, at=AT)
        hashes.add(json.loads(Event.objects.last().payload)["body"]["figures_sha256"])
    assert len(hashes) == 2


def test_a_fact_has_a_source(drafting: Drafting, period: ReportingPeriod):
    with pytest.raises(Invalid, match="su fuente"):
        record_follow_ups(period=period, projects=[], source=" ", by=None, at=AT)


def test_parts_of_another_plan_are_refused(drafting: Drafting, period: ReportingPeriod):
    foreign = ProjectFacts(project=type(drafting.project)(pk=999, name="Ajeno"))
    with pytest.raises(Invalid, match="«Ajeno» no es parte del plan"):
        record_follow_ups(period=period, projects=[foreign], source="Acta", by=None, at=AT)
    assert not ProjectFollowUp.objects.exists()


def test_only_the_secretariat_records(drafting: Drafting, period: ReportingPeriod):
    with pytest.raises(PermissionRefused):
        record_follow_ups(period=period, source="Acta", by=drafting.reporter, at=AT)


def test_a_period_is_opened_once(drafting: Drafting, period: ReportingPeriod):
    events = Event.objects.count()
    assert open_period(plan=drafting.plan, period=Period(2024, 4), by=None, at=AT) == period
    assert Event.objects.count() == events
    assert period.cut_off.isoformat() == "2024-12-31"


def test_a_plan_in_force_still_opens_periods(db: None):
    cast = make_cast()
    assert open_period(plan=cast.plan, period=Period(2025, 1), by=cast.secretary, at=AT).label == "2025-T1"


def test_a_period_lies_inside_the_plan(drafting: Drafting):
    with pytest.raises(Invalid, match="cae fuera del plan"):
        open_period(plan=drafting.plan, period=Period(2028, 1), by=None, at=AT)
