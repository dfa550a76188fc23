"""Digests of groups of rows: the same rows in any order, any change told by its group, always small enough."""

from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.canonical import canonical_json
from concierta.kernel.digests import differing_groups, digest_of, line_of, told_digests

rows = st.lists(st.tuples(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5))), max_size=6)


@given(rows, st.randoms())
def test_the_order_of_rows_says_nothing(found, random) -> None:
    lines = [line_of(*row) for row in found]
    digest = digest_of(lines)
    random.shuffle(lines)
    assert digest_of(lines) == digest


@given(rows, rows)
def test_two_sets_of_rows_have_one_digest_only_if_they_are_one(one, other) -> None:
    same = sorted(map(repr, one)) == sorted(map(repr, other))
    assert (digest_of(line_of(*row) for row in one) == digest_of(line_of(*row) for row in other)) is same


def test_nothing_is_not_an_empty_text_nor_a_zero() -> None:
    assert len({line_of(None), line_of(""), line_of(0), line_of("0")}) == 4


def test_the_groups_that_changed_came_or_went_are_named() -> None:
    body = told_digests({"a": digest_of(["1"]), "b": digest_of(["2"]), "c": digest_of(["3"])})
    assert differing_groups({"a": digest_of(["1"]), "b": digest_of(["2"]), "c": digest_of(["3"])}, body) is None
    assert differing_groups({"a": digest_of(["1"]), "b": digest_of(["9"]), "d": digest_of(["3"])}, body) == [
        "b",
        "c",
        "d",
    ]


def test_too_many_groups_for_an_entry_of_the_log_are_told_at_once() -> None:
    many = {f"BP{number:08}": digest_of([str(number)]) for number in range(5_000)}
    body = told_digests(many)
    assert set(body) == {"facts_sha256"}
    assert len(canonical_json(told_digests(dict(list(many.items())[:1_000])))) < 0xFFFF
    assert differing_groups(many, body) is None
    assert differing_groups(many | {"BP00000001": digest_of(["x"])}, body) == []


def test_an_act_from_before_digests_has_nothing_to_differ_from() -> None:
    assert differing_groups({"a": digest_of(["1"])}, {"sha256": "f"}) is None
