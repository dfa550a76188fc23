"""Where a published site is read from: a folder, or any web server."""

import http.client
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

from concierta.engines.sitelog import Site
from concierta.kernel.folder_site import FolderSite

_SECONDS = 30
_AT_ONCE = 8
_WINDOW = 256
_INDEX = "index.html"
_MOVED = (301, 302, 307, 308)


def open_site(place: str) -> Site:
    """The site in a folder or at an http(s) address; FileNotFoundError for a folder that is not there."""
    if place.startswith(("http://", "https://")):
        return WebSite(place)
    if not Path(place).is_dir():
        raise FileNotFoundError(2, "no existe", place)
    return FolderSite(Path(place))


class WebSite:
    """Keeps one connection per thread: thousands of small files cost a round trip each, not a handshake."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host = parts.netloc
        self._secure = parts.scheme == "https"
        self._root = f"{parts.path.rstrip('/')}/"
        self._own = threading.local()

    def read(self, path: str) -> bytes:
        for attempt in (1, 2):
            try:
                return self._get(path)
            except (http.client.HTTPException, ConnectionError) as problem:
                # A server may close a connection that rested; once more, then it is the server's word.
                self._own.connection = None
                if attempt == 2:
                    raise OSError(5, f"el servidor no respondió ({problem})", path) from problem
        raise AssertionError

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        remaining = iter(paths)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while window := list(islice(remaining, _WINDOW)):
                yield from zip(window, pool.map(self._read_or_none, window), strict=True)

    def names(self) -> frozenset[str] | None:
        return None

    def _read_or_none(self, path: str) -> bytes | None:
        try:
            return self.read(path)
        except FileNotFoundError:
            return None

    def _get(self, path: str) -> bytes:
        connection = self._connection()
        connection.request("GET", self._root + quote(path), headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status in _MOVED and path.endswith(_INDEX):
            # Many servers know a folder's page only by the folder.
            return self._get(path.removesuffix(_INDEX))
        if answer.status in (404, 410):
            raise FileNotFoundError(2, "no existe", path)
        if answer.status != 200:
            raise OSError(5, f"el servidor respondió {answer.status}", path)
        return content

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            if self._secure:
                connection = http.client.HTTPSConnection(
                    self._host, timeout=_SECONDS, context=ssl.create_default_context()
                )
            else:
                connection = http.client.HTTPConnection(self._host, timeout=_SECONDS)
            self._own.connection = connection
        return connection
