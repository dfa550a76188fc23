"""The receiving side: a package becomes the home of this machine, and the log goes on here.

What is verified and unpacked knows no Django: its settings are those of the home that comes. The database comes last;
`under-way.json` says how far it got, so that the same command takes up what was interrupted.
"""

import json
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any, BinaryIO, cast

from concierta.engines.translog import VerifierKey
from concierta.installation.database import database_settings
from concierta.installation.handover.database import check_programs, kind_of, restore_database
from concierta.installation.handover.encryption import Damaged, Opener
from concierta.installation.handover.keys import ReceivingKey, read_receiving_key
from concierta.installation.handover.package import DATABASE, KEPT, PRIVATE, Manifest, check_package
from concierta.kernel.builds import built_beside, sync_disk
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file

#: What a home may hold before it receives: its key, what is being unpacked, and what commands wrote down.
_OWN = frozenset({"handover", ".receiving", "concierta.log"})


def unpack(*, package: Path, home: Path, trusted: VerifierKey | None) -> Manifest:
    """Verify `package`, a folder or a tar, and make `home` what it holds. Nothing is touched where something is wrong.

    Refuses a home that is not empty, a package for another key, and one that was damaged, cut or changed.
    """
    key, staging = read_receiving_key(home), home / ".receiving"
    under_way = _under_way(home)
    if under_way is None:
        _check_empty(home)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        folder = package if package.is_dir() else _taken_out(package, staging / "package")
        manifest = check_package(folder, trusted)
        if manifest.content["to"] != key.public.fingerprint:
            raise Refusal(
                gettext_noop(
                    "El paquete es para otra clave, %(to)s, y la de aquí es %(own)s: pida que lo empaquen para la "
                    "suya («concierta handover key»), o recíbalo donde está la otra."
                ),
                to=str(manifest.content["to"]),
                own=key.public.fingerprint,
            )
        if under_way and under_way["manifest_sha256"] != manifest.sha256:
            _refuse_not_empty(home)
        if under_way is None or not under_way["restored"]:
            _restore(folder, staging, home, key, manifest)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _restore(folder: Path, staging: Path, home: Path, key: ReceivingKey, manifest: Manifest) -> None:
    database = _database_for(manifest, home)
    if (home / "db.sqlite3").exists():
        # Of some other command, since what is under way was interrupted.
        _refuse_not_empty(home)
    private = staging / "private"
    _open_private(folder / PRIVATE, private, key)
    if not (private / DATABASE).is_file() or not (private / "log.key").is_file():
        raise Damaged
    public = folder / "public"
    shutil.copytree(public / "site" / "log", private / "log")
    if (public / "cortes").exists():
        shutil.copytree(public / "cortes", private / "cortes")
    _keep_under_way(home, manifest, restored=False)
    for name in (*KEPT, "log", "cortes"):
        _place(private / name, home / name)
    with built_beside(home / "site") as build:
        shutil.copytree(public / "site", build, dirs_exist_ok=True)
    sync_disk(home)
    restore_database(database, private / DATABASE)
    sync_disk(home)
    _keep_under_way(home, manifest, restored=True)


def _open_private(sealed: Path, private: Path, key: ReceivingKey) -> None:
    """Unpacked as it is opened, and used only once the end of it was seen."""
    with sealed.open("rb") as file:
        opener = Opener(file, key=key.opens)
        try:
            with tarfile.open(fileobj=cast(BinaryIO, opener), mode="r|") as tar:
                tar.extractall(private, filter=_closed)  # noqa: S202 filtered
        except tarfile.TarError:
            raise Damaged from None
        while opener.read(1 << 16):
            pass


def _closed(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """As `data_filter`, and for its owner only."""
    return tarfile.data_filter(member, folder).replace(mode=0o700 if member.isdir() else 0o600, deep=False)


def _taken_out(package: Path, folder: Path) -> Path:
    """The one folder in a tar; what leads out of it is refused."""
    try:
        with tarfile.open(package, "r:") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError):
        raise Refusal(
            gettext_noop("%(package)s no es un paquete entero: pídalo otra vez a quien lo entrega."),
            package=str(package),
        ) from None
    inside = [path for path in folder.iterdir() if path.is_dir()] if folder.exists() else []
    return inside[0] if len(inside) == 1 else folder


def _place(source: Path, target: Path) -> None:
    if target.is_dir():
        # Of the same package, by an attempt that was interrupted: `under-way.json` says so.
        shutil.rmtree(target)
    if source.exists():
        os.replace(source, target)


def _check_empty(home: Path) -> None:
    if os.environ.get("CONCIERTA_LOG_KEY"):
        raise Refusal(
            gettext_noop(
                "Quite CONCIERTA_LOG_KEY para recibir: la clave del registro viene en el paquete y queda en la carpeta "
                "de datos; después puede moverla."
            )
        )
    if {path.name for path in home.iterdir()} - _OWN:
        _refuse_not_empty(home)


def _refuse_not_empty(home: Path) -> None:
    raise Refusal(
        gettext_noop(
            "%(home)s no está vacía: un paquete se recibe en una carpeta nueva, que solo tenga su clave para recibir. "
            "Ponga otra en CONCIERTA_HOME, lleve ahí handover/receiving.key y repita."
        ),
        home=str(home),
    )


def _database_for(manifest: Manifest, home: Path) -> dict[str, Any]:
    """Django's settings of the database here, if it is of the kind that comes."""
    database = database_settings(os.environ.get("CONCIERTA_DATABASE", ""), home)
    if kind_of(database) != manifest.content["database"]:
        raise Refusal(
            gettext_noop(
                "El paquete trae una base de datos %(brought)s y esta instalación usaría %(here)s: para recibirlo, "
                "CONCIERTA_DATABASE debe nombrar una base PostgreSQL vacía, o faltar si es SQLite."
            ),
            brought=manifest.content["database"],
            here=kind_of(database),
        )
    check_programs(kind_of(database), "pg_restore")
    return database


def _under_way(home: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((home / "handover" / "under-way.json").read_text())
    except FileNotFoundError:
        return None
    return found


def _keep_under_way(home: Path, manifest: Manifest, *, restored: bool) -> None:
    content = {"manifest_sha256": manifest.sha256, "restored": restored}
    replace_file(home / "handover" / "under-way.json", json.dumps(content).encode(), mode=0o600)
