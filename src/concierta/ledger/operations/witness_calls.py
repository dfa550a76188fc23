"""HTTP requests to witnesses, without following redirects."""

import urllib.error
import urllib.request
from typing import Any

#: As much as is read of an answer: a note with many signatures has a few thousand bytes.
_LONGEST_ANSWER = 64 * 1024


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A witness is where its list says. One that points elsewhere, perhaps to this machine's own network, is not
    followed."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def ask_witness(address: str, content: bytes | None = None, *, seconds: float) -> tuple[int, str]:
    """Status and text that `address` answers, to a POST where there is `content`. OSError where nobody answers within
    `seconds`; ValueError where the address is not one of the web."""
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address}: http(s)://…")
    question = urllib.request.Request(address, data=content)  # noqa: S310 the scheme was just checked
    try:
        with _OPENER.open(question, timeout=seconds) as answer:
            return int(answer.status), answer.read(_LONGEST_ANSWER).decode(errors="replace")
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read(_LONGEST_ANSWER).decode(errors="replace")
