"""CONCIERTA_HOME: the one folder that holds everything an installation keeps."""

import os
import secrets
from pathlib import Path


def home_folder() -> Path:
    """The folder named by CONCIERTA_HOME, or ./var; made, for its owner only, when it does not exist."""
    home = Path(os.environ.get("CONCIERTA_HOME", "var")).expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret_key(home: Path) -> str:
    """The installation's own key, made at first start and readable by its owner only.

    Created with O_EXCL so that two processes starting together agree on one key.
    """
    path = home / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
