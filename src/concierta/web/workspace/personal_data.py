"""Looking at other people's data leaves a trace: who, when, from where, and which page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase

from concierta.accounts.enums import SignInKind
from concierta.web.workspace.accounts.adapter import record_entry
from concierta.web.workspace.shell import SignedInRequest

View = Callable[..., HttpResponseBase]


def opens_personal_data(view: View) -> View:
    """The view, which records that its page was given. A refusal gives nothing, and is no opening."""

    @wraps(view)
    def recorded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            record_opening(request)
        return response

    return recorded


def record_opening(request: SignedInRequest) -> None:
    record_entry(request, SignInKind.DATA_OPENED, request.user, subject=request.path)
