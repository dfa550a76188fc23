import pytest

from factories.answering import Answering, make_answering


@pytest.fixture
def answering(db: None) -> Answering:
    """A plan in formulation with a pledge, a project and an indicator, people for every duty, and nobody named."""
    return make_answering()
