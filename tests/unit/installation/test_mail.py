"""A letter never leaves in the clear."""

import pytest

from concierta.installation.mail import smtp_is_implicit
from concierta.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("stated", "port", "implicit"),
    [("", 587, False), ("", 465, True), ("starttls", 465, False), ("implicit", 2525, True)],
)
def test_tls_begins_where_the_setting_or_else_the_port_says(stated: str, port: int, implicit: bool) -> None:
    assert smtp_is_implicit(stated, port) is implicit


@pytest.mark.parametrize("stated", ["none", "0", "STARTTLS "])
def test_any_other_word_stops_the_start(stated: str) -> None:
    with pytest.raises(Invalid, match="CONCIERTA_SMTP_TLS"):
        smtp_is_implicit(stated, 587)
