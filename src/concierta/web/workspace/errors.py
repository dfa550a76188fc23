"""Errors are pages too: what happened, why, and what to do next."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal
from concierta.web.workspace.shell import page

log = logging.getLogger(__name__)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal's own sentence under a title for its kind. A partial request gets the sentence as a notice."""
    return _answer(request, *_kind_of(refusal), refusal.render(gettext))


def read_only_page(request: HttpRequest) -> HttpResponse:
    """Why nothing can be done here: the disk takes nothing. 503, for whoever asks again later."""
    sentence = gettext(
        "En esta instalación no se puede guardar nada en este momento: se puede leer, y el portal sigue. Avise a quien "
        "la administra y vuelva más tarde."
    )
    return _answer(request, 503, gettext("Solo lectura por ahora"), sentence)


def body_refused(request: HttpRequest, status: int, refusal: Refusal) -> HttpResponse:
    """A page that says that nothing was taken in, and why."""
    return _answer(request, status, gettext("No recibimos lo que envió"), refusal.render(gettext))


def unreadable(request: HttpRequest) -> HttpResponse:
    """Without the shell, which would read the same request again."""
    sentence = gettext(
        "La solicitud trae caracteres que no son texto. Vuelva a la página anterior e inténtelo de nuevo."
    )
    return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """A page, or for a partial request a notice."""
    answer = _notice if getattr(request, "htmx", False) else _error
    return answer(request, status, title, sentence)


def _notice(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """In the place for notices, whole: what the page meant to select in the answer is not in it, and stays."""
    notice = render_to_string("workspace/partials/notice.html", {"title": title, "sentence": sentence}, request)
    response = HttpResponse(notice, status=status)
    response["HX-Retarget"] = "#avisos"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Reselect"] = "unset"
    return response


def _kind_of(refusal: Refusal) -> tuple[int, str]:
    match refusal:
        case NotFound():
            return 404, gettext("No lo encontramos")
        case PermissionRefused():
            return 403, gettext("Esto le corresponde a otra persona")
        case Invalid():
            return 400, gettext("Hay un dato que no se puede aceptar")
        case _:
            return 409, gettext("Ahora no se puede hacer")


def _error(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    name, words = ("work", gettext("Ir a «Mi trabajo»")) if signed_in else ("account_login", gettext("Ingresar"))
    context = {"title": title, "sentence": sentence, "steps": [(reverse(name), words)], "status": status}
    return page(request, "workspace/error.html", context, status=status)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        404,
        gettext("No hay nada en esta dirección"),
        gettext("Puede que el enlace esté incompleto o que la página haya cambiado de sitio."),
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        403,
        gettext("Esto le corresponde a otra persona"),
        gettext("Su cuenta no tiene el papel que esta página pide. La secretaría técnica da los papeles."),
    )


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        400,
        gettext("No entendimos la solicitud"),
        gettext("El navegador envió datos incompletos. Vuelva a la página anterior e inténtelo de nuevo."),
    )


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("csrf: %s", reason)
    return _error(
        request,
        403,
        gettext("La página estuvo abierta demasiado tiempo"),
        gettext(
            "Por seguridad no guardamos lo que llegó desde una página vencida. Vuelva atrás, recargue la página "
            "y envíe de nuevo: lo que escribió sigue en el formulario."
        ),
    )


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Without the shell: whatever broke may be what the shell needs."""
    if getattr(request, "htmx", False):
        sentence = gettext("No se guardó nada a medias: lo último que usted confirmó sigue en su sitio.")
        return _notice(request, 500, gettext("Algo falló de nuestro lado"), sentence)
    return HttpResponse(render_to_string("500.html"), status=500)
