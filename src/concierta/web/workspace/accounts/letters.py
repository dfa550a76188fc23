"""Letters about an account: what happened or was asked, the one link it carries, and what to do if it is a surprise."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from concierta.accounts.letters import Letter
from concierta.steering.queries import absolute
from concierta.web.kit.formats import long_date

if TYPE_CHECKING:
    from concierta.people.models import User


def account_letter(name: str, facts: dict[str, Any]) -> Letter:
    """The letter `name` in the language in force, from what `accounts.letters.send_letter` was told."""
    context = {**facts, "link": link_of(name, facts)}
    if name == "invitation":
        context["roles"] = ", ".join(str(role.label) for role in facts["roles"])
        context["until"] = long_date(facts["expires_at"])
    if name == "reset":
        context["name"] = facts["person"].name
        context["days"] = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    return Letter(_subject(name, facts), render_to_string(f"accounts/{name}.txt", context))


def link_of(name: str, facts: dict[str, Any]) -> str:
    """The address that the letter carries, with the secret that only its reader has."""
    match name:
        case "invitation":
            return invitation_link(facts["token"])
        case "address":
            return absolute(reverse("confirm_address", args=[facts["token"]]))
        case "reset":
            return reset_link(facts["person"])
        case _:
            return absolute(reverse("account_reset_password"))


def invitation_link(token: str) -> str:
    return absolute(reverse("accept_invitation", args=[token]))


def reset_link(person: "User") -> str:
    """A link that serves once, until its person's password changes or they enter, and for a few days."""
    key = default_token_generator.make_token(person)
    return absolute(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key]))


def _subject(name: str, facts: dict[str, object]) -> str:
    match name:
        case "invitation":
            return gettext("Invitación para actuar por %(entity)s") % {"entity": facts["entity"]}
        case "address":
            return gettext("Confirme el nuevo correo de su cuenta")
        case "reset":
            return gettext("Enlace para poner otra contraseña")
        case _:
            return gettext("Cambió el correo de su cuenta")
