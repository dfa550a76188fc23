"""Minutes: drafting, remarks, approval, signatures."""

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, NotFound, Refusal, gettext_noop
from concierta.mesa.enums import MinutesState, SignerRole
from concierta.mesa.operations import (
    answer_remark,
    approve_minutes,
    circulate_minutes,
    draft_minutes,
    make_remark,
    sign_minutes,
)
from concierta.mesa.permissions import can_sign, check_can_sign
from concierta.mesa.queries import (
    minutes_document,
    minutes_for,
    remark_for,
    seat_for,
    section_for,
    session_for,
)
from concierta.web.documents.minutes import minutes_pdf
from concierta.web.documents.record import NotPrinted
from concierta.web.workspace.acts import act_view, attempt, sent, why_not
from concierta.web.workspace.mesa.forms import CirculateForm, SignForm
from concierta.web.workspace.mesa.minutes_rows import minutes_context
from concierta.web.workspace.paging import whole
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.mesa.models import Minutes, Session


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes of the session `pk`, or how they begin to be."""
    session = session_for(request.user, pk)
    act = request.POST.get("act", "")
    if request.method == "POST" and act != "circulate":
        _press(request, session, act)
        return redirect(reverse("minutes", args=[pk]) + _place(request))
    form = sent(request, CirculateForm)
    return act_view(
        request,
        "mesa/minutes.html",
        form,
        lambda: circulate_minutes(
            minutes=minutes_for(request.user, pk), **form.cleaned_data, by=request.user, at=now()
        ),
        done=gettext("Enviada a observaciones: los miembros ya pueden leerla y pedir cambios."),
        to=reverse("minutes", args=[pk]),
        context=lambda: minutes_context(request.user, session),
    )


def _place(request: SignedInRequest) -> str:
    """Back to the part that the person was reading."""
    if request.POST.get("section", "").isdecimal():
        return f"#parte-{request.POST['section']}"
    if request.POST.get("remark", "").isdecimal():
        return f"#observacion-{request.POST['remark']}"
    return ""


def _press(request: SignedInRequest, session: "Session", act: str) -> None:
    """What a button asks for. A remark and its answer that are refused have a page of their own, with the reason."""
    posted, user = request.POST, request.user
    if act == "draft":
        attempt(request, lambda: draft_minutes(session=session, by=user, at=now()), "")
        return
    minutes = minutes_for(user, session.pk)
    if act == "approve":
        attempt(
            request,
            lambda: approve_minutes(minutes=minutes, by=user, at=now()),
            gettext("Acta aprobada: su contenido quedó fijo. Faltan las dos firmas."),
        )
    elif act == "remark":
        section = section_for(user, whole(posted.get("section")))
        seat = seat_for(user, whole(posted.get("seat")))
        make_remark(section=section, seat=seat, text=posted.get("text", ""), by=user, at=now())
        messages.success(request, gettext("Observación enviada: la secretaría la responde y las dos quedan."))
    elif act in ("accept", "reject"):
        remark = remark_for(user, whole(posted.get("remark")))
        answer_remark(remark=remark, accept=act == "accept", answer=posted.get("answer", ""), by=user, at=now())
    else:
        raise Invalid(gettext_noop("Diga qué quiere hacer con el acta."))


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    """Sign with one's own account, typing one's own password again."""
    minutes = minutes_for(request.user, pk)
    if role not in SignerRole.values:
        raise NotFound(gettext_noop("Esa firma no existe."))
    office, mesa = SignerRole(role), minutes.session.mesa
    check_can_sign(request.user, mesa, office, today())
    form = sent(request, SignForm)
    entity = mesa.chair if office == SignerRole.CHAIR else mesa.secretariat
    return act_view(
        request,
        "mesa/sign.html",
        form,
        lambda: _sign(request, minutes, office, form.cleaned_data["password"]),
        done=gettext("Firmada con su cuenta."),
        to=f"{reverse('minutes', args=[pk])}#firmas",
        context=lambda: {
            "minutes": minutes,
            "words": gettext("Usted firma como «%(role)s», por %(entity)s.")
            % {"role": office.label, "entity": entity.name},
            "blocked": _why_not_sign(request, minutes, office),
        },
    )


def _sign(request: SignedInRequest, minutes: "Minutes", office: SignerRole, password: str) -> None:
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise Invalid(gettext_noop("Demasiados intentos: espere un minuto. Nada se firmó."), field="password")
    if not request.user.check_password(password):
        raise Invalid(gettext_noop("Esa no es su contraseña. Nada se firmó."), field="password")
    sign_minutes(minutes=minutes, role=office, by=request.user, at=now())


def _why_not_sign(request: SignedInRequest, minutes: "Minutes", office: SignerRole) -> str:
    if minutes.state in (MinutesState.DRAFT, MinutesState.CIRCULATED):
        return gettext("El acta se firma cuando está aprobada.")
    if any(signature.role == office for signature in minutes.signatures.all()):
        return gettext("El acta ya tiene esta firma.")
    return why_not(can_sign(request.user, minutes.session.mesa, office, today()))


@require_safe
def pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same file for everybody: what is reserved is not in it."""
    minutes = minutes_for(request.user, pk)
    session, document = minutes.session, minutes_document(minutes)
    try:
        content = minutes_pdf(
            document.content,
            sha256=document.sha256,
            signatures=[
                {
                    "role": signature.role,
                    "entity": signature.entity.name,
                    "signed_at": signature.signed_at.isoformat(),
                }
                for signature in document.signatures
            ],
            made_at=minutes.approved_at or session.closed_at or now(),
        )
    except NotPrinted:
        raise Refusal(
            gettext_noop("Esta acta no se pudo imprimir en PDF. Su texto está completo en la página del acta.")
        ) from None
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="acta-{session.mesa.agreement.slug}-{session.number}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
        },
    )
