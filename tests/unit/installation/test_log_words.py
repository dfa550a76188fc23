"""Every code has its sentence, and the sentence can be filled in."""

import re

import pytest

from concierta.engines.sitelog import Mismatch, parse_act
from concierta.engines.translog import Problem
from concierta.installation.log.words import _SENTENCES, act_in_words, moment, sentence


@pytest.mark.parametrize("code", [*Mismatch, *Problem])
def test_every_code_has_a_sentence_of_its_own(code: str) -> None:
    assert _SENTENCES[code]
    assert list(_SENTENCES.values()).count(_SENTENCES[code]) == 1


@pytest.mark.parametrize("code", [code for code, text in _SENTENCES.items() if "{" in text])
def test_what_a_sentence_quotes_is_put_into_it(code: str) -> None:
    names = re.findall(r"{(\w+)}", _SENTENCES[code])
    assert "«»" not in sentence(code, dict.fromkeys(names, 7))
    assert "{" not in sentence(code, dict.fromkeys(names, 7))
    # Without what it quotes the code itself is better than a hole.
    assert sentence(code) == code


def test_an_act_is_one_line() -> None:
    act = parse_act(
        3,
        b'{"at":"2025-01-03","body":{"value":"9","verified_value":"8","method":"desk_review"},"by":null,'
        b'"entity":"e","kind":"report.adjusted","plan":"cali","subject":"report/R/2024-T4/v1"}',
    )
    assert act_in_words(act) == (
        "acto 3 · 2025-01-03 · report.adjusted · entidad e · reportado 9 · verificado 8 · método desk_review"
    )


def test_a_moment_is_told_in_the_time_of_cali() -> None:
    assert moment(1_800_000_000) == "2027-01-15 03:00:00 -0500"
