"""The published site over WSGI: WhiteNoise, spared what it would work out again for every request."""

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from wsgiref.util import FileWrapper

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from concierta.kernel.builds import before_it

#: A reply up to this size goes to the server in one piece, which it sends several times faster than an iterator.
ONE_PIECE = 1 << 20
BLOCK = 1 << 18
#: How many addresses are remembered; past it, forgetting all of them is simpler than choosing, and as quick.
REMEMBERED = 20_000
#: Replies that shrink to a quarter; a phone on a slow line waits for bytes, not for us.
SQUEEZED_TYPES = ("text/", "application/json", "application/javascript", "image/svg+xml")
WORTH_SQUEEZING = 1 << 10
SQUEEZED_REMEMBERED = 2_000
#: Where the names tell the content: somebody with a page, or a checkpoint, of the site before may still ask for these.
NAMED_BY_CONTENT = ("/recursos/", "/log/tile/")


class PublishedSite(WhiteNoise):
    """Looks at the disk at every request, so that a corte published while serving is there at once.

    A site is a link that each publication leads elsewhere: where it leads is asked once for a request, which is
    answered out of that build alone, whatever is switched meanwhile. What a page of the build before asks for by a name
    made of its content is still found there. What is kept of a file (its headers) counts only while size, time and
    inode are still the same.
    """

    def __init__(self, application: object, **options: object) -> None:
        self._known: dict[str, tuple[str, tuple[int, ...], StaticFile]] = {}
        self._squeezed: dict[tuple[int, ...], bytes] = {}
        super().__init__(application, autorefresh=True, **options)

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        for root, prefix in self.directories:
            if not url.startswith(prefix):
                continue
            shown = os.path.realpath(root)
            for folder in (shown, *_before(shown, url)):
                path = os.path.join(folder, url[len(prefix) :])
                if self.path_is_child_of(path, folder + os.path.sep):
                    yield path

    def find_file(self, url: str) -> object:
        if known := self._known.get(url):
            path, seen, file = known
            if identity(path) == seen and path.startswith(self._shown()):
                return file
            self._known.pop(url, None)
        found = super().find_file(url)
        if isinstance(found, StaticFile):
            path = found.alternatives[-1][1]
            # Looked at before it is described again: were it replaced in between, the next request would notice.
            seen = identity(path)
            found = super().find_file(url)
            if isinstance(found, StaticFile) and found.alternatives[-1][1] == path:
                if len(self._known) >= REMEMBERED:
                    self._known.clear()
                self._known[url] = (path, seen, found)
        return found

    def _shown(self) -> tuple[str, ...]:
        return tuple(os.path.realpath(root) + os.path.sep for root, _ in self.directories)

    def serve(self, file: Any, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = file.get_response(environ["REQUEST_METHOD"], environ)
        headers = dict(response.headers)
        squeezable = response.status == 200 and is_squeezable(headers)
        if squeezable:
            headers["Vary"] = "Accept-Encoding"
        content = None
        if squeezable and response.file is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            with closing(response.file) as whole:
                content = self._squeeze(whole)
            headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(content))}
        start_response(f"{response.status} {response.status.phrase}", list(headers.items()))
        if content is not None:
            return [content]
        if response.file is None:
            return []
        if int(headers["Content-Length"]) > ONE_PIECE:
            return FileWrapper(response.file, BLOCK)
        with closing(response.file) as whole:
            return [whole.read()]

    def must_squeeze(self, file: Any, environ: dict[str, Any]) -> bool:
        """True if `serve` would have to compress this file now: what takes so long is not done where others wait."""
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", "") or not isinstance(file, StaticFile):
            return False
        return identity(file.alternatives[-1][1]) not in self._squeezed

    def _squeeze(self, whole: Any) -> bytes:
        """The file compressed, once for as long as it is the same file."""
        seen = identity(whole.name)
        if (known := self._squeezed.get(seen)) is not None:
            return known
        content = gzip.compress(whole.read(), compresslevel=6, mtime=0)
        if len(self._squeezed) >= SQUEEZED_REMEMBERED:
            self._squeezed.clear()
        self._squeezed[seen] = content
        return content


def _before(shown: str, url: str) -> Iterator[str]:
    if any(folder in url for folder in NAMED_BY_CONTENT) and (earlier := before_it(Path(shown))):
        yield str(earlier)


def is_squeezable(headers: dict[str, str]) -> bool:
    return (
        headers.get("Content-Type", "").startswith(SQUEEZED_TYPES)
        and "Content-Encoding" not in headers
        and WORTH_SQUEEZING <= int(headers.get("Content-Length", 0)) <= ONE_PIECE
    )


def identity(path: str) -> tuple[int, ...]:
    """What changes when a file is written anew; empty when it is not there."""
    try:
        seen = os.stat(path)
    except OSError:
        return ()
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
