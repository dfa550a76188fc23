from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import FIGURES, Stages, Standing, reconcile

figures = st.builds(Stages, **dict.fromkeys(FIGURES, st.none() | st.integers(0, 3)))
sources = st.dictionaries(st.integers(0, 5), figures)


def test_the_four_standings():
    first = {"a": Stages(final=10), "b": Stages(final=10, payment=3), "c": Stages(final=1)}
    second = {"a": Stages(final=10), "b": Stages(final=7, payment=5), "d": Stages(final=2)}
    rows = {row.key: row for row in reconcile(first, second)}
    assert {key: row.standing for key, row in rows.items()} == {
        "a": Standing.AGREES,
        "b": Standing.DIFFERS,
        "c": Standing.ONLY_FIRST,
        "d": Standing.ONLY_SECOND,
    }
    assert rows["b"].differences == {"final": 3, "payment": -2}


def test_what_only_one_source_states_is_no_difference():
    (row,) = reconcile({"a": Stages(final=10, availability=4)}, {"a": Stages(final=10)})
    assert row.standing is Standing.AGREES


@given(sources, sources)
def test_every_key_has_one_row_and_the_other_way_round_the_signs_turn(first, second):
    rows = reconcile(first, second)
    back = {row.key: row for row in reconcile(second, first)}
    assert {row.key for row in rows} == {*first, *second}
    assert len(rows) == len(back)
    for row in rows:
        assert back[row.key].differences == {name: -value for name, value in row.differences.items()}
