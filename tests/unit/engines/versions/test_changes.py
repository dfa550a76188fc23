"""What something was worth on any day: the past does not depend on what is adopted later, nor on its order."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.versions import Change, original_of, state_as_of, value_as_of

FIRST = date(2026, 1, 1)
KEYS = ("meta", "peso", "responsable")
ORIGINAL = {"meta": "1000", "peso": "0.5", "responsable": "sena", "nombre": "Formación"}


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def change(after: str | None, day: int, number: int, before: str | None = "1000", key: str = "meta") -> Change:
    return Change(key, before, after, on(day), number)


days = st.integers(0, 30)
wishes = st.lists(st.tuples(st.sampled_from(KEYS), days, st.sampled_from(["1", "2", "3", None])), max_size=8)


def adopt(adopted: list[Change], wish: tuple[str, int, str | None]) -> list[Change]:
    """As the table does: what is replaced is what was in force on the effective date."""
    key, day, after = wish
    before = state_as_of(ORIGINAL, adopted, on(day))[key]
    return [*adopted, Change(key, before, after, on(day), len(adopted) + 1)]


def adopt_all(some: list[tuple[str, int, str | None]]) -> list[Change]:
    adopted: list[Change] = []
    for wish in some:
        adopted = adopt(adopted, wish)
    return adopted


def replayed(changes: list[Change], day: date) -> dict[str, Any]:
    """The same, told as a story: begin with the original and write each change over it, day after day."""
    state: dict[str, Any] = dict(ORIGINAL)
    for made in sorted(changes, key=lambda made: made.number):
        assert made.key in state
    today = FIRST - timedelta(days=1)
    while today <= day:
        for made in sorted(changes, key=lambda made: made.number):
            if made.effective_on == today:
                state[made.key] = made.after
        today += timedelta(days=1)
    return state


def test_what_never_changed_is_what_it_is_now():
    assert value_as_of("1000", [], FIRST) == "1000"
    assert original_of("1000", []) == "1000"


def test_a_change_holds_from_its_very_day():
    adopted = [change("800", 10, 1)]
    assert [value_as_of("800", adopted, on(day)) for day in (9, 10, 11)] == ["1000", "800", "800"]


def test_of_two_changes_of_one_day_the_one_adopted_later_prevails():
    adopted = [change("800", 10, 1), change("700", 10, 2, before="800")]
    assert value_as_of("700", reversed(adopted), on(10)) == "700"
    assert original_of("700", reversed(adopted)) == "1000"


def test_one_adopted_later_may_hold_from_an_earlier_day():
    adopted = [change("800", 20, 1), change("900", 10, 2)]
    assert [value_as_of("800", adopted, on(day)) for day in (5, 15, 25)] == ["1000", "900", "800"]


def test_null_is_a_value_like_any_other():
    assert value_as_of("5", [change(None, 10, 1)], on(10)) is None
    assert value_as_of("5", [change("5", 10, 1, before=None)], on(9)) is None


def test_a_state_has_every_key_that_is_or_ever_changed():
    adopted = [change("800", 10, 1), Change("nuevo", None, "x", on(5), 2)]
    assert state_as_of({"meta": "800", "nombre": "Formación"}, adopted, on(7)) == {
        "meta": "1000",
        "nombre": "Formación",
        "nuevo": "x",
    }


@given(wishes, days)
def test_it_equals_the_story_told_day_by_day(some, day):
    adopted = adopt_all(some)
    live = replayed(adopted, date(2030, 1, 1))
    assert state_as_of(live, adopted, on(day)) == replayed(adopted, on(day))


@given(wishes, st.tuples(st.sampled_from(KEYS), days, st.sampled_from(["7", None])))
def test_what_is_adopted_leaves_every_day_before_it_as_it_was(some, wish):
    adopted = adopt_all(some)
    after = adopt(adopted, wish)
    for day in range(wish[1]):
        assert state_as_of(ORIGINAL, after, on(day)) == state_as_of(ORIGINAL, adopted, on(day))


@given(wishes, st.randoms(use_true_random=False), days)
def test_any_order_of_adoption_leaves_the_same_past(some, chance, day):
    later = [(key, day + 1 + after_day, value) for key, after_day, value in some]
    shuffled = list(later)
    chance.shuffle(shuffled)
    past = [state_as_of(ORIGINAL, adopt_all(order), on(day)) for order in ([], later, shuffled)]
    assert past[0] == past[1] == past[2] == ORIGINAL


@given(st.lists(st.tuples(st.sampled_from(KEYS), days, st.sampled_from(["1", "2"])), unique_by=lambda w: w[:2]),
       st.randoms(use_true_random=False), days)  # fmt: skip
def test_without_two_changes_of_one_thing_on_one_day_the_order_never_matters(some, chance, day):
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert state_as_of(ORIGINAL, adopt_all(some), on(day)) == state_as_of(ORIGINAL, adopt_all(shuffled), on(day))


@given(wishes, days)
def test_replaying_twice_changes_nothing(some, day):
    adopted = adopt_all(some)
    once = state_as_of(ORIGINAL, adopted, on(day))
    assert state_as_of(ORIGINAL, [*adopted, *adopted], on(day)) == once
    assert state_as_of(once, adopted, on(day)) == once
