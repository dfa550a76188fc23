"""How a signatory stands to a commitment, as a mark beside its word: the same in the table, the bar and on paper."""

from django.utils.safestring import SafeString, mark_safe

#: The order in which they are counted and drawn: what is kept first, what says nothing last.
ORDER = ("kept", "partly", "not_kept", "not_due", "not_installed", "no_promise", "not_bound")

_DRAWINGS = {
    "kept": '<rect width="14" height="14" rx="2" fill="currentColor"/>'
    '<path class="mk-k" d="M3.2 7.4l2.6 2.6 5-5.6" fill="none" stroke="#fff" stroke-width="2"/>',
    "partly": '<rect x=".8" y=".8" width="12.4" height="12.4" rx="2" fill="none" stroke="currentColor"'
    ' stroke-width="1.6"/><path d="M1 13V1h6v12z" fill="currentColor"/>',
    "not_kept": '<path d="M2.6 2.6l8.8 8.8M11.4 2.6l-8.8 8.8" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "not_due": '<circle cx="7" cy="7" r="5.9" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M7 3.6V7l2.4 1.6" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "not_installed": '<rect x=".9" y=".9" width="12.2" height="12.2" rx="2" fill="none" stroke="currentColor"'
    ' stroke-width="1.4" stroke-dasharray="2 2"/>',
    "no_promise": '<path d="M3 7h8" stroke="currentColor" stroke-width="1.6"/>',
    "not_bound": "",
}


def clause_mark(state: str) -> SafeString:
    """A 14 px drawing in the colour of the text, hidden from screen readers: the word speaks."""
    return mark_safe(  # noqa: S308 - constants of this file
        f'<svg class="mk mk-{state}" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">'
        f"{_DRAWINGS[state]}</svg>"
    )
