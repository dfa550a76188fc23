"""A home on a disk that takes nothing: the portal goes on, the checks run, and whatever would write says why not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from concierta.installation import starting

HOUSE = Path(__file__).resolve().parents[2]


def run(home: Path, *words: str) -> tuple[int, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    found = subprocess.run(
        [sys.executable, "-c", "from concierta.installation.cli import main; main()", *words],
        env=kept | {"CONCIERTA_HOME": str(home), "PYTHONPATH": str(HOUSE / "src")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    return found.returncode, found.stdout + found.stderr


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A home that was used, on a disk that was then made read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "none", folder], capture_output=True).returncode:
        pytest.skip("a disk can be mounted by root only")
    try:
        assert run(tmp_path / "home", "log", "publish")[0] == 0
        shutil.copytree(tmp_path / "home", folder, symlinks=True, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
def test_it_is_checked_and_nothing_is_written(disk: Path):
    status, said = run(disk, "check")
    assert "su disco es de solo lectura" in said
    assert (status, "✕" in said) == (0, False), said
    status, said = run(disk, "log", "publish")
    assert (status, "solo lectura" in said, "Traceback" in said) == (1, True, False)


def test_it_is_served_without_a_word_in_the_log(settings, monkeypatch: pytest.MonkeyPatch, db: None, tmp_path: Path):
    settings.READ_ONLY, settings.HOME, settings.SITE = True, tmp_path, tmp_path / "site"
    said: list[str] = []
    starting.make_ready(said.append)
    assert ["solo se lee" in sentence for sentence in said] == [True]
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_says_so_where_something_would_be_kept(settings, client: Client, db: None):
    settings.READ_ONLY = True
    answer = client.post("/ingresar/", {"login": "a@b.example", "password": "x"})
    assert (answer.status_code, "no se puede guardar nada" in answer.content.decode()) == (503, True)
    assert client.get("/ingresar/").status_code == 200
