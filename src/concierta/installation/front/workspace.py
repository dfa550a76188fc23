"""Asking the workspace: HTTP/1.1 over a socket of this machine, a whole request in, a whole answer out."""

import asyncio
from dataclasses import dataclass

import h11

from concierta.installation.front.spool import Spool, Store

Headers = list[tuple[bytes, bytes]]

#: [D] The slowest thing that a page does is to rehearse a large matrix. Then whoever waits is told.
ANSWER_SECONDS = 300.0
#: While the workspace starts, nobody is turned away.
START_SECONDS = 60.0
_READ = 1 << 16


class NotThere(Exception):
    """The workspace does not answer."""


@dataclass(slots=True)
class Answer:
    status: int
    headers: Headers
    body: Spool


class Workspace:
    """At most `at_once` requests are under way; the others wait here, where waiting costs no thread.

    Each has a connection of its own. One kept open could be closed by the other side just when an act is sent over it,
    and nobody would know whether the act was done.
    """

    def __init__(self, socket: str, *, at_once: int, store: Store) -> None:
        self._socket = socket
        self._turns = asyncio.Semaphore(at_once)
        self._store = store

    async def ask(self, method: bytes, target: bytes, headers: Headers, body: Spool | None) -> Answer:
        """Raises NotThere, and h11.LocalProtocolError for a request that is none."""
        length = str(body.size if body else 0).encode()
        sent: Headers = [*headers, (b"content-length", length), (b"connection", b"close")]
        request = h11.Request(method=method, target=target, headers=sent)
        try:
            async with self._turns, asyncio.timeout(ANSWER_SECONDS):
                return await self._exchange(request, body)
        except (OSError, h11.RemoteProtocolError) as problem:  # TimeoutError is an OSError
            raise NotThere from problem

    async def _exchange(self, request: h11.Request, body: Spool | None) -> Answer:
        reader, writer = await self._connected()
        talk = h11.Connection(h11.CLIENT)
        try:
            writer.write(talk.send(request) or b"")
            if body:
                async for chunk in body.chunks():
                    writer.write(talk.send(h11.Data(data=chunk)) or b"")
                    await writer.drain()
            writer.write(talk.send(h11.EndOfMessage()) or b"")
            await writer.drain()
            return await self._heard(talk, reader)
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        end = loop.time() + START_SECONDS
        while True:
            try:
                return await asyncio.open_unix_connection(self._socket)
            except OSError:
                if loop.time() > end:
                    raise
                await asyncio.sleep(0.05)

    async def _heard(self, talk: h11.Connection, reader: asyncio.StreamReader) -> Answer:
        status, headers, spool = 0, [], self._store.spool()
        try:
            while True:
                event = talk.next_event()
                if event is h11.NEED_DATA:
                    talk.receive_data(await reader.read(_READ))
                elif isinstance(event, h11.Response):
                    status, headers = event.status_code, list(event.headers)
                elif isinstance(event, h11.Data):
                    await spool.write(bytes(event.data))
                elif isinstance(event, h11.EndOfMessage):
                    return Answer(status, headers, spool)
                elif isinstance(event, h11.ConnectionClosed):
                    raise NotThere
        except BaseException:
            spool.close()
            raise
