"""Entering: what is tried is counted before it is verified, and what happened is kept for a time."""

import math
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from concierta.accounts.enums import SignInKind
from concierta.accounts.models import Device, SignIn, SignInDelay
from concierta.accounts.passwords import FORGOTTEN_AFTER, delay_after
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import TransitionRefused, gettext_noop
from concierta.people.models import User

#: Longer than any code is valid: half a minute, the one before, and a clock that is late.
_CODE_LIFE = timedelta(minutes=5)


class MustWait(TransitionRefused):
    """A try that comes too soon after others that failed."""


def password_key(address: str, device: str = "") -> str:
    """The key under which tries with the password of `address` are counted: one for all unknown devices together, and
    one for each device from which that account has entered before, so that strangers do not keep its owner out."""
    return _key("password", address.strip().lower(), device)


def second_factor_key(user: User) -> str:
    """The key for tries with codes: known devices wait like any other, for who comes so far has the password."""
    return _key("second factor", str(user.pk), "")


def _key(*parts: str) -> str:
    return salted_hmac("concierta.accounts.passwords", "\0".join(parts), algorithm="sha256").hexdigest()


def begin_try(*, key: str, at: datetime) -> None:
    """Count one try under `key` before anything is verified, so that simultaneous ones cannot share a turn.

    Raises MustWait, and counts nothing, where the wait after earlier failures has not ended. `end_try` forgets the
    count when the try succeeds.
    """
    with transaction.atomic():
        SignInDelay.objects.get_or_create(key=key, defaults={"not_before": at, "last_try": at})
        row = SignInDelay.objects.select_for_update().get(key=key)
        if row.not_before > at:
            seconds = math.ceil((row.not_before - at).total_seconds())
            raise MustWait(
                gettext_noop("Hubo varios intentos seguidos que no sirvieron. Espere %(wait)s y vuelva a intentar."),
                wait=f"{seconds} s" if seconds < 60 else f"{math.ceil(seconds / 60)} min",
            )
        if at - row.last_try > FORGOTTEN_AFTER:
            row.failures = 0
        row.failures += 1
        row.not_before, row.last_try = at + delay_after(row.failures), at
        row.save(update_fields=["failures", "not_before", "last_try"])


def end_try(*, key: str) -> None:
    """The try succeeded: what failed before it does not count any more."""
    SignInDelay.objects.filter(key=key).delete()


def claim_code(*, user: User, code: str, at: datetime) -> bool:
    """True if `user` has not used this code in the last minutes; from now on it is used. One row, so that of several
    processes only one can take it: what each remembers by itself would let a code serve once in each."""
    with transaction.atomic():
        row, made = SignInDelay.objects.get_or_create(
            key=_key("used code", str(user.pk), code), defaults={"not_before": at, "last_try": at}
        )
        if made or at - row.last_try > _CODE_LIFE:
            SignInDelay.objects.filter(pk=row.pk).update(last_try=at)
            return True
    return False


def record_sign_in(
    *, kind: SignInKind, user: User | None, address: str | None, agent: str, at: datetime, subject: str = ""
) -> SignIn:
    """Keep one entry, failed try, or look at other people's data."""
    return SignIn.objects.create(kind=kind, user=user, address=address, agent=agent, subject=subject, at=at)


def remember_device(*, user: User, token: str, at: datetime) -> Device:
    """From now on the device that holds `token`, a random cookie, is one that `user` has entered from."""
    device, _ = Device.objects.update_or_create(
        token_sha256=sha256_of(token), user=user, defaults={"last_seen": at}, create_defaults=_seen(at)
    )
    return device


def _seen(at: datetime) -> dict[str, datetime]:
    return {"first_seen": at, "last_seen": at}
