"""`concierta remind`, and two of them at once."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core import mail

from concierta.installation.cli import concierta
from concierta.steering.models import Digest
from concierta.steering.operations import send_digests
from factories import AT, Cast
from factories.at_once import at_once


@pytest.fixture(autouse=True)
def mail_server(settings) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(concierta, ["remind", *words], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.output


def test_it_says_how_many_were_sent_and_again_that_they_had_been(cast: Cast) -> None:
    assert call("--on", "2025-01-03") == (0, "1 aviso enviado.\n")
    assert call("--on", "2025-01-03") == (0, "0 avisos enviados.\n1 ya se había enviado hoy.\n")
    assert len(mail.outbox) == 1


def test_nothing_due_is_said(cast: Cast) -> None:
    assert call("--on", "2024-12-02") == (0, "A nadie le vence nada: no se envió ningún aviso.\n")


def test_without_a_mail_server_it_says_so_and_fails(cast: Cast, settings) -> None:
    settings.SENDS_MAIL = False
    status, said = call("--on", "2025-01-03")
    assert status == 1
    assert "No se envió nada: 1 persona tiene asuntos por avisar." in said
    assert "CONCIERTA_SMTP_HOST" in said
    assert (mail.outbox, Digest.objects.count()) == ([], 0)


def test_in_json(cast: Cast) -> None:
    _, said = call("--on", "2025-01-03", "--json")
    assert json.loads(said) == {"people": 1, "sent": 1, "sent_before": 0, "failed": 0, "unsent": 0}


@pytest.mark.parametrize("stale", [False, True], ids=["none yet", "one of a process that died"])
def test_two_processes_at_once_write_once(committed: Cast, stale: bool) -> None:
    if stale:
        Digest.objects.create(person=committed.reporter, on=date(2025, 1, 3), items=1)
    counts = at_once(*[lambda: send_digests(on=date(2025, 1, 3), by=None, at=AT)] * 4)

    assert sorted((one.sent, one.sent_before) for one in counts) == [(0, 1)] * 3 + [(1, 0)]
    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at is not None
