"""The same rules written a second time, differently: integer pairs, no fractions, one flat table.

Figures are whole millionths, a quotient is a pair (numerator, denominator) compared by cross
multiplication, and the types are named by text. Nothing of the engine is used but its two entry points.
"""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.engines.achievement import Accumulation, FlowPolicy, Horizon, cycle_achievement, year_achievement

YEARS = [2024, 2025, 2026, 2027]


def naive_year(kind, a, t, start):
    if t is None or a is None:
        return None
    if kind in ("cumulative", "stock", "flow", "maintenance"):
        return None if t == 0 else (1, 1) if kind == "maintenance" and a >= t else (a, t)
    if start is None:
        return None
    if kind == "capacity":
        return naive_year("maintenance", a, t, None) if start == t else (a - start, t - start)
    if start <= t:  # a fall already achieved: hold it
        return None if t == 0 else (1, 1) if a <= t else (t, a)
    return (start - a, start - t)


def naive_mean(pairs, divisor):
    """`pairs`: (weight, (numerator, denominator))."""
    if not pairs:
        return None
    top, bottom = 0, 1
    for weight, (n, d) in pairs:
        top, bottom = top * d + n * weight * bottom, bottom * d
    return (top, bottom * divisor)


def naive_cycle(kind, a, t, goal, base, final_year, whole, weights):
    planned = [i for i in range(4) if t[i] or (t[i] == 0 and "redu" in kind and kind != "reduction")]
    if kind == "flow" and final_year:
        return naive_year("flow", a[planned[-1]], t[planned[-1]], None) if planned else None
    hold = kind in ("capacity", "reduction") and goal and goal == base
    if kind in ("flow", "maintenance", "annual_reduction") or hold:
        as_kind = {"capacity": "maintenance", "reduction": "reduction"}[kind] if hold else kind
        found = []
        for i in planned:
            start = ([base, *a])[i] if kind == "annual_reduction" else (t[i] if hold else base)
            pair = naive_year(as_kind, a[i], t[i], start)
            if pair is not None:
                found.append((i, pair))
        counted = planned if whole else [i for i, _ in found]
        return naive_mean([(weights[i], pair) for i, pair in found], sum(weights[i] for i in counted))
    seen = [x for x in a if x is not None]
    if not seen:
        return None
    return naive_year(kind, sum(seen) if kind == "cumulative" else seen[-1], goal, base)


def agree(engine, naive):
    if engine is None or naive is None:
        return engine is None and naive is None
    return engine.numerator * naive[1] == naive[0] * engine.denominator


def millionths(value):
    return None if value is None else Decimal(value).scaleb(-6)


whole_millionths = st.integers(0, 12) | st.integers(0, 10**12)
four = st.lists(st.none() | whole_millionths, min_size=4, max_size=4)


def readable_start(kind, start, target):
    """The start moved to the side from which the type can read the target."""
    if start is None or target is None or kind not in ("capacity", "reduction"):
        return start
    return min(start, target) if kind == "capacity" else max(start, target)


@settings(max_examples=400)
@given(
    st.sampled_from(Accumulation),
    st.none() | whole_millionths,
    st.none() | whole_millionths,
    st.none() | whole_millionths,
)
def test_the_year_agrees(accumulation, actual, target, start):
    start = readable_start(accumulation.value, start, target)
    engine = year_achievement(
        accumulation,
        actual=millionths(actual),
        target=millionths(target),
        baseline=millionths(start),
        previous=millionths(start),
    )
    assert agree(engine, naive_year(accumulation.value, actual, target, start))


@settings(max_examples=600)
@given(
    st.sampled_from(Accumulation),
    four,
    four,
    st.none() | whole_millionths,
    st.none() | whole_millionths,
    st.sampled_from(FlowPolicy),
    st.sampled_from(Horizon),
    st.none() | st.lists(st.integers(1, 60), min_size=4, max_size=4),
)
def test_the_cycle_agrees(accumulation, actuals, targets, goal, base, policy, horizon, weights):
    kind = accumulation.value
    base = readable_start(kind, base, goal)
    engine = cycle_achievement(
        accumulation,
        series=dict(zip(YEARS, map(millionths, actuals), strict=True)),
        targets=dict(zip(YEARS, map(millionths, targets), strict=True)),
        cycle_target=millionths(goal),
        baseline=millionths(base),
        flow_policy=policy,
        horizon=horizon,
        year_weights=weights and dict(zip(YEARS, weights, strict=True)),
    )
    final, whole = policy is FlowPolicy.FINAL_YEAR, horizon is Horizon.WHOLE_CYCLE
    naive = naive_cycle(kind, actuals, targets, goal, base, final, whole, weights or [1] * 4)
    assert agree(engine, naive)
