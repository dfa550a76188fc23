import pytest

from factories.amendments import AmendableCast, amendable_plan


@pytest.fixture
def scene(db: None) -> AmendableCast:
    """A plan in force, its Mesa, and the people of both."""
    return amendable_plan()
