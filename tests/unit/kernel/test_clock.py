from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from concierta.kernel.clock import local_date, local_moment, local_time, zone
from concierta.kernel.errors import Invalid


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    zone.cache_clear()
    yield monkeypatch
    zone.cache_clear()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 1, 4, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2026, 1, 1, 5, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2025, 12, 31, 5, 0, tzinfo=UTC), date(2025, 12, 31)),
    ],
)
def test_a_day_of_the_installation_lasts_to_its_last_second(moment, day):
    assert local_date(moment) == day


def test_the_zone_is_the_installation_s(elsewhere):
    elsewhere.setenv("CONCIERTA_TIME_ZONE", "Pacific/Auckland")
    assert local_date(datetime(2026, 1, 1, 4, 59, 59, tzinfo=UTC)) == date(2026, 1, 1)
    assert local_moment(date(2026, 1, 1), time(0)) == datetime(2025, 12, 31, 11, tzinfo=UTC)
    assert local_time(datetime(2025, 12, 31, 11, tzinfo=UTC)).isoformat() == "2026-01-01T00:00:00+13:00"


@pytest.mark.parametrize("name", ["Bogota", "../../etc/passwd", "America/", "\0"])
def test_a_zone_that_is_none_is_refused_by_its_setting(elsewhere, name):
    if "\0" in name:
        elsewhere.setattr("os.environ", {"CONCIERTA_TIME_ZONE": name})
    else:
        elsewhere.setenv("CONCIERTA_TIME_ZONE", name)
    with pytest.raises(Invalid, match="CONCIERTA_TIME_ZONE"):
        zone()


def test_a_moment_without_a_zone_is_nobody_s_day():
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2026, 1, 1))
