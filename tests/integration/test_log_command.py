"""`concierta log` as somebody meets it who has a folder or an address, and no database."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from concierta.installation.cli import concierta
from unit.engines.sitelog.published import KEY, WITNESS, Published, report, small_site

pytestmark = pytest.mark.any_database

HOLDS, DOES_NOT_HOLD, UNREADABLE = 0, 1, 2
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code and everything said."""

    def call(*words: object) -> tuple[int, str]:
        status = concierta.main([str(word) for word in words], standalone_mode=False)
        said = capsys.readouterr()
        return status or 0, said.out + said.err

    return call


def write(site: Published, folder: Path) -> Path:
    for name, content in site.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(small_site(), tmp_path / "site")


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The same folder behind a plain web server."""

    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not self.path.endswith("/index.html"):
                super().do_GET()
                return
            # As WhiteNoise and many others do.
            self.send_response(302)
            self.send_header("Location", self.path.removesuffix("index.html"))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_whole_site_is_answered_with_0_from_a_folder_and_from_the_web(run: Run, folder: Path, address: str) -> None:
    for place in (folder, address):
        status, said = run("log", "verify", place, "--vkey", KEY.verifier)
        assert (status, said.splitlines()[-1]) == (HOLDS, "✓ Todo vale.")
        assert f"Testigo {WITNESS.name}" in said


def test_without_a_key_from_outside_it_says_so(run: Run, folder: Path) -> None:
    assert "compárela por otro camino" in run("log", "verify", folder)[1]


@pytest.mark.parametrize(
    "path", ["index.html", "cortes/2024-12-31/data/t.csv", "log/tile/entries/000", "log/tile/0/000"]
)
def test_what_does_not_hold_is_named_and_answered_with_1(run: Run, folder: Path, address: str, path: str) -> None:
    content = (folder / path).read_bytes()
    (folder / path).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    for place in (folder, address):
        status, said = run("log", "verify", place)
        assert status == DOES_NOT_HOLD
        assert f"✕ {path}: " in said
        status, said = run("log", "verify", place, "--json")
        assert path in {finding["path"] for finding in json.loads(said)["findings"]}


def test_what_cannot_be_read_is_answered_with_2(run: Run, tmp_path: Path, address: str) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "nada", tmp_path / "empty", f"{address}nada/", "http://127.0.0.1:9/"):
        status, said = run("log", "verify", place)
        assert (status, said.startswith("No se pudo leer")) == (UNREADABLE, True)


def test_a_wrong_key_is_a_wrong_call(folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    command = [
        sys.executable,
        "-c",
        "from concierta.installation.cli import main; main()",
        "log",
        "verify",
        str(folder),
    ]
    made = subprocess.run([*command, "--vkey", "x+y"], env=environment, capture_output=True, text=True)
    assert (made.returncode, "Traceback" in made.stderr) == (2, False)


def test_a_checkpoint_is_kept_and_the_next_one_must_continue_it(run: Run, folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "kept.json"
    assert run("log", "verify", folder, "--keep", keep)[0] == HOLDS
    first = keep.read_text()
    grown = small_site()
    grown.entries.append(report(8))
    write(grown.publish(), folder)
    assert run("log", "verify", folder, "--keep", keep)[0] == HOLDS
    assert keep.read_text() != first


def test_who_kept_a_checkpoint_can_prove_that_the_past_was_rewritten(run: Run, folder: Path, tmp_path: Path) -> None:
    keep, evidence = tmp_path / "kept.json", tmp_path / "kept.json.evidencia.json"
    assert run("log", "verify", folder, "--keep", keep)[0] == HOLDS
    first = keep.read_text()
    other = small_site()
    other.entries[3] = report(3, "900")
    other.entries.append(report(8))
    write(other.publish(), folder)
    status, said = run("log", "verify", folder, "--keep", keep)
    assert (status, "fue reescrito" in said, keep.read_text()) == (DOES_NOT_HOLD, True, first)
    assert run("log", "verify-evidence", evidence, "--vkey", KEY.verifier)[0] == HOLDS
    evidence.write_text(evidence.read_text().replace('"other_root": "', '"other_root": "A'))
    assert run("log", "verify-evidence", evidence, "--vkey", KEY.verifier)[0] == DOES_NOT_HOLD


def test_a_figure_is_proved_and_the_proof_stands_alone(run: Run, folder: Path, address: str, tmp_path: Path) -> None:
    for place in (folder, address):
        out = tmp_path / "proof.json"
        assert run("log", "prove", "cali/R-07/2024-T4", "--site", place, "--out", out)[0] == HOLDS
        status, said = run("log", "verify-proof", out, "--vkey", KEY.verifier)
        assert (status, "acto 107" in said, "reportado 9" in said) == (HOLDS, True, True)
    out.write_text(out.read_text().replace('\\"9\\"', '\\"90\\"'))
    status, said = run("log", "verify-proof", out)
    assert (status, "no llevan a la raíz firmada" in said) == (DOES_NOT_HOLD, True)
    assert run("log", "verify-proof", tmp_path / "nada")[0] == UNREADABLE


def test_a_figure_that_is_not_in_the_log_has_no_proof(run: Run, folder: Path) -> None:
    status, said = run("log", "prove", "cali/NO/2024-T4", "--site", folder)
    assert (status, "no hay ningún acto" in said) == (DOES_NOT_HOLD, True)


def tlog_tiles(*words: object) -> subprocess.CompletedProcess[str]:
    """The program of the tlog-scales project, as the page of the log tells its readers to call it."""
    program = Path(sys.executable).with_name("tlog-tiles")
    if not program.exists():
        pytest.skip("tlog-scales is not installed")
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)


def test_somebody_elses_program_reads_an_act_and_finds_it_under_the_signed_root(address: str, folder: Path) -> None:
    found = tlog_tiles("get-leaf", "--check", f"{address}log", -1)

    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["kind"]


def test_somebody_elses_program_refuses_an_act_that_was_changed(folder: Path) -> None:
    bundle = next((folder / "log" / "tile" / "entries").glob("**/*.p/*"))
    bundle.write_bytes(bundle.read_bytes().replace(b"kind", b"kinD"))

    assert tlog_tiles("get-leaf", "--check", folder / "log", -1).returncode != 0
