"""One act for each form that is sent, however often it is sent.

Every form carries a token of its own. The first event of the request that brings it takes the token in the transaction
of the act: of two requests with one token, one commits and the other finds that it was done, on both databases, and
whatever instant the machine stops at. What the first was told is kept, to be told again.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from concierta.ledger.models import SentForm

#: A token is good for less than this (`web.workspace.sending`): none can outlive the memory of its first use.
KEPT = timedelta(days=3)


class AlreadySent(Exception):
    """Another request brought this form first, and its act was done. No refusal: nothing went wrong."""


@dataclass(slots=True)
class Sending:
    """The form that this request brought. `claimed`: an event took its token, in a transaction that may have failed."""

    key: str
    content_sha256: str
    at: datetime
    holder: str = field(default_factory=lambda: secrets.token_hex(16))
    claimed: bool = False


_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)


@contextmanager
def sending(form: Sending) -> Iterator[None]:
    """What is recorded inside belongs to `form`."""
    before = _sending.set(form)
    try:
        yield
    finally:
        _sending.reset(before)


def claim_sent_form() -> None:
    """Take the token of the form that asked for this act, in the act's transaction. Nothing where no form did.

    Raises AlreadySent where another request took it: then this transaction is undone.
    """
    form = _sending.get()
    if form is None:
        return
    if not _insert(form) and SentForm.objects.values_list("holder", flat=True).get(pk=form.key) != form.holder:
        raise AlreadySent
    form.claimed = True


def keep_answer(*, form: Sending, answer: Mapping[str, Any] | None, done: bool) -> None:
    """Remember what the first request was told. `done`: it succeeded, even where no event says so.

    A request whose act was undone leaves nothing behind: its form may be sent again. Forgets what is older than `KEPT`.
    """
    with _without_waiting_for_the_disk():
        if done:
            _insert(form)
        kept = SentForm.objects.filter(pk=form.key, holder=form.holder)
        if kept.update(answer=answer):
            SentForm.objects.filter(sent_at__lt=form.at - KEPT).delete()


def _insert(form: Sending) -> bool:
    """True if the token was free. Waits for a transaction that holds it: plain SQL, because each act does this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_sentform (key, holder, content_sha256, sent_at, answer) VALUES (%s, %s, %s, %s, NULL)"
            " ON CONFLICT (key) DO NOTHING",
            [form.key, form.holder, form.content_sha256, connection.ops.adapt_datetimefield_value(form.at)],
        )
        return bool(cursor.rowcount)


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """What a power cut could take is only how a repeat would have been answered, never that the act was done."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        with transaction.atomic():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
