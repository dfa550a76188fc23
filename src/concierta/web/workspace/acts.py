"""Acts sent from a page: which form was sent, what came of it, and a refusal shown where one can act on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from concierta.kernel.errors import Invalid, Refusal, Verdict, gettext_noop
from concierta.web.workspace.shell import page

FormT = TypeVar("FormT", bound=forms.Form)
Result = TypeVar("Result")


def why_not(verdict: Verdict) -> str:
    """The refusal's own words, for the place where the button would be; empty when there is none."""
    return verdict.refusal.render(gettext) if verdict.refusal else ""


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, refusal.render(gettext))


def summary_of(form: forms.Form) -> list[dict[str, str]]:
    """The form's errors as links to their fields, for the `error-summary` component."""
    errors = [{"href": "", "label": str(error)} for error in form.non_field_errors()]
    for name, problems in form.errors.items():
        if name != "__all__":
            field = form[name]
            # A set of choices has no one box to label: one is led to the first of them.
            href = f"#{field.id_for_label or f'{field.auto_id}_0'}"
            errors += [{"href": href, "label": f"{field.label}: {p}"} for p in problems]
    return errors


def sent(request: HttpRequest, kind: Callable[..., FormT], **given: object) -> FormT:
    """The form of the page, with what was sent in it when something was."""
    return kind(request.POST if request.method == "POST" else None, **given)


def act_view(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    act: Callable[[], Result],
    *,
    done: str | Callable[[Result], str],
    to: str | Callable[[Result], str],
    context: Mapping[str, object] | Callable[[], Mapping[str, object]] = {},  # noqa: B006 - read only
    ready: bool = True,
) -> HttpResponse:
    """The page of one act. Does `act` with what `form` holds, says that it is `done` and leads `to` an address or a
    named one; refused, it shows the form again with the reason where it can be acted on (422).

    `done` and `to` may be worked out from what the act returned, `context` only when the page is shown; a rehearsal,
    which leaves nothing done, has an empty `done`. `ready` is false while somebody still chooses what to write about:
    then nothing is done and nothing is complained of.
    """
    if not ready:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        try:
            result = act()
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            # Django keeps no empty notice.
            messages.success(request, done if isinstance(done, str) else done(result))
            return redirect(to if isinstance(to, str) else to(result))
    shown = context() if callable(context) else context
    errors = summary_of(form)
    return page(request, template, {"form": form, "errors": errors, **shown}, status=422 if errors else 200)


def attempt(request: HttpRequest, act: Callable[[], Result], done: str | Callable[[Result], str]) -> bool:
    """Do what a button without a form asks for; True if it was done. Says so, unless `done` is empty because the page
    shows it, or why it was refused."""
    try:
        result = act()
    except Refusal as refusal:
        messages.error(request, refusal.render(gettext))
        return False
    messages.success(request, done if isinstance(done, str) else done(result))
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """`do` is given the form's clean data; `done` is what to say then. `blocked` says why it cannot be done yet;
    `folded` that it is not what one usually comes for."""

    name: str
    title: str
    button: str
    form: forms.Form
    do: Callable[[dict[str, Any]], Any]
    done: str
    kind: str = "secondary"
    words: str = ""
    blocked: str = ""
    folded: bool = False


@dataclass(slots=True)
class Performed:
    """The end of a request: nothing was asked, it was done, or it was refused (whole, or at a field)."""

    succeeded: bool = False
    words: str = ""
    refused: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)


def perform(request: HttpRequest, acts: Sequence[Act]) -> Performed:
    """Do the act that was sent, if one was. Refuses one that is not on the page."""
    if request.method != "POST":
        return Performed()
    act = next((one for one in acts if one.name == request.POST.get("act")), None)
    if act is None:
        raise Invalid(gettext_noop("Esto ya no se puede hacer aquí: vuelva a abrir la página y mire en qué va."))
    if act.blocked:
        return Performed(refused=act.blocked)
    if act.form.is_valid():
        try:
            act.do(act.form.cleaned_data)
        except Refusal as refusal:
            if not isinstance(refusal, Invalid) or refusal.field not in act.form.fields:
                return Performed(refused=refusal.render(gettext))
            add_refusal(act.form, refusal)
        else:
            return Performed(succeeded=True, words=act.done)
    return Performed(errors=summary_of(act.form))


def acts_view(
    request: HttpRequest,
    template: str,
    acts: Sequence[Act],
    context: Callable[[], Mapping[str, object]],
    *,
    turn: object = "",
) -> HttpResponse:
    """The page of something and of what may be done to it. An act that is done leads back here; one that is refused
    says why, whole (409) or at its field (422), and keeps what was typed.

    Where the browser keeps what is typed until it is accepted, `turn` is another after that, and so is the form.
    """
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect(request.path)
    came = {"acts": acts, "turn": turn, "here": request.path, "refused": done.refused, "errors": done.errors}
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, template, {**context(), **came}, status=status)


def form_of(request: HttpRequest, act: str, kind: Callable[..., FormT], **given: object) -> FormT:
    """The act's own form, bound when it is the one that was sent; ids are its own, for there are several on a page."""
    sent = request.method == "POST" and request.POST.get("act") == act
    return kind(request.POST if sent else None, auto_id=f"{act}-%s", **given)
