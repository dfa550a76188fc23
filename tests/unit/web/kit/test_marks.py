import pytest

from concierta.reporting.enums import Outcome, ReportState
from concierta.web.kit import marks


def test_every_state_has_its_word_its_meaning_and_its_drawing():
    assert list(marks.STATE_WORDS) == list(marks.STATE_MEANINGS)
    drawings = [marks.state_mark(state) for state in marks.STATE_WORDS]
    assert len(set(drawings)) == 6


def test_no_data_is_not_drawn():
    assert marks.state_mark("no_data") == ""


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_of_a_verification_is_one_of_the_six_states(outcome):
    assert marks.state_of_report(outcome) == outcome.value
    assert marks.state_word(outcome) == str(outcome.label)


@pytest.mark.parametrize(
    ("state", "mark"),
    [("draft", "no_data"), ("submitted", "reported"), ("returned", "reported"), ("reviewed", "reported")],
)
def test_a_report_on_its_way_is_only_reported(state, mark):
    assert marks.state_of_report(ReportState(state)) == mark


@pytest.mark.parametrize("state", ["published", "superseded"])
def test_what_was_published_is_told_by_its_outcome(state):
    with pytest.raises(KeyError):
        marks.state_of_report(state)


def test_a_missing_band_is_not_the_lowest_one():
    assert marks.band_word(None) == "Sin calificar"
    assert marks.band_word("critical") == "Crítico"
