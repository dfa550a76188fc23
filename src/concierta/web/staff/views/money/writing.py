"""What every form about money does alike: try the act, keep what was typed when it is refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from concierta.kernel.errors import Refusal
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.requests import SignedInRequest


def write(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    done: str,
    to: str,
    words: dict[str, Any],
    template: str = "staff/money/write.html",
) -> HttpResponse:
    """Do `act` with what `form` holds and go `to`, or show the form again with the reason at its field.

    `words` are the texts of the page: title, lead, button, back (a pair of address and label) and plan.
    """
    if request.method == "POST" and form.is_valid() and (answer := attempt(request, form, act, done, to)):
        return answer
    errors = summary_of(form)
    return page(request, template, {"form": form, "errors": errors, **words}, status=422 if errors else 200)


def attempt(
    request: SignedInRequest, form: forms.Form, act: Callable[[], Any], done: str, to: str
) -> HttpResponseRedirect | None:
    """None when it was refused: the form then says why."""
    try:
        act()
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, done)
    return redirect(to)


def years_of(plan: Any) -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)


def likely_year(plan: Any, today: Any) -> int:
    """The year somebody writes about, unless they say another: this one, within the plan."""
    return min(max(today.year, plan.starts_on.year), plan.ends_on.year)
