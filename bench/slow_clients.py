"""Clients that keep a server waiting, and one who asks for a page of the portal at a steady pace meanwhile.

    python bench/slow_clients.py probe PORT PATH SECONDS      answers JSON: milliseconds of each answer
    python bench/slow_clients.py slow PORT COUNT SECONDS      holds COUNT slow connections, and one body of 2 GB

Bounded in number and in time, and only ever this machine.
"""

import asyncio
import contextlib
import json
import sys
import time

HOST = "127.0.0.1"
PER_SECOND = 25
PATIENCE = 5.0
HUGE = 2 << 30


async def probe(port: int, path: str, seconds: float) -> list[float]:
    """Asks `PER_SECOND` times a second, on its own clock: an answer that is late does not make the next one late too.
    An answer that has not come in `PATIENCE` counts as that long."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode()
    taken: list[float] = []

    async def once() -> None:
        begun = time.perf_counter()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                reader, writer = await asyncio.open_connection(HOST, port)
                writer.write(request)
                answer = await reader.read(-1)
                writer.close()
                if answer.startswith(b"HTTP/1.1 200"):
                    taken.append((time.perf_counter() - begun) * 1000)
                    return
        taken.append(PATIENCE * 1000)

    async with asyncio.TaskGroup() as group:
        for _ in range(int(seconds * PER_SECOND)):
            group.create_task(once())
            await asyncio.sleep(1 / PER_SECOND)
    return taken


def head(method: str, port: int, path: str, length: int) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Length: {length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode()


async def dribble(writer: asyncio.StreamWriter, reader: asyncio.StreamReader, port: int, number: int) -> None:
    """A body that never ends, headers that never end, a reader who never reads, or nothing at all."""
    kind = number % 4
    if kind == 0:
        writer.write(head("POST", port, "/ingresar/", 1000))
    elif kind == 1:
        writer.write(b"GET / HTTP/1.1\r\n")
    elif kind == 2:
        writer.write(head("GET", port, "/bench.html", 0) * 20)
        reader._transport.pause_reading()  # type: ignore[attr-defined]
    while True:
        await asyncio.sleep(1)
        if kind == 0:
            writer.write(b"x")
        elif kind == 1:
            writer.write(b"X-A: b\r\n")
        await writer.drain()


async def endless(port: int) -> None:
    _, writer = await asyncio.open_connection(HOST, port)
    writer.write(head("POST", port, "/ingresar/", HUGE))
    for _ in range(HUGE >> 20):
        writer.write(b"x" * (1 << 20))
        await writer.drain()


async def slow(port: int, count: int, seconds: float) -> None:
    async def one(number: int) -> None:
        while True:  # who is let go comes back
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(HOST, port)
                await dribble(writer, reader, port, number)
            await asyncio.sleep(0.5)

    async def huge() -> None:
        while True:
            with contextlib.suppress(OSError):
                await endless(port)
            await asyncio.sleep(0.5)

    tasks = [asyncio.create_task(one(number)) for number in range(count)] + [asyncio.create_task(huge())]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    if sys.argv[1] == "probe":
        print(json.dumps(asyncio.run(probe(int(sys.argv[2]), sys.argv[3], float(sys.argv[4])))))
    else:
        asyncio.run(slow(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
