"""The draw of a campaign: any population, in any order, gives one sample, and everybody gets the same one."""

import hashlib
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import (
    InvalidSample,
    commit_seed,
    draw_double_checks,
    draw_sample,
    population_hash,
    ticket_of,
)
from concierta.installation.redrawing import redraw

SEED = "5eed" * 16
names = st.text("abcdefgh-", min_size=1, max_size=6)
populations = st.dictionaries(names, st.lists(names, min_size=1, max_size=12, unique=True), min_size=1, max_size=5)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
margins = st.decimals("0.01", "0.99", places=2)


def unique(population: dict[str, list[str]]) -> dict[str, list[str]]:
    """Reports have one entity: the same key never stands in two strata."""
    return {stratum: [f"{stratum}/{item}" for item in items] for stratum, items in population.items()}


@given(population=populations.map(unique), seed=seeds, margin=margins, random=st.randoms())
def test_the_order_of_the_list_decides_nothing(population, seed, margin, random):
    drawn = draw_sample(seed, population, margin=margin, confidence=Fraction(95, 100))
    shuffled = {stratum: random.sample(items, len(items)) for stratum, items in population.items()}
    strata = random.sample(list(shuffled), len(shuffled))
    again = draw_sample(
        seed, {stratum: shuffled[stratum] for stratum in strata}, margin=margin, confidence=Fraction(95, 100)
    )
    assert again == drawn
    assert population_hash(shuffled) == population_hash(population)
    assert all(set(drawn[stratum]) <= set(population[stratum]) and drawn[stratum] for stratum in population)


@given(
    population=populations.map(unique), seed=seeds, margin=margins, share=st.decimals(0, 1, places=2), data=st.data()
)
def test_whatever_was_drawn_is_drawn_again_by_whoever_checks(population, seed, margin, share, data):
    """What an installation publishes of any draw, `campaign redraw` confirms; and it misses no other sample."""
    drawn = {item for items in draw_sample(seed, population, margin=margin, confidence=Fraction(95, 100)).values()
             for item in items}  # fmt: skip
    everything = [(stratum, item) for stratum, items in population.items() for item in items]
    risks = {item: data.draw(st.integers(0, 100)) for _, item in everything}
    looked_at = drawn | {item for item, risk in risks.items() if risk >= 50}
    twice = draw_double_checks(seed, looked_at, share)
    assert len(twice) == ceil(len(looked_at) * Fraction(share))
    campaign = {
        "period": "2025-T1",
        "seed": seed,
        "seed_commitment": commit_seed(seed),
        "population_sha256": population_hash(population),
        "margin": str(margin),
        "confidence": "0.95",
        "double_share": str(share),
        "risk_threshold": "50",
    }
    rows = [
        {
            "period": "2025-T1",
            "stratum": stratum,
            "report": item,
            "ticket": ticket_of(seed, stratum, item).digest,
            "drawn": str(item in drawn).lower(),
            "by_risk": str(risks[item] >= 50).lower(),
            "double_checked": str(item in twice).lower(),
            "risk": str(risks[item]),
        }
        for stratum, item in everything
    ]
    assert redraw(campaign, rows).problems == []
    chosen = data.draw(st.sampled_from(rows))
    chosen["drawn"] = "false" if chosen["drawn"] == "true" else "true"
    assert not redraw(campaign, rows).matches


def test_the_hash_of_the_list_is_what_sort_and_sha256sum_give():
    lines = b"C\tx/2025-T1/v1\nS\ta/2025-T1/v1\nS\tb/2025-T1/v1\n"
    population = {"S": ["b/2025-T1/v1", "a/2025-T1/v1"], "C": ["x/2025-T1/v1"]}
    assert population_hash(population) == hashlib.sha256(lines).hexdigest()


def test_a_share_is_rounded_up_and_lies_between_none_and_all():
    items = [f"r{number}" for number in range(11)]
    assert [len(draw_double_checks(SEED, items, Fraction(share, 10))) for share in (0, 1, 5, 10)] == [0, 2, 6, 11]
    assert draw_double_checks(SEED, [], Fraction(1, 2)) == ()
    for share in (Fraction(-1, 10), Fraction(11, 10)):
        with pytest.raises(InvalidSample):
            draw_double_checks(SEED, items, share)


def test_drawing_an_empty_population_draws_nothing():
    assert draw_sample(SEED, {}, margin=Fraction(1, 10), confidence=Fraction(95, 100)) == {}
