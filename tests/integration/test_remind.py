"""`concierta remind`, and two of them at once."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.mail import EmailMessage

from concierta.evaluation.operations import review_silence
from concierta.indicators.models import Target
from concierta.installation.cli import concierta
from concierta.kernel.clock import now
from concierta.reporting.operations import submit_report
from concierta.steering.models import Digest
from concierta.steering.operations import send_digests
from factories import AT, Cast, make_period
from factories.agreements import Living, in_force, later
from factories.at_once import at_once
from factories.reports import draft_report, evidence_of


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
    assert json.loads(said) == {
        "people": 1,
        "sent": 1,
        "sent_before": 0,
        "failed": 0,
        "unsent": 0,
        "signatories": {"notified": 0, "silent": 0, "active": 0},
    }


@pytest.fixture
def owing(db: None) -> Living:
    """`sena` is bound by the agreement, reports an indicator and sent nothing for two quarters; nobody had said so."""
    living = in_force()
    living.indicator.reporter = living.sena
    living.indicator.save()
    make_period(living.plan, "2025-T1")
    Target.objects.get_or_create(indicator=living.indicator, year=2025, defaults={"value": 1000})
    return living


def letter_to(owing: Living) -> EmailMessage:
    return next(one for one in reversed(mail.outbox) if one.to == [owing.spokespeople["sena"].email])


def test_who_does_not_file_is_notified_and_its_people_read_it_with_what_is_due(owing: Living) -> None:
    status, said = call("--on", "2025-05-05")
    assert (status, said.splitlines()[0]) == (0, "1 entidad quedó avisada en su acuerdo.")
    assert owing.signatory("sena").state == "notified"
    letter = letter_to(owing)
    told = f"Su entidad, {owing.sena.short_name}, tiene 2 entregas vencidas: quedó avisada en el acuerdo."
    assert told in letter.body
    assert told in letter.alternatives[0][0]
    # And nobody of another entity.
    told_to = {one.to[0] for one in mail.outbox if "quedó avisada" in one.body}
    assert told_to == set(owing.sena.memberships.values_list("user__email", flat=True))
    assert call("--on", "2025-05-05")[1].startswith("0 avisos enviados.")


def test_a_year_later_it_is_silent_and_who_files_again_is_heard(owing: Living) -> None:
    review_silence(agreement=owing.agreement, by=None, at=later(120))
    assert call("--on", "2025-05-06")[1].splitlines()[0] == "1 entidad quedó en silencio."
    assert "quedó en silencio en el acuerdo" in letter_to(owing).body

    person = owing.spokespeople["sena"]
    owing.reporter = person
    submit_report(report=draft_report(owing, evidence=[evidence_of(owing.sena, person)]), by=person, at=now())
    assert call("--on", "2025-05-07")[1].splitlines()[0] == "1 entidad avisada respondió."
    # What it still owes of before notifies it of nothing new.
    assert call("--on", "2025-05-08")[1].splitlines()[0] != "1 entidad quedó avisada en su acuerdo."
    assert owing.signatory("sena").state == "active"


@pytest.mark.parametrize("stale", [False, True], ids=["none yet", "one of a process that died"])
def test_two_processes_at_once_write_once(committed: Cast, stale: bool) -> None:
    if stale:
        Digest.objects.create(person=committed.reporter, on=date(2025, 1, 3), items=1)
    counts = at_once(*[lambda: send_digests(on=date(2025, 1, 3), by=None, at=AT)] * 4)

    assert sorted((one.sent, one.sent_before) for one in counts) == [(0, 1)] * 3 + [(1, 0)]
    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at is not None
