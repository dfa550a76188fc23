"""What an installation that was packed says of itself, and what it still does."""

from pathlib import Path

import click
import pytest

from concierta.installation.checks import check_published_log
from concierta.installation.cli import concierta
from concierta.installation.starting import make_ready
from concierta.ledger.operations import publish_log, record_packed
from factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packed(settings, tmp_path: Path) -> None:
    settings.HOME, settings.LOG_KEY, settings.LOG_ORIGIN, settings.WITNESSES = tmp_path / "home", "", "", []
    settings.HOME.mkdir()
    settings.SITE = settings.HOME / "site"
    record_packed(receiver="ab" * 32, by=None, at=AT)
    publish_log(site=settings.SITE, by=None, at=AT)


def test_it_is_served_and_says_so(settings) -> None:
    # A page that nobody recorded: recording it would be an act.
    (settings.SITE / "paginas.json").write_text("{}")
    said: list[str] = []
    make_ready(said.append)
    assert [sentence for sentence in said if "se sirve y se lee; no se registra nada" in sentence]


def test_its_check_holds_and_says_so() -> None:
    result = check_published_log()
    assert (result.passed, result.told) == (
        True,
        ["Se empacó para entregarlo: aquí no se registra ni se firma ningún acto más."],
    )


def test_it_reminds_nobody() -> None:
    with pytest.raises(click.ClickException, match="salen de la que la recibe"):
        concierta.main(["remind"], standalone_mode=False)
