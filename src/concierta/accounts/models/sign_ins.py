"""Who entered, from where, and who tried: kept apart from the acts, and only for a time."""

from django.db import models

from concierta.accounts.enums import SignInKind
from concierta.people.models import User


class Device(models.Model):
    """A browser from which somebody has entered. `token_sha256` is the hash of a random cookie: it opens nothing.

    Purpose of the personal data: that an attack on an account does not keep its owner out, and that one person behind
    accounts of two entities is seen. Kept while it is used, and as long as the records of entry after that.
    """

    token_sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        ordering = ("user", "first_seen")
        constraints = (models.UniqueConstraint(fields=("token_sha256", "user"), name="one_row_per_device_and_person"),)

    def __str__(self) -> str:
        return f"device {self.token_sha256[:8]} of {self.user_id}"


class SignIn(models.Model):
    """One entry, one failed try, or one look at other people's data. The database refuses to change a row, and to
    delete one younger than ninety days.

    Purpose of the personal data: that the owner of an account sees who entered with it, and that an attack can be
    reconstructed. Kept for `SIGN_INS_DAYS` days (a year unless the installation says otherwise).
    """

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=24, choices=SignInKind)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="sign_ins")
    address = models.GenericIPAddressField(null=True)
    agent = models.TextField(blank=True)
    #: The address of the page that showed the data; empty for entries.
    subject = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.user_id or ''}"


class SignInDelay(models.Model):
    """How long the next try with one account has to wait. The key names an account, known or not, without its address:
    an HMAC, the same for everybody who tries it from an unknown device."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()
    last_try = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.failures} until {self.not_before:%H:%M:%S}"
