"""Passwords that anybody here would try first."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
