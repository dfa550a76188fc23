"""One rendered site for all the tests that only read it."""

from datetime import date
from pathlib import Path

import pytest

from concierta.web.portal.site import render_site
from factories.packages import invented_minutes, invented_tables, write_package

EARLIER = date(2024, 12, 31)


@pytest.fixture(scope="session")
def cortes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cortes of one plan, as packages on disk: there is no database behind them."""
    folder = tmp_path_factory.mktemp("cortes")
    write_package(folder / "empleo" / "2024-12-31", invented_tables(cut_off=EARLIER))
    write_package(folder / "empleo" / "2025-03-31", invented_tables(), invented_minutes())
    return folder


@pytest.fixture(scope="session")
def site(cortes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    render_site(out=folder, cortes=cortes)
    return folder
