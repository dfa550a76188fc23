"""Whoever sends slowly, reads slowly or sends too much makes nobody else wait.

Sizes and times are bounded, and only this machine is spoken to.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]

SLOW = 40
#: An answer that waited for a slow client would wait for as long as that stays.
PATIENCE = 10
POST = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n"


class Served:
    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        env = {**os.environ, "CONCIERTA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "concierta.installation.settings"}
        command = "from concierta.installation.cli import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--port", str(self.port)],
            env=env | {"CONCIERTA_DATABASE": ""},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def get(self, path: str, timeout: float = PATIENCE) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    running = Served(home)
    try:
        for _ in range(300):
            try:
                running.get("/ingresar/")
                break
            except OSError:
                time.sleep(0.2)
        (home / "site" / "grande.csv").write_bytes(os.urandom(3 << 20))
        (home / "site" / "index.html").write_text("portada")
        yield running
    finally:
        running.stop()


def answers(served: Served) -> list[int]:
    return [served.get("/")[0], served.get("/ingresar/")[0]]


def test_bodies_that_trickle_stop_neither_portal_nor_login(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(SLOW):
            slow = stack.enter_context(served.connect())
            slow.sendall(POST % (b"/ingresar/", 1000) + b"a=")

        assert answers(served) == [200, 200]


def test_headers_that_trickle_and_idle_connections_stop_nobody(served: Served) -> None:
    with ExitStack() as stack:
        for number in range(SLOW):
            slow = stack.enter_context(served.connect())
            slow.sendall(b"GET / HTTP/1.1\r\nHost: 1" if number % 2 else b"")

        assert answers(served) == [200, 200]


def test_readers_that_do_not_read_stop_nobody(served: Served) -> None:
    with ExitStack() as stack:
        for number in range(SLOW):
            slow = stack.enter_context(served.connect())
            path = b"/grande.csv" if number % 2 else b"/ingresar/"
            slow.sendall(b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % path * 4)

        assert answers(served) == [200, 200]


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(POST % (b"/ingresar/", 2 << 30) + b"x" * 1024)
        status = connection.recv(4096)

    assert status.startswith(b"HTTP/1.1 413")


def test_a_chunked_body_without_a_length_is_counted_while_it_comes(served: Served) -> None:
    head = b"POST /ingresar/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    with served.connect() as connection:
        connection.sendall(head)
        with pytest.raises(OSError):  # noqa: PT011  reset or broken pipe, as the system has it
            connection.sendall(piece * 200)  # 50 MB, were it taken


def test_a_form_in_chunks_arrives_whole(served: Served) -> None:
    """The workspace reads it as any other: it is refused for its token, not for its length."""
    body = b"login=a"
    head = b"POST /ingresar/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    with served.connect() as connection:
        connection.sendall(head + kind + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 403")


def test_a_worker_that_dies_is_replaced_and_the_portal_never_notices(served: Served) -> None:
    for worker in workers_of(served.process.pid):
        os.kill(worker, signal.SIGKILL)

    assert served.get("/")[0] == 200
    assert served.get("/ingresar/", timeout=60)[0] in (200, 503)
    end = time.monotonic() + 60
    while served.get("/ingresar/", timeout=60)[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)
    assert answers(served) == [200, 200]


def workers_of(parent: int) -> list[int]:
    """The processes that run the workspace: children of the child that is not the front."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found = re.search(r"\) \S (\d+)", (folder / "stat").read_text())
        except OSError:
            continue
        if found:
            children.setdefault(int(found[1]), []).append(int(folder.name))
    return [grandchild for child in children.get(parent, []) for grandchild in children.get(child, [])]
