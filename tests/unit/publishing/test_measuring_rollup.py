"""The roll-up: against the worked examples, and against a second way of computing it."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from concierta.publishing.queries.measuring import Branch, Reading, roll_up_branch
from concierta.publishing.queries.measuring.rollup import sibling_weights


def leaf(key: str, weight: object, verified: object, *, reported: object = None, programmed: bool = True) -> Branch:
    def fraction(value: object) -> Fraction | None:
        return None if value is None else Fraction(value)

    status = "verified" if verified is not None else "no_data" if reported is None else "reported"
    reading = Reading(
        programmed=programmed,
        cycle_programmed=programmed,
        status=status,
        as_of="",
        target=Decimal(1),
        verified_value=None if verified is None else Decimal(1),
        reported_value=None if reported is None else Decimal(1),
        verified_year=fraction(verified),
        reported_year=fraction(verified if reported is None else reported),
        possible_year=fraction(reported if verified is None else verified),
        expected_year=Fraction(1, 2) if programmed else None,
    )
    return Branch("product", key, None if weight is None else Decimal(str(weight)), reading=reading)


def tally(*children: Branch):
    return roll_up_branch(Branch("plan", "plan", children=list(children)), {})


def test_weights_that_do_not_add_up_renormalise():
    found = tally(leaf("a", 20, 1), leaf("b", 15, "1/2"), leaf("c", 2, 0), leaf("d", 3, 1))
    assert found.verified_year == Fraction(7625, 10000)


def test_axes_roll_up_by_weight():
    assert tally(leaf("a", 40, "305/400"), leaf("b", 35, "6/10"), leaf("c", 25, "1/2")).verified_year == Fraction(
        64, 100
    )


def test_what_is_programmed_and_not_verified_adds_zero_and_is_counted_apart():
    found = tally(leaf("a", None, 1), leaf("b", None, None, reported=1), leaf("c", None, None))
    assert (found.verified_year, found.reported_year) == (Fraction(1, 3), Fraction(2, 3))
    assert (found.verified_share, found.reported_share) == (Fraction(1, 3), Fraction(1, 3))
    assert (found.counts["verified"], found.counts["reported"], found.counts["no_data"]) == (1, 1, 1)


def test_what_awaits_adds_what_it_says_and_what_was_looked_at_adds_what_was_found():
    found = tally(leaf("a", None, "1/2", reported=1), leaf("b", None, None, reported=1), leaf("c", None, None))
    assert (found.reported_year, found.possible_year) == (Fraction(2, 3), Fraction(1, 2))


def test_what_is_not_programmed_drops_out():
    found = tally(leaf("a", "0.5", "4/5"), leaf("b", "0.5", 1, programmed=False))
    assert (found.verified_year, found.programmed_share) == (Fraction(4, 5), Fraction(1, 2))
    assert (found.programmed, found.indicators) == (1, 2)


def test_a_branch_where_nothing_is_programmed_is_null_and_weighs_nothing_above():
    empty = Branch("project", "p", Decimal("0.9"), children=[leaf("a", None, 1, programmed=False)])
    full = Branch("project", "q", Decimal("0.1"), children=[leaf("b", None, "3/4")])
    assert tally(empty, full).verified_year == Fraction(3, 4)


def test_excess_in_one_does_not_cover_what_another_lacks():
    assert tally(leaf("a", None, 3), leaf("b", None, 0)).verified_year == Fraction(1, 2)


def test_a_product_nobody_measures_is_not_programmed():
    assert tally(Branch("product", "a", Decimal(1)), leaf("b", 1, "2/5")).verified_year == Fraction(2, 5)


def test_incomplete_weights_are_equal_weights_and_say_so():
    assert sibling_weights([Decimal(1), None]) == ([1, 1], "incomplete")
    assert sibling_weights([Decimal(-1), Decimal(2)]) == ([1, 1], "incomplete")
    assert sibling_weights([None, None]) == ([1, 1], "equal")
    assert sibling_weights([Decimal("0.2"), Decimal("0.8")]) == ([Fraction(1, 5), Fraction(4, 5)], "given")


fractions = st.fractions(min_value=-1, max_value=3, max_denominator=50)
leaves = st.builds(
    lambda weight, verified, reported, programmed: (weight, verified, reported, programmed),
    st.integers(1, 20),
    st.none() | fractions,
    fractions,
    st.booleans(),
)
#: Three levels: projects of nodes of the plan, each with a weight of its own.
trees = st.lists(
    st.tuples(st.integers(1, 9), st.lists(st.tuples(st.integers(1, 9), st.lists(leaves, max_size=4)), max_size=3)),
    max_size=3,
)


def branch_of(tree) -> Branch:
    root = Branch("plan", "plan")
    for n, (node_weight, projects) in enumerate(tree):
        node = Branch("node", f"{n}", Decimal(node_weight))
        root.children.append(node)
        for p, (project_weight, products) in enumerate(projects):
            project = Branch("project", f"{n}/{p}", Decimal(project_weight))
            node.children.append(project)
            for k, (weight, verified, reported, programmed) in enumerate(products):
                project.children.append(
                    leaf(f"{n}/{p}/{k}", weight, verified, reported=reported, programmed=programmed)
                )
    return root


def naive(tree, which: int):
    """Flatten: the effective weight of each programmed product, from the top down."""

    def alive(part, depth):
        return part[3] if depth == 0 else any(alive(child, depth - 1) for child in part[1])

    def share(children, depth, total):
        living = [child for child in children if alive(child, depth)]
        whole = sum(child[0] for child in living)
        for child in living:
            part = total * Fraction(child[0], whole)
            if depth == 0:
                yield part, child
            else:
                yield from share(child[1], depth - 1, part)

    parts = list(share(tree, 2, Fraction(1)))
    if not parts:
        return None
    return sum(part * min(max(child[which] or Fraction(0), Fraction(0)), Fraction(1)) for part, child in parts)


@given(trees)
def test_the_roll_up_equals_the_sum_of_effective_weights(tree):
    found = roll_up_branch(branch_of(tree), {})
    assert found.verified_year == naive(tree, 1)
    assert found.reported_year == naive(tree, 2)


@given(trees)
def test_no_claim_moves_a_verified_figure(tree):
    boasted = [
        (
            weight,
            [(w, [(a, verified, Fraction(3), here) for a, verified, _, here in products]) for w, products in projects],
        )
        for weight, projects in tree
    ]
    assert roll_up_branch(branch_of(boasted), {}).verified_year == roll_up_branch(branch_of(tree), {}).verified_year


@given(trees)
def test_shares_and_counts_stay_within_their_whole(tree):
    found = roll_up_branch(branch_of(tree), {})
    assert 0 <= found.programmed_share <= 1
    assert found.verified_share is None or 0 <= found.verified_share <= 1
    assert found.programmed <= found.indicators
