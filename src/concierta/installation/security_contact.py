"""The file that says whom to tell of a weakness: RFC 9116, at /.well-known/security.txt."""

from datetime import UTC, date, datetime, time

from concierta.kernel.errors import Invalid, gettext_noop


def security_text(contact: str, expires: str, *, base_url: str, today: date) -> str:
    """The file; empty when nobody is named. Raises Invalid, saying what to set, for what a reader could not use."""
    contacts = [one.strip() for one in contact.split(",") if one.strip()]
    if not contacts:
        return ""
    for one in contacts:
        if not one.startswith(("mailto:", "https://", "tel:")) or len(one.split()) > 1:
            raise Invalid(
                gettext_noop("CONCIERTA_SECURITY_CONTACT es mailto:…, https://… o tel:…, no «%(contact)s»."),
                contact=one,
            )
    until = _date_of(expires)
    if until <= today:
        raise Invalid(
            gettext_noop("CONCIERTA_SECURITY_EXPIRES ya pasó (%(expires)s): confirme el contacto y ponga otra fecha."),
            expires=expires,
        )
    lines = [f"Contact: {one}" for one in contacts]
    lines.append(f"Expires: {datetime.combine(until, time(), UTC).isoformat().replace('+00:00', 'Z')}")
    lines.append("Preferred-Languages: es, en")
    if base_url.startswith("https://"):
        lines.append(f"Canonical: {base_url}/.well-known/security.txt")
    return "\n".join(lines) + "\n"


def _date_of(expires: str) -> date:
    try:
        return date.fromisoformat(expires)
    except ValueError:
        raise Invalid(
            gettext_noop(
                "CONCIERTA_SECURITY_EXPIRES es una fecha, como 2027-06-30, y dice hasta cuándo vale el contacto; "
                "no «%(expires)s»."
            ),
            expires=expires,
        ) from None
