from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.keys import join_key, split_key


def test_a_slash_inside_a_part_does_not_split_it():
    assert join_key("BP-1/2", "P%", 3) == "BP-1%2F2/P%25/3"


@given(st.lists(st.text("aB/%2F5 -", max_size=6), min_size=1, max_size=4))
def test_what_was_joined_is_split_again(parts):
    assert split_key(join_key(*parts)) == tuple(parts)
