"""What a worker is told of a request is what the client could say, and no more."""

import pytest

from concierta.installation.front.addresses import declared_length, passed_on


def test_a_header_with_an_underscore_is_no_header_with_a_hyphen() -> None:
    given = [(b"x-forwarded-for", b"10.0.0.1"), (b"x_forwarded_for", b"1.2.3.4"), (b"x_concierta_peer", b"1.2.3.4")]

    assert passed_on(given) == [(b"x-forwarded-for", b"10.0.0.1")]


def test_what_is_between_two_neighbours_stays_there() -> None:
    given = [(b"connection", b"keep-alive"), (b"transfer-encoding", b"chunked"), (b"accept", b"*/*")]

    assert passed_on(given) == [(b"accept", b"*/*")]


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ([], 0),
        ([(b"content-length", b"12")], 12),
        ([(b"transfer-encoding", b"chunked")], None),
        ([(b"content-length", b"-1"), (b"transfer-encoding", b"chunked")], None),
    ],
)
def test_the_length_of_a_body_is_said_or_is_not(headers: list[tuple[bytes, bytes]], length: int | None) -> None:
    assert declared_length(headers) == length
