"""The witness's door: `POST /add-checkpoint` as C2SP tlog-witness has it, and a few plain pages to look at."""

import json
import re
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from concierta.engines.translog import AddCheckpoint, Answer, Checkpoint, LogProblem, VerifierKey, decide
from concierta.installation.witness.state import WitnessFolder

_LARGEST = 256 * 1024
_MONITORED = re.compile(r"/([0-9a-f]{64})/checkpoint")
_TEXT = "text/plain; charset=utf-8"


class WitnessServer(ThreadingHTTPServer):
    """Follows `logs`, each named by its key, with the key and the memory of `folder`; `clock` gives POSIX seconds.

    `on_change` is called when something was cosigned, or is evidence.
    """

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        *,
        folder: WitnessFolder,
        logs: Iterable[VerifierKey],
        clock: Callable[[], int],
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(address, _Handler)
        self.folder = folder
        self.logs: dict[str, list[VerifierKey]] = {}
        for key in logs:
            self.logs.setdefault(key.name, []).append(key)
        self._clock, self._on_change = clock, on_change
        self._one_at_a_time = threading.Lock()

    def answer(self, body: bytes) -> Answer:
        """Decide, remember, and only then reply; one request at a time, so that no two sign from one memory."""
        with self._one_at_a_time:
            answer = decide(body, logs=self.logs, state_of=self.folder.seen, cosigner=self.folder.key, at=self._clock())
            if answer.state:
                origin = Checkpoint.parse(AddCheckpoint.parse(body).note.text).origin
                self.folder.remember(origin, answer.state)
            if answer.evidence:
                self.folder.keep_evidence(answer.evidence)
        if answer.state or answer.evidence:
            self._on_change()
        return answer

    def page(self, path: str) -> str | None:
        """`/` who this is and what it saw, `/vkey`, `/evidence`, and what was last cosigned for a log.

        That is `/<SHA-256 of its origin>/checkpoint` as C2SP has it, and `/checkpoint/<origin>` for people.
        """
        if path == "/vkey":
            return f"{self.folder.key.verifier}\n"
        if path == "/evidence":
            return json.dumps([json.loads(text) for text in self.folder.evidence()], ensure_ascii=False, indent=2)
        if monitored := _MONITORED.fullmatch(path):
            seen = self.folder.seen_under(monitored[1])
            return seen.note if seen else None
        if path.startswith("/checkpoint/"):
            seen = self.folder.seen(unquote(path.removeprefix("/checkpoint/")))
            return seen.note if seen else None
        if path == "/":
            lines = [f"{self.folder.key.verifier}"]
            for origin in sorted(self.logs):
                seen = self.folder.seen(origin)
                lines.append(f"{origin}: {f'{seen.size} actos, {seen.root.hex()}' if seen else 'nada visto todavía'}")
            return "\n".join(lines) + "\n"
        return None


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    server_version = "concierta-witness"
    sys_version = ""
    timeout = 15
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._refuse_unread(404, "no\n")
        elif not length.isdecimal() or int(length) > _LARGEST:
            self._refuse_unread(413, "Content-Length\n")
        else:
            answer = self.server.answer(self.rfile.read(int(length)))
            self._reply(answer.status, answer.body, answer.media_type)

    def do_GET(self) -> None:
        try:
            page = self.server.page(self.path)
        except (LogProblem, ValueError):
            page = None
        self._reply(404 if page is None else 200, "no\n" if page is None else page)

    def log_message(self, *_: object) -> None:
        """Requests are not written down: who asks is nobody's business."""

    def _refuse_unread(self, status: int, body: str) -> None:
        # Nothing more is read from this connection: what was sent would be taken for another request.
        self.close_connection = True
        self._reply(status, body)

    def _reply(self, status: int, body: str, media_type: str = _TEXT) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
