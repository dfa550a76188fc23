import pytest

from factories.plans import Drafting, make_drafting


@pytest.fixture
def drafting(db: None) -> Drafting:
    """A plan in formulation with one node, one project and one product, and its secretary."""
    return make_drafting()
