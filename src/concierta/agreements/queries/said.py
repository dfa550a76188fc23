"""What is on record of one signatory or one promise: what it signed, read, brought and did."""

from django.db.models import QuerySet

from concierta.agreements.enums import MAY_PROMISE, STANDING
from concierta.agreements.models import (
    Agreement,
    Competence,
    Means,
    Pledge,
    PledgeDelay,
    PledgeStep,
    Reading,
    Signatory,
    SignatoryStep,
    Signature,
    TextVersion,
)
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import acts_for, entities_where


def signatures_of(agreement: Agreement) -> dict[int, Signature]:
    """The last signature of each signatory, by its key: also a paper that waits to be checked."""
    found = Signature.objects.filter(signatory__agreement=agreement, refused_because="").select_related("version")
    return {one.signatory_id: one for one in found.order_by("version__number", "pk")}


def signatures_by(signatory: Signatory) -> QuerySet[Signature]:
    """Everything that it signed or brought as signed, newest first, with what became of it."""
    found = signatory.signatures.select_related("version", "mandate", "checked_for", "document__file")
    return found.order_by("-signed_at", "-pk")


def signed_under(version: TextVersion) -> set[int]:
    """The signatories whose signature under it counts, by key."""
    return {one.signatory_id for one in version.signatures.all() if one.counts}


def asked_to_adopt(version: TextVersion) -> int:
    """The number of signatories that the rule counts: those bound today; before anybody is, those to whom the first
    text was put. And always those who signed this text."""
    signatories = Signatory.objects.filter(agreement=version.agreement)
    bound = set(signatories.filter(state__in=STANDING).values_list("pk", flat=True))
    asked = bound or set(signatories.filter(state__in=MAY_PROMISE).values_list("pk", flat=True))
    return len(asked | set(signed_under(version)))


def read_by(user: User, version: TextVersion) -> set[int]:
    """The signatories for which `user` said that they read the text, by key."""
    return set(Reading.objects.filter(version=version, person=user).values_list("signatory_id", flat=True))


def competences_of(signatory: Signatory) -> QuerySet[Competence]:
    return signatory.competences.select_related("norm").order_by("pk")


def means_of(signatory: Signatory) -> QuerySet[Means]:
    return signatory.means.order_by("kind", "since", "pk")


def steps_of(signatory: Signatory) -> QuerySet[SignatoryStep]:
    """Its history, newest first."""
    return signatory.steps.select_related("entity").order_by("-at", "-pk")


def steps_of_pledge(pledge: Pledge) -> QuerySet[PledgeStep]:
    """Its history, newest first."""
    return pledge.steps.select_related("entity").order_by("-at", "-pk")


def delays_of(pledge: Pledge) -> QuerySet[PledgeDelay]:
    """Why it is late, as its entity said it, newest first."""
    return pledge.delays.order_by("-told_at", "-pk")


def bringing_entity(user: User, signatory: Signatory) -> Entity | None:
    """For which entity `user` brings its signed paper: its own, or the secretariat that keeps it."""
    if acts_for(user, signatory.entity):
        return signatory.entity
    return entities_where(user, Role.SECRETARIAT).first()
