"""Bytes on their way: in memory while they are few, then in a file without a name, never more in all than a limit."""

import asyncio
import tempfile
from collections.abc import AsyncIterator

#: What one spool holds in memory [D]. Above it every write goes to the disk, in a thread.
IN_MEMORY = 1 << 18
#: What all spools may hold together on the disk [D]; past it new bodies are turned away until others are done.
MOST_IN_ALL = 2 << 30
_CHUNK = 1 << 18


class NoRoom(Exception):
    """All spools together are full."""


class Store:
    """Counts what every spool of this process holds, in bytes."""

    def __init__(self, most: int = MOST_IN_ALL) -> None:
        self.most = most
        self.held = 0

    def spool(self) -> "Spool":
        return Spool(self)


class Spool:
    """One body or answer. `close` gives back its room; a spool that was not closed keeps it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.size = 0

    async def write(self, chunk: bytes) -> None:
        """Raises NoRoom when all spools together would pass their limit, OSError when the disk is full."""
        if self._store.held + len(chunk) > self._store.most:
            raise NoRoom
        self._store.held += len(chunk)
        self.size += len(chunk)
        if self.size <= IN_MEMORY:
            self._file.write(chunk)
        else:
            await asyncio.to_thread(self._file.write, chunk)

    async def chunks(self) -> AsyncIterator[bytes]:
        """What was written, from its beginning."""
        self._file.seek(0)
        if self.size <= IN_MEMORY:
            if self.size:
                yield self._file.read()
            return
        while chunk := await asyncio.to_thread(self._file.read, _CHUNK):
            yield chunk

    def close(self) -> None:
        self._store.held -= self.size
        self.size = 0
        self._file.close()
