"""Only what can touch a database is run again on another one."""

import pytest
from hypothesis.extra.django import TestCase

from factories.databases import may_touch_a_database


def test_a_unit_test_that_asks_for_no_database_runs_once(request: pytest.FixtureRequest) -> None:
    assert not may_touch_a_database(request.node)


@pytest.mark.django_db
def test_one_that_is_marked_runs_on_each(request: pytest.FixtureRequest) -> None:
    assert may_touch_a_database(request.node)


def test_one_whose_fixture_asks_runs_on_each(cast: object, request: pytest.FixtureRequest) -> None:
    assert may_touch_a_database(request.node)


def test_one_that_shares_what_was_made_once_runs_on_each(once: object, request: pytest.FixtureRequest) -> None:
    assert may_touch_a_database(request.node)


class OfACase(TestCase):
    @pytest.fixture(autouse=True)
    def keep(self, request: pytest.FixtureRequest) -> None:
        self.node = request.node

    def test_a_case_of_django_runs_on_each(self) -> None:
        assert may_touch_a_database(self.node)
