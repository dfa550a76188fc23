"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.utils import translation

from factories import Cast, make_cast

_REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def cast(db: None) -> Cast:
    """A plan in force, one indicator, and one person for each part."""
    return make_cast()


@pytest.fixture
def real_data_folder() -> Path:
    """The public files of Cali; the test is skipped, saying so, where they are absent."""
    if not _REAL_DATA.is_dir():
        pytest.skip(f"the public data files are not in {_REAL_DATA}")
    return _REAL_DATA


@pytest.fixture(autouse=True)
def language_of_the_installation() -> Iterator[None]:
    """Each test begins in it: a request leaves its reader's language active until the next request."""
    with translation.override(installed.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def log_of_its_own(settings, tmp_path: Path) -> Path:
    """Each test has a log of its own: what another signed is no past of this one."""
    path = tmp_path / "log-key" / "log.key"
    settings.LOG_KEY = str(path)
    return path


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path: Path) -> Path:
    """Each test has a store of its own: no file of one is found by another."""
    folder = tmp_path / "evidence"
    storages = {name: dict(storage) for name, storage in settings.STORAGES.items()}
    storages["evidence"] = storages["evidence"] | {"OPTIONS": storages["evidence"]["OPTIONS"] | {"location": folder}}
    settings.STORAGES = storages
    return folder
