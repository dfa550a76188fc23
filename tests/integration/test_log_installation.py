"""The log of an installation from its command line: published, its key changed, a figure proved, a person forgotten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from concierta.installation.checks import check_published_log
from concierta.installation.cli import concierta
from concierta.kernel.errors import Refusal
from factories import Cast
from unit.ledger.acts import record

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str]:
        status = concierta.main([str(word) for word in words], standalone_mode=False)
        return status or 0, capsys.readouterr().out

    return call


@pytest.fixture
def site(settings, tmp_path: Path) -> Path:
    settings.HOME, settings.LOG_KEY, settings.LOG_ORIGIN, settings.WITNESSES = tmp_path / "home", "", "", []
    settings.HOME.mkdir()
    settings.SITE = settings.HOME / "site"
    return settings.SITE


def shown_key(site: Path) -> str:
    return (site / "log" / "vkey").read_text().strip()


def test_it_is_published_and_whoever_checks_it_finds_it_whole(run: Run, site: Path, cast: Cast) -> None:
    record(by=cast.reporter)
    assert "1 actos, 1 nuevos" in run("log", "publish")[1]
    assert "1 actos, 0 nuevos" in run("log", "publish")[1]
    assert run("log", "verify", site)[0] == 0
    assert check_published_log().problems == []


def test_the_key_changes_and_trust_follows(run: Run, site: Path, cast: Cast) -> None:
    record()
    run("log", "publish")
    old = shown_key(site)
    assert "Clave nueva" in run("log", "rotate")[1]
    assert shown_key(site) != old
    assert run("log", "verify", site, "--vkey", old)[0] == 0
    said = run("log", "rotate", "--retire")[1]
    assert "destruida" in said
    assert "testigos que solo conocen la anterior responderán 403 o 404" in said
    assert run("log", "verify", site, "--vkey", old)[0] == 0
    assert check_published_log().problems == []


def test_a_figure_is_proved_from_the_installation(run: Run, site: Path, cast: Cast, tmp_path: Path) -> None:
    for number in range(300):
        record(subject=f"report/R-{number:02}/2024-T4/v1")
    run("log", "publish")
    record(kind="report.reviewed", subject="report/R-07/2024-T4/v1")
    out = tmp_path / "proof.json"
    # What is not yet published cannot be proved.
    assert "1 actos" in run("log", "prove", "cali/R-07/2024-T4", "--out", out)[1]
    run("log", "publish")
    assert "2 actos" in run("log", "prove", "cali/R-07/2024-T4", "--out", out)[1]
    assert run("log", "verify-proof", out, "--vkey", shown_key(site))[0] == 0


def test_a_person_is_forgotten_after_being_asked_twice(run: Run, site: Path, cast: Cast) -> None:
    record(by=cast.reporter)
    run("log", "publish")
    assert "1 actos" in run("log", "forget", cast.reporter.email, "--yes")[1]
    assert run("log", "verify", site)[0] == 0
    assert check_published_log().problems == []


def test_an_altered_ledger_and_a_missing_key_are_told_by_the_check(run: Run, site: Path, cast: Cast, settings) -> None:
    record()
    run("log", "publish")
    (settings.HOME / "log.key").chmod(0o640)
    assert "chmod 600" in check_published_log().problems[0]
    (settings.HOME / "log.key").unlink()
    assert "recupérela" in check_published_log().problems[0]
    with pytest.raises(Refusal):
        run("log", "publish")


def test_asking_no_witness_is_a_wrong_call(run: Run, site: Path, cast: Cast) -> None:
    import click

    with pytest.raises(click.UsageError, match="CONCIERTA_WITNESSES"):
        run("log", "witness-request")
