"""The processes of `concierta serve`: the front on the port, and behind it those that run the workspace.

concierta serve ── front (Granian, ASGI): portal, bodies, waiting
                └─ workspace (Granian, WSGI) ── worker, worker…
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from concierta.installation.front.names import AT_ONCE, SOCKET

#: [D] Connections that may be open at once, as far as the system lets one process have.
CONNECTIONS = 8192
#: [D] Who has not said what they want in this time, after connecting or after the last answer, is let go.
HEADER_MS = 15_000
HEADER_BYTES = 64 * 1024
#: [D] Of each worker: one computes while another waits for the disk. Python runs one at a time: with four,
#: fewer reports a second went through on a deadline day.
THREADS = 2


def run(host: str, port: int) -> None:
    """Run all of them until the front is told to stop; the workspace is begun again should it end."""
    from django.conf import settings

    folder = Path(tempfile.mkdtemp(prefix="concierta-"))
    os.environ[SOCKET] = str(folder / "workspace")
    os.environ[AT_ONCE] = str(settings.WORKERS * THREADS)
    behind = _Workspace()
    try:
        _front(host, port)
    finally:
        behind.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _front(host: str, port: int) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    _server(
        "concierta.installation.front.served:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MS, max_buffer_size=HEADER_BYTES),
        workers=1,
        backlog=2048,
        backpressure=_connections(),
    )


def workspace() -> None:
    """Run the workspace's workers behind the socket that the environment names, until stopped or left alone."""
    from django.conf import settings
    from granian.constants import Interfaces

    end_with_parent(signal.SIGTERM)
    # Where processors are scarce the portal goes first: it needs little, and the city waits for it.
    os.nice(5)
    _server(
        "concierta.installation.workers:application",
        uds=Path(os.environ[SOCKET]),
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=THREADS,
        # A worker whose threads are all busy leaves the next request to another.
        backpressure=THREADS,
    )


def _server(target: str, **options: Any) -> None:
    from granian.log import LogLevels
    from granian.server import Server

    # Its warnings are advice on numbers that were measured here.
    Server(
        target,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        # One that is told to stop while it still starts does not hear it.
        workers_kill_timeout=5,
        log_level=LogLevels.error,
        **options,
    ).serve()


def _connections() -> int:
    """As many as the system allows, some being kept for files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2 if most == resource.RLIM_INFINITY else min(CONNECTIONS * 2, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return max(64, wanted // 2)


class _Workspace:
    """The workspace as a child, kept alive."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child = self._begin()
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = "from concierta.installation.servers import workspace; workspace()"
        return subprocess.Popen([sys.executable, "-c", command], env=os.environ, stdin=subprocess.DEVNULL)

    def _keep(self) -> None:
        while True:
            self._child.wait()
            if self._stopping.wait(1.0):
                return
            Path(os.environ[SOCKET]).unlink(missing_ok=True)
            self._child = self._begin()


def end_with_parent(how: int = signal.SIGKILL) -> None:
    """Ask the system to end this process when the one that began it is gone, however it went. Linux only."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    parent_death_signal = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(parent_death_signal, how)
