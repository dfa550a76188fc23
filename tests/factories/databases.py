"""Which tests a database can make a difference to."""

import pytest
from django.test import TransactionTestCase

UNIT = "tests/unit/"


def may_touch_a_database(item: pytest.Item) -> bool:
    """True if a test could answer otherwise on another database. pytest-django gives none to a unit test that asks for
    none; the others may start processes of ours, and say with `any_database` if those keep away from it."""
    if not item.nodeid.startswith(UNIT):
        return item.get_closest_marker("any_database") is None
    asks = item.get_closest_marker("django_db") or "django_db_setup" in getattr(item, "fixturenames", ())
    return bool(asks) or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
