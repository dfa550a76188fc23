"""How the mail server is spoken to."""

from concierta.kernel.errors import Invalid, gettext_noop

#: RFC 8314 §7.3: submission hidden from the first byte.
_IMPLICIT_PORT = 465


def smtp_is_implicit(stated: str, port: int) -> bool:
    """True if TLS begins with the connection, false if STARTTLS asks for it: as CONCIERTA_SMTP_TLS says, else by port.

    Raises Invalid for any other word: a letter never leaves in the clear because of a slip of the pen.
    """
    if stated not in ("", "starttls", "implicit"):
        raise Invalid(gettext_noop("CONCIERTA_SMTP_TLS es «starttls» o «implicit», no «%(stated)s»."), stated=stated)
    return stated == "implicit" if stated else port == _IMPLICIT_PORT
