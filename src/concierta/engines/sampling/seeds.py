"""The seed of a draw: promised before the population closes, shown after.

A seed is 32 random bytes (`secrets.token_hex(32)`) written as 64 lowercase hexadecimal digits; that text, not the
bytes, is what gets hashed, so that it can be typed. Its commitment is published when the campaign opens:

    commitment = SHA-256( "concierta-sample-seed-v1" ‖ 0x00 ‖ seed )
    printf 'concierta-sample-seed-v1\\0%s' "$seed" | sha256sum

The label keeps a commitment from ever being the hash of something else: a draw hashes 64 hexadecimal digits first
(see `draw`), a log leaf a zero byte. A seed has 256 bits, so it cannot be guessed from its commitment, and another one
with the same commitment cannot be found.

What this does not cover: whoever chose the seed knows it while the population is still open, and could tell others.
"""

import hashlib
import re

from .errors import InvalidSample, Problem

COMMITMENT_LABEL = "concierta-sample-seed-v1"

_SEED = re.compile(r"[0-9a-f]{64}")


def check_seed(seed: str) -> None:
    """Raises InvalidSample unless `seed` is 64 lowercase hexadecimal digits. The refusal does not quote it."""
    if not _SEED.fullmatch(seed):
        raise InvalidSample(Problem.NOT_A_SEED)


def commit_seed(seed: str) -> str:
    """The commitment to publish, 64 lowercase hexadecimal digits."""
    check_seed(seed)
    return hashlib.sha256(f"{COMMITMENT_LABEL}\0{seed}".encode()).hexdigest()


def verify_reveal(commitment: str, seed: str) -> bool:
    """True if the seed that was shown is the one that was promised; what is no seed at all was not promised."""
    return _SEED.fullmatch(seed) is not None and commit_seed(seed) == commitment
