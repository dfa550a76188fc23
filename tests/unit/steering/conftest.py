import pytest

from factories.mesa import MesaCast
from factories.steering import make_steered


@pytest.fixture
def scene(db: None) -> MesaCast:
    """The cast's plan follows the agreement whose Mesa meets."""
    return make_steered()
