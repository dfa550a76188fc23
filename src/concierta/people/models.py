"""Entities, the people who act for them, and the territories they serve."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concierta.people.enums import Confirmation, EntityKind, Role, TerritoryKind


class Territory(models.Model):
    """A municipality, comuna or corregimiento; `code` is text and keeps its leading zeros."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=TerritoryKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """An organisation that promises, reports, verifies or answers."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=16, choices=EntityKind, default=EntityKind.MUNICIPAL)
    #: Where its people have their institutional mail; public. Its first account is invited to an address there.
    mail_domain = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "entities"

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.acronym or self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account.

    Purpose of the personal data: to know who reported, reviewed or verified. Name and e-mail are kept while the
    account is active and for as long as the acts it signed must be answered for. The language is kept to write to the
    person in it, from when they choose one and while there is an account; what they signed does not need it.
    """

    # The names of these two end sentences such as "la contraseña es muy parecida a …".
    email = models.EmailField(_("su correo electrónico"), unique=True)
    name = models.CharField(_("su nombre"), max_length=120)
    #: Somebody else knows the password: until its owner chooses another, the account opens nothing.
    must_change_password = models.BooleanField(default=False)
    #: Empty until the person chooses one: then it is the installation's.
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    #: Whatever was opened before, a session or a calendar's address, opens nothing any more.
    sessions_ended_at = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "email")
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_email"),)

    def __str__(self) -> str:
        return self.name or self.email

    def end_sessions(self, at: datetime) -> None:
        """Every session that is open ends, wherever it is; a later one needs the door again."""
        self.sessions_ended_at = at
        self.save(update_fields=["sessions_ended_at"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must still match at each request. Accounts that never had theirs ended keep the ones open."""
        of_password: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{of_password}:{self.sessions_ended_at.timestamp():.6f}" if self.sessions_ended_at else of_password

    @property
    def reads(self) -> str:
        """The code of the language in which to write to this person."""
        return self.language or settings.LANGUAGE_CODE


class Membership(models.Model):
    """A role of a person in an entity: from the day `since`, and before the instant `until`.

    Ended memberships stay: history needs them. Until the entity has confirmed it (`confirmation` says how) it is a
    proposal, and opens nothing.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateField()
    #: The role holds before this instant and not at it.
    until = models.DateTimeField(null=True, blank=True)
    confirmation = models.CharField(max_length=16, choices=Confirmation, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: Who of the entity confirmed it; nobody where the entity's first account did by coming, or the operator insisted.
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Of a verifier, when they declared that they have no stake in what they verify; the public sees whether they did.
    independent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("user", "entity", "role", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "entity", "role"),
                condition=models.Q(until__isnull=True),
                name="one_open_membership_per_role",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmation="", confirmed_at__isnull=True)
                | (~models.Q(confirmation="") & models.Q(confirmed_at__isnull=False)),
                name="membership_confirmed_with_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmation=Confirmation.COLLEAGUE, confirmed_by__isnull=False)
                | (~models.Q(confirmation=Confirmation.COLLEAGUE) & models.Q(confirmed_by__isnull=True)),
                name="membership_confirmed_by_a_colleague",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("user")),
                name="nobody_confirms_themself",
            ),
            models.CheckConstraint(
                condition=models.Q(independent_at__isnull=True) | models.Q(role=Role.VERIFIER),
                name="independence_is_a_verifiers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.entity} · {self.get_role_display()}"
