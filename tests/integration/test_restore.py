"""The manual's backup and restore, followed to the letter: no second history is signed in silence."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from concierta.engines.sitelog import Kept, check_site
from concierta.engines.translog import VerifierKey
from concierta.installation.log.sources import FolderSite
from concierta.installation.witness import WitnessFolder, WitnessServer

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
MANUAL = (HOUSE / "docs" / "es" / "quien-instala.md").read_text()
ACT = """
import sys
from concierta.installation.cli.prepare import prepare
prepare()
from concierta.agreements.operations import register_agreement
from concierta.kernel.clock import now, today
for slug in sys.argv[1:]:
    register_agreement(slug=slug, title="Acuerdo", signed_on=today(), by=None, at=now())
"""


def recipe(beginning: str) -> str:
    """The block of commands of the manual that begins so."""
    (found,) = re.findall(rf"```\n({re.escape(beginning)}.*?)```", MANUAL, re.DOTALL)
    return found


class Installation:
    """One machine: its home, and what is said to it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.home = folder, folder / name
        self.witnesses = ""

    def run(self, *words: str, code: str = "from concierta.installation.cli import main; main()") -> tuple[int, str]:
        found = subprocess.run(
            [sys.executable, "-c", code, *words], env=self.environment(), capture_output=True, text=True, timeout=600
        )
        return found.returncode, found.stdout + found.stderr

    def act(self, *slugs: str) -> None:
        assert self.run(*slugs, code=ACT) == (0, "")

    def shell(self, commands: str) -> None:
        subprocess.run(["bash", "-e", "-c", commands], env=self.environment(), cwd=self.folder, check=True, timeout=60)

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
        ours = {"CONCIERTA_HOME": str(self.home), "PYTHONPATH": str(HOUSE / "src")}
        return kept | ours | ({"CONCIERTA_WITNESSES": self.witnesses} if self.witnesses else {})

    @property
    def site(self) -> Path:
        return self.home / "site"


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Backed up after two acts, and two more signed and published since."""
    if shutil.which("sqlite3") is None:
        pytest.skip("the manual's recipe needs the sqlite3 command")
    machine = Installation(tmp_path_factory.mktemp("lived"), "machine")
    machine.act("uno", "dos")
    assert machine.run("log", "publish")[0] == 0
    for folder in ("evidence", "cortes"):  # an installation that has been used has them
        (machine.home / folder).mkdir(exist_ok=True)
    machine.shell(recipe("sqlite3 "))
    machine.act("tres", "cuatro")
    assert machine.run("log", "publish")[0] == 0
    return machine.folder


@pytest.fixture
def lived(lived_once: Path, tmp_path: Path) -> Installation:
    """The same machine, for one test: a home copied whole with its site is as good."""
    shutil.copytree(lived_once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Installation(tmp_path, "machine")


@pytest.fixture
def restored(lived: Installation) -> Installation:
    machine = Installation(lived.folder, "another")
    machine.shell(recipe("mkdir -p"))
    return machine


def signed(machine: Installation) -> bytes:
    return (machine.home / "log.signed").read_bytes()


def test_a_restored_home_signs_nothing_and_says_what_to_do(restored: Installation) -> None:
    before = signed(restored)
    for command in (["log", "publish"], ["serve", "--port", "8765"]):
        status, said = restored.run(*command)
        assert (status, "concierta log recover --from" in said, "concierta log accept-loss" in said) == (1, True, True)
    status, said = restored.run("check")
    assert (status, "copia de respaldo" in said) == (1, True)
    assert signed(restored) == before
    assert not restored.site.exists()


def test_the_acts_come_back_from_what_was_published_and_the_log_goes_on(
    lived: Installation, restored: Installation
) -> None:
    kept = check_site(FolderSite(lived.site)).kept
    mirror = shutil.copytree(lived.site, lived.folder / "mirror")
    status, said = restored.run("log", "recover", "--from", str(mirror))
    assert (status, said.startswith("2 actos recuperados")) == (0, True)
    restored.act("cinco")
    assert restored.run("log", "publish")[0] == 0
    found = check_site(FolderSite(restored.site), kept=Kept.from_json(kept.to_json()))
    assert (found.findings, found.checkpoint.size) == ([], 6)


def test_where_nothing_was_missing_it_says_so_and_goes_on(lived: Installation) -> None:
    lived.shell(recipe("sqlite3 "))
    machine = Installation(lived.folder, "another")
    machine.shell(recipe("mkdir -p"))
    assert machine.run("log", "publish")[0] == 1
    status, said = machine.run("log", "recover", "--from", str(lived.site))
    assert (status, "no le falta ningún acto" in said) == (0, True)
    assert machine.run("log", "publish")[0] == 0


def test_its_own_files_do_not_vouch_for_a_restored_home(restored: Installation) -> None:
    assert "--from" in restored.run("log", "recover")[1]
    assert restored.run("log", "publish")[0] == 1


def test_a_loss_is_accepted_in_the_log_itself(lived: Installation, restored: Installation) -> None:
    assert restored.run("log", "accept-loss", "--yes")[0] == 0
    assert restored.run("log", "publish")[0] == 0
    found = check_site(FolderSite(restored.site))
    assert (found.findings, found.checkpoint.size) == ([], 3)
    entries = b"".join(path.read_bytes() for path in (restored.site / "log" / "tile" / "entries").rglob("2*"))
    entries += b"".join(path.read_bytes() for path in (restored.site / "log" / "tile" / "entries").rglob("3"))
    assert b'"kind":"log.loss_accepted"' in entries
    # Whoever kept what was lost is right to notice.
    kept = check_site(FolderSite(lived.site)).kept
    assert [one.code for one in check_site(FolderSite(restored.site), kept=kept).findings] == ["log_shrank"]
    assert "no le falta" in restored.run("log", "accept-loss", "--yes")[1]


@pytest.fixture
def witness(lived: Installation) -> Iterator[str]:
    key = VerifierKey.parse((lived.site / "log" / "vkey").read_text().strip())
    folder = WitnessFolder(lived.folder / "witness", name="testigo.example")
    server = WitnessServer(("127.0.0.1", 0), folder=folder, logs=[key], clock=lambda: 1_800_000_000)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]} {folder.key.verifier}"
    server.shutdown()
    server.server_close()
    folder.close()


def test_a_witness_that_saw_more_stops_a_home_that_was_copied_whole(lived: Installation, witness: str) -> None:
    copy = Installation(lived.folder, "copy")
    shutil.copytree(lived.home, copy.home, symlinks=True)
    lived.witnesses = copy.witnesses = witness
    lived.act("cinco")
    assert lived.run("log", "publish")[0] == 0
    assert lived.run("log", "witness-request")[0] == 0
    before = signed(copy)
    copy.act("otro", "y-otro")
    status, said = copy.run("log", "publish")
    assert (status, signed(copy) == before) == (1, True), said
    # Without that witness nobody here knows: it is not a reason to stop.
    copy.witnesses = f"http://127.0.0.1:9 {witness.partition(' ')[2]}"
    assert copy.run("log", "publish")[0] == 0


def test_a_loss_that_a_witness_saw_is_named_and_its_witness_signs_no_more(
    lived: Installation, restored: Installation, witness: str
) -> None:
    lived.witnesses = restored.witnesses = witness
    assert lived.run("log", "witness-request")[0] == 0
    status, said = restored.run("log", "accept-loss", "--yes")
    assert (status, "409" in said) == (0, True)
    assert restored.run("log", "publish")[0] == 0
    status, said = restored.run("log", "witness-request")
    assert (status, "409" in said) == (1, True)


def test_only_the_database_was_restored(lived: Installation) -> None:
    lived.shell('rm -f "$CONCIERTA_HOME"/db.sqlite3*; cp respaldo.sqlite3 "$CONCIERTA_HOME/db.sqlite3"')
    status, said = lived.run("log", "publish")
    assert (status, "concierta log recover" in said) == (1, True)
    # What the manual leaves out of the backup is not needed either.
    lived.site.unlink()
    shutil.rmtree(lived.home / "sites")
    assert lived.run("log", "recover")[1].startswith("2 actos recuperados")
    assert lived.run("log", "publish")[0] == 0
    assert check_site(FolderSite(lived.site)).holds


def test_a_home_moved_whole_goes_on(lived: Installation) -> None:
    moved = Installation(lived.folder, "moved")
    shutil.copytree(lived.home, moved.home, symlinks=True)
    moved.act("cinco")
    assert moved.run("log", "publish")[0] == 0
