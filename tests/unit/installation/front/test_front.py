"""The front gives the portal's files itself and passes on the rest, whole, to a workspace of its own."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any

import pytest

from concierta.installation.front.application import Front
from concierta.installation.front.spool import Store
from concierta.installation.front.workspace import Workspace
from concierta.installation.published import PublishedSite


class Echo(BaseHTTPRequestHandler):
    """Says what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = f"{self.path}|{dict(sorted((k.lower(), v) for k, v in self.headers.items()))}|".encode() + body
        self.send_response(200)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told if self.command != "HEAD" else b"")

    do_GET = do_HEAD = do_POST

    def log_message(self, *_: object) -> None:
        pass

    def address_string(self) -> str:
        return ""


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "s")
    with ThreadingUnixStreamServer(path, Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield path
        server.shutdown()


class Visitor:
    def __init__(self, site: Path, socket: str, **options: Any) -> None:
        self.site, self.socket, self.options = site, socket, {"https": False, "hosts": ["empleo.example"]} | options

    def ask(
        self, path: str, method: str = "GET", *, body: bytes = b"", query: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "x", **headers}.items()]
        if body:
            sent.append((b"content-length", str(len(body)).encode()))
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query}
        return asyncio.run(self._ask({**scope, "headers": sent, "client": ("10.0.0.7", 4000)}, body))

    async def _ask(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
        store = Store()
        front = Front(
            site=PublishedSite(None, root=self.site, index_file=True, max_age=0),
            workspace=Workspace(self.socket, at_once=2, store=store),
            store=store,
            limit_of=lambda path: 1000,
            **self.options,
        )
        said: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await front(scope, receive, send)
        assert store.held == 0, "what was spooled was given back"
        headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return said[0]["status"], headers, b"".join(message.get("body", b"") for message in said[1:])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("portada")
    return folder


@pytest.fixture
def visitor(site: Path, socket: str) -> Visitor:
    return Visitor(site, socket)


def test_a_file_of_the_portal_asks_nobody(site: Path) -> None:
    assert Visitor(site, "/nowhere").ask("/")[::2] == (200, b"portada")


def test_the_rest_goes_to_the_workspace_with_its_query_and_its_body(visitor: Visitor) -> None:
    status, _, told = visitor.ask("/trabajo/", "POST", body=b"a=1", query=b"q=%C3%B1", cookie="sessionid=s")

    path, headers, body = told.split(b"|", 2)
    assert (status, path, body) == (200, b"/trabajo/?q=%C3%B1", b"a=1")
    assert b"'cookie': 'sessionid=s'" in headers
    assert b"'content-length': '3'" in headers


def test_who_asks_is_said_by_the_front_and_by_nobody_else(visitor: Visitor) -> None:
    _, _, told = visitor.ask("/trabajo/", **{"x-concierta-peer": "1.2.3.4", "x-concierta-refused": "too-large"})

    assert b"'x-concierta-peer': '10.0.0.7'" in told
    assert b"x-concierta-refused" not in told


def test_a_body_that_is_too_large_is_told_to_the_workspace_without_it(visitor: Visitor) -> None:
    _, _, told = visitor.ask("/trabajo/", "POST", body=b"x" * 1001)

    assert b"'x-concierta-refused': 'too-large'" in told
    assert told.endswith(b"|")


@pytest.mark.parametrize(("path", "query"), [("/a\0b", b""), ("/a\ufffd", b""), ("/", b"q=%00")])
def test_what_is_no_text_is_refused_at_the_door(visitor: Visitor, path: str, query: bytes) -> None:
    assert visitor.ask(path, query=query)[0] == 400


def test_without_a_workspace_the_visitor_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concierta.installation.front.workspace.START_SECONDS", 0.0)

    assert Visitor(site, "/nowhere").ask("/trabajo/")[0] == 503


@pytest.fixture
def secure(site: Path, socket: str) -> Visitor:
    return Visitor(site, socket, https=True)


@pytest.mark.parametrize("path", ["/", "/trabajo/"])
def test_portal_and_workspace_are_one_behind_https_and_say_so(secure: Visitor, path: str) -> None:
    status, headers, _ = secure.ask(path, x_forwarded_proto="https")

    assert (status, headers["strict-transport-security"]) == (200, "max-age=31536000")


@pytest.mark.parametrize("path", ["/", "/trabajo/"])
def test_nothing_is_answered_without_https(secure: Visitor, path: str) -> None:
    status, headers, body = secure.ask(path, query=b"a=b", host="empleo.example:80")

    assert (status, headers["location"], body) == (301, f"https://empleo.example{path}?a=b", b"")


def test_nobody_is_sent_to_a_host_that_is_not_ours(secure: Visitor) -> None:
    assert secure.ask("/", host="otro.example")[1]["location"] == "https://empleo.example/"


def test_whoever_watches_this_machine_needs_no_proxy(secure: Visitor) -> None:
    assert secure.ask("/salud")[0] == 200


def test_without_https_nothing_is_said_of_it(visitor: Visitor) -> None:
    assert "strict-transport-security" not in visitor.ask("/")[1]
