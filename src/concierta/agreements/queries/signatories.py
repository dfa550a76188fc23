"""Who stands by an agreement, and what of its texts each has read and signed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from concierta.agreements.enums import MAY_PROMISE, SignatureKind
from concierta.agreements.models import Agreement, Mandate, Pledge, Reading, Signatory, Signature, TextVersion
from concierta.agreements.permissions import check_can_read_agreement
from concierta.kernel.alphabet import alphabetical
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import Entity, User
from concierta.people.queries import entities_of


def signatories_of(agreement: Agreement) -> list[Signatory]:
    """Everybody who was ever asked to stand by it, by name."""
    found = list(Signatory.objects.filter(agreement=agreement).order_by().select_related("entity"))
    for one in found:
        one.agreement = agreement
    return sorted(found, key=lambda one: (alphabetical(one.entity.name), one.pk))


def signatory_for(user: User | None, slug: str, code: str) -> Signatory:
    """One signatory of an agreement that `user` may read; otherwise NotFound."""
    found = (
        Signatory.objects.filter(agreement__slug=slug, entity__code=code).select_related("agreement", "entity").first()
    )
    if found is None:
        raise NotFound(gettext_noop("Esa entidad no está en el acuerdo."))
    check_can_read_agreement(user, found.agreement)
    return found


def signatories_i_speak_for(user: User, agreement: Agreement) -> list[Signatory]:
    """Those whose word `user` may give: of the entities with which they have a role."""
    found = Signatory.objects.filter(agreement=agreement, entity__in=entities_of(user), state__in=MAY_PROMISE)
    return list(found.select_related("entity", "agreement").order_by("entity__name"))


def mandate_in_force(signatory: Signatory) -> Mandate | None:
    return signatory.mandates.filter(ended_at=None).select_related("signer").first()


def people_who_may_sign(entity: Entity) -> QuerySet[User]:
    """The people of the entity, for whoever records its mandate."""
    held = entity.memberships.exclude(confirmation="").filter(until=None)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


@dataclass(frozen=True, slots=True)
class CeremonyRow:
    """One signatory before a text: who of it has read (how many, first when), and its signature."""

    signatory: Signatory
    readers: int
    first_read: datetime | None
    signature: Signature | None
    mandated: bool


def ceremony_of(version: TextVersion) -> list[CeremonyRow]:
    """Every signatory that this text is put to, by name. Four queries, however many there are."""
    readings: dict[int, list[datetime]] = defaultdict(list)
    for signatory, read_at in Reading.objects.filter(version=version).values_list("signatory_id", "read_at"):
        readings[signatory].append(read_at)
    signed = {
        one.signatory_id: one
        for one in Signature.objects.filter(version=version, refused_because="").select_related("checked_for")
    }
    mandated = set(
        Mandate.objects.filter(signatory__agreement=version.agreement_id, ended_at=None).values_list(
            "signatory_id", flat=True
        )
    )
    return [
        CeremonyRow(
            one,
            len(readings[one.pk]),
            min(readings[one.pk], default=None),
            signed.get(one.pk),
            one.pk in mandated,
        )
        for one in signatories_of(version.agreement)
        if one.state in MAY_PROMISE or one.pk in signed
    ]


def signatures_under(version: TextVersion) -> list[Signature]:
    """Those that count under this text, by name of the entity, with the act that gave each its mandate."""
    found = Signature.objects.filter(version=version).select_related(
        "signatory__entity", "mandate", "document", "checked_for"
    )
    return sorted((one for one in found if one.counts), key=lambda one: alphabetical(one.signatory.entity.name))


def signature_for(user: User, pk: int) -> Signature:
    """A paper brought as a signature, for whoever may read its agreement; otherwise NotFound."""
    found = (
        Signature.objects.filter(pk=pk, kind=SignatureKind.PAPER)
        .select_related("signatory__agreement", "signatory__entity", "version", "document__file", "brought_for")
        .first()
    )
    if found is None:
        raise NotFound(gettext_noop("No hay tal documento."))
    check_can_read_agreement(user, found.signatory.agreement)
    return found


def pledge_for(user: User | None, pk: int) -> Pledge:
    """One promise of an agreement that `user` may read; otherwise NotFound."""
    found = Pledge.objects.filter(pk=pk).select_related("clause__agreement", "entity", "depends_on__entity").first()
    if found is None:
        raise NotFound(gettext_noop("No hay tal promesa."))
    check_can_read_agreement(user, found.clause.agreement)
    return found
