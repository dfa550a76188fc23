from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import FIELDS, Stages, roll_up

figures = st.builds(Stages, **dict.fromkeys(FIELDS, st.none() | st.integers(-(10**14), 10**14)))
paths = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@given(st.lists(st.tuples(paths, figures), max_size=30))
def test_every_tier_is_the_sum_of_its_leaves_to_the_peso(leaves):
    sums = roll_up(leaves)
    assert () in sums
    for path, stages in sums.items():
        under = [one for leaf, one in leaves if leaf[: len(path)] == path]
        for name in FIELDS:
            stated = [getattr(one, name) for one in under if getattr(one, name) is not None]
            assert getattr(stages, name) == (sum(stated) if stated else None)


@given(st.lists(st.tuples(st.tuples(st.integers(0, 2), st.integers(0, 2)), figures), max_size=30))
def test_the_children_of_a_tier_add_up_to_it(leaves):
    sums = roll_up(leaves)
    for name in FIELDS:
        children = [getattr(stages, name) for path, stages in sums.items() if len(path) == 1]
        assert getattr(sums[()], name) == (
            sum(v for v in children if v is not None) if any(v is not None for v in children) else None
        )
