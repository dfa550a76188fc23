"""One act for each form, however often it is sent: its token, and what a repeat is answered.

`{% csrf_token %}` writes a token into every form. A request that writes and brings none is refused, except at the doors
where nobody is known yet. What was refused may be corrected and sent again; what was done answers as it did then.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.once import AlreadySent, Sending, keep_answer, sending
from concierta.ledger.queries.sent import SentBefore, sent_before
from concierta.web.kit.formats import date_time
from concierta.web.workspace.errors import refusal_page

#: The name of the hidden field, and of the header by which a page that stays open gets the token of its next sending.
FIELD = "form_token"
NEXT_TOKEN = "X-Form-Token"  # noqa: S105
#: How long a page may stay open before it is sent; what is sent is remembered for longer (`ledger.once`).
_OPEN_SECONDS = 48 * 60 * 60
#: How long a repeat waits for the answer of the first, in steps.
_STEPS, _STEP_SECONDS = 50, 0.1
_LONGEST_BODY = 256 * 1024
_TOLD = (
    "Location",
    "Content-Type",
    "HX-Redirect",
    "HX-Location",
    "HX-Refresh",
    "HX-Trigger",
    "HX-Retarget",
    "HX-Reswap",
)
_NOT_SAID = frozenset({FIELD, "csrfmiddlewaretoken"})

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def resendable(view: View) -> View:
    """For a view that performs no act when it is posted to: it keeps what is being written, as often as it is asked."""
    view.resendable = True  # type: ignore[attr-defined]
    return view


def new_token(user: object) -> str:
    """For one form that `user` is shown; good for two days, and for nobody else."""
    return _signer(user).sign(secrets.token_urlsafe(16))


class SentRequest(HttpRequest):
    """A request with what the middleware below knows of its form."""

    sending: Sending | None
    while_sending: ExitStack
    at_the_door: bool


class OneActAForm:
    """Middleware. Inside `SignedInByDefault`, so that a token is asked only of who may come in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SentRequest) -> HttpResponse:
        request.sending = None
        # Entered where the view is known, left here: a view's own exceptions go their usual way.
        with ExitStack() as request.while_sending:
            response = self.get_response(request)
        return self._told(request, request.sending, response) if request.sending else response

    def process_view(self, request: SentRequest, view: View, args: object, kwargs: object) -> HttpResponse | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or getattr(view, "resendable", False):
            return None
        token = request.POST.get(FIELD, "")
        request.at_the_door = not getattr(view, "login_required", True)
        if not token and request.at_the_door:
            return None
        try:
            form = Sending(_key_of(token, request.user), _content_of(request), now())
        except signing.BadSignature:
            return refusal_page(request, Refusal(_OUTDATED))
        before = sent_before(form.key)
        if before is not None:
            return _again(request, form, before)
        request.sending = form
        request.while_sending.enter_context(sending(form))
        return None

    def process_exception(self, request: SentRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AlreadySent) or request.sending is None:
            return None
        form, request.sending = request.sending, None
        return _again(request, form, sent_before(form.key))

    def _told(self, request: SentRequest, form: Sending, response: HttpResponse) -> HttpResponse:
        """The answer of the first request, kept; or, where another was quicker, the answer of that one."""
        # Coming in and going out are no acts: a second click must open the door as the first did.
        done = not request.at_the_door and _is_done(request, response)
        if not (form.claimed or done):
            # Refused: perhaps only because the same form was being done at that very moment.
            before = sent_before(form.key)
            return response if before is None else _again(request, form, before)
        keep_answer(form=form, answer=_answer_of(request, response), done=done)
        return _with_next_token(request, response)


_OUTDATED = gettext_noop(
    "Esta página se abrió hace mucho o en otra sesión, y de ella no se recibe nada. Vuelva atrás, recargue la página y "
    "envíe de nuevo: lo que escribió sigue en el formulario."
)


def _signer(user: object) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"concierta.form:{getattr(user, 'pk', None) or ''}")


def _key_of(token: str, user: object) -> str:
    """The hash of the token; BadSignature for one that we did not give to `user` in the last two days."""
    return hashlib.sha256(_signer(user).unsign(token, max_age=_OPEN_SECONDS).encode()).hexdigest()


def _content_of(request: HttpRequest) -> str:
    """A hash of what was said: the same token with other words is not a repeat."""
    said = sorted((name, value) for name, values in request.POST.lists() for value in values if name not in _NOT_SAID)
    files = sorted((name, one.name, one.size) for name, sent in request.FILES.lists() for one in sent)
    return hashlib.sha256(repr((request.path, said, files)).encode(errors="surrogatepass")).hexdigest()


def _is_done(request: HttpRequest, response: HttpResponse) -> bool:
    """True if the view led on, and not with a reason why it did nothing."""
    led_on = response.status_code in (302, 303) or "HX-Redirect" in response.headers
    return led_on and not any(level == "error" for level, _words in _notices(request))


def _notices(request: HttpRequest) -> list[tuple[str, str]]:
    store = getattr(request, "_messages", None)
    queued = getattr(store, "_queued_messages", ())
    return [(one.level_tag, str(one.message)) for one in queued]


def _answer_of(request: HttpRequest, response: HttpResponse) -> dict[str, object] | None:
    """The answer as it can be given again; None for a page of our own failure, which is nobody's answer."""
    if response.status_code >= 500 or response.streaming:
        return None
    body = response.content.decode(errors="replace")
    return {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _TOLD if name in response.headers},
        "body": body if len(body) <= _LONGEST_BODY else "",
        "notices": _notices(request),
    }


def _again(request: HttpRequest, form: Sending, before: SentBefore | None) -> HttpResponse:
    """The answer to a repeat: that of the first."""
    for _ in range(_STEPS):
        if before is None or before.answer is not None or before.content_sha256 != form.content_sha256:
            break
        time.sleep(_STEP_SECONDS)
        before = sent_before(form.key)
    if before is not None and before.content_sha256 != form.content_sha256:
        sentence = gettext_noop(
            "Este formulario ya se había enviado, con otros datos, el %(when)s: aquello quedó hecho y esto no. "
            "Abra la página otra vez y, si hace falta, envíe lo nuevo."
        )
        return refusal_page(request, Refusal(sentence, when=date_time(before.sent_at)))
    if before is None or before.answer is None:
        # The machine stopped between the act and its answer: it is done, and nothing else is known of it.
        messages.info(request, gettext("Esto ya se había enviado: quedó hecho una sola vez."))
        return redirect("work")
    answer = before.answer
    for level, words in answer["notices"]:
        messages.add_message(request, _LEVELS.get(level, messages.INFO), words)
    response = HttpResponse(answer["body"], status=answer["status"])
    for name, value in answer["headers"].items():
        response[name] = value
    return _with_next_token(request, response)


_LEVELS = {tag: level for level, tag in messages.DEFAULT_TAGS.items()}


def _with_next_token(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A partial request leaves its form on the page: that form needs another token for what it sends next."""
    if getattr(request, "htmx", False):
        response[NEXT_TOKEN] = new_token(request.user)
    return response
