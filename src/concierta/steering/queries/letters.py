"""A letter before it is sent: the words, without who sends it or how."""

from collections.abc import Callable
from dataclasses import dataclass

from concierta.steering.queries.digests import DigestContent


@dataclass(frozen=True, slots=True)
class Letter:
    """The same content twice: plain text and HTML."""

    subject: str
    text: str
    html: str


#: Who turns what is due into a letter: the web does, since it knows the addresses and the marks.
Writer = Callable[[DigestContent], Letter]
