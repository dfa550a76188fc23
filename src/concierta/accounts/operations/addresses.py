"""Another e-mail address for an account: who holds the address holds the account, so somebody else stands for it."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from concierta.accounts.addresses import domain_of
from concierta.accounts.enums import ChangedBy
from concierta.accounts.letters import send_letter
from concierta.accounts.models import AddressChange
from concierta.accounts.operations.passwords import check_open, record_account
from concierta.accounts.operations.signs import raise_same_address
from concierta.accounts.permissions import check_vouches_for
from concierta.accounts.tokens import new_token, token_sha256
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, TransitionRefused, gettext_noop
from concierta.people.models import User
from concierta.people.permissions import check_is_own_account

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
    return _open(AddressChange.objects.filter(token_sha256=token_sha256(token)), at)


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
