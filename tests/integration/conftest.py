import pytest
from django.db import connection

from factories import Cast, make_cast


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, where several connections see it."""
    if connection.vendor != "postgresql":
        pytest.skip("two connections need PostgreSQL (CONCIERTA_DATABASE)")
    return make_cast()
