"""CONCIERTA_HOME: the one folder that holds everything an installation keeps, and who may read what of it."""

import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from concierta.kernel.files import create_once

#: Whoever may pass through the home may not list it: a web server of another account reaches `site` by its name.
HOME_MODE = 0o711
#: What anybody may read: the portal and its builds, which have a copy of the log.
PUBLIC = frozenset({"site", "sites"})


def home_folder() -> Path:
    """The folder named by CONCIERTA_HOME, or ./var; made, for its owner only, when it does not exist."""
    home = Path(os.environ.get("CONCIERTA_HOME", "var")).expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret_key(home: Path) -> str:
    """The installation's own key, made at first start and readable by its owner only.

    Of two processes that start together one makes it, and both read it whole.
    """
    path = home / "secret.key"
    if not path.exists():
        create_once(path, secrets.token_urlsafe(50).encode())
    return path.read_text().strip()


def is_read_only(home: Path) -> bool:
    """True if nothing can be written in the home: a read-only disk, or a folder of another account."""
    return not os.access(home, os.W_OK)


def is_on_read_only_disk(home: Path) -> bool:
    return bool(os.statvfs(home).f_flag & os.ST_RDONLY)


def secure_home(home: Path, database: Path | None) -> None:
    """Close to other accounts what is not public, whoever made it and with whatever umask.

    `database` is made, empty, before SQLite makes it with the umask: what SQLite puts beside it has its mode. What
    cannot be changed, being of another account, is told by `loose`.
    """
    if database is not None and not database.exists():
        create_once(database, b"")
    if home.stat().st_mode & 0o777 != HOME_MODE:
        _change(home, HOME_MODE)
    for path, wanted, _ in _misplaced(home):
        _change(path, wanted)


def loose(home: Path) -> list[str]:
    """What other accounts can read and should not, or cannot and should, in sentences that say what to run."""
    found = [
        f"{path}: otras cuentas {word}: ejecute «chmod {wanted:o} {path}»." for path, wanted, word in _misplaced(home)
    ]
    if home.stat().st_mode & 0o066:
        found.insert(0, f"Otras cuentas pueden leer {home}: ejecute «chmod {HOME_MODE:o} {home}».")
    return found


def _misplaced(home: Path) -> Iterator[tuple[Path, int, str]]:
    """Each thing directly in the home whose mode is another than it should be. Inside a closed folder all is closed."""
    for found in os.scandir(home):
        if found.is_symlink():
            continue
        mode, path = stat.S_IMODE(found.stat().st_mode), Path(found.path)
        if found.is_dir():
            if found.name in PUBLIC and mode & 0o055 != 0o055:
                yield path, 0o755, "no pueden leer el sitio"
            elif found.name not in PUBLIC and mode & 0o077:
                yield path, 0o700, "pueden entrar"
        elif mode & 0o077:
            yield path, 0o600, "lo pueden leer"


def _change(path: Path, mode: int) -> None:
    try:
        path.chmod(mode)
    except OSError:
        # Told by `loose` to whoever runs `concierta check`.
        return
