"""Another e-mail address for an account: asked by its owner, in force when somebody stands for it."""

from django.db import models
from django.db.models import Q

from concierta.accounts.enums import ChangedBy
from concierta.people.models import User


class AddressChange(models.Model):
    """What `user` asked for. The link that confirms it goes to the address that the account still has.

    Purpose of the personal data: to write the new address into the account. It is erased (`address` empty) as soon as
    it is done or taken back; that it happened stays, with whoever stood for it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="address_changes")
    address = models.EmailField(blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    how = models.CharField(max_length=16, choices=ChangedBy, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user",), condition=Q(ended_at__isnull=True), name="one_open_change_each"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(address="", token_sha256__isnull=True),
                name="no_address_kept_of_an_ended_change",
            ),
            models.CheckConstraint(
                condition=~Q(how=ChangedBy.COLLEAGUE) | (Q(by__isnull=False) & ~Q(by=models.F("user"))),
                name="a_colleague_is_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at}"
