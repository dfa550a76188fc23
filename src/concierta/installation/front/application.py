"""The front itself, as ASGI: a file of the portal at once, anything else to the workspace when it has arrived whole."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from typing import Any

import h11

from concierta.installation.front.addresses import (
    PEER,
    REFUSED,
    Headers,
    declared_length,
    header_of,
    is_readable,
    passed_on,
    secure_address,
)
from concierta.installation.front.bodies import Gone, Refused, take_body
from concierta.installation.front.spool import NoRoom, Spool, Store
from concierta.installation.front.workspace import NotThere, Workspace
from concierta.installation.published import PublishedSite

Send = Callable[[dict[str, object]], Awaitable[None]]

_BETWEEN_US = frozenset((b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"server", b"date"))
#: What the portal answers by: nothing else of a request matters to a file.
_ASKED = (
    b"accept-encoding",
    b"if-match",
    b"if-modified-since",
    b"if-none-match",
    b"if-range",
    b"if-unmodified-since",
    b"range",
)


class Front:
    """`limit_of` gives the most bytes that the body of an address may have. `hosts` are ours; `https` is true behind a
    proxy that speaks it for us, and then every answer says so and nothing is answered without it."""

    def __init__(
        self,
        *,
        site: PublishedSite,
        workspace: Workspace,
        store: Store,
        limit_of: Callable[[str], int],
        hosts: list[str],
        https: bool,
        hsts_seconds: int = 31_536_000,
    ) -> None:
        self._site = site
        self._workspace = workspace
        self._store = store
        self._limit_of = limit_of
        self._hosts = hosts
        self._https = https
        self._always: Headers = (
            [(b"strict-transport-security", f"max-age={hsts_seconds}".encode())] if https and hsts_seconds else []
        )

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not is_readable(scope):
            await self._say(send, 400, "Esa dirección no es texto.")
        elif self._https and header_of(scope["headers"], b"x-forwarded-proto") != "https" and scope["path"] != "/salud":
            await self._say(send, 301, "", [(b"location", secure_address(scope, self._hosts).encode())])
        elif (file := self._site.find_file(scope["path"])) is not None:
            await self._give_file(file, scope, send)
        else:
            await self._ask_workspace(scope, receive, send)

    async def _give_file(self, file: Any, scope: dict[str, Any], send: Send) -> None:
        environ = {"REQUEST_METHOD": scope["method"]}
        for name, value in scope["headers"]:
            if name in _ASKED:
                environ["HTTP_" + name.decode().upper().replace("-", "_")] = value.decode("latin-1")
        begun: list[Any] = []

        def serve() -> Iterable[bytes]:
            return self._site.serve(file, environ, lambda status, headers: begun.extend((status, headers)))

        # To squeeze a page takes longer than all the rest of answering it, once in its life.
        content = await asyncio.to_thread(serve) if self._site.must_squeeze(file, environ) else serve()
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in begun[1]]
        await self._begin(send, int(begun[0].split()[0]), headers)
        if isinstance(content, list):
            await send({"type": "http.response.body", "body": b"".join(content)})
            return
        with closing(content):  # type: ignore[type-var]
            pieces = iter(content)
            while piece := await asyncio.to_thread(next, pieces, b""):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _ask_workspace(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        headers = passed_on(scope["headers"])
        peer = scope["client"][0] if scope.get("client") else ""
        headers.append((PEER, peer.encode()))
        body: Spool | None = None
        declared = declared_length(scope["headers"])
        try:
            if declared != 0:
                taken = await take_body(
                    receive, declared=declared, limit=self._limit_of(scope["path"]), store=self._store
                )
                if isinstance(taken, Refused):
                    # Its words are the workspace's, in the language and under the menu of whoever sent it.
                    headers = [pair for pair in headers if pair[0] != b"content-type"]
                    headers.append((REFUSED, taken.value.encode()))
                else:
                    body = taken
            await self._pass_on(scope, headers, body, send)
        except Gone:
            return
        finally:
            if body is not None:
                body.close()

    async def _pass_on(self, scope: dict[str, Any], headers: Headers, body: Spool | None, send: Send) -> None:
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        try:
            answer = await self._workspace.ask(scope["method"].encode(), target, headers, body)
        except h11.LocalProtocolError:
            await self._say(send, 400, "Eso no es una solicitud HTTP completa.")
            return
        except (NotThere, NoRoom):
            await self._say(send, 503, "El espacio de trabajo no responde. Inténtelo de nuevo en un minuto.")
            return
        try:
            kept = [pair for pair in answer.headers if pair[0] not in _BETWEEN_US]
            if answer.status not in (204, 304) and scope["method"] != "HEAD":
                kept.append((b"content-length", str(answer.body.size).encode()))
            await self._begin(send, answer.status, kept)
            async for chunk in answer.body.chunks():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            answer.body.close()

    async def _begin(self, send: Send, status: int, headers: Headers) -> None:
        said = {name for name, _ in headers}
        headers = [*headers, *(pair for pair in self._always if pair[0] not in said)]
        await send({"type": "http.response.start", "status": status, "headers": headers})

    async def _say(self, send: Send, status: int, sentence: str, headers: Headers | None = None) -> None:
        """A line of plain text, for what no page can be made of."""
        body = f"{sentence}\n".encode() if sentence else b""
        plain: Headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await self._begin(send, status, [*plain, *(headers or [])])
        await send({"type": "http.response.body", "body": body})
