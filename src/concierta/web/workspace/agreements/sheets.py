"""The page of one form: where it stands, what it is about, what its button confirms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from concierta.web.workspace.acts import act_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`back` is an address and its words; `note` stands beside the button, `blocked` instead of the form."""

    title: str
    button: str
    back: tuple[str, str]
    kicker: str = ""
    lead: str = ""
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""
    blocked: str = ""


def form_view(
    request: HttpRequest,
    sheet: Sheet,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    done: str,
    to: str | Callable[[Any], str],
) -> HttpResponse:
    """The form as `sheet` says; done, it leads `to` where one goes on."""
    return act_view(request, "agreements/form.html", form, act, done=done, to=to, context={"sheet": sheet})
