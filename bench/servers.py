"""Servers to measure, each started on a free port of 127.0.0.1, waited for, and stopped."""

import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from measure import CONCIERTA, home

#: Where Granian's static mount lies: it takes no route "/".
STATIC = "/site"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str | Path], port: int, *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[int]:
    """Run `command` until the block ends; the block begins when GET / answers anything."""
    started = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # its workers are children: all of them are stopped
    )
    try:
        wait_until_it_answers(port, started)
        yield port
    finally:
        stop(started)


def stop(started: subprocess.Popen[bytes]) -> None:
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, sent)
            started.wait(10)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def wait_until_it_answers(port: int, started: subprocess.Popen[bytes], *, path: str = "/", limit: float = 300) -> int:
    """The status of the first answer. Stops the bench when the server ends first or `limit` seconds go by."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if started.poll() is not None:
            sys.exit(f"{started.args} ended with {started.returncode} before it answered.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            time.sleep(0.02)
    sys.exit(f"{started.args} did not answer in {limit:.0f} s.")


@contextmanager
def concierta(folder: Path) -> Iterator[int]:
    port = free_port()
    with running([CONCIERTA, "serve", "--port", str(port)], port, env=home(folder)) as found:
        yield found


@contextmanager
def python_http_server(site: Path) -> Iterator[int]:
    port = free_port()
    with running([sys.executable, __file__, "http.server", str(port), str(site)], port) as found:
        yield found


@contextmanager
def granian_static(site: Path, folder: Path) -> Iterator[int]:
    """Granian's own static mount, in Rust; no ETag, no Range, no gzip, so a peer in speed only."""
    port = free_port()
    (folder / "nothing.py").write_text(
        "def application(environ, start_response):\n"
        "    start_response('404 Not Found', [('Content-Length', '0')])\n    return [b'']\n"
    )
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--static-path-route",
        STATIC,
        "--static-path-mount",
        str(site),
        "--static-path-dir-to-file",
        "index.html",
    ]
    with running([*command, "nothing:application"], port, cwd=folder) as found:
        yield found


def has_nginx() -> bool:
    return shutil.which("nginx") is not None


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[int]:
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events {}\n"
        "http { include /etc/nginx/mime.types; access_log off; sendfile on; keepalive_requests 1000000;\n"
        f"  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;\n"
        f"  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {site}; index index.html; }} }}\n"
    )
    folder.chmod(0o755)
    with running(["nginx", "-c", settings, "-p", folder], port) as found:
        yield found


@contextmanager
def fixed(size: int) -> Iterator[int]:
    port = free_port()
    with running([sys.executable, __file__, "fixed", str(port), str(size)], port) as found:
        yield found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # the default, 1.0, closes the connection after each reply
    disable_nagle_algorithm = True  # or every reply waits 40 ms for an acknowledgement

    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    if sys.argv[1] == "fixed":
        from load import serve_fixed

        serve_fixed(int(sys.argv[2]), int(sys.argv[3]))
    else:
        handler = partial(_Quiet, directory=sys.argv[3])
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
