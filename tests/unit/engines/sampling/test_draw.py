import hashlib
import shutil
import subprocess
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import InvalidSample, Problem, draw, drawing_order, ticket_of

SEED = "00112233445566778899aabbccddeeff" * 2
identifiers = st.text("abcXYZ019-ñé/. ", max_size=7).map(lambda text: f"{text}ñ".strip())
strata = st.dictionaries(identifiers, st.lists(identifiers, unique=True, max_size=12), max_size=5)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


def seed_number(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def test_an_auditor_redraws_with_printf_and_sha256sum():
    if not (shutil.which("sha256sum") and shutil.which("bash")):
        pytest.skip("sha256sum or bash is not on this machine")
    items = ["R-0001", "R-0002", "R-0003", "Ñuñoa 4", "R-0005"]
    command = """seed=$1; stratum=$2; shift 2
    for item in "$@"; do
      echo "$(printf '%s\\0%s\\0%s' "$seed" "$stratum" "$item" | sha256sum | cut -c1-64) $item"
    done | LC_ALL=C sort | head -3 | cut -d' ' -f2-"""
    answer = subprocess.run(
        ["bash", "-c", command, "bash", SEED, "Cámara de Comercio", *items], capture_output=True, text=True, check=True
    )
    drawn = draw(SEED, {"Cámara de Comercio": items}, {"Cámara de Comercio": 3})
    assert drawn == {"Cámara de Comercio": tuple(answer.stdout.splitlines())}


def test_the_ticket_is_the_published_formula():
    assert ticket_of(SEED, "SENA", "R-1").digest == hashlib.sha256(SEED.encode() + b"\0SENA\0R-1").hexdigest()


def test_a_draw_stays_what_it_was():
    """A known answer: changing the algorithm would make every published sample impossible to repeat."""
    items = [f"R-{number:03}" for number in range(1, 11)]
    assert draw(SEED, {"SENA": items}, {"SENA": 3}) == {"SENA": ("R-003", "R-007", "R-004")}


@given(seeds, strata, st.data())
def test_the_order_of_the_lists_decides_nothing(seed, population, data):
    sizes = {stratum: data.draw(st.integers(0, len(items))) for stratum, items in population.items()}
    shuffled = {s: data.draw(st.permutations(population[s])) for s in data.draw(st.permutations(list(population)))}
    assert list(draw(seed, shuffled, sizes).items()) == list(draw(seed, population, sizes).items())


@given(seeds, strata, st.data())
def test_as_many_as_asked_all_different_all_from_their_stratum(seed, population, data):
    sizes = {stratum: data.draw(st.integers(0, len(items))) for stratum, items in population.items()}
    drawn = draw(seed, population, sizes)
    assert drawn.keys() == population.keys()
    for stratum, items in drawn.items():
        assert len(items) == len(set(items)) == sizes[stratum]
        assert set(items) <= set(population[stratum])


@given(seeds, st.lists(identifiers, unique=True, min_size=1, max_size=12), st.data())
def test_a_larger_sample_contains_the_smaller_and_the_reserves_follow_in_turn(seed, items, data):
    size = data.draw(st.integers(0, len(items) - 1))
    order = tuple(ticket.item for ticket in drawing_order(seed, "SENA", items))
    assert draw(seed, {"SENA": items}, {"SENA": size})["SENA"] == order[:size]
    assert draw(seed, {"SENA": items}, {"SENA": size + 1})["SENA"] == order[: size + 1]


@given(seeds, st.lists(identifiers, unique=True, min_size=2, max_size=12))
def test_taking_an_item_out_does_not_change_the_order_of_the_others(seed, items):
    without = [ticket.item for ticket in drawing_order(seed, "SENA", items[1:])]
    assert [ticket.item for ticket in drawing_order(seed, "SENA", items) if ticket.item != items[0]] == without


def test_every_pair_is_as_likely_as_any_other():
    """χ² over the 15 pairs of six items, 3,000 seeds: 14 degrees of freedom, 36.1 is exceeded once in a thousand."""
    items, times = [f"R-{number}" for number in range(6)], 3000
    seen = Counter(frozenset(draw(seed_number(n), {"S": items}, {"S": 2})["S"]) for n in range(times))
    expected = times / 15
    assert sum((seen[frozenset(pair)] - expected) ** 2 / expected for pair in combinations(items, 2)) < 36.1


def test_one_seed_draws_its_strata_independently():
    """χ² over the 16 pairs of first items of two strata with the same names: 15 degrees of freedom, 37.7."""
    items, times = ["R-1", "R-2", "R-3", "R-4"], 3000
    population, sizes = {"A": items, "B": items}, {"A": 1, "B": 1}
    draws = [draw(seed_number(n), population, sizes) for n in range(times)]
    seen = Counter((drawn["A"][0], drawn["B"][0]) for drawn in draws)
    assert sum((seen[a, b] - times / 16) ** 2 / (times / 16) for a in items for b in items) < 37.7


def test_one_bit_of_the_seed_draws_another_sample():
    items = [f"R-{number}" for number in range(200)]
    order = drawing_order(SEED, "S", items)
    for bit in range(0, 256, 17):
        other = f"{int(SEED, 16) ^ 1 << bit:064x}"
        assert drawing_order(other, "S", items)[:20] != order[:20]


@pytest.mark.parametrize(
    ("population", "sizes", "problem"),
    [
        ({"S": ["a", "b"]}, {"S": 3}, Problem.SAMPLE_OVER_POPULATION),
        ({"S": ["a", "b"]}, {"S": -1}, Problem.NEGATIVE),
        ({"S": ["a", "b"]}, {"T": 1}, Problem.UNKNOWN_STRATUM),
        ({"S": ["a", "b", "a"]}, {"S": 1}, Problem.LISTED_TWICE),
        ({"S": ["a\0b"]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S\0a": ["b"]}, {"S\0a": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S": ["a\n"]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S": [" a"]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S": [""]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S": ["n\u0303"]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
        ({"S": ["\ud800"]}, {"S": 1}, Problem.NOT_AN_IDENTIFIER),
    ],
)
def test_what_cannot_be_drawn_is_refused(population, sizes, problem):
    with pytest.raises(InvalidSample) as refused:
        draw(SEED, population, sizes)
    assert refused.value.problem == problem


def test_a_stratum_without_a_size_gives_nothing():
    assert draw(SEED, {"S": ["a"], "T": []}, {}) == {"S": (), "T": ()}
