"""How many proxies of ours stand before this program: the visitor is the address that the outermost of them saw."""

from concierta.kernel.errors import Invalid, gettext_noop


def trusted_proxies(stated: str, *, behind_https: bool) -> int:
    """The number in CONCIERTA_PROXIES; unsaid, one where a proxy speaks HTTPS for us and none otherwise.

    Only what our own proxies append to X-Forwarded-For is believed: anybody may write the rest.
    """
    if not stated.strip():
        return int(behind_https)
    if not stated.strip().isdecimal():
        raise Invalid(
            gettext_noop("CONCIERTA_PROXIES es un número de proxies, como 1, no «%(stated)s»."), stated=stated
        )
    return int(stated)
