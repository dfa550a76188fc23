"""Fixing the minutes, and signing what was fixed."""

import secrets
from datetime import datetime

from django.db import transaction

from concierta.kernel.canonical import canonical_json, sha256_of
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import MinutesState, RemarkState, SignerRole
from concierta.mesa.models import Minutes, MinutesSection, Remark, Signature
from concierta.mesa.operations.acts import locked_session
from concierta.mesa.operations.minutes.acts import locked_minutes, record_minutes
from concierta.mesa.permissions import check_can_run, check_can_sign
from concierta.mesa.queries.document import compose
from concierta.mesa.workflow import MINUTES_WORKFLOW
from concierta.people.models import User


@transaction.atomic
def approve_minutes(*, minutes: Minutes, by: User | None, at: datetime) -> Minutes:
    """Fix what the minutes say, and its hash, which is what will be signed.

    What is reserved of it is public as a hash only: its words are sealed in the act, item by item, and `blind`, which
    is never published, keeps titles and votes from being found by trying.

    Refuses before the day until which remarks are received, and while one of them has no answer.
    """
    session = locked_session(minutes.session_id)  # so that no task, paper or reserve arrives meanwhile
    minutes = locked_minutes(minutes.pk)
    check_can_run(by, session.mesa)
    transition = MINUTES_WORKFLOW.check("approve", minutes.state)
    if minutes.remarks_until is not None and local_date(at) < minutes.remarks_until:
        raise TransitionRefused(
            gettext_noop("Los miembros pueden hacer observaciones hasta el %(date)s: apruebe el acta desde ese día."),
            date=minutes.remarks_until.isoformat(),
        )
    if pending := Remark.objects.filter(section__minutes=minutes, state=RemarkState.OPEN).count():
        raise Refusal(gettext_noop("Quedan %(pending)s observaciones sin responder."), pending=pending)
    list(MinutesSection.objects.select_for_update(of=("self",)).filter(minutes=minutes))
    told = compose(minutes)
    reserved = [place for place, item in enumerate(told["items"]) if item["reserved_basis"]]
    sealed = {}
    if reserved:
        told["blind"] = secrets.token_hex(32)
        whole = compose(minutes, whole=True)["items"]
        sealed = {f"item/{place + 1}": whole[place] for place in reserved}
    content = canonical_json(told).decode()
    minutes.state, minutes.approved_at = transition.target, at
    minutes.content, minutes.sha256 = content, sha256_of(content)
    minutes.save(update_fields=["state", "approved_at", "content", "sha256"])
    record_minutes(minutes, transition.event, {"sha256": minutes.sha256}, by, at, sealed=sealed)
    return minutes


@transaction.atomic
def sign_minutes(*, minutes: Minutes, role: SignerRole, by: User | None, at: datetime) -> Minutes:
    """Sign the hash that was approved, as chair or as technical secretary. With both, nothing of it changes any more.

    Two different accounts, each by its own act.
    """
    minutes = locked_minutes(minutes.pk)
    mesa = minutes.session.mesa
    if role not in SignerRole.values:
        raise Invalid(gettext_noop("Firme como quien preside o como secretaría técnica."), field="role")
    check_can_sign(by, mesa, SignerRole(role), local_date(at))
    transition = MINUTES_WORKFLOW.check("sign", minutes.state)
    signed = {signature.role: signature.person_id for signature in minutes.signatures.all()}
    if role in signed:
        raise TransitionRefused(gettext_noop("El acta ya está firmada como «%(role)s»."), role=SignerRole(role).label)
    if by is None or by.pk in signed.values():
        raise PermissionRefused(gettext_noop("Usted ya firmó esta acta: la otra firma es de otra persona."))
    if sha256_of(minutes.content) != minutes.sha256:
        raise Refusal(gettext_noop("El contenido guardado no es el que se aprobó: avise a quien administra Concierta."))
    Signature.objects.create(minutes=minutes, role=role, person=by, sha256=minutes.sha256, signed_at=at)
    entity = mesa.chair if role == SignerRole.CHAIR else mesa.secretariat
    record_minutes(minutes, "minutes.signature", {"role": str(role), "sha256": minutes.sha256}, by, at, entity=entity)
    if len(signed) + 1 == len(SignerRole):
        minutes.state = MinutesState(transition.target)
        minutes.save(update_fields=["state"])
        record_minutes(minutes, transition.event, {"sha256": minutes.sha256}, by, at)
    return minutes
