"""What waits for somebody's word: texts to sign, papers to look at, promises to answer, to assess or to explain."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from concierta.agreements.enums import GAVE_THEIR_WORD, MAY_PROMISE, PledgeState, SignatureKind, VersionState
from concierta.agreements.models import Mandate, Pledge, Signatory, Signature, TextVersion
from concierta.agreements.participation import READERS
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_of, entities_where


@dataclass(frozen=True, slots=True)
class TextToSign:
    """A text open to signature that a signatory has not signed; `mandate` None: nobody may, yet."""

    signatory: Signatory
    version: TextVersion
    mandate: Mandate | None


def texts_to_sign(entities: Iterable[int] | None = None) -> list[TextToSign]:
    """Of these entities, or of all, by name. Three queries, however many there are."""
    open_texts = {one.agreement_id: one for one in TextVersion.objects.filter(state=VersionState.OPEN)}
    signed = Signature.objects.filter(signatory=OuterRef("pk"), version__state=VersionState.OPEN, refused_because="")
    asked = Signatory.objects.filter(~Exists(signed), agreement__in=open_texts, state__in=MAY_PROMISE)
    if entities is not None:
        asked = asked.filter(entity__in=list(entities))
    waiting = list(asked.select_related("agreement", "entity").order_by("agreement", "entity__name", "pk"))
    mandates = {one.signatory_id: one for one in Mandate.objects.filter(signatory__in=waiting, ended_at=None)}
    return [TextToSign(one, open_texts[one.agreement_id], mandates.get(one.pk)) for one in waiting]


def papers_to_check(user: User) -> list[Signature]:
    """Papers that wait for another entity's look, of the agreements that a verifier reads and has no stake in."""
    if not entities_where(user, Role.VERIFIER).exists():
        return []
    own = entities_of(user)
    found = Signature.objects.filter(
        kind=SignatureKind.PAPER,
        checked_at=None,
        refused_because="",
        signatory__agreement__in=READERS.keys(user),
    ).exclude(signatory__entity__in=own)
    waiting = found.exclude(brought_for__in=own).exclude(brought_by=user)
    return list(waiting.select_related("signatory__entity", "signatory__agreement", "version").order_by("signed_at"))


def pledges_to_answer(user: User) -> QuerySet[Pledge]:
    """Promises proposed for the entities that `user` speaks for, which wait for their word."""
    signed = Signatory.objects.filter(entity__in=entities_of(user), state__in=GAVE_THEIR_WORD)
    found = Pledge.objects.filter(
        entity__in=entities_of(user),
        state=PledgeState.PROPOSED,
        clause__agreement__in=signed.values("agreement"),
    )
    return found.select_related("clause__agreement", "entity").order_by("clause__ordinal", "code")


def pledges_to_assess(user: User) -> QuerySet[Pledge]:
    """Confirmed promises that wait for a verifier of another entity, of the agreements that `user` reads."""
    found = Pledge.objects.filter(state=PledgeState.CONFIRMED, clause__agreement__in=READERS.keys(user))
    if not entities_where(user, Role.VERIFIER).exists():
        return found.none()
    found = found.exclude(entity__in=entities_of(user)).exclude(confirmed_by=user)
    return found.select_related("clause__agreement", "entity").order_by("clause__ordinal", "code")
