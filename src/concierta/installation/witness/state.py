"""What a witness remembers, on disk: its key and, per log, the last checkpoint it cosigned."""

import fcntl
import hashlib
import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from concierta.engines.translog import Algorithm, LogProblem, Note, Seen, SignerKey, SplitView, timestamp_of
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import create_once, replace_file


class WitnessFolder:
    """One process owns the folder: two with one key could sign two histories of the same log."""

    def __init__(self, folder: Path, *, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._lock = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(gettext_noop("Otro testigo usa ya la carpeta %(folder)s."), folder=str(folder)) from None
        create_once(folder / "witness.key", SignerKey.generate(name, Algorithm.COSIGNATURE_V1).to_text().encode())
        try:
            self.key = SignerKey.parse((folder / "witness.key").read_text().strip())
        except (LogProblem, UnicodeError):
            raise Refusal(
                gettext_noop("%(folder)s/witness.key no es una clave de testigo: recupérela de una copia."),
                folder=str(folder),
            ) from None

    def seen(self, origin: str) -> Seen | None:
        """The last checkpoint cosigned for a log; a file that cannot be read is an error, never "nothing seen"."""
        return self.seen_under(_digest(origin))

    def seen_under(self, digest: str) -> Seen | None:
        """As `seen`, for the log whose origin has this SHA-256 in hexadecimal."""
        content = self._content(digest)
        return Seen(content["size"], b64decode(content["root"]), content["note"]) if content else None

    def seen_at(self, seen: Seen) -> int:
        """The POSIX time at which it was cosigned here; 0 where this key did not sign it."""
        signature = Note.parse(seen.note).verified_by([self.key.verifier]).get(self.key.verifier)
        return timestamp_of(signature) if signature else 0

    def grew_at(self, origin: str) -> int | None:
        """The POSIX time at which the log was first seen as long as it is; None where nothing was seen of it.

        What was remembered before this was: when it was last seen.
        """
        content, seen = self._content(_digest(origin)), self.seen(origin)
        return int(content.get("grew_at") or self.seen_at(seen)) if content and seen else None

    def remember(self, origin: str, seen: Seen) -> None:
        """On disk when this returns: only then may the signature leave the house."""
        before, grew_at = self.seen(origin), self.grew_at(origin)
        content = {
            "origin": origin,
            "size": seen.size,
            "root": b64encode(seen.root).decode(),
            "note": seen.note,
            "grew_at": grew_at if before and before.size == seen.size else self.seen_at(seen),
        }
        replace_file(
            self._state(_digest(origin)), json.dumps(content, ensure_ascii=False, indent=2).encode(), durable=True
        )

    def cortes_path(self, origin: str) -> Path:
        """Where what was read of a log's cortes is remembered."""
        return self._folder / "cortes" / f"{_digest(origin)[:32]}.json"

    def keep_evidence(self, evidence: SplitView) -> None:
        """Two trees of one size, both signed by the log."""
        text = evidence.to_json().encode()
        name = hashlib.sha256(text).hexdigest()[:16]
        replace_file(self._folder / "evidence" / f"{name}.json", text, durable=True)

    def evidence(self) -> list[str]:
        return [path.read_text() for path in sorted((self._folder / "evidence").glob("*.json"))]

    def close(self) -> None:
        self._lock.close()

    def _content(self, digest: str) -> dict[str, Any] | None:
        try:
            content: dict[str, Any] = json.loads(self._state(digest).read_text())
        except FileNotFoundError:
            return None
        return content if _digest(content["origin"]) == digest else None

    def _state(self, digest: str) -> Path:
        return self._folder / "seen" / f"{digest[:32]}.json"


def _digest(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()
