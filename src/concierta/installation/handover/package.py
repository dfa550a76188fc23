"""The package on disk: `public/site`, `public/cortes`, `private.bin`, and a signed manifest of every byte.

`manifest.json` has the SHA-256 and size of each file, the log's size and root, the time and for whom; `manifest.sig` is
a signed note by the log's key over its hash. Whoever has the log's public key checks it, without opening anything.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from concierta.engines.sitelog import check_site
from concierta.engines.translog import LogProblem, Note, SignerKey, VerifierKey, sign_note
from concierta.installation.log.words import line_of
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file
from concierta.kernel.folder_site import FolderSite

PRIVATE = "private.bin"
#: What is inside the private part: the database, and what goes into the home by these names, as far as it is there.
DATABASE = "database"
KEPT = ("evidence", "calendar.toml", "secret.key", "log.key", "log.key.old", "log.signed")
MANIFEST, RECEIPT = "manifest", "receipt"
_FORMAT = "concierta/handover@v1"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a package says of itself; `sha256` is of its file, in hex, and names the package."""

    content: dict[str, Any]
    sha256: str


def write_statement(folder: Path, name: str, content: dict[str, Any], keys: Iterable[SignerKey]) -> str:
    """Write `name`.json and, signed by `keys`, `name`.sig; the SHA-256 of the first, in hex."""
    data = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    note = sign_note(_said_of(name, data), *keys)
    replace_file(folder / f"{name}.json", data)
    replace_file(folder / f"{name}.sig", note.to_bytes())
    return hashlib.sha256(data).hexdigest()


def is_signed_by(path: Path, name: str, keys: Iterable[VerifierKey]) -> bool:
    """True if each of `keys` signed the statement in `path`, `….json`, as the `….sig` beside it says."""
    wanted = set(keys)
    try:
        note = Note.parse(path.with_suffix(".sig").read_bytes())
        return note.text == _said_of(name, path.read_bytes()) and set(note.verified_by(wanted)) == wanted
    except (LogProblem, FileNotFoundError):
        return False


def _said_of(name: str, data: bytes) -> str:
    # Never the first line of a checkpoint, which is the origin of a log: one cannot be taken for the other.
    return f"concierta.handover-{name}/v1\n{hashlib.sha256(data).hexdigest()}\n"


def write_manifest(folder: Path, about: dict[str, Any], keys: Iterable[SignerKey]) -> str:
    """Of every file there is in `folder` now; the SHA-256 that names the package."""
    files = {
        name: {"sha256": _sha256_of_file(folder / name), "size": (folder / name).stat().st_size}
        for name in sorted(_names(folder))
    }
    return write_statement(folder, MANIFEST, {"format": _FORMAT, **about, "files": files}, keys)


def check_package(folder: Path, trusted: VerifierKey | None) -> Manifest:
    """The manifest of a package in which everything holds; a Refusal names what does not.

    Whom to believe: `trusted`, else the key that the package itself shows.
    """
    try:
        data = (folder / f"{MANIFEST}.json").read_bytes()
        content = json.loads(data)
        files = content["files"]
        told = {name: (str(said["sha256"]), int(said["size"])) for name, said in files.items()}
        about = (content["to"], content["database"], content["log"]["origin"], content["at"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _refuse(f"{MANIFEST}.json")
    if content.get("format") != _FORMAT or not all(isinstance(one, str) for one in about):
        _refuse(f"{MANIFEST}.json")
    found = _names(folder)
    for name in sorted(found ^ told.keys()):
        _refuse(name)
    for name, (sha256, size) in told.items():
        if (folder / name).stat().st_size != size or _sha256_of_file(folder / name) != sha256:
            _refuse(name)
    key = _check_log(folder, content["log"], trusted)
    if not is_signed_by(folder / f"{MANIFEST}.json", MANIFEST, [key]):
        _refuse(f"{MANIFEST}.sig")
    return Manifest(content, hashlib.sha256(data).hexdigest())


def _check_log(folder: Path, told: dict[str, Any], trusted: VerifierKey | None) -> VerifierKey:
    """The key that signs the log of the package, whose every tile and page hold."""
    try:
        report = check_site(FolderSite(folder / "public" / "site"), key=trusted)
    except OSError:
        _refuse("public/site/log")
    point = report.checkpoint
    if report.findings or point is None:
        raise Refusal(
            gettext_noop(
                "El registro del paquete no vale (%(problem)s): no se recibe nada. Pida el paquete otra vez; si se "
                "repite, compare la clave del registro por otro camino y pida explicaciones."
            ),
            problem=line_of(report.findings[0]),
        )
    if (point.origin, point.size, point.root.hex()) != (told["origin"], told.get("size"), told.get("root")):
        _refuse(f"{MANIFEST}.json")
    return report.keys[-1]


def _names(folder: Path) -> set[str]:
    """Every file but the manifest. A link is refused: what it leads to is not the package's."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            _refuse(path.relative_to(folder).as_posix())
    return set(FolderSite(folder).names() or ()) - {f"{MANIFEST}.json", f"{MANIFEST}.sig"}


def _refuse(name: str) -> NoReturn:
    raise Refusal(
        gettext_noop(
            "El paquete no está como se firmó: «%(name)s» falta, sobra o cambió. No se recibe nada: pídalo otra vez, "
            "entero, a quien lo entrega."
        ),
        name=name,
    )


def _sha256_of_file(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
