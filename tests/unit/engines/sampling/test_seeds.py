import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import COMMITMENT_LABEL, InvalidSample, Problem, check_seed, commit_seed, verify_reveal

seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_commitment_is_the_published_formula():
    seed = secrets.token_hex(32)
    assert commit_seed(seed) == hashlib.sha256(b"concierta-sample-seed-v1\0" + seed.encode()).hexdigest()


def test_a_commitment_stays_what_it_was():
    assert commit_seed("0" * 64) == "cb0a216e93cf3b8387c8bab2d9f3faa1e99dc6686ce35c9edd54238c1af04b53"


def test_a_commitment_is_no_ticket_nor_a_bare_hash():
    assert COMMITMENT_LABEL == "concierta-sample-seed-v1"  # not 64 hexadecimal digits, with which tickets begin
    assert commit_seed("0" * 64) != hashlib.sha256(b"0" * 64).hexdigest()


@given(seeds)
def test_the_seed_that_was_promised_is_recognised(seed):
    assert verify_reveal(commit_seed(seed), seed)


@given(seeds, st.integers(0, 255))
def test_one_bit_changed_is_another_seed(seed, bit):
    assert not verify_reveal(commit_seed(seed), f"{int(seed, 16) ^ 1 << bit:064x}")


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n", "٠" * 64])
def test_a_seed_is_64_lowercase_hexadecimal_digits(text):
    with pytest.raises(InvalidSample) as refused:
        check_seed(text)
    assert refused.value.problem == Problem.NOT_A_SEED
    assert not verify_reveal(commit_seed("0" * 64), text)


def test_the_refusal_does_not_give_a_mistyped_seed_away():
    with pytest.raises(InvalidSample) as refused:
        commit_seed("F00D" * 16)
    assert "F00D" not in str(refused.value)
