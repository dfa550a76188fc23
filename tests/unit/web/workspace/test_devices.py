"""What one reads of the device that came in to one's account."""

import pytest
from django.utils.translation import override

from concierta.accounts.enums import SignInKind
from concierta.accounts.operations import record_sign_in
from concierta.web.workspace.accounts.devices import device
from factories import AT

PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Firefox en Android"),
        (_WINDOWS, "Chrome en Windows"),
        (f"{_WINDOWS} Edg/126.0.0.0", "Edge en Windows"),
        (f"{_IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari en iPhone"),
        (f"{_IPHONE} CriOS/126.0.0.0 Mobile/15E148 Safari/604.1", "Chrome en iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox en Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("a" * 61, "a" * 59 + "…"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_a_device_has_the_name_that_people_give_it_or_the_beginning_of_its_own(agent, words):
    assert device(agent).endswith(f">{words}</span>")


def test_the_whole_is_its_title_and_the_words_are_of_the_reader():
    with override("en"):
        assert device(PHONE) == f'<span title="{PHONE}">Firefox on Android</span>'


@pytest.mark.django_db
def test_the_entries_of_an_account_say_with_what(cast, visitor):
    record_sign_in(kind=SignInKind.ENTERED, user=cast.reporter, address="192.0.2.7", agent=PHONE, at=AT)
    assert device(PHONE) in visitor(cast.reporter).get("/trabajo/cuenta/entradas/").content.decode()
