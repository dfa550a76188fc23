from decimal import Decimal

import pytest

from concierta.kernel.errors import NotFound, Number, PermissionRefused, Phrase, Refusal, verdict_of


def check_even(number):
    if number % 2:
        raise PermissionRefused("%(number)s es impar.", number=number)


def test_a_refusal_fills_in_its_sentence():
    assert str(Refusal("Faltan %(n)s días.", n=3)) == "Faltan 3 días."


def test_a_refusal_is_translated_before_it_is_filled_in():
    english = {"Faltan %(n)s días.": "%(n)s days to go."}
    assert Refusal("Faltan %(n)s días.", n=3).render(english.__getitem__) == "3 days to go."


def test_words_of_ours_inside_a_sentence_are_translated_and_other_parameters_are_not():
    english = {"Está «%(state)s», %(who)s.": "It is “%(state)s”, %(who)s.", "Borrador": "Draft", "Ana": "never"}
    refusal = Refusal("Está «%(state)s», %(who)s.", state=Phrase("Borrador"), who="Ana")
    assert refusal.render(english.__getitem__) == "It is “Draft”, Ana."
    assert str(refusal) == "Está «Borrador», Ana."


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (Decimal("1440.500"), "1.440,5", "1,440.5"),
        (Decimal("-3"), "-3", "-3"),
        (Number(400_000_000, before="$ "), "$ 400.000.000", "$ 400,000,000"),
        (2026, "2026", "2026"),
        ("1440.5", "1440.5", "1440.5"),
    ],
)
def test_a_figure_inside_a_sentence_is_written_as_its_reader_writes_it(value, spanish, english):
    """A whole number without a word more is a year or a page, and is left as it is."""
    refusal = Refusal("«%(value)s»", value=value)

    assert refusal.render() == f"«{spanish}»"
    assert refusal.render({"1.234,5": "1,234.5", "«%(value)s»": "“%(value)s”"}.get) == f"“{english}”"


def test_a_percent_sign_in_a_plain_sentence_is_kept():
    assert str(Refusal("Va en 50 %.")) == "Va en 50 %."


def test_a_verdict_is_the_check_asked_instead_of_demanded():
    assert verdict_of(check_even, 2)
    verdict = verdict_of(check_even, 3)
    assert not verdict
    assert verdict.reason == "3 es impar."


def test_only_refusals_become_verdicts():
    with pytest.raises(TypeError):
        verdict_of(check_even, None)


def test_not_found_is_a_refusal():
    assert issubclass(NotFound, Refusal)
