"""What the front looks at in a request before anybody else does."""

from typing import Any
from urllib.parse import quote

Headers = list[tuple[bytes, bytes]]

#: Between two neighbours only, or the front's own to say.
_NOT_PASSED_ON = frozenset(
    (
        b"connection",
        b"content-length",
        b"expect",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
_OURS = b"x-concierta-"
#: Names of the headers that the front adds for the workers.
PEER, REFUSED = b"x-concierta-peer", b"x-concierta-refused"


def passed_on(headers: Headers) -> Headers:
    """The headers that a worker may believe the client sent. WSGI makes one name of `X-Forwarded-For` and
    `X_Forwarded_For`: the second, which no browser writes and no proxy cleans, is dropped."""
    return [
        (name, value)
        for name, value in headers
        if name not in _NOT_PASSED_ON and not name.startswith(_OURS) and b"_" not in name
    ]


def header_of(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


def declared_length(headers: Headers) -> int | None:
    """The Content-Length; None when there is a body of unsaid length; 0 when there is none."""
    said = header_of(headers, b"content-length")
    if said.isascii() and said.isdecimal():
        return int(said)
    return None if header_of(headers, b"transfer-encoding") else 0


def is_readable(scope: dict[str, Any]) -> bool:
    """True if path and query are text: UTF-8 without the character NUL, which no database keeps."""
    query: bytes = scope["query_string"]
    raw: bytes = scope.get("raw_path") or b""
    return "\0" not in scope["path"] and "\ufffd" not in scope["path"] and b"%00" not in raw + query


def secure_address(scope: dict[str, Any], hosts: list[str]) -> str:
    """Where the same page is behind HTTPS. Only a host that is ours is sent back to."""
    host = header_of(scope["headers"], b"host").rpartition(":")[0] or header_of(scope["headers"], b"host")
    known = host if host in hosts else hosts[0]
    query = scope["query_string"].decode("latin-1")
    return f"https://{known}{quote(scope['path'])}{'?' + query if query else ''}"
