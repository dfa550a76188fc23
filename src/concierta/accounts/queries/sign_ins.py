"""What is known of entries and devices."""

from django.db.models import QuerySet

from concierta.accounts.models import Device, SignIn
from concierta.kernel.canonical import sha256_of
from concierta.people.models import User


def is_known_device(address: str, token: str) -> bool:
    """True if somebody has entered with the account of `address` from the browser that holds the cookie `token`."""
    return bool(token) and Device.objects.filter(user__email__iexact=address, token_sha256=sha256_of(token)).exists()


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """The entries and failed tries with one's own account, newest first; what others looked at is not among them."""
    return SignIn.objects.filter(user=user).order_by("-at", "-pk")


def people_of_device(token: str) -> QuerySet[User]:
    """Everybody who has entered from the browser that holds `token`."""
    return User.objects.filter(devices__token_sha256=sha256_of(token)).order_by("pk")
