"""Signing: who may, who has read, who signed here, and paper that another entity checks.

What a signature here is in law (Ley 527 de 1999): an electronic signature by whoever holds the account, agreed by the
parties of the agreement. Where one of them wants more, it brings the paper or a certified signature.
"""

from datetime import date, datetime

from django.db import transaction

from concierta.agreements.enums import MandateOrgan, SignatoryState, SignatureKind, VersionState
from concierta.agreements.models import Mandate, Reading, Signatory, Signature, TextVersion
from concierta.agreements.operations.signatories import SIGNATORY_ACTS, move_signatory
from concierta.agreements.permissions import (
    check_can_bring_paper,
    check_can_check_paper,
    check_can_sign,
    check_speaks_for,
    independent_entity,
)
from concierta.agreements.queries.said import bringing_entity
from concierta.evidence.models import Evidence
from concierta.kernel.checked import checked_choice, checked_past, checked_text
from concierta.kernel.clock import local_date, start_of
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.people.models import User
from concierta.people.queries import acts_for

_BEFORE_SIGNING = (SignatoryState.INVITED, SignatoryState.MANDATED)


@transaction.atomic
def record_mandate(
    *,
    signatory: Signatory,
    organ: MandateOrgan,
    act_name: str,
    act_number: str = "",
    act_date: date,
    signer: User,
    by: User,
    at: datetime,
) -> Mandate:
    """Say by which act of which organ `signer`, a person of the entity, may sign for it. It replaces the one before.

    The act is public; who, is only sealed in the log.
    """
    check_speaks_for(by, signatory.entity)
    signatory = locked(signatory, "agreement", "entity")
    if not acts_for(signer, signatory.entity):
        raise Invalid(
            gettext_noop("Quien firma debe tener una cuenta confirmada en %(entity)s."),
            field="signer",
            entity=signatory.entity.short_name,
        )
    Mandate.objects.filter(signatory=signatory, ended_at=None).update(ended_at=at)
    mandate = Mandate.objects.create(
        signatory=signatory,
        organ=checked_choice(organ, MandateOrgan, "organ"),
        act_name=checked_text(act_name, "act_name", 120),
        act_number=checked_text(act_number, "act_number", 60, blank=True),
        act_date=checked_past(act_date, local_date(at), "act_date"),
        signer=signer,
        recorded_by=by,
        recorded_at=at,
    )
    body = {
        "organ": mandate.organ,
        "act_name": mandate.act_name,
        "act_number": mandate.act_number,
        "act_date": mandate.act_date.isoformat(),
    }
    sealed = {"account": str(signer.pk)}
    if signatory.state in _BEFORE_SIGNING:
        SIGNATORY_ACTS.take_step(
            signatory, "mandate", changes={"state_since": local_date(at)}, body=body, sealed=sealed, by=by,
            entity=signatory.entity, at=at,
        )  # fmt: skip
    else:
        SIGNATORY_ACTS.record_act(
            signatory, "mandate", "signatory.mandate_renewed", body=body, sealed=sealed, by=by,
            entity=signatory.entity, at=at,
        )  # fmt: skip
    return mandate


@transaction.atomic
def acknowledge_reading(*, signatory: Signatory, version: TextVersion, by: User, at: datetime) -> Reading:
    """Somebody of the entity says that they read the text. Asked again, it is the first time that counts."""
    check_speaks_for(by, signatory.entity)
    _check_of_the_agreement(signatory, version)
    reading, _created = Reading.objects.get_or_create(
        signatory=signatory, version=version, person=by, defaults={"read_at": at}
    )
    return reading


@transaction.atomic
def sign_text(*, signatory: Signatory, version: TextVersion, sha256: str, by: User, at: datetime) -> Signature:
    """Sign the text with the entity's own account. `sha256` is that of the words that the person had before them.

    Refuses whom no mandate names, a text that is not open or in force, and a second signature under it. The first text
    that an entity signs makes it a signatory; one in force binds it at once.
    """
    signatory = locked(signatory, "agreement", "entity")
    check_can_sign(by, signatory)
    version = _to_sign(signatory, version)
    if sha256 != version.sha256:
        raise Invalid(gettext_noop("El texto que usted leyó no es el que está abierto a la firma: vuelva a leerlo."))
    acknowledge_reading(signatory=signatory, version=version, by=by, at=at)
    signature = Signature.objects.create(
        signatory=signatory,
        version=version,
        kind=SignatureKind.HERE,
        sha256=version.sha256,
        signed_at=at,
        person=by,
        mandate=signatory.mandates.get(ended_at=None),
    )
    _give_word(signatory, signature, by=by, at=at)
    return signature


@transaction.atomic
def bring_signed_paper(
    *, signatory: Signatory, version: TextVersion, document: Evidence, signed_on: date, by: User, at: datetime
) -> Signature:
    """Bring the scan of a paper that the entity signed. It is a signature once another entity has checked it."""
    signatory = locked(signatory, "agreement", "entity")
    check_can_bring_paper(by, signatory)
    version = _to_sign(signatory, version)
    checked_past(signed_on, local_date(at), "signed_on")
    bringing = bringing_entity(by, signatory)
    if bringing is None or document.entity_id != bringing.pk:
        raise Invalid(gettext_noop("Adjunte el documento firmado."), field="document")
    return Signature.objects.create(
        signatory=signatory,
        version=version,
        kind=SignatureKind.PAPER,
        sha256=version.sha256,
        signed_at=start_of(signed_on),
        document=document,
        brought_for=bringing,
        brought_by=by,
    )


@transaction.atomic
def check_signed_paper(*, signature: Signature, refused_because: str = "", by: User, at: datetime) -> Signature:
    """Say, for an entity that neither signed nor brought it, that the paper is the entity's signature under this text;
    or, with `refused_because`, why it is not."""
    check_can_check_paper(by, signature)
    signature = locked(signature, "signatory__agreement", "signatory__entity", "version", "document")
    if signature.kind != SignatureKind.PAPER or signature.checked_at or signature.refused_because:
        raise TransitionRefused(gettext_noop("Este documento ya se comprobó."))
    signatory = signature.signatory
    signature.checked_for = independent_entity(by, {signatory.entity_id, signature.brought_for_id})
    signature.checked_by, signature.checked_at = by, at
    signature.refused_because = checked_text(refused_because, "refused_because", blank=True)
    signature.save(update_fields=["checked_for", "checked_by", "checked_at", "refused_because"])
    if signature.counts:
        _give_word(locked(signatory, "agreement", "entity"), signature, by=by, at=at)
    else:
        SIGNATORY_ACTS.record_act(
            signatory, "refuse_paper", "signatory.paper_refused", body={"text": signature.version.number},
            note=signature.refused_because, by=by, entity=signature.checked_for, at=at,
        )  # fmt: skip
    return signature


def _give_word(signatory: Signatory, signature: Signature, *, by: User, at: datetime) -> None:
    version = signature.version
    body = {
        "text": version.number,
        "sha256": version.sha256,
        "signature": signature.kind,
        "document": signature.document.file_id if signature.document else None,
        "checked_by": signature.checked_for.code if signature.checked_for else None,
    }
    if signatory.state not in _BEFORE_SIGNING:
        SIGNATORY_ACTS.record_act(
            signatory, "sign", "signatory.renewed", body=body, by=by, entity=signatory.entity, at=at
        )
        return
    signatory = move_signatory(signatory=signatory, act="sign", body=body, by=by, at=at)
    if version.state == VersionState.IN_FORCE:
        move_signatory(signatory=signatory, act="enter", by=None, at=at)


def _to_sign(signatory: Signatory, version: TextVersion) -> TextVersion:
    version = locked(version, "agreement")
    _check_of_the_agreement(signatory, version)
    if version.state not in (VersionState.OPEN, VersionState.IN_FORCE):
        raise TransitionRefused(gettext_noop("Este texto no está abierto a la firma."))
    if signatory.state in (SignatoryState.DECLINED, SignatoryState.WITHDRAWN):
        raise TransitionRefused(gettext_noop("Para firmar hay que estar entre las invitadas: pida que la inviten."))
    if any(one.counts or not one.refused_because for one in signatory.signatures.filter(version=version)):
        raise Refusal(gettext_noop("%(entity)s ya firmó este texto."), entity=signatory.entity.short_name)
    return version


def _check_of_the_agreement(signatory: Signatory, version: TextVersion) -> None:
    if version.agreement_id != signatory.agreement_id:
        raise Refusal(gettext_noop("Ese texto es de otro acuerdo."))
