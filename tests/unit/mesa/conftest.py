import pytest

from factories.mesa import MesaCast, make_mesa


@pytest.fixture
def mesa(db: None) -> MesaCast:
    """Twelve voting entities and the secretariat with voice only."""
    return make_mesa()
