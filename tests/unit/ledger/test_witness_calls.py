"""A witness is asked where its list says, and nowhere else."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from concierta.ledger.operations.witnesses import ask_witness


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/secreto")
        self.end_headers()
        self.server.asked.append(self.path)

    do_POST = do_GET

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def elsewhere():
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("content", [None, b"old 0\n"])
def test_one_that_points_elsewhere_is_not_followed(elsewhere, content):
    status, _ = ask_witness(f"http://127.0.0.1:{elsewhere.server_port}/log", content, seconds=5)
    assert (status, elsewhere.asked) == (302, ["/log"])


def test_an_address_that_is_not_of_the_web_is_not_opened():
    with pytest.raises(ValueError, match="file:"):
        ask_witness("file:///etc/passwd", seconds=5)
