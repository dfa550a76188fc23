"""CONCIERTA_WITNESSES: who is asked to cosign the log, `URL verifier-key`, one after another with commas between."""

from concierta.kernel.errors import Invalid, gettext_noop


def parse_witnesses(text: str) -> list[tuple[str, str]]:
    """(URL, verifier key) of each witness; Invalid for a line that is not both."""
    witnesses = []
    for line in filter(None, (line.strip() for line in text.split(","))):
        url, _, key = line.partition(" ")
        if not url.startswith(("http://", "https://")) or key.count("+") < 2:
            raise Invalid(
                gettext_noop("CONCIERTA_WITNESSES: «%(line)s» no es una dirección, un espacio y una clave."),
                line=line,
            )
        witnesses.append((url, key.strip()))
    return witnesses
