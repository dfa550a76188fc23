"""E-mail addresses as what they say of a person: which institution gave them, and whose mailbox they reach."""

import re

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.people.models import Entity

#: Anybody gets an address from these, under any ending («hotmail.com.co»): it shows no institution.
_FREE_NAMES = frozenset(
    {"gmail", "googlemail", "hotmail", "outlook", "yahoo", "ymail", "rocketmail", "protonmail", "icloud", "aol", "gmx"}
    | {"yandex", "tutanota", "mailinator", "fastmail", "hushmail", "zohomail"}
)
_FREE_DOMAINS = frozenset(
    {"live.com", "live.com.mx", "live.com.ar", "live.cl", "msn.com", "me.com", "mac.com", "proton.me", "pm.me"}
    | {"mail.com", "zoho.com", "tuta.io", "hey.com", "inbox.com", "mail.ru", "latinmail.com", "terra.com.co"}
)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


def domain_of(address: str) -> str:
    """The domain of an address: its part after the last @, in lower case; all of it where there is no @."""
    return address.rpartition("@")[2].strip().lower()


def mailbox_of(address: str) -> str:
    """The address without what most servers pass over: capitals, a «+…» and, in the name, dots."""
    name, _, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def is_free_mail(domain: str) -> bool:
    return domain in _FREE_DOMAINS or domain.partition(".")[0] in _FREE_NAMES


def institutional_domain(text: str, *, insist: bool = False) -> str:
    """The domain that `text` names («@» and capitals are forgiven). Refuses free mail unless the operator insists."""
    domain = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        plain = domain.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not _HOST.fullmatch(plain) or len(plain) > 253:
        raise Invalid(
            gettext_noop("«%(domain)s» no es un dominio de correo: escriba lo que va después de la arroba."),
            field="mail_domain",
            domain=text,
        )
    if is_free_mail(plain) and not insist:
        raise Invalid(
            gettext_noop(
                "En %(domain)s cualquiera abre un correo: no muestra de qué entidad es. Use el dominio institucional."
            ),
            field="mail_domain",
            domain=plain,
        )
    return plain


def check_institutional(address: str, entity: Entity) -> None:
    """Refuse an address that is not at the institutional domain of `entity`."""
    if not entity.mail_domain:
        raise Invalid(
            gettext_noop("Registre primero el dominio de correo institucional de %(entity)s."),
            field="email",
            entity=entity.short_name,
        )
    if domain_of(address) != entity.mail_domain:
        raise Invalid(
            gettext_noop(
                "La primera cuenta de %(entity)s se invita a un correo de @%(domain)s, que es su dominio institucional."
            ),
            field="email",
            entity=entity.short_name,
            domain=entity.mail_domain,
        )
