"""A server that is killed at any instant while people report; run by test_server_killed.py.

Usage: server_killed.py HOME KILLS SEED. Prints one JSON object: kills, how many reports were acknowledged as sent, how
many files as kept, and which of them were not there afterwards. All processes of `concierta serve` go at once, as when
the current fails; the same people go on when it is back, each from where they were.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PEOPLE = 6
#: A kill waits for up to so many more acknowledgements, of files and of reports, and then for a moment more: on a slow
#: machine it falls into as much work as on a fast one.
ANSWERS = 8
MOMENT = 0.2
_HIDDEN = re.compile(r"<input\b[^>]*\btype=.hidden.[^>]*>")
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


def main(home: str, kills: int, seed: int) -> None:
    os.environ |= {"CONCIERTA_HOME": home, "CONCIERTA_HOSTS": "127.0.0.1"}
    from concierta.installation.cli.prepare import prepare

    prepare()
    office = Office(reports_to_make(10 * kills))
    draw = random.Random(seed)
    for _ in range(kills):
        server, port = served()
        people = [threading.Thread(target=office.work, args=(port,)) for _ in range(PEOPLE)]
        for person in people:
            person.start()
        office.wait_for(draw.randrange(ANSWERS))
        time.sleep(draw.uniform(0.0, MOMENT))
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        for person in people:
            person.join()
    lost = office.lost() + ledger()
    told = {
        "kills": kills,
        "sent": len(office.sent),
        "files": len(office.files),
        "unexpected": office.unexpected,
        "lost": lost,
    }
    sys.stdout.write(json.dumps(told))


class Office:
    """The reports still to be made, and what the server has acknowledged."""

    def __init__(self, waiting: list[tuple[str, str]]) -> None:
        self.waiting = waiting
        self.sent: list[str] = []
        self.files: dict[str, bytes] = {}
        #: Answers that nobody would understand: neither what was asked for nor the server gone.
        self.unexpected: list[str] = []

    def wait_for(self, answers: int) -> None:
        wanted, until = len(self.sent) + len(self.files) + answers, time.monotonic() + 30
        while len(self.sent) + len(self.files) < wanted and time.monotonic() < until:
            time.sleep(0.005)

    def work(self, port: int) -> None:
        while self.waiting:
            session, form = self.waiting.pop()
            try:
                self._report(Person(port, session), form)
            except (OSError, HTTPException):
                self.waiting.append((session, form))
                return
            except UnexpectedAnswer as answer:
                self.unexpected.append(str(answer))
                return

    def _report(self, person: "Person", form: str) -> None:
        status, page, _ = person.ask("GET", form)
        if status == 302:  # it had been sent, and the answer did not arrive
            return
        if form not in self.files:
            file = b"%PDF-1.4\n" + os.urandom(20_000)
            body, media = multipart(
                hidden(page) | {"value": "900", "narrative": "Se atendió.", "act": "continue"}, file
            )
            _, _, confirm = person.ask("POST", form, body, media, expected=302)
            self.files[form] = file
        else:
            confirm = f"{form}enviar/"
        _, page, _ = person.ask("GET", confirm, expected=200)
        person.ask("POST", confirm, urlencode(hidden(page)).encode(), expected=302)
        self.sent.append(form)

    def lost(self) -> list[str]:
        from hashlib import sha256

        from concierta.evidence.queries import verify_stored_files
        from concierta.ledger.models import Event
        from concierta.reporting.models import Report

        reports = {f"/trabajo/reportes/{one.indicator_id}/{one.period_id}/": one for one in Report.objects.all()}
        acts = list(Event.objects.filter(kind="report.submitted").values_list("subject", flat=True))
        whole = {f"report/{one.indicator.code}/{one.period.label}/v1" for one in reports.values() if one.submitted_at}
        wrong = [f"sent, not kept: {form}" for form in self.sent if not reports[form].submitted_at]
        for form, file in self.files.items():
            if sha256(file).hexdigest() not in reports[form].evidence.values_list("file_id", flat=True):
                wrong.append(f"file not kept: {form}")
        wrong += [f"damaged: {found.sha256}" for found in verify_stored_files()]
        wrong += [f"act or report alone: {name}" for name in whole.symmetric_difference(acts)]
        return wrong + [f"twice: {name}" for name in {name for name in acts if acts.count(name) > 1}]


class UnexpectedAnswer(Exception):
    pass


class Person:
    """A browser's part: cookies, hidden fields, no redirect followed."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {"sessionid": session}

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        media_type: str = "application/x-www-form-urlencoded",
        *,
        expected: int = 0,
    ) -> tuple[int, str, str]:
        """The status, the page and where it leads."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body or None, {"Cookie": cookies, "Content-Type": media_type})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        # The front is alive for an instant after the workspace behind it went.
        if answer.status in (502, 503):
            raise HTTPException(answer.status)
        if expected and answer.status != expected:
            raise UnexpectedAnswer(f"{method} {path}: {answer.status}")
        return answer.status, page, answer.headers.get("Location", "")


def hidden(page: str) -> dict[str, str]:
    fields: list[dict[str, str]] = [dict(_ATTRIBUTE.findall(field)) for field in _HIDDEN.findall(page)]
    return {field["name"]: unescape(field.get("value", "")) for field in fields if "name" in field}


def multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    line = "----killed"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="acta.pdf"\r\n'
    parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + file + f"\r\n--{line}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={line}"


def reports_to_make(number: int) -> list[tuple[str, str]]:
    """A session and the address of its form, for as many indicators as `number`."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connections, transaction

    from concierta.people.enums import Role
    from factories import make_cast, make_entity, make_indicator, make_person

    with transaction.atomic():
        cast = make_cast()
        entity = make_entity("cumplida")
        person = make_person("Persona cumplida", (Role.REPORTER, entity))
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        indicators = [make_indicator(cast.plan, f"Z-{at:04d}", reporter=entity) for at in range(number)]
    connections.close_all()
    return [(session.session_key, f"/trabajo/reportes/{one.pk}/{cast.period.pk}/") for one in indicators]


def served() -> tuple[subprocess.Popen[bytes], int]:
    """A server that answers, from its front to its workspace."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = "from concierta.installation.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/ingresar/")
            if connection.getresponse().status == 200:
                return server, port
        except (OSError, HTTPException):
            pass
        time.sleep(0.03)
    raise TimeoutError("the server does not answer")


def ledger() -> list[Any]:
    from concierta.ledger.queries import ledger_problems

    return list(ledger_problems())


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
