"""The letters of the day through a real mail server, with the settings that an installation has."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from factories.mail_server import MailServer, mail_server

TESTS = Path(__file__).resolve().parents[1]
ROSA, NUBIA = "rosa.reporta@example.org", "nubia.nunez@example.org"
PEOPLE = """
from concierta.installation.cli.prepare import prepare
prepare()
from concierta.people.enums import Role
from factories import make_cast, make_person
cast = make_cast()
make_person("Nubia Nunez", (Role.REPORTER, cast.desarrollo))
"""


class Installation:
    """A home of its own in which two people have had a report to send since the day before."""

    def __init__(self, folder: Path, server: MailServer) -> None:
        self.server = server
        self.env = {
            **os.environ,
            **server.environment,
            "CONCIERTA_HOME": str(folder / "home"),
            "CONCIERTA_DATABASE": "",
            "CONCIERTA_MAIL_FROM": "Plan de Empleo <avisos@empleo.example.gov.co>",
            "DJANGO_SETTINGS_MODULE": "concierta.installation.settings",
            "PYTHONPATH": os.pathsep.join((str(TESTS.parent / "src"), str(TESTS))),
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=self.env, capture_output=True, text=True, check=False)

    def remind(self) -> dict[str, int]:
        """How many letters: what the calendar makes of signatories is told beside them."""
        done = self.run(
            "-c", "from concierta.installation.cli import main; main()", "remind", "--on", "2025-01-10", "--json"
        )
        assert done.stdout, done.stderr
        told = json.loads(done.stdout)
        del told["signatories"]
        return told


@pytest.fixture(scope="module")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a home that each test has a copy of: whole, with its site, it is as good."""
    folder = tmp_path_factory.mktemp("people")
    with mail_server(folder) as server:
        done = Installation(folder, server).run("-c", PEOPLE)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def installation(two_people: Path, tmp_path: Path) -> Iterator[Installation]:
    shutil.copytree(two_people / "home", tmp_path / "home", symlinks=True)
    with mail_server(tmp_path) as server:
        yield Installation(tmp_path, server)


def to(server: MailServer) -> list[list[str]]:
    return [recipients for recipients, _ in server.letters]


@pytest.mark.slow
def test_each_person_has_a_letter_of_their_own_whole_in_plain_text(installation: Installation) -> None:
    assert installation.remind() == {"people": 2, "sent": 2, "sent_before": 0, "failed": 0, "unsent": 0}
    server = installation.server

    assert sorted(to(server)) == [[NUBIA], [ROSA]]
    letter: EmailMessage = next(message for recipients, message in server.letters if recipients == [ROSA])
    assert letter["To"] == ROSA
    assert letter["From"] == "Plan de Empleo <avisos@empleo.example.gov.co>"
    assert letter["Subject"] == "1 asunto está vencido"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert plain.get_content_charset() == "utf-8"
    assert "Reportar: Personas atendidas R-01 (4.º trimestre de 2024)" in plain.get_content()
    assert "Recibe a lo sumo un mensaje al día" in plain.get_content()


@pytest.mark.slow
def test_nothing_but_the_request_to_hide_is_said_in_the_clear(installation: Installation) -> None:
    installation.remind()
    assert set(installation.server.in_the_clear) <= {"EHLO"}


@pytest.mark.slow
def test_one_mailbox_that_is_refused_loses_nobody_elses_letter_and_is_tried_again(installation: Installation) -> None:
    server = installation.server
    server.refused.add(ROSA)
    assert installation.remind() == {"people": 2, "sent": 1, "sent_before": 0, "failed": 1, "unsent": 0}
    assert to(server) == [[NUBIA]]

    server.refused.clear()
    assert installation.remind() == {"people": 2, "sent": 1, "sent_before": 1, "failed": 0, "unsent": 0}
    assert to(server) == [[NUBIA], [ROSA]]


@pytest.mark.slow
def test_a_server_that_is_not_trusted_is_given_nothing(installation: Installation) -> None:
    del installation.env["SSL_CERT_FILE"]
    assert installation.remind()["failed"] == 2
    assert installation.server.letters == []

    installation.env |= installation.server.environment
    assert installation.remind()["sent"] == 2


@pytest.mark.slow
def test_a_server_that_hides_from_the_first_byte_is_spoken_to_so(two_people: Path, tmp_path: Path) -> None:
    shutil.copytree(two_people / "home", tmp_path / "home", symlinks=True)
    with mail_server(tmp_path, implicit=True) as server:
        installation = Installation(tmp_path, server)

        assert installation.remind() == {"people": 2, "sent": 2, "sent_before": 0, "failed": 0, "unsent": 0}
        assert (sorted(to(server)), server.in_the_clear) == ([[NUBIA], [ROSA]], [])
