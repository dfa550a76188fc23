"""The pages of the workspace that need no account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now
from concierta.people.operations import choose_language as choose_language_of_account
from concierta.people.privacy import notice
from concierta.web.kit.bundle import script, stylesheet
from concierta.web.workspace.shell import page, remember_language

_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_safe
def nothing_published(request: HttpRequest) -> HttpResponse:
    """The page of `/` until the first corte is published; afterwards the portal's files answer instead."""
    return page(request, "workspace/nothing_published.html")


@login_not_required
@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """The common stylesheet and the theme switch, named by their content and therefore kept for a year."""
    for (known, content), media_type in ((stylesheet(), "text/css"), (script(), "text/javascript")):
        if name == known:
            response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
            response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
            return response
    raise Http404


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language in a cookie of this browser. Posted by somebody with a session it is their account's too:
    they are written to in it."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("siguiente", "/trabajo/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/trabajo/"
    if request.method == "POST" and request.user.is_authenticated:
        choose_language_of_account(user=request.user, language=code, by=request.user, at=now())
    return remember_language(HttpResponseRedirect(back), code)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "workspace/privacy.html", {"lines": notice()})
