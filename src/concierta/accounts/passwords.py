"""Rules of passwords, waits after failed tries, and the secrets of letters."""

import re
import secrets
import unicodedata
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from concierta.kernel.canonical import sha256_of

#: What the place, the plan and the program are called; with the person's own name and address (Django's validator) and
#: the commonest passwords of all, it is the list of words that a password is not made of.
_ONLY_THOSE = re.compile(
    r"(?:acuerdo|alcaldia|cali|ciudad|clave|colombia|concierta|contrasena|de|del|departamento|el|empleo|en|entidad"
    r"|gobernacion|la|las|local|los|mesa|municipio|password|plan|santiago|secretaria|tecnica|valle|verifica|y)+"
)


class ContextWordsValidator:
    """Refuses a password that is nothing but such words, with or without figures and signs between them."""

    def validate(self, password: str, user: object = None) -> None:
        plain = unicodedata.normalize("NFKD", password.casefold()).encode("ascii", "ignore").decode()
        if _ONLY_THOSE.fullmatch(re.sub(r"[^a-z]", "", plain)):
            raise ValidationError(_("Son palabras que cualquiera probaría aquí: añada otras."), code="context_words")

    def get_help_text(self) -> str:
        return _("No puede estar hecha solo de palabras como «empleo», «plan» o «Cali».")


def new_token() -> tuple[str, str]:
    """A secret of 256 random bits, and the SHA-256 by which it is found. Only the second may be kept."""
    token = secrets.token_urlsafe(32)
    return token, sha256_of(token)


#: Numbers of ours [D]: the first tries are free, as somebody who mistypes needs them; then the wait doubles.
FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
#: A day without a try, and the count begins again.
FORGOTTEN_AFTER = timedelta(days=1)


def delay_after(failures: int) -> timedelta:
    """The wait before the next try. At most 5 + 10 + 96 a day, from however many addresses: of the million codes of
    six digits a day's tries find one in ten thousand."""
    if failures < FREE_TRIES:
        return timedelta(0)
    # Past ten doublings the longest was reached long ago, and 2 to any count of tries would not be a number of seconds.
    return min(FIRST_DELAY * 2 ** min(failures - FREE_TRIES, 10), LONGEST_DELAY)
