import pytest

from concierta.installation.witnesses import parse_witnesses
from concierta.kernel.errors import Invalid


def test_each_witness_is_an_address_and_a_key() -> None:
    text = "https://w.example/ uno+0a+AAA=, http://127.0.0.1:8100 dos+0b+BBB/+="
    assert parse_witnesses(text) == [
        ("https://w.example/", "uno+0a+AAA="),
        ("http://127.0.0.1:8100", "dos+0b+BBB/+="),
    ]


def test_nothing_means_nobody() -> None:
    assert parse_witnesses("") == parse_witnesses(" , ") == []


@pytest.mark.parametrize("text", ["https://w.example/", "uno+0a+AAA=", "ftp://w uno+0a+AAA="])
def test_half_a_witness_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(Invalid, match="CONCIERTA_WITNESSES") as refusal:
        parse_witnesses(text)
    assert text in str(refusal.value)
