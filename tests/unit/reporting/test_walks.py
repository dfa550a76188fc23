import pytest

from concierta.reporting.enums import ReportState
from factories import Cast, report_in


@pytest.mark.parametrize("state", ReportState)
def test_every_state_is_reached_by_walking_the_real_operations(cast: Cast, state: ReportState) -> None:
    assert report_in(cast, state).state == state
