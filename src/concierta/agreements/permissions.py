"""Who reads the agreements, who keeps them, and who may give an entity's word.

Nobody gives the word of an entity that is not their own: not the secretariat, not the operator (`user` None).
"""

from concierta.agreements.models import Agreement, Pledge, Signatory, Signature
from concierta.agreements.participation import READERS
from concierta.kernel.errors import NotFound, PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import acts_for, entities_of, memberships_on


def check_can_read_agreement(user: User | None, agreement: Agreement) -> None:
    """An agreement is of those who have a part in it or in a plan of it; the others are not told that there is one."""
    if user is not None and not READERS.has(user, agreement.pk):
        raise NotFound(gettext_noop("No hay un acuerdo registrado como «%(slug)s»."), slug=agreement.slug)


def can_read_agreement(user: User | None, agreement: Agreement) -> Verdict:
    return verdict_of(check_can_read_agreement, user, agreement)


def check_can_keep_agreements(user: User | None, agreement: Agreement | None = None) -> None:
    """Only a technical secretariat, of a plan of `agreement` when it has one, or the operator of the installation."""
    check_has_role(user, Role.SECRETARIAT)
    if agreement is not None:
        check_can_read_agreement(user, agreement)


def can_keep_agreements(user: User | None, agreement: Agreement | None = None) -> Verdict:
    return verdict_of(check_can_keep_agreements, user, agreement)


def check_speaks_for(user: User | None, entity: Entity) -> None:
    """A person with a confirmed role in the entity, with their own account."""
    if user is None:
        raise PermissionRefused(gettext_noop("La palabra de una entidad la da una persona de ella, con su cuenta."))
    if not acts_for(user, entity):
        raise PermissionRefused(
            gettext_noop("Usted no actúa por %(entity)s: nadie firma, promete ni confirma por otra entidad."),
            entity=entity.short_name,
        )


def speaks_for(user: User | None, entity: Entity) -> Verdict:
    return verdict_of(check_speaks_for, user, entity)


def check_can_sign(user: User | None, signatory: Signatory) -> None:
    """Only whom the entity's mandate in force names, while they act for it."""
    check_speaks_for(user, signatory.entity)
    mandate = signatory.mandates.filter(ended_at=None).first()
    if mandate is None:
        raise PermissionRefused(
            gettext_noop("%(entity)s no ha registrado quién puede firmar: registre primero el mandato."),
            entity=signatory.entity.short_name,
        )
    if user is None or mandate.signer_id != user.pk:
        raise PermissionRefused(
            gettext_noop("El mandato de %(entity)s nombra a otra persona para firmar."),
            entity=signatory.entity.short_name,
        )


def can_sign(user: User | None, signatory: Signatory) -> Verdict:
    return verdict_of(check_can_sign, user, signatory)


def check_can_bring_paper(user: User | None, signatory: Signatory) -> None:
    """Whoever speaks for the entity, or the secretariat that keeps the paper: neither may check it."""
    if user is not None and acts_for(user, signatory.entity):
        return
    if user is None:
        raise PermissionRefused(gettext_noop("El documento lo trae una persona, con su cuenta."))
    check_can_keep_agreements(user, signatory.agreement)


def can_bring_paper(user: User | None, signatory: Signatory) -> Verdict:
    return verdict_of(check_can_bring_paper, user, signatory)


def check_can_check_paper(user: User | None, signature: Signature) -> None:
    """A verifier of an entity that neither signed the paper nor brought it."""
    check_can_read_agreement(user, signature.signatory.agreement)
    stakes = {signature.signatory.entity_id, signature.brought_for_id}
    if user is not None and signature.brought_by_id == user.pk:
        raise PermissionRefused(gettext_noop("Usted trajo este documento: debe comprobarlo otra persona."))
    independent_entity(user, stakes)


def can_check_paper(user: User | None, signature: Signature) -> Verdict:
    return verdict_of(check_can_check_paper, user, signature)


def may_see_paper(user: User, signature: Signature) -> bool:
    """Those who act for whoever signed, brought or checked it, and whoever may check it."""
    parts = {signature.signatory.entity_id, signature.brought_for_id, signature.checked_for_id}
    return bool(parts & set(entities_of(user))) or bool(can_check_paper(user, signature))


def check_can_assess_pledge(user: User | None, pledge: Pledge) -> None:
    """A verifier of another entity than the one that promised."""
    check_can_read_agreement(user, pledge.clause.agreement)
    if user is not None and pledge.confirmed_by_id == user.pk:
        raise PermissionRefused(gettext_noop("Usted confirmó esta promesa: debe valorarla otra persona."))
    independent_entity(user, {pledge.entity_id})


def can_assess_pledge(user: User | None, pledge: Pledge) -> Verdict:
    return verdict_of(check_can_assess_pledge, user, pledge)


def independent_entity(user: User | None, stakes: set[int | None]) -> Entity:
    """The entity for which `user` verifies and that has no stake. Refuses whoever acts for one that has."""
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
    held = list(memberships_on(user))
    partial = next((one.entity for one in held if one.entity_id in stakes), None)
    if partial is not None:
        raise PermissionRefused(
            gettext_noop("%(entity)s tiene parte en esto: le corresponde a otra entidad."), entity=partial.short_name
        )
    check_has_role(user, Role.VERIFIER)
    return next(one.entity for one in held if one.role == Role.VERIFIER)
