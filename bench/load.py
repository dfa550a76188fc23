"""A small load generator: keep-alive connections to one address of this machine, a bounded number of requests.

One process, asyncio protocols, no parsing beyond the length of the body: its own ceiling is measured in the same run
against a server that answers a fixed reply, so that a figure near the ceiling is known for what it is.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Load:
    """`p50` and `p99` in milliseconds; `size` is bytes of one reply, headers included."""

    per_second: float
    p50: float
    p99: float
    size: int


class _Client(asyncio.Protocol):
    def __init__(self, request: bytes, budget: list[int], times: list[float], done: asyncio.Future[int]) -> None:
        self.request, self.budget, self.times, self.done = request, budget, times, done
        self.buffer = bytearray()
        self.whole = self.size = 0
        self.chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def _send(self) -> None:
        if self.budget[0] <= 0:
            self.transport.close()
            return
        self.budget[0] -= 1
        self.buffer.clear()
        self.whole = 0
        self.begun = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.whole:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                self._fail(head.split(b"\r\n")[0].decode())
                return
            at = head.find(b"content-length:")
            self.chunked = at < 0
            self.whole = end + 4 + (5 if self.chunked else int(head[at + 15 :].split(b"\r\n", 1)[0]))
        if len(self.buffer) >= self.whole and (not self.chunked or self.buffer.endswith(b"0\r\n\r\n")):
            self.size = len(self.buffer)
            self.times.append(time.perf_counter() - self.begun)
            self._send()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.done.done():
            if self.budget[0] > 0:
                self._fail(f"the server closed a kept-alive connection ({problem})")
            else:
                self.done.set_result(self.size)

    def _fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))
        self.transport.close()


def load(port: int, path: str, *, requests: int = 2000, connections: int = 8, gzip: bool = False) -> Load:
    """Ask for `path` `requests` times over `connections` connections, each asking again as soon as it is answered."""
    return asyncio.run(_load(port, path, requests, connections, gzip))


async def _load(port: int, path: str, requests: int, connections: int, gzip: bool) -> Load:
    loop = asyncio.get_running_loop()
    accept = "Accept-Encoding: gzip\r\n" if gzip else ""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{accept}\r\n".encode()
    budget, times = [requests], []
    finished = [loop.create_future() for _ in range(connections)]
    begun = time.perf_counter()
    for done in finished:
        await loop.create_connection(lambda done=done: _Client(request, budget, times, done), HOST, port)
    sizes = await asyncio.wait_for(asyncio.gather(*finished), timeout=120)
    seconds = time.perf_counter() - begun
    cuts = statistics.quantiles(times, n=100)
    return Load(len(times) / seconds, cuts[49] * 1000, cuts[98] * 1000, max(sizes))


class _Fixed(asyncio.Protocol):
    """Answers anything with the same reply: what is left is the generator's own cost."""

    def __init__(self, reply: bytes) -> None:
        self.reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.reply)


def serve_fixed(port: int, size: int) -> None:
    """Run until killed: the other half of the ceiling."""
    body = b"x" * size
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + body

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: _Fixed(reply), HOST, port)
        await server.serve_forever()

    asyncio.run(run())
