"""The e-mail addresses of people and the mail domains of entities."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from concierta.accounts.addresses import domain_of, institutional_domain, is_free_mail
from concierta.accounts.enums import ChangedBy
from concierta.accounts.letters import send_letter
from concierta.accounts.models import AddressChange
from concierta.accounts.operations.passwords import check_open, record_account
from concierta.accounts.operations.signs import raise_same_address
from concierta.accounts.passwords import new_token
from concierta.accounts.permissions import answers_for, check_answers_for, check_vouches_for
from concierta.accounts.queries.people import has_had_people
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.people.enums import EntityKind, Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role, check_is_own_account

#: How long somebody can stand for a change [D].
VALID = timedelta(days=7)


@transaction.atomic
def request_address_change(*, person: User, address: str, by: User | None, at: datetime) -> AddressChange:
    """The owner of an account asks for another address. A link goes to the one it has; until that is opened, or their
    entity confirms it, nothing changes. Asking again replaces what was asked before."""
    check_is_own_account(by, person)
    address = _free(address, person)
    person.address_changes.filter(ended_at=None).update(ended_at=at, address="", token_sha256=None)
    token, digest = new_token()
    change = AddressChange.objects.create(
        user=person, address=address, token_sha256=digest, made_at=at, expires_at=at + VALID
    )
    transaction.on_commit(
        lambda: (
            send_letter("address", person.email, person.reads, token=token, name=person.name, address=address) and None
        )
    )
    return change


@transaction.atomic
def confirm_by_old_address(*, token: str, by: User | None, at: datetime) -> User:
    """Whoever opens the link that went to the old address and says yes: the account has the new one."""
    change = address_change_behind(token, at)
    if by is not None and by.pk != change.user_id:
        raise PermissionRefused(
            gettext_noop("Usted está dentro con otra cuenta: salga primero y abra otra vez el enlace.")
        )
    return _finish(change, ChangedBy.OLD_ADDRESS, change.user, at)


@transaction.atomic
def confirm_for_colleague(*, change: AddressChange, by: User | None, at: datetime) -> User:
    """Somebody who answers for every entity of the person confirms that the new address is theirs."""
    change = _open(AddressChange.objects.filter(pk=change.pk), at)
    check_vouches_for(by, change.user)
    return _finish(change, ChangedBy.OPERATOR if by is None else ChangedBy.COLLEAGUE, by, at)


@transaction.atomic
def change_address(*, person: User, address: str, by: User | None, at: datetime) -> User:
    """The operator's own door, for whoever lost the old address and has no colleague: on record as the operator's."""
    if by is not None:
        raise PermissionRefused(
            gettext_noop("Un correo lo cambia su dueño, y lo confirma desde el anterior o alguien de su entidad.")
        )
    check_open(person)
    person.address_changes.filter(ended_at=None).update(ended_at=at, address="", token_sha256=None)
    change = AddressChange.objects.create(
        user=person, address=_free(address, person), made_at=at, expires_at=at + VALID
    )
    return _finish(change, ChangedBy.OPERATOR, None, at)


def address_change_behind(token: str, at: datetime) -> AddressChange:
    """The change that a link confirms, locked; NotFound, in the same words, for whatever else."""
    return _open(AddressChange.objects.filter(token_sha256=sha256_of(token)), at)


def _open(found: QuerySet[AddressChange], at: datetime) -> AddressChange:
    change = (
        found.select_for_update(of=("self",)).filter(ended_at=None, expires_at__gt=at).select_related("user").first()
    )
    if change is None:
        raise NotFound(gettext_noop("Este cambio de correo ya no está abierto: pídalo otra vez desde su cuenta."))
    return change


def _free(address: str, person: User) -> str:
    wanted = address.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise Invalid(gettext_noop("Escriba un correo como nombre@entidad.gov.co."), field="address") from error
    if wanted == person.email:
        raise Invalid(gettext_noop("Ese ya es su correo."), field="address")
    if User.objects.filter(email__iexact=wanted).exists():
        raise Invalid(gettext_noop("Ya hay una cuenta con el correo %(email)s."), field="address", email=wanted)
    return wanted


def _finish(change: AddressChange, how: ChangedBy, by: User | None, at: datetime) -> User:
    person, address = change.user, _free(change.address, change.user)
    if not person.is_active:
        raise TransitionRefused(gettext_noop("La cuenta de %(user)s está cerrada."), user=person.name)
    was = person.email
    person.email = address
    person.save(update_fields=["email"])
    # The library would go on taking the old one for the account's.
    EmailAddress.objects.filter(user=person).delete()
    subject = f"address_change:{change.pk}"
    body = {"how": str(how), "mail_domain": domain_of(address), "was": domain_of(was)}
    record_account("account.email_changed", person, by, at, subject, **body)
    change.how, change.by, change.ended_at = how, by, at
    change.address, change.token_sha256 = "", None
    change.save()
    raise_same_address(person, at)

    def tell() -> None:
        for to in (was, address):
            send_letter("address_changed", to, person.reads, name=person.name)

    transaction.on_commit(tell)
    return person


@transaction.atomic
def register_entity(
    *,
    code: str,
    name: str,
    acronym: str = "",
    kind: EntityKind = EntityKind.MUNICIPAL,
    mail_domain: str = "",
    insist: bool = False,
    by: User | None,
    at: datetime,
) -> Entity:
    """Make the entity `code`. Refuses a code in use; only the secretariat, or the operator, registers entities.

    Without a domain nobody is invited yet. `insist` lets the operator take a domain of free mail, on record.
    """
    check_has_role(by, Role.SECRETARIAT)
    if not code.strip() or not name.strip():
        raise Invalid(gettext_noop("Una entidad necesita código y nombre."), field="code")
    if Entity.objects.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay una entidad con el código «%(code)s»."), code=code)
    domain = institutional_domain(mail_domain, insist=insist and by is None) if mail_domain else ""
    entity = Entity.objects.create(code=code, name=name, acronym=acronym, kind=kind, mail_domain=domain)
    _record("entity.registered", entity, by, at, kind=str(kind), name=name)
    return entity


@transaction.atomic
def set_mail_domain(*, entity: Entity, mail_domain: str, insist: bool = False, by: User | None, at: datetime) -> Entity:
    """From now on the institutional domain of `entity` is this one.

    Whoever answers for the entity says it, or the operator. The secretariat only where nobody has said any and nobody
    answers yet: changing it would let the secretariat invite whom it likes in the entity's name.
    """
    entity = locked(entity)
    begins = not entity.mail_domain and not has_had_people(entity)
    if begins and by is not None and not answers_for(by, entity):
        check_has_role(by, Role.SECRETARIAT)
    else:
        check_answers_for(by, entity)
    domain = institutional_domain(mail_domain, insist=insist and by is None)
    if domain == entity.mail_domain:
        raise Refusal(gettext_noop("Ese ya es el dominio de %(entity)s."), entity=entity.short_name)
    was, entity.mail_domain = entity.mail_domain, domain
    entity.save(update_fields=["mail_domain"])
    _record("entity.domain_set", entity, by, at, was=was)
    return entity


def _record(what: str, entity: Entity, by: User | None, at: datetime, **body: str) -> None:
    record_event(
        kind=what,
        subject=f"entity:{entity.code}",
        body={"free_mail": is_free_mail(entity.mail_domain), "mail_domain": entity.mail_domain, **body},
        by=by,
        entity=entity,
        at=at,
    )
