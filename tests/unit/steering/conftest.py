import pytest

from factories.steering import make_steered
from factories.table import TableCast


@pytest.fixture
def scene(db: None) -> TableCast:
    """The cast's plan follows the agreement whose table meets."""
    return make_steered()
