"""What the codes of the table and of its decisions are called on a page."""

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_noop

_SESSION_STATES = {
    "noticed": gettext_noop("Convocada"),
    "open": gettext_noop("En curso al publicar el corte"),
    "closed": gettext_noop("Se reunió"),
    "not_held": gettext_noop("No se instaló"),
    "cancelled": gettext_noop("Cancelada"),
}


def said(choices: type[TextChoices], code: str) -> str:
    """The word that the module of the choice gives it. A code nobody named is shown as it is: nothing is hidden."""
    return str(choices(code).label) if code in choices.values else code


def session_state(code: str) -> str:
    return gettext(_SESSION_STATES[code]) if code in _SESSION_STATES else code
