"""Words that somebody has not sent yet, kept on the machine until they send them: they survive a lost connection, an
expired session and a change of telephone. One small file for each person and matter, that nobody else is shown.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from concierta.kernel.clock import now
from concierta.kernel.files import private_folder, replace_file

if TYPE_CHECKING:
    from concierta.people.models import User

_NAME = re.compile(r"[a-z0-9-]+")


def kept_draft(user: "User", matter: str) -> dict[str, Any]:
    """The words of `user` about `matter`, with `saved_at`; empty when nothing is kept."""
    path = _path(user, matter)
    if not path.exists():
        return {}
    draft: dict[str, Any] = json.loads(path.read_text())
    return draft | {"saved_at": datetime.fromisoformat(draft["saved_at"])}


def keep_draft(user: "User", matter: str, written: dict[str, object]) -> None:
    path = _path(user, matter)
    private_folder(path.parent)
    content = json.dumps(written | {"saved_at": now().isoformat()}, ensure_ascii=False)
    replace_file(path, content.encode(), mode=0o600)


def forget_draft(user: "User", matter: str) -> None:
    _path(user, matter).unlink(missing_ok=True)


def _path(user: "User", matter: str) -> Path:
    if not _NAME.fullmatch(matter):
        raise ValueError(f"not a matter: {matter!r}")
    return Path(settings.HOME) / "drafts" / f"{user.pk}-{matter}.json"
