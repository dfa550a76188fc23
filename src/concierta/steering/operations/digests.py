"""The daily letter: one for each person and day at most, none when nothing is due.

The row comes first and its uniqueness decides who sends: of two processes, one makes or claims it, the other moves on.
The letter goes out after that is committed, and the row is marked when the mail server has taken it. What this cannot
rule out: a process that dies between the server's "taken" and the mark leaves a claim that goes stale, and the next run
sends again, under the same Message-ID, by which most mail programs show the two as one.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.module_loading import import_string

from concierta.kernel.errors import Refusal, gettext_noop
from concierta.people.models import User
from concierta.steering.models import Digest
from concierta.steering.permissions import check_can_send_digests
from concierta.steering.personal_data import DIGESTS_KEPT
from concierta.steering.queries.letters import DigestContent, Letter, Writer, digests_on

log = logging.getLogger(__name__)

#: A claim older than this is of a process that died.
STALE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class DigestCounts:
    """`people` have something due; of their letters, so many were `sent` now, so many had been `sent_before` today (or
    another process has them), and so many `failed`. `unsent`: there is no mail server, and nobody was written to."""

    people: int = 0
    sent: int = 0
    sent_before: int = 0
    failed: int = 0
    unsent: int = 0


def send_digests(
    *,
    on: date,
    by: User | None,
    at: datetime,
    writer: Writer | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> DigestCounts:
    """Write to everybody to whom something falls on `on`; the operator only. Safe to run again, and twice at once.

    Without a mail server nothing is sent and nothing is marked as sent: the counts say how many letters wait.
    A letter that the server refuses does not keep the others from going; the next run tries it again.
    """
    check_can_send_digests(by)
    contents = digests_on(on)
    counts = DigestCounts(people=len(contents))
    if not settings.SENDS_MAIL:
        return replace(counts, unsent=len(contents))
    Digest.objects.filter(on__lt=on - DIGESTS_KEPT).delete()
    write: Writer = writer or import_string(settings.DIGEST_WRITER)
    began = monotonic()  # a long run must not look like one that died
    for number, content in enumerate(contents, start=1):
        with translation.override(content.person.reads):
            outcome = _send_one(content, write, at + timedelta(seconds=monotonic() - began))
        counts = replace(counts, **{outcome: getattr(counts, outcome) + 1})
        progress(number, len(contents))
    return counts


def _send_one(content: DigestContent, write: Writer, at: datetime) -> str:
    digest = _claim(content, at)
    if digest is None:
        return "sent_before"
    try:
        _mail(content, write(content))
    except Exception:
        # One address that the server refuses must not keep the others waiting; giving it back makes it the next run's.
        log.exception("digest %s not sent", digest.pk)
        Digest.objects.filter(pk=digest.pk).update(claimed_at=None)
        return "failed"
    Digest.objects.filter(pk=digest.pk).update(sent_at=at)
    return "sent"


def _claim(content: DigestContent, at: datetime) -> Digest | None:
    """The row of this person and day, if it is now this process's to send; None when it was sent or is another's."""
    known = Digest.objects.filter(person=content.person, on=content.on)
    free = known.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - STALE), sent_at__isnull=True)
    if free.update(claimed_at=at, items=content.count):
        return known.get()
    try:
        with transaction.atomic():
            return Digest.objects.create(person=content.person, on=content.on, items=content.count, claimed_at=at)
    except IntegrityError:
        return None


def _mail(content: DigestContent, letter: Letter) -> None:
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[content.person.email],
        headers={
            "Message-ID": message_id(content),
            # A letter by a machine: no holiday notice answers it (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    if not message.send():
        raise Refusal(gettext_noop("El servidor de correo no recibió el mensaje."))


def message_id(content: DigestContent) -> str:
    """The same for the same person and day, and without either in it."""
    named = hashlib.sha256(f"{settings.SECRET_KEY}/digest/{content.person.pk}/{content.on}".encode()).hexdigest()[:32]
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{named}@{host}>"
