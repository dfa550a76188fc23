"""Many people who report at once: each opens the form, sends it with a file, reads it again, confirms, and looks at it.

    python bench/reporters.py PORT PREPARED.json AT_ONCE     answers JSON: how long each took, and what went wrong

The browser's part only: cookies, hidden fields, redirects. Nothing of Concierta is imported here.
"""

import asyncio
import html
import json
import os
import re
import sys
import time
from urllib.parse import urlencode

HOST = "127.0.0.1"
FILE_BYTES = 200_000
TIMEOUT = 120
_HIDDEN = re.compile(r"<input\b[^>]*\btype=.hidden.[^>]*>")
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


class Browser:
    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookies = {"sessionid": session}
        self.reader: asyncio.StreamReader | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", media_type: str = ""
    ) -> tuple[int, dict[str, str], str]:
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(HOST, self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nCookie: {cookies}\r\n"
        if method == "POST":
            head += f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()
        return await self._answer()

    async def _answer(self) -> tuple[int, dict[str, str], str]:
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";")[0].partition("=")
                self.cookies[key] = kept
            headers[name.lower()] = value
        if "content-length" in headers:
            body = await self.reader.readexactly(int(headers["content-length"]))
        else:
            body = b""
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                body += await self.reader.readexactly(size)
                await self.reader.readline()
            await self.reader.readline()
        if headers.get("connection", "").lower() == "close":
            self.writer.close()
            self.reader = None
        return int(head[0].split()[1]), headers, body.decode("utf-8", "replace")


def hidden_fields(page: str) -> dict[str, str]:
    found = (dict(_ATTRIBUTE.findall(field)) for field in _HIDDEN.findall(page))
    return {field["name"]: html.unescape(field.get("value", "")) for field in found if "name" in field}


def multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    line = b"----deadline-day"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (line, name.encode(), value.encode())
        for name, value in fields.items()
    ]
    parts.append(
        b'--%s\r\nContent-Disposition: form-data; name="files"; filename="actas.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%s\r\n--%s--\r\n" % (line, file, line)
    )
    return b"".join(parts), f"multipart/form-data; boundary={line.decode()}"


async def report(browser: Browser, form: str) -> None:
    page = await expect(browser, 200, "GET", form)
    typed = {"value": "900", "narrative": "Se atendieron en las jornadas de los centros de empleo.", "act": "continue"}
    body, media_type = multipart(hidden_fields(page) | typed, b"%PDF-1.4\n" + os.urandom(FILE_BYTES))
    there = await expect(browser, 302, "POST", form, body, media_type)
    page = await expect(browser, 200, "GET", there)
    sent = urlencode(hidden_fields(page)).encode()
    there = await expect(browser, 302, "POST", there, sent, "application/x-www-form-urlencoded")
    await expect(browser, 200, "GET", there)


async def expect(browser: Browser, status: int, method: str, path: str, *body: object) -> str:
    """The body of the page, or where it leads."""
    found, headers, page = await browser.ask(method, path, *body)  # type: ignore[arg-type]
    if found != status:
        raise RuntimeError(f"{method} {path} answered {found}: {' '.join(re.sub('<[^>]*>', ' ', page).split())[:200]}")
    return headers["location"] if status == 302 else page


async def everybody(port: int, forms: list[list[str]], at_once: int) -> dict[str, object]:
    turns, seconds, problems = asyncio.Semaphore(at_once), [], []

    async def one(session: str, form: str) -> None:
        async with turns:
            begun = time.perf_counter()
            browser = Browser(port, session)
            try:
                await asyncio.wait_for(report(browser, form), TIMEOUT)
                seconds.append(time.perf_counter() - begun)
            except Exception as problem:
                problems.append(f"{type(problem).__name__}: {problem}")
            finally:
                if browser.reader is not None:
                    browser.writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one(session, form) for session, form in forms))
    return {"all": time.perf_counter() - begun, "each": seconds, "problems": problems}


if __name__ == "__main__":
    with open(sys.argv[2]) as file:
        prepared = json.load(file)
    print(json.dumps(asyncio.run(everybody(int(sys.argv[1]), prepared["forms"], int(sys.argv[3])))))
