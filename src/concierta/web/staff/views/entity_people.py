"""«Personas de mi entidad»: who acts for it, who awaits its word, and signs that somebody is not who they seem."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from concierta.accounts.enums import AlertKind
from concierta.accounts.operations import confirm_for_colleague, settle_alert
from concierta.accounts.queries import (
    alert_for,
    alerts_for,
    change_for,
    changes_to_confirm,
    entities_answered_for,
    is_invited,
    people_of,
)
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.web.staff.forms.people import FindingForm
from concierta.web.staff.page import page
from concierta.web.staff.presenters.people import role_line
from concierta.web.staff.requests import SignedInRequest


@require_safe
def entity_people(request: SignedInRequest) -> HttpResponse:
    """For everybody: who answers for no entity is told so."""
    at = now()
    context = {
        "entities": [_of_entity(entity, request.user) for entity in entities_answered_for(request.user)],
        "changes": changes_to_confirm(request.user, at),
        "alerts": [(alert, AlertKind(alert.kind).label) for alert in alerts_for(request.user)],
        "finding": FindingForm(),
    }
    return page(request, "staff/people/entity.html", context)


@require_POST
def confirm_change(request: SignedInRequest, pk: int) -> HttpResponse:
    who = confirm_for_colleague(change=change_for(request.user, pk, now()), by=request.user, at=now())
    messages.success(request, gettext("Confirmado: %(name)s entra ahora con su nuevo correo.") % {"name": who.name})
    return redirect("entity_people")


@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = alert_for(request.user, pk)
    try:
        settle_alert(alert=alert, finding=request.POST.get("finding", ""), by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.render(gettext))
    else:
        messages.success(request, gettext("Aviso cerrado."))
    return redirect("entity_people")


def _of_entity(entity: Any, reader: Any) -> dict[str, Any]:
    lines = [(held.user, role_line(held, reader, invited=is_invited(held.user))) for held in people_of(entity)]
    return {
        "entity": entity,
        "awaiting": [pair for pair in lines if pair[1].awaiting],
        "in_force": [pair for pair in lines if pair[1].open and not pair[1].awaiting],
        "ended": [pair for pair in lines if not pair[1].open],
    }
