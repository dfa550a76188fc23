"""Passwords: nobody gives one to another. What others can do is have a link sent to the owner's own address."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.letters import send_letter
from concierta.accounts.operations.people import sealed
from concierta.accounts.permissions import check_vouches_for
from concierta.accounts.queries.people import entities_of, is_invited
from concierta.kernel.errors import TransitionRefused, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.people.permissions import check_is_own_account


@transaction.atomic
def send_reset_link(*, person: User, by: User | None, at: datetime) -> None:
    """A one-time link to choose another password, to the address of `person`: on record, with who had it sent.

    Only who answers for each entity of `person`, or the operator. The owner asks for their own at the door. The
    password of now serves until the link is used.
    """
    check_vouches_for(by, person)
    check_open(person)
    record_account("account.reset_link", person, by, at)
    transaction.on_commit(lambda: send_letter("reset", person.email, person.reads, person=person) and None)


@transaction.atomic
def note_own_password(*, person: User, by: User | None, at: datetime) -> None:
    """Put on record that the owner of an account chose another password, inside or by a link to their address."""
    check_is_own_account(by, person)
    record_account("account.password_chosen", person, person, at)


def check_open(person: User) -> None:
    if is_invited(person):
        raise TransitionRefused(
            gettext_noop("%(user)s todavía no ha aceptado su invitación: envíesela otra vez."), user=person.name
        )
    if not person.is_active:
        raise TransitionRefused(gettext_noop("La cuenta de %(user)s está cerrada."), user=person.name)


def record_account(
    kind: str, person: User, by: User | None, at: datetime, subject: str = "account", **body: str
) -> None:
    """An act on a whole account: its entities by code, and it itself only sealed."""
    entities = entities_of(person)
    record_event(
        kind=kind,
        subject=subject,
        body={"entities": [entity.code for entity in entities], **body},
        sealed=sealed(person),
        by=by,
        entity=entities[0] if len(entities) == 1 else None,
        at=at,
    )
