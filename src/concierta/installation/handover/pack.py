"""The outgoing side: the log is closed with one act, and all there is goes into a package for one receiver."""

import os
import secrets
import shutil
import tarfile
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from concierta.engines.translog import Checkpoint, Note
from concierta.installation.handover.closing import check_not_closed
from concierta.installation.handover.database import check_programs, dump_database, kind_of
from concierta.installation.handover.encryption import Sealer
from concierta.installation.handover.keys import Recipient
from concierta.installation.handover.package import DATABASE, KEPT, MANIFEST, PRIVATE, write_manifest
from concierta.kernel.builds import shown_at, sync_disk
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.kernel.files import fsync_path, replace_file
from concierta.ledger.operations import publish_log, record_packed, seal_site
from concierta.ledger.operations.keys import key_path, old_key_path, signed_path, signing_keys
from concierta.ledger.operations.record import publication_lock
from concierta.ledger.queries import packed_act

#: The folder in the home where what is to be encrypted is copied first.
_MEANWHILE = ".handover."


def pack_handover(*, to: Recipient, out: Path, at: datetime) -> str:
    """Close the log and write the package `out`, a folder or a `….tar`; the SHA-256 of its manifest.

    Until it is received it may be packed again for the same receiver, and for another once it was undone. Refuses a log
    that may not be signed, a publication that was not finished, and a place that is taken. What fails on the way leaves
    no package; the log stays closed.
    """
    _check_place(out)
    check_programs(kind_of(settings.DATABASES["default"]), "pg_dump")
    with publication_lock():
        packed = packed_act()
        check_not_closed()
        if packed is None:
            if pending := seal_site(site=settings.SITE, by=None, at=at).pending:
                raise Refusal(
                    gettext_noop(
                        "Una publicación quedó sin terminar (%(pending)s): termínela con «concierta log publish» y "
                        "después empaque."
                    ),
                    pending=", ".join(pending),
                )
            record_packed(receiver=to.fingerprint, by=None, at=at)
        elif packed.body["receiver"] != to.fingerprint:
            raise TransitionRefused(
                gettext_noop(
                    "Ya se empacó para otra clave, %(receiver)s: si esa entrega no se va a hacer, deshágala antes con "
                    "«concierta handover undo»."
                ),
                receiver=str(packed.body["receiver"]),
            )
        published = publish_log(site=settings.SITE, by=None, at=at)
        return _write(to, out, Note.parse(published.checkpoint), at)


def _check_place(out: Path) -> None:
    if os.path.lexists(out):
        raise Invalid(gettext_noop("Ya existe %(out)s: diga otro nombre; no se reemplaza nada."), out=str(out))
    if out.resolve().is_relative_to(Path(settings.HOME).resolve()):
        raise Invalid(
            gettext_noop("El paquete se escribe fuera de la carpeta de datos %(home)s: diga otro lugar."),
            home=str(settings.HOME),
        )


def _write(to: Recipient, out: Path, note: Note, at: datetime) -> str:
    """Built beside `out`, on disk before it has its name."""
    keys, point = signing_keys(), Checkpoint.parse(note.text)
    about = {
        "at": at.isoformat(),
        "to": to.fingerprint,
        "program": version("concierta"),
        "database": kind_of(settings.DATABASES["default"]),
        "log": {"origin": point.origin, "size": point.size, "root": point.root.hex(), "vkey": str(keys[0].verifier)},
    }
    build = out.parent / f".{out.name}.{secrets.token_hex(4)}"
    tar = build.with_suffix(".tar")
    try:
        build.mkdir(parents=True, mode=0o700)
        _copy_public(build / "public")
        with (build / PRIVATE).open("xb") as file:
            sealer = Sealer(file, to=to.opens)
            _write_private(sealer)
            sealer.close()
        sha256 = write_manifest(build, about, keys[:1])
        # Known here before anybody can have it: a receipt is of one of these.
        kept = Path(settings.HOME) / "handover" / "packed" / f"{sha256}.json"
        replace_file(kept, (build / f"{MANIFEST}.json").read_bytes(), mode=0o600)
        made = build
        if out.suffix == ".tar":
            with tarfile.open(tar, "x") as archive:
                archive.add(build, arcname=out.stem)
            made = tar
        sync_disk(out.parent)
        os.rename(made, out)
        fsync_path(out.parent)
    finally:
        shutil.rmtree(build, ignore_errors=True)
        tar.unlink(missing_ok=True)
    return sha256


def _copy_public(public: Path) -> None:
    """The site as it is shown, with its log, and the packages that its pages are made of."""
    site, cortes = shown_at(settings.SITE), Path(settings.HOME) / "cortes"
    assert site is not None, "a site was just published"
    shutil.copytree(site, public / "site")
    if cortes.exists():
        shutil.copytree(cortes, public / "cortes")


def _write_private(sealer: Sealer) -> None:
    """A tar, straight into the encryption; only the copy of the database and one key lie in the clear meanwhile."""
    home = Path(settings.HOME)
    for left in home.glob(f"{_MEANWHILE}*"):
        # Of a command that was killed.
        shutil.rmtree(left)
    with (
        tempfile.TemporaryDirectory(prefix=_MEANWHILE, dir=home) as folder,
        tarfile.open(fileobj=cast(BinaryIO, sealer), mode="w|") as tar,
    ):
        made = Path(folder)
        # First the database, then the files it names, which only grow.
        dump_database(settings.DATABASES["default"], made / DATABASE)
        # The key in use, wherever it was told: with another, nobody's second factor could be read.
        (made / "secret.key").write_text(settings.SECRET_KEY)
        elsewhere = {
            DATABASE: made / DATABASE,
            "secret.key": made / "secret.key",
            "log.key": key_path(),
            "log.key.old": old_key_path(),
            "log.signed": signed_path(),
        }
        for name in (DATABASE, *KEPT):
            path = elsewhere.get(name, home / name)
            if path.exists():
                tar.add(path, arcname=name)
