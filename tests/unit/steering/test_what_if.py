"""What an amendment would do, beside the plan without it: exact fractions, and nothing written."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Amendment
from concierta.amendments.operations import adopt_amendment
from concierta.indicators.models import Indicator, Target
from concierta.ledger.models import Event
from concierta.people.models import Entity
from concierta.plans.models import Project
from concierta.publishing.queries import achievement
from concierta.steering.queries.what_if import Compared, WhatIf, what_if
from factories import count_queries
from factories.amendments import (
    AmendableCast,
    addition,
    adopted_amendment,
    amendable_plan,
    change,
    closing,
    decision_for,
    proposed_amendment,
    verified_figure,
    weigh,
)
from factories.cast import make_indicator, make_product

pytestmark = pytest.mark.django_db
CUT_OFF = date(2025, 6, 30)


@pytest.fixture
def scene() -> AmendableCast:
    """At mid-2025 IP-1 has 500 verified, IP-2 700 of 1,000 and IP-3 nothing."""
    scene = amendable_plan()
    for code, value in (("IP-1", 500), ("IP-2", 700)):
        verified_figure(scene, code, "2025-T2", value)
    return scene


def asked(scene: AmendableCast, *changes, **fields) -> WhatIf:
    return what_if(proposed_amendment(scene, changes, **fields), cut_off=CUT_OFF)


def year(row: Compared) -> tuple[Fraction | None, Fraction | None]:
    return (row.now and row.now.tally.verified_year, row.proposed and row.proposed.tally.verified_year)


def test_a_project_at_half_against_what_was_expected_asks_for_another_target():
    """DOMAIN §7, scenario 4: 50 % of the cycle against 62.42 % expected at 30-Jun-2026 of 2024–2027."""
    scene = amendable_plan()
    indicator = scene.outputs["IP-3"]
    Indicator.objects.filter(pk=indicator.pk).update(accumulation="stock")
    Target.objects.filter(indicator=indicator).exclude(year=2027).delete()
    period = verified_figure(scene, "IP-3", "2026-T2", 500).period
    decided = datetime(2026, 7, 10, 14, tzinfo=UTC)
    proposed = proposed_amendment(scene, [change("IP-3", 800, "2027")], effective_on=date(2026, 7, 15))
    found = what_if(proposed, cut_off=period.cut_off)
    (project,) = [row for row in found.projects if row.key == "BP-3"]
    assert project.now.tally.verified_cycle == Fraction(1, 2)
    assert project.now.tally.expected_cycle == Fraction(912, 1461)
    assert project.proposed.tally.verified_cycle == Fraction(5, 8)
    assert project.proposed.tally.expected_cycle == Fraction(912, 1461)
    adopt_amendment(
        amendment=proposed, decision=decision_for(scene, proposed, decided), by=scene.secretary,
        at=decided + timedelta(hours=1),
    )  # fmt: skip
    at_the_cut_off = achievement(scene.plan, period.cut_off).tallies["project", "BP-3"]
    assert at_the_cut_off == project.now.tally


def test_a_target_moves_its_indicator_its_project_its_axis_and_the_plan(scene):
    found = asked(scene, change(after=800))
    (indicator,) = found.indicators
    assert year(indicator) == (Fraction(1, 2), Fraction(5, 8))
    assert [(row.key, year(row)) for row in found.projects] == [
        ("BP-1", (Fraction(1, 2), Fraction(5, 8))),
        ("BP-2", (Fraction(7, 10), Fraction(7, 10))),
    ]
    # 0.4·0.5 + 0.6·0.7 = 0.62 → 0.67; the plan, with 0.6 of it and nothing of the second axis: 0.372 → 0.402.
    assert [(row.key, year(row)) for row in found.nodes] == [
        ("eje/1", (Fraction(62, 100), Fraction(67, 100))),
        ("eje/2", (Fraction(0), Fraction(0))),
    ]
    assert year(found.plan) == (Fraction(372, 1000), Fraction(402, 1000))
    assert [row.key for row in (*found.nodes, *found.projects) if row.differs] == ["eje/1", "BP-1"]
    assert (found.cut_off, found.in_force_on, found.problems) == (CUT_OFF, CUT_OFF, ())


def test_a_proposal_for_later_is_shown_with_the_figures_of_today(scene):
    adopted_amendment(scene, [change("IP-2", 1400)], effective_on=date(2025, 9, 1))
    found = asked(scene, change(after=800), effective_on=date(2025, 10, 1))
    assert (found.cut_off, found.in_force_on) == (CUT_OFF, date(2025, 10, 1))
    # IP-2 already counts with 1,400 on both sides: only the proposal differs.
    assert [(row.key, year(row)) for row in found.projects] == [
        ("BP-1", (Fraction(1, 2), Fraction(5, 8))),
        ("BP-2", (Fraction(1, 2), Fraction(1, 2))),
    ]


def test_weights_are_shares_of_their_siblings(scene):
    found = asked(scene, *weigh(BP_1="0.5", BP_2="0.5"))
    assert [(row.key, row.now.share, row.proposed.share) for row in found.projects] == [
        ("BP-1", Fraction(2, 5), Fraction(1, 2)),
        ("BP-2", Fraction(3, 5), Fraction(1, 2)),
    ]
    assert year(found.nodes[0]) == (Fraction(62, 100), Fraction(3, 5))
    assert found.indicators == ()


def test_what_keeps_it_from_being_adopted_is_said(scene):
    found = asked(scene, *weigh(BP_1="0.5"))
    assert [str(problem) for problem in found.problems] == ["que los pesos de «Eje 1» sumen 100 %: suman 110 %"]


def test_the_weight_of_an_axis_moves_the_plan(scene):
    kind, weight = SubjectKind.NODE, ChangeField.WEIGHT
    found = asked(scene, change("eje/1", "1", "", weight, kind), change("eje/2", "0", "", weight, kind))
    assert year(found.plan) == (Fraction(372, 1000), Fraction(62, 100))
    assert [(row.now.share, row.proposed.share) for row in found.nodes] == [(Fraction(3, 5), 1), (Fraction(2, 5), 0)]
    assert found.projects == ()


def test_a_project_to_add_has_no_now(scene):
    found = asked(scene, addition(node="eje/1", weight="0.5"), *weigh(BP_1="0.2", BP_2="0.3"))
    added = next(row for row in found.projects if row.key == "BP-9")
    assert (added.now, added.proposed.share, added.proposed.tally.verified_year) == (None, Fraction(1, 2), 0)
    assert [row.key for row in found.indicators] == ["IP-9"]
    assert year(found.nodes[0]) == (Fraction(62, 100), Fraction(31, 100))


def test_a_project_to_close_has_no_proposed(scene):
    found = asked(scene, closing("BP-1", date(2025, 8, 1)), *weigh(BP_2="1"), effective_on=date(2025, 8, 1))
    closed = next(row for row in found.projects if row.key == "BP-1")
    assert (closed.now.share, closed.proposed) == (Fraction(2, 5), None)
    assert year(found.nodes[0]) == (Fraction(62, 100), Fraction(7, 10))


def test_reported_and_expected_stand_beside_verified(scene):
    found = asked(scene, change(after=800))
    now, proposed = found.indicators[0].now.tally, found.indicators[0].proposed.tally
    assert (now.reported_year, proposed.reported_year) == (Fraction(1, 2), Fraction(5, 8))
    assert now.expected_year == proposed.expected_year == Fraction(181, 365)


@pytest.mark.parametrize("changes", [[change(after=800)], [addition()], [closing("BP-3")]])
def test_once_adopted_it_tells_what_it_did(scene, changes):
    before = asked(scene, *changes)
    made = adopted_amendment(scene, changes)
    after = what_if(made, cut_off=CUT_OFF)
    assert (after.plan, after.nodes, after.projects, after.indicators) == (
        before.plan,
        before.nodes,
        before.projects,
        before.indicators,
    )


def test_it_is_asked_of_the_last_cut_off_unless_told(scene):
    assert what_if(proposed_amendment(scene)).cut_off == date(2025, 12, 31)


def test_nothing_is_written(scene):
    proposed = proposed_amendment(scene, [addition(), change(after=1), closing("BP-1")])
    counts = [model.objects.count() for model in (Event, Project, Indicator, Target, Entity, Amendment)]
    what_if(proposed, cut_off=CUT_OFF)
    assert [model.objects.count() for model in (Event, Project, Indicator, Target, Entity, Amendment)] == counts
    assert Project.objects.get(code="BP-1").closed_on is None


def test_the_number_of_queries_does_not_grow(scene):
    proposed = proposed_amendment(scene)
    one = count_queries(lambda: what_if(proposed, cut_off=CUT_OFF))
    for number in range(5):
        make_indicator(scene, f"X-{number}", product=make_product(scene, f"X-{number}"))
    more = proposed_amendment(scene, [change(f"X-{number}", 5) for number in range(5)])
    assert count_queries(lambda: what_if(more, cut_off=CUT_OFF)) == one
