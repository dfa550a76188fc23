"""The command as an operator meets it: a process, a home folder, an exit code and a sentence."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.any_database]

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def run(tmp_path):
    """Run `concierta` in an empty home of its own, on SQLite, and give the finished process."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    environment |= {"CONCIERTA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(SOURCE)}

    def call(*words, **more):
        command = [sys.executable, "-c", "from concierta.installation.cli import main; main()", *map(str, words)]
        finished = subprocess.run(
            command, env=environment | more, capture_output=True, text=True, cwd=tmp_path, timeout=300
        )
        assert "Traceback" not in finished.stdout + finished.stderr
        return finished

    return call


def test_help_costs_nothing_and_writes_nothing(run, tmp_path):
    assert run("--help").returncode == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["nada"],
        ["publish"],
        ["publish", "cali", "--cut-off", "ayer"],
        ["import", "plan", "--plan", "cali"],
        ["serve", "--port", "99999"],
    ],
)
def test_a_wrong_call_is_answered_with_2(run, words):
    assert run(*words).returncode == 2


def test_a_plan_that_does_not_exist_is_refused_with_1_and_its_name(run):
    finished = run("publish", "cali", "--cut-off", "2025-03-31")
    assert finished.returncode == 1
    assert "cali" in finished.stderr


def test_a_password_for_an_account_that_does_not_exist_is_refused(run):
    finished = run("password", "nadie@example.org")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert "nadie@example.org" in finished.stderr


def test_an_empty_home_is_prepared_and_whole(run, tmp_path):
    finished = run("check", "--json")
    assert finished.returncode == 0, finished.stdout
    assert all(check["passed"] for check in json.loads(finished.stdout))
    assert (tmp_path / "home" / "db.sqlite3").exists()


def test_a_key_that_others_can_read_is_found(run, tmp_path):
    run("check")
    (tmp_path / "home" / "secret.key").chmod(0o644)
    finished = run("check")
    assert finished.returncode == 1
    assert "chmod 600" in finished.stdout


def test_an_unknown_profile_is_refused_and_the_known_ones_are_named(run, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    finished = run("import", "plan", tmp_path / "x.xlsx", "--plan", "p", "--profile", "otra-ciudad")
    assert finished.returncode == 1
    assert "cuadro-1s" in finished.stderr
    assert "concierta" in finished.stderr


@pytest.mark.parametrize("content", [b"", b"hola;mundo\n1;2\n", b"PK\x03\x04 truncated", os.urandom(5000)])
def test_a_file_that_is_no_matrix_is_refused_and_nothing_is_written(run, tmp_path, content):
    (tmp_path / "malo.xlsx").write_bytes(content)
    finished = run("import", "plan", tmp_path / "malo.xlsx", "--plan", "p")
    assert finished.returncode == 1
    assert finished.stderr.strip()
    assert "inesperado" not in finished.stderr
    assert run("publish", "p", "--cut-off", "2025-03-31").returncode == 1


def test_a_file_that_does_not_exist_is_refused(run, tmp_path):
    finished = run("import", "plan", tmp_path / "no-esta.xlsx", "--plan", "p")
    assert finished.returncode == 1
    assert "no-esta.xlsx" in finished.stderr


def test_a_zip_bomb_is_refused_before_it_is_unpacked(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomba.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(2048):
                sheet.write(b"0" * (1 << 20))
    finished = run("import", "plan", tmp_path / "bomba.xlsx", "--plan", "p")
    assert finished.returncode == 1
    assert "inesperado" not in finished.stderr


def test_the_template_is_written_once(run, tmp_path):
    assert run("import", "template", tmp_path / "plantilla.xlsx").returncode == 0
    assert zipfile.is_zipfile(tmp_path / "plantilla.xlsx")
    finished = run("import", "template", tmp_path / "plantilla.xlsx")
    assert finished.returncode == 1
    assert "otro nombre" in finished.stderr


def test_the_template_is_not_written_where_there_is_no_folder(run, tmp_path):
    finished = run("import", "template", tmp_path / "nada" / "plantilla.xlsx")
    assert finished.returncode == 1
    assert "No existe la carpeta" in finished.stderr


def test_a_home_that_cannot_be_made_is_refused(run, tmp_path):
    (tmp_path / "file").write_text("")
    finished = run("check", CONCIERTA_HOME=str(tmp_path / "file" / "home"))
    assert finished.returncode == 1
    assert finished.stderr.strip()


def test_the_demonstration_is_published_and_its_log_holds(run, tmp_path):
    assert run("demo", "--no-serve").returncode == 0
    verified = run("log", "verify", tmp_path / "home" / "site")
    assert (verified.returncode, "3 cortes" in verified.stdout) == (0, True)


def test_the_log_exists_before_anything_is_served_and_a_taken_port_is_refused(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run("serve", "--port", taken.getsockname()[1])
    assert (refused.returncode, "--port" in refused.stderr) == (1, True)
    assert (tmp_path / "home" / "site" / "log" / "checkpoint").is_file()


def test_a_corte_is_not_frozen_while_a_row_has_no_act(run, tmp_path):
    run("check")
    with sqlite3.connect(tmp_path / "home" / "db.sqlite3") as database:
        database.execute(
            "INSERT INTO plans_plan (slug, name, name_en, city, starts_on, ends_on, state, origin, source) "
            "VALUES ('cali', 'Cali', '', '', '2024-01-01', '2027-12-31', 'draft', 'own', '')"
        )
    assert run("check").returncode == 1
    refused = run("publish", "cali", "--cut-off", "2025-03-31")
    assert refused.returncode == 1
    assert "El plan cali: está en la base de datos y ningún acto lo registró." in refused.stderr
    assert "--despite-differences" in refused.stderr
    told = run("publish", "cali", "--cut-off", "2025-03-31", "--despite-differences")
    assert "de sus actos" not in told.stderr
