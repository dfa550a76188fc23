"""Small tags of the workspace's own templates."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.db.models import Choices
from django.urls import reverse

from concierta.web.kit.bundle import script, stylesheet
from concierta.web.workspace.accounts.devices import device
from concierta.web.workspace.shell import in_language

register = template.Library()

_KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "care", "error": "error"}


@register.simple_tag
def stylesheet_href() -> str:
    return reverse("asset", args=[stylesheet()[0]])


@register.simple_tag
def theme_script_href() -> str:
    return reverse("asset", args=[script()[0]])


@register.filter
def notice_kind(level: str) -> str:
    """Django's message levels in the words of the alert component."""
    return _KINDS.get(level, "info")


@register.filter
def named(thing: object) -> str:
    """The name of a plan, or of anything with one, in the reader's language."""
    return in_language(thing, "name")


register.filter("in_language", in_language)
register.filter("device", device)


@register.filter
def labels(choices: Iterable[Choices]) -> str:
    """ "revisa, verifica": the words of some choices, as they stand within a sentence."""
    return ", ".join(str(choice.label).lower() for choice in choices)


@register.simple_tag
def sends_mail() -> bool:
    """True if letters leave this machine; a page must not promise one that never arrives."""
    return bool(settings.SENDS_MAIL)
