"""People and what they do for their entities: by the secretariat, and by each entity for its own."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.accounts.enums import AlertKind
from concierta.accounts.operations import (
    confirm_for_colleague,
    confirm_role,
    end_role,
    invite_person,
    propose_role,
    reject_role,
    send_reset_link,
    set_mail_domain,
    settle_alert,
    withdraw_invitation,
)
from concierta.accounts.permissions import answers_for, check_can_bring, vouches_for
from concierta.accounts.queries import (
    accounts_for,
    alert_for,
    alerts_for,
    change_for,
    changes_to_confirm,
    entities_answered_for,
    invitation_for,
    membership_for,
    people_of,
    person_for,
)
from concierta.kernel.clock import now
from concierta.kernel.errors import PermissionRefused, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role, has_role
from concierta.people.queries import all_entities, entity_by_code
from concierta.web.workspace.acts import act_view, attempt, sent
from concierta.web.workspace.people.forms import DomainForm, FindingForm, InvitationForm, RoleForm
from concierta.web.workspace.people.rows import person_row, role_row
from concierta.web.workspace.personal_data import opens_personal_data
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.people.models import Entity, Membership, User


@require_safe
@opens_personal_data
def people(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    at = now()
    context = {
        "rows": [person_row(person, request.user, at) for person in accounts_for(request.user)],
        "entities": all_entities(),
    }
    return page(request, "people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """The link goes to the invited address alone: this page never shows it."""
    _check_brings_somebody(request)
    form = sent(request, InvitationForm, by=request.user)
    return act_view(
        request,
        "people/invite.html",
        form,
        lambda: invite_person(**form.cleaned_data, by=request.user, at=now()),
        done=lambda invitation: (
            gettext("Invitación enviada a %(email)s. Quien la acepte pone su propia contraseña.")
            % {"email": invitation.user.email}
        ),
        to=lambda invitation: reverse("person", args=[invitation.user_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_personal_data
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: its roles, what each awaits, and the form that proposes another."""
    who = person_for(request.user, pk)
    form = sent(request, RoleForm, by=request.user)
    return act_view(
        request,
        "people/person.html",
        form,
        lambda: propose_role(user=who, **form.cleaned_data, by=request.user, at=now()),
        done=_proposed_words,
        to=reverse("person", args=[pk]),
        context=lambda: {
            "row": person_row(who, request.user, now()),
            "can_send_link": who.is_active and bool(vouches_for(request.user, who)),
            "is_secretariat": bool(has_role(request.user, Role.SECRETARIAT)),
        },
    )


def _proposed_words(membership: "Membership") -> str:
    if membership.confirmation:
        return gettext("Papel confirmado: ya puede usarlo.")
    words = gettext("Papel propuesto: empieza cuando lo confirme una persona de %(entity)s.")
    return words % {"entity": membership.entity.short_name}


@require_POST
def confirm_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = membership_for(request.user, pk)
    confirm_role(membership=membership, by=request.user, at=now())
    words = gettext("Confirmado: %(name)s ya puede actuar como «%(role)s».")
    messages.success(request, words % {"name": membership.user.name, "role": Role(membership.role).label})
    return redirect("entity_people")


@require_POST
def reject_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = membership_for(request.user, pk)
    reject_role(membership=membership, by=request.user, at=now())
    messages.success(request, gettext("Rechazado: ese papel no llegó a empezar. Queda en el registro."))
    return redirect("entity_people")


@require_POST
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    membership, at = membership_for(request.user, pk), now()
    may_look = bool(has_role(request.user, Role.SECRETARIAT)) or answers_for(request.user, membership.entity)
    attempt(
        request,
        lambda: end_role(membership=membership, until=at, by=request.user, at=at),
        gettext("El papel terminó. Lo que la persona firmó sigue en el registro."),
    )
    return redirect("person", membership.user_id) if may_look else redirect("account")


@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another link to whoever was invited; the one before ends."""
    earlier = invitation_for(request.user, pk)
    invitation = invite_person(
        email=earlier.user.email,
        name=earlier.user.name,
        entity=earlier.entity,
        roles=[Role(role) for role in earlier.roles],
        by=request.user,
        at=now(),
    )
    messages.success(request, gettext("Invitación enviada otra vez a %(email)s.") % {"email": invitation.user.email})
    return redirect("person", invitation.user_id)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = invitation_for(request.user, pk)
    withdraw_invitation(invitation=invitation, by=request.user, at=now())
    messages.success(request, gettext("Invitación retirada: su enlace ya no abre nada."))
    return redirect("person", invitation.user_id)


@require_POST
def send_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the owner's address, and never to this page."""
    who = person_for(request.user, pk)
    send_reset_link(person=who, by=request.user, at=now())
    words = gettext("Enviamos a %(email)s un enlace para poner otra contraseña. Queda en el registro.")
    messages.success(request, words % {"email": who.email})
    return redirect("person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mail_domain(request: SignedInRequest, code: str) -> HttpResponse:
    """The institutional domain of an entity: by its own people, or by the secretariat while there is neither."""
    entity = entity_by_code(code)
    check_can_bring(request.user, entity, ())
    form = sent(request, DomainForm, initial={"mail_domain": entity.mail_domain})
    return act_view(
        request,
        "people/domain.html",
        form,
        lambda: set_mail_domain(entity=entity, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Dominio guardado: es público y queda en el registro."),
        to="entity_people" if answers_for(request.user, entity) else "people",
        context={"entity": entity},
    )


def _check_brings_somebody(request: SignedInRequest) -> None:
    if not has_role(request.user, Role.SECRETARIAT) and not entities_answered_for(request.user):
        raise PermissionRefused(
            gettext_noop("Invitan la secretaría técnica y las personas confirmadas de cada entidad.")
        )


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
    return page(request, "people/entity.html", context)


@require_POST
def confirm_change(request: SignedInRequest, pk: int) -> HttpResponse:
    who = confirm_for_colleague(change=change_for(request.user, pk, now()), by=request.user, at=now())
    messages.success(request, gettext("Confirmado: %(name)s entra ahora con su nuevo correo.") % {"name": who.name})
    return redirect("entity_people")


@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = alert_for(request.user, pk)
    attempt(
        request,
        lambda: settle_alert(alert=alert, finding=request.POST.get("finding", ""), by=request.user, at=now()),
        gettext("Aviso cerrado."),
    )
    return redirect("entity_people")


def _of_entity(entity: "Entity", reader: "User") -> dict[str, object]:
    rows = [role_row(membership, reader) for membership in people_of(entity)]
    return {
        "entity": entity,
        "awaiting": [row for row in rows if row.awaiting],
        "in_force": [row for row in rows if row.open and not row.awaiting],
        "ended": [row for row in rows if not row.open],
    }
