"""Words that stay in Spanish on a page of another language: they say so, and are read aloud as what they are.

Official names, and what somebody wrote, are never translated. On a Spanish page nothing is added.
"""

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_ATTRIBUTE = mark_safe(' lang="es"')


def spanish() -> SafeString:
    """The attribute of an element that holds such words: ``<blockquote{% spanish %}>``."""
    return mark_safe("") if (get_language() or "es").startswith("es") else _ATTRIBUTE


def in_spanish(text: str) -> SafeString | str:
    """A name inside a sentence, a cell or a link. It is markup: never for an attribute or a title."""
    attribute = spanish()
    return format_html("<span{}>{}</span>", attribute, text) if text and attribute else text


def telling(sentence: str, **said: SafeString | str) -> SafeString | str:
    """A sentence with names in it, as ``%(name)s``: markup where one of them is marked, else plain text."""
    if not any(isinstance(part, SafeString) for part in said.values()):
        return sentence % said
    words = escape(sentence) % {name: conditional_escape(part) for name, part in said.items()}
    return mark_safe(words)  # noqa: S308 - each part escaped above
