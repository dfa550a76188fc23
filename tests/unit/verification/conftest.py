import pytest

from factories.campaigns import CampaignCast


@pytest.fixture
def crew(db: None) -> CampaignCast:
    """The cast, with a second reporting entity and a second verifier."""
    return CampaignCast.make()
