import pytest

from factories.table import TableCast, make_table


@pytest.fixture
def mesa(db: None) -> TableCast:
    """Twelve voting entities and the secretariat with voice only."""
    return make_table()
