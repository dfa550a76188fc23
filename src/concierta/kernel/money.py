"""Colombian pesos as exact integers."""

import re

from concierta.kernel.errors import Invalid, gettext_noop

_ZERO = {"-", "$ -", "$-", "$"}
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")


def parse_pesos(text: str) -> int:
    """Read ' 44.893.000 ', '$ 1.200' or '-' (zero) as whole pesos; anything else is `Invalid`.

    The dot groups thousands, as people write it in Colombia; cents are refused because no source here has any.
    """
    cleaned = " ".join(text.split())
    if cleaned in _ZERO:
        return 0
    digits = cleaned.removeprefix("$").strip().removesuffix(",00")
    if not _GROUPED.fullmatch(digits):
        raise Invalid(gettext_noop("«%(text)s» no es un valor en pesos."), text=text)
    return int(digits.replace(".", ""))
