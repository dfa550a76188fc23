"""What an address says of whoever has it."""

import pytest

from concierta.accounts.addresses import domain_of, institutional_domain, is_free_mail, mailbox_of
from concierta.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("cali.gov.co", "cali.gov.co"),
        (" @Cali.Gov.CO. ", "cali.gov.co"),
        ("señal.gov.co", "xn--seal-hqa.gov.co"),
    ],
)
def test_a_domain_is_kept_in_one_form(written: str, kept: str) -> None:
    assert institutional_domain(written) == kept


@pytest.mark.parametrize("written", ["", "cali", "ana@cali.gov.co", "-x.gov.co", "cali gov.co", "a" * 64 + ".co"])
def test_what_is_no_domain_is_refused_by_name(written: str) -> None:
    with pytest.raises(Invalid, match="no es un dominio de correo") as refused:
        institutional_domain(written)
    assert refused.value.field == "mail_domain"


@pytest.mark.parametrize("domain", ["gmail.com", "hotmail.com.co", "outlook.es", "yahoo.com", "proton.me", "live.com"])
def test_free_mail_shows_no_institution(domain: str) -> None:
    assert is_free_mail(domain)
    with pytest.raises(Invalid, match="cualquiera abre un correo"):
        institutional_domain(domain)
    assert institutional_domain(domain, insist=True) == domain


@pytest.mark.parametrize("domain", ["cali.gov.co", "mintrabajo.gov.co", "gmail.gov.example.co"[6:], "cut.org.co"])
def test_others_may_be_institutional(domain: str) -> None:
    assert not is_free_mail(domain)


@pytest.mark.parametrize("address", ["ana.ruiz@x.co", "AnaRuiz@X.co", "anaruiz+verifica@x.co", "a.n.a.ruiz+1+2@x.co"])
def test_one_mailbox_has_many_spellings(address: str) -> None:
    assert mailbox_of(address) == "anaruiz@x.co"


def test_the_domain_is_what_follows_the_last_at() -> None:
    assert domain_of('"a@b"@Cali.gov.co') == "cali.gov.co"
