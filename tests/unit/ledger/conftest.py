from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """Each test has a key and a site of its own."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.SITE = settings.HOME / "site"
    settings.LOG_KEY = settings.LOG_ORIGIN = ""
    settings.WITNESSES = []
    return settings.HOME
