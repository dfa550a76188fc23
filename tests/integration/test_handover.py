"""A government hands its installation over: packed, received, published again, closed; and every way to be refused."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from concierta.engines.sitelog import Kept, check_site
from concierta.engines.translog import Checkpoint, Note, SignerKey, TileReader, verify_consistency
from concierta.kernel.folder_site import FolderSite

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = "from concierta.installation.cli import main; main()"
ACTS = """
import sys
from concierta.installation.cli.prepare import prepare
prepare()
from django.contrib.sessions.models import Session
from concierta.agreements.operations import register_agreement
from concierta.kernel.clock import now, today
for slug in sys.argv[1:]:
    register_agreement(slug=slug, title="Acuerdo", signed_on=today(), by=None, at=now())
Session.objects.get_or_create(session_key="k" * 32, session_data="", defaults={"expire_date": now()})
"""
SESSIONS = """
from concierta.installation.cli.prepare import prepare
prepare()
from django.contrib.sessions.models import Session
print(Session.objects.count())
"""


class Installation:
    def __init__(self, home: Path, **settings: str) -> None:
        self.home, self.settings = home, settings

    def run(self, *words: object, code: str = COMMAND) -> tuple[int, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
        ours = {"CONCIERTA_HOME": str(self.home), "PYTHONPATH": str(HOUSE / "src"), **self.settings}
        found = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)], env=kept | ours, capture_output=True, text=True, timeout=600
        )
        return found.returncode, found.stdout + (found.stderr if found.returncode or code == COMMAND else "")

    def done(self, *words: object) -> str:
        status, said = self.run(*words)
        assert status == 0, said
        return said

    def refused(self, *words: object) -> str:
        status, said = self.run(*words)
        assert status == 1, said
        assert "Traceback" not in said
        assert "error inesperado" not in said
        return said

    @property
    def key(self) -> str:
        return self.done("handover", "key").splitlines()[0]

    @property
    def site(self) -> Path:
        return self.home / "site"


def act(machine: Installation, *slugs: str) -> None:
    assert machine.run(*slugs, code=ACTS) == (0, "")


@pytest.fixture(scope="module")
def packed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outgoing home, the incoming one with its key, and the package between them, as a folder and as a tar."""
    folder = tmp_path_factory.mktemp("handover")
    outgoing, incoming = Installation(folder / "outgoing"), Installation(folder / "incoming")
    act(outgoing, *(f"acuerdo-{number}" for number in range(5)))
    (outgoing.home / "evidence" / "ab").mkdir(parents=True)
    (outgoing.home / "evidence" / "ab" / "abcd").write_bytes(os.urandom(200_000))
    (outgoing.home / "calendar.toml").write_text("")
    outgoing.done("log", "publish")
    line = incoming.key
    outgoing.done("handover", "pack", "--to", line, "--out", folder / "package.tar")
    # The first was lost on the way: for the same receiver it may be packed again, and nothing more is recorded.
    (outgoing.home / ".handover.killed").mkdir()
    outgoing.done("handover", "pack", "--to", line, "--out", folder / "package")
    assert not list(outgoing.home.glob(".handover.*"))
    assert {path.name for path in folder.iterdir()} == {"outgoing", "incoming", "package", "package.tar"}
    return folder


@pytest.fixture
def handed(packed_once: Path, tmp_path: Path) -> Path:
    """The same, for one test to spoil."""
    return shutil.copytree(packed_once, tmp_path / "handed", symlinks=True)


def outgoing(folder: Path) -> Installation:
    return Installation(folder / "outgoing")


def incoming(folder: Path) -> Installation:
    return Installation(folder / "incoming")


def signed_point(machine: Installation) -> Checkpoint:
    return Checkpoint.parse(Note.parse((machine.home / "log.signed").read_bytes()).text)


def consistent(smaller: Installation, larger: Installation) -> None:
    """RFC 9162 §2.1.4: the log of the first is the beginning of the second's."""
    old, new = signed_point(smaller), signed_point(larger)
    assert (old.origin, old.size < new.size) == (new.origin, True)
    reader = TileReader(lambda path: (larger.site / "log" / path).read_bytes(), new.size)
    verify_consistency(
        old_size=old.size,
        new_size=new.size,
        old_root=old.root,
        new_root=new.root,
        proof=reader.consistency_proof(old.size),
    )


@pytest.mark.parametrize("package", ["package", "package.tar"])
def test_the_log_goes_on_where_it_is_received_and_is_closed_where_it_was(handed: Path, package: str) -> None:
    old, new = outgoing(handed), incoming(handed)
    kept = check_site(FolderSite(old.site)).kept
    key = (old.site / "log" / "vkey").read_text().strip()
    new.done("handover", "receive", handed / package, "--vkey", key)

    assert (new.home / "evidence/ab/abcd").read_bytes() == (old.home / "evidence/ab/abcd").read_bytes()
    assert (new.home / "log.key").read_bytes() == (old.home / "log.key").read_bytes()
    assert (new.home / "secret.key").read_text().strip() == (old.home / "secret.key").read_text().strip()
    assert (new.home / "log.key").stat().st_mode & 0o777 == 0o600
    assert not (new.home / ".receiving").exists()
    assert new.run(code=SESSIONS) == (0, "0\n")
    new.done("check")
    act(new, "otro")
    new.done("log", "publish")
    consistent(old, new)
    found = check_site(FolderSite(new.site), kept=Kept.from_json(kept.to_json()))
    assert (found.findings, found.checkpoint.size) == ([], kept.checkpoint.size + 2)

    receipt = new.home / "handover" / "receipt.json"
    assert "ya firmó 7 actos" in old.done("handover", "close", receipt)
    before = signed_point(old)
    for words in (
        ("handover", "undo", "--yes"),
        ("handover", "pack", "--to", new.key, "--out", handed / "again"),
        ("log", "rotate"),
        ("remind",),
    ):
        old.refused(*words)
    assert old.run("otro", code=ACTS)[0] == 1
    assert signed_point(old) == before
    old.done("log", "verify", old.site)
    old.done("check")
    # It is the new one's to change the key that the old one knows.
    new.done("log", "rotate")
    new.done("log", "rotate", "--retire")
    new.done("log", "verify", new.site, "--vkey", key)


def test_what_was_received_is_not_received_again(handed: Path) -> None:
    new = incoming(handed)
    new.done("handover", "receive", handed / "package")
    assert "no está vacía" in new.refused("handover", "receive", handed / "package")


def test_a_home_that_is_not_empty_is_left_as_it_is(handed: Path) -> None:
    new = incoming(handed)
    act(new, "propio")
    before = (new.home / "db.sqlite3").read_bytes()
    assert "no está vacía" in new.refused("handover", "receive", handed / "package")
    assert (new.home / "db.sqlite3").read_bytes() == before


def test_a_package_for_another_key_is_refused(handed: Path) -> None:
    third = Installation(handed / "third")
    assert "concierta handover key" in third.refused("handover", "receive", handed / "package")
    _ = third.key
    assert "es para otra clave" in third.refused("handover", "receive", handed / "package")
    assert {path.name for path in third.home.iterdir()} == {"handover"}


def test_a_key_from_outside_that_is_not_the_logs_is_believed(handed: Path) -> None:
    other = str(SignerKey.generate("example.org/log").verifier)
    assert "no vale" in incoming(handed).refused("handover", "receive", handed / "package", "--vkey", other)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _say_another_size(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"size": 6', '"size": 7'))


def _forge(folder: Path) -> None:
    """Everything made to agree, but for the signature."""
    (folder / "private.bin").write_bytes(b"other")
    content = json.loads((folder / "manifest.json").read_text())
    content["files"]["private.bin"] = {"sha256": hashlib.sha256(b"other").hexdigest(), "size": 5}
    (folder / "manifest.json").write_text(json.dumps(content))


SPOILED = {
    "a flipped byte of what is private": lambda folder: _flip(folder / "private.bin"),
    "what is private cut": lambda folder: os.truncate(folder / "private.bin", 100_000),
    "what is private missing": lambda folder: (folder / "private.bin").unlink(),
    "a flipped byte of the log": lambda folder: _flip(folder / "public/site/log/tile/0/000.p/6"),
    "a file added": lambda folder: (folder / "public/site/x.html").write_text("x"),
    "a link added": lambda folder: (folder / "public/cortes").symlink_to("/etc"),
    "a manifest that is no JSON": lambda folder: (folder / "manifest.json").write_text("{"),
    "a manifest that says another size": _say_another_size,
    "a manifest that nobody signed": lambda folder: (folder / "manifest.sig").unlink(),
    "a manifest made to agree": _forge,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_package_that_was_changed_is_refused_and_leaves_nothing(handed: Path, spoil: Callable[[Path], None]) -> None:
    spoil(handed / "package")
    said = incoming(handed).refused("handover", "receive", handed / "package")
    assert "pídalo otra vez" in said
    assert {path.name for path in incoming(handed).home.iterdir()} == {"handover"}
    assert [path.name for path in (incoming(handed).home / "handover").iterdir()] == ["receiving.key"]


def test_a_tar_that_was_cut_or_leads_out_is_refused(handed: Path) -> None:
    os.truncate(handed / "package.tar", 500_000)
    incoming(handed).refused("handover", "receive", handed / "package.tar")
    with tarfile.open(handed / "evil.tar", "w") as tar:
        member = tarfile.TarInfo("../../../../escaped")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    incoming(handed).refused("handover", "receive", handed / "evil.tar")
    assert not list(handed.parent.rglob("escaped"))


def test_a_receipt_of_something_else_closes_nothing(handed: Path) -> None:
    old, new = outgoing(handed), incoming(handed)
    new.done("handover", "receive", handed / "package")
    receipt = new.home / "handover" / "receipt.json"
    for place, change in {
        "unsigned": lambda folder: (folder / "receipt.sig").unlink(),
        "changed": lambda folder: _flip(folder / "receipt.json"),
        "other": lambda folder: shutil.copy(handed / "package" / "manifest.json", folder / "receipt.json"),
    }.items():
        (handed / place).mkdir()
        for name in ("receipt.json", "receipt.sig"):
            shutil.copy(receipt.with_name(name), handed / place / name)
        change(handed / place)
        assert "no se cierra nada" in old.refused("handover", "close", handed / place / "receipt.json")
    assert not (old.home / "handover" / "closed.json").exists()
    old.done("handover", "close", receipt)
    old.done("handover", "close", receipt)


def test_packed_for_one_it_is_not_packed_for_another_until_it_is_undone(handed: Path) -> None:
    old, third = outgoing(handed), Installation(handed / "third")
    line = third.key
    assert "handover undo" in old.refused("handover", "pack", "--to", line, "--out", handed / "again")
    assert old.run("otro", code=ACTS)[0] == 1
    old.done("handover", "undo", "--yes")
    act(old, "otro")
    assert "no está empacada" in old.refused("handover", "undo", "--yes")
    old.done("handover", "pack", "--to", line, "--out", handed / "again")
    third.done("handover", "receive", handed / "again")
    consistent(old, third)
    third.done("check")


def test_a_place_that_is_taken_or_inside_the_home_is_refused_before_anything_is_recorded(tmp_path: Path) -> None:
    old, new = Installation(tmp_path / "outgoing"), Installation(tmp_path / "incoming")
    act(old, "uno")
    line = new.key
    (tmp_path / "taken").mkdir()
    assert "Ya existe" in old.refused("handover", "pack", "--to", line, "--out", tmp_path / "taken")
    assert "fuera de la carpeta" in old.refused("handover", "pack", "--to", line, "--out", old.home / "x")
    assert "renglón entero" in old.refused("handover", "pack", "--to", line[:-1], "--out", tmp_path / "x")
    act(old, "dos")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["incoming", "outgoing", "taken"]


def test_what_was_interrupted_is_taken_up_by_the_same_command(handed: Path) -> None:
    new = incoming(handed)
    # Killed when all but the database is in its place, when nothing is recorded yet, and when no receipt is written.
    for module, name in (
        ("handover.receive", "restore_database"),
        ("cli.handover", "prepare"),
        ("handover.package", "write_statement"),
    ):
        dies = f"import os, concierta.installation.{module} as m; m.{name} = lambda *_, **__: os._exit(9); {COMMAND}"
        assert new.run("handover", "receive", handed / "package", code=dies)[0] == 9
    new.done("handover", "receive", handed / "package")
    new.done("check")
    consistent(outgoing(handed), new)
    outgoing(handed).done("handover", "close", new.home / "handover" / "receipt.json")
    assert not (new.home / "handover" / "under-way.json").exists()


@pytest.fixture
def two_databases() -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases, where the suite runs on PostgreSQL."""
    address = os.environ.get("CONCIERTA_DATABASE", "")
    if not address or shutil.which("pg_dump") is None:
        pytest.skip("needs PostgreSQL (CONCIERTA_DATABASE) and its programs")
    import psycopg

    names = [f"handover_{os.getpid()}_{number}" for number in (1, 2)]
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"')
        yield tuple(urlsplit(address)._replace(path=f"/{name}").geturl() for name in names)
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.django_db
def test_it_is_handed_over_from_postgresql_to_postgresql(two_databases: tuple[str, str], tmp_path: Path) -> None:
    old = Installation(tmp_path / "old", CONCIERTA_DATABASE=two_databases[0])
    new = Installation(tmp_path / "new", CONCIERTA_DATABASE=two_databases[1])
    embedded, full = Installation(new.home), Installation(new.home, CONCIERTA_DATABASE=two_databases[0])
    act(old, "uno", "dos")
    old.done("handover", "pack", "--to", new.key, "--out", tmp_path / "package")
    assert "base de datos postgresql" in embedded.refused("handover", "receive", tmp_path / "package")
    assert "debe existir y estar vacía" in full.refused("handover", "receive", tmp_path / "package")
    new.done("handover", "receive", tmp_path / "package")
    new.done("check")
    act(new, "tres")
    new.done("log", "publish")
    consistent(old, new)
    old.done("handover", "close", new.home / "handover" / "receipt.json")
