"""A clock that jumps: no act is dated before the one before it, and what is odd is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from concierta.installation import clock_seen
from concierta.installation.clock_seen import clock_problems, remember_the_time
from concierta.kernel.errors import PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.ledger.operations import accept_clock
from concierta.ledger.operations import record as recording
from factories import Cast
from unit.ledger.acts import record

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 3, 3, 17, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Sets the machine's clock; gives what it says."""

    def put(moment: datetime) -> datetime:
        for module in (recording, clock_seen):
            monkeypatch.setattr(module, "now", lambda: moment)
        return moment

    return put


def test_an_act_dated_by_a_clock_that_went_back_is_refused_and_leaves_nothing(clock):
    record(at=clock(NOON))
    with pytest.raises(Refusal, match=r"el último acto es del 03/03/2025 12:00.*accept-clock"):
        record(at=clock(NOON - timedelta(days=900)))
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("earlier", "recorded"), [(10, True), (11, False)])
def test_clocks_that_agree_differ_by_ten_minutes_at_most(clock, earlier: int, recorded: bool):
    record(at=clock(NOON))
    moment = clock(NOON - timedelta(minutes=earlier))
    if recorded:
        record(at=moment)
    else:
        with pytest.raises(Refusal):
            record(at=moment)


def test_an_act_may_be_told_to_have_been_earlier_where_the_clock_is_right(clock):
    record(at=clock(NOON))
    record(at=NOON - timedelta(days=1))
    assert Event.objects.count() == 2


def test_who_operates_says_in_the_log_that_the_earlier_clock_was_wrong(clock):
    future = clock(NOON + timedelta(days=3650))
    record(at=future)
    assert accept_clock(by=None, at=clock(NOON)) == future
    record(at=NOON + timedelta(minutes=1))
    assert [event.kind for event in Event.objects.order_by("index")][1:] == ["clock.accepted", "report.submitted"]
    with pytest.raises(Refusal, match="no contradice"):
        accept_clock(by=None, at=NOON)


def test_nobody_else_says_so(cast: Cast):
    with pytest.raises(PermissionRefused):
        accept_clock(by=cast.secretary, at=NOON)


def test_a_clock_behind_the_last_act_is_named(clock):
    record(at=clock(NOON))
    clock(NOON - timedelta(days=366))
    assert "el último acto es del 03/03/2025 12:00" in clock_problems()[0]


def test_a_clock_that_leapt_ahead_is_named_for_a_day_and_then_believed(clock, home: Path):
    record(at=clock(NOON))
    remember_the_time()
    assert clock_problems() == []
    leap = NOON + timedelta(days=4000)
    for hours in (0, 1, 23):
        clock(leap + timedelta(hours=hours))
        assert "avanzó 4000 días" in clock_problems()[0]
        remember_the_time()
    clock(leap + timedelta(days=1))
    remember_the_time()
    assert clock_problems() == []


def test_a_leap_put_right_is_forgotten(clock, home: Path):
    clock(NOON)
    remember_the_time()
    clock(NOON + timedelta(days=4000))
    remember_the_time()
    clock(NOON + timedelta(hours=1))
    assert clock_problems() == []
    remember_the_time()
    assert not (home / "clock.jump").exists()


def test_a_clock_that_went_back_before_any_act_is_named(clock, home: Path):
    clock(NOON)
    remember_the_time()
    clock(NOON - timedelta(days=1))
    assert "retrocedió" in clock_problems()[0]


def test_looking_every_night_nothing_is_odd(clock, home: Path):
    for day in range(0, 400, 59):
        clock(NOON + timedelta(days=day))
        assert clock_problems() == []
        remember_the_time()
