"""The six states of a figure and the performance bands: a word and a mark each, never colour alone."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

VERIFIED = "verified"
ADJUSTED = "adjusted"
REPORTED = "reported"
REJECTED = "rejected"
NOT_VERIFIABLE = "not_verifiable"
NO_DATA = "no_data"

STATE_WORDS = {
    VERIFIED: gettext_noop("Verificado"),
    ADJUSTED: gettext_noop("Verificado con ajuste"),
    REPORTED: gettext_noop("Reportado"),
    REJECTED: gettext_noop("Rechazado"),
    NOT_VERIFIABLE: gettext_noop("No verificable"),
    NO_DATA: gettext_noop("Sin dato"),
}

STATE_MEANINGS = {
    VERIFIED: gettext_noop("Otra entidad revisó la evidencia y confirmó el valor."),
    ADJUSTED: gettext_noop("Otra entidad revisó la evidencia y corrigió el valor; se muestran los dos."),
    REPORTED: gettext_noop("La entidad lo informó; nadie lo ha comprobado todavía."),
    REJECTED: gettext_noop("La evidencia no respalda el valor: no cuenta."),
    NOT_VERIFIABLE: gettext_noop("No hay cómo comprobarlo: no cuenta."),
    NO_DATA: gettext_noop("Nadie ha reportado un valor. No es cero."),
}

BAND_WORDS = {
    "critical": gettext_noop("Crítico"),
    "low": gettext_noop("Bajo"),
    "medium": gettext_noop("Medio"),
    "satisfactory": gettext_noop("Satisfactorio"),
    "outstanding": gettext_noop("Sobresaliente"),
    None: gettext_noop("Sin calificar"),
}

# Drawn, not typed: ✓ ◌ ✕ come out different, or as emoji, from one telephone to the next.
_DRAWINGS = {
    VERIFIED: '<rect width="14" height="14" rx="2" fill="currentColor"/>'
    '<path class="mk-k" d="M3.2 7.4l2.6 2.6 5-5.6" fill="none" stroke="#fff" stroke-width="2"/>',
    ADJUSTED: '<rect width="14" height="14" rx="2" fill="currentColor"/>'
    '<path class="mk-k" d="M3 5.2h8M3 8.8h8M9 2.6l-4 8.8" fill="none" stroke="#fff" stroke-width="1.5"/>',
    REPORTED: '<circle cx="7" cy="7" r="5.9" fill="none" stroke="currentColor" stroke-width="1.7"'
    ' stroke-dasharray="2.6 2.03"/>',
    REJECTED: '<path d="M1 5L5 1M1 9.5L9.5 1M1 13L13 1M4.5 13L13 4.5M9 13L13 9" stroke="currentColor"'
    ' stroke-width=".7"/><path d="M2.6 2.6l8.8 8.8M11.4 2.6l-8.8 8.8" fill="none" stroke="currentColor"'
    ' stroke-width="2.2"/>',
    NOT_VERIFIABLE: '<rect x=".9" y=".9" width="12.2" height="12.2" rx="2" fill="none" stroke="currentColor"'
    ' stroke-width="1.6" stroke-dasharray=".1 2.6" stroke-linecap="round"/>'
    '<path d="M5 5.4a2 2 0 1 1 2.9 1.8c-.7.4-.9.7-.9 1.3M7 10.2v.9" fill="none" stroke="currentColor"'
    ' stroke-width="1.5"/>',
    NO_DATA: "",
}

_MARKS: dict[str, SafeString] = {
    state: mark_safe(  # noqa: S308 - constants of this file
        f'<svg class="mk mk-{state}" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"'
        f' focusable="false">{drawing}</svg>'
        if drawing
        else ""
    )
    for state, drawing in _DRAWINGS.items()
}


# A report on its way, as the six states tell it. What was published keeps the verifier's outcome instead.
_ON_ITS_WAY = {"draft": NO_DATA, "submitted": REPORTED, "returned": REPORTED, "reviewed": REPORTED}


def state_of_report(state: str) -> str:
    """The mark for a report's workflow state; ``KeyError`` for "published": ask for its outcome."""
    state = str(state)
    return state if state in STATE_WORDS else _ON_ITS_WAY[state]


def state_word(state: str) -> str:
    """Raises ``KeyError`` for a state that is not one of the six: a page must not invent one."""
    return gettext(STATE_WORDS[str(state)])


def state_mark(state: str) -> SafeString:
    """A 14 px drawing in the colour of the text, hidden from screen readers: the word speaks."""
    return _MARKS[str(state)]


def band_word(band: str | None) -> str:
    return gettext(BAND_WORDS[str(band) if band else None])
