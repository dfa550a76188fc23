"""Whose address counts when there is a proxy before the program."""

import pytest
from allauth.core.internal.httpkit import get_client_ip

from concierta.installation.proxies import trusted_proxies
from concierta.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("stated", "behind_https", "count"),
    [("", False, 0), ("", True, 1), (" ", True, 1), ("0", True, 0), ("2", True, 2), ("1", False, 1)],
)
def test_one_proxy_speaks_https_for_us_unless_said_otherwise(stated, behind_https, count):
    assert trusted_proxies(stated, behind_https=behind_https) == count


@pytest.mark.parametrize("stated", ["dos", "-1", "1.5"])
def test_what_is_not_a_number_of_proxies_is_refused(stated):
    with pytest.raises(Invalid, match="CONCIERTA_PROXIES"):
        trusted_proxies(stated, behind_https=True)


@pytest.mark.parametrize(("count", "address"), [(0, "10.0.0.9"), (1, "203.0.113.7"), (2, "198.51.100.2")])
def test_the_visitor_is_the_address_that_our_outermost_proxy_saw(rf, settings, count, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    request = rf.get(
        "/ingresar/", REMOTE_ADDR="10.0.0.9", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.2, 203.0.113.7"}
    )

    assert get_client_ip(request) == address
