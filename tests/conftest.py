"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from concierta.installation.cli.schema import is_new, make_schema
from factories import Cast, make_cast
from factories.databases import may_touch_a_database

#: The programs that tests start keep what they compiled, also where that is switched off: each start would compile the
#: whole house again, for a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

#: A property is tried with the same inputs each time, so that what passed passes again; `make explore` tries others.
#: No verdict depends on how fast a machine is. A strategy that throws away more than it keeps still fails.
_ANY_SPEED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
hypothesis_settings.register_profile("same-inputs", derandomize=True, **_ANY_SPEED)
hypothesis_settings.register_profile("explore", print_blob=True, **_ANY_SPEED)
hypothesis_settings.load_profile("same-inputs")


#: Where a file makes something dear for all its tests: a browser, an installation, a city, a portal.
_DEAR = ("tests/e2e/", "tests/integration/", "tests/unit/web/portal/", "tests/unit/web/kit/")


class FilesTogether(LoadScopeScheduling):
    """The tests of a dear file go to one worker, which makes once what they share; others one by one to who is free."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(_DEAR) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesTogether | None:
    """For `--dist loadgroup`, whose own marks say nothing to the pytest of today. In the order of the folders the long
    files come first: nothing long begins at the end."""
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return FilesTogether(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite runs everything; on PostgreSQL only what may touch a database is run again."""
    # Databases are made for the tests that ask for one: what `once` makes asks too, also when it runs alone.
    for item in items:
        if "once" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not may_touch_a_database(item)])
    items[:] = filter(may_touch_a_database, items)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The tables of an embedded database are made at one go, as a first start makes them, and not by every migration
    again in each process; `tests/integration/test_first_schema.py` proves that both make the same.

    It is a file, as in an installation: of a database in memory there is a single connection, which two threads of
    the server of a journey would share in the middle of each other's transaction. No test outlives a power cut, so
    nothing waits for the disk."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    migrate = Migrate.handle

    def handle(self: Migrate, *args: Any, **options: Any) -> None:
        if is_new():
            make_schema()
        migrate(self, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Migrate, "handle", handle)
        yield


@pytest.fixture(scope="session")
def once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[Path]]:
    """`with once() as home:` makes what is dear and then only read by many tests, in a home of its own. What it put in
    the database is there until the block ends, and then it never was."""

    @contextmanager
    def home() -> Iterator[Path]:
        folder = tmp_path_factory.mktemp("home")
        undone = transaction.atomic()
        undone._from_testcase = True  # what must be the outermost transaction may be within this one, as in a test's
        with django_db_blocker.unblock(), override_settings(**_home_settings(folder)), undone:
            yield folder
            transaction.set_rollback(True)

    return home


def _home_settings(folder: Path) -> dict[str, Any]:
    return {
        "HOME": folder,
        "SITE": folder / "site",
        "LOG_KEY": str(folder / "log.key"),
        "STORAGES": _storages(folder / "evidence"),
    }


def _storages(evidence: Path) -> dict[str, Any]:
    kept = installed.STORAGES["evidence"]
    return {**installed.STORAGES, "evidence": {**kept, "OPTIONS": {**kept["OPTIONS"], "location": evidence}}}


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
    settings.STORAGES = _storages(folder)
    return folder
