"""The workspace freezes no corte while a figure in the database is not the one of its act."""

from datetime import UTC, date, datetime

import pytest

from concierta.installation import publisher, settings
from concierta.kernel.errors import Invalid
from concierta.ledger.queries import Comparison

GIVEN = {"plan": "cali", "cut_off": date(2025, 3, 31), "by": None, "at": datetime(2025, 4, 10, tzinfo=UTC)}


@pytest.fixture
def asked(monkeypatch) -> list[dict]:
    """What the portal was asked to publish."""
    found: list[dict] = []
    monkeypatch.setattr(publisher, "publish_site", lambda **given: found.append(given))
    return found


def compared(monkeypatch, *differences: str) -> None:
    made = Comparison(rows=2, differences=list(differences), not_compared=["Un archivo oficial."])
    monkeypatch.setattr("concierta.installation.figures.COMPARISONS", {"El presupuesto": lambda: made})


def test_it_is_what_the_workspace_publishes_with():
    assert f"{publisher.__name__}.{publisher.publish_held_against_acts.__name__}" == settings.PUBLISHER


def test_figures_as_their_acts_say_are_published(monkeypatch, asked):
    compared(monkeypatch)
    publisher.publish_held_against_acts(**GIVEN)

    assert [given["cut_off"] for given in asked] == [date(2025, 3, 31)]


def test_one_that_is_not_is_named_and_nothing_is_frozen(monkeypatch, asked):
    compared(monkeypatch, "La línea 7: el valor es 8 y el acto 3 dice 9.", "La línea 8: está de más.")
    with pytest.raises(Invalid) as refused:
        publisher.publish_held_against_acts(**GIVEN)

    assert asked == []
    sentence = refused.value.render(str)
    assert "(2)" in sentence
    assert "La línea 7: el valor es 8 y el acto 3 dice 9." in sentence
