"""Agreement is told with how sure it is, or that it cannot be said."""

from fractions import Fraction

from concierta.engines.sampling import agreement
from concierta.web.kit.checking import agreement_words

MIXED = [("v", "v")] * 20 + [("v", "r")] * 5 + [("r", "v")] * 10 + [("r", "r")] * 15


def told(pairs, **options) -> str:
    found = agreement(pairs)
    words = agreement_words(found.items, found.agreed, found.kappa, found.interval, **options)
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_kappa_comes_with_its_interval():
    assert "Con 95 % de confianza está entre 0,151 y 0,649." in told(MIXED)


def test_where_every_result_is_alike_it_says_that_it_cannot_tell():
    assert "no se puede decir cuán seguro" in told([("v", "v"), ("r", "r")])


def test_a_corte_from_before_intervals_says_neither():
    words = told(MIXED, with_interval=False)
    assert words.endswith("(κ = 0,4; 1 es siempre).")


def test_without_kappa_there_is_no_interval():
    assert "no se distingue del azar" in agreement_words(3, Fraction(1), None)
