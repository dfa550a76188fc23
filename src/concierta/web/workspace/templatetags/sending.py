"""`{% csrf_token %}`, with the token of this one form beside it; a template builtin, so that no form goes without."""

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concierta.web.workspace.sending import FIELD, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The two hidden fields of a form that writes."""
    request = context.get("request")
    token = new_token(getattr(request, "user", None)) if request is not None else ""
    csrf = CsrfTokenNode().render(context)
    return format_html('{}<input type="hidden" name="{}" value="{}">', csrf, FIELD, token)
