"""Making a home usable: Django set up, the schema current. Every command begins with it."""

import fcntl
import os
from pathlib import Path

from concierta.kernel.errors import Refusal, gettext_noop

PACKAGE = Path(__file__).resolve().parents[2]


def prepare(*, close: bool = True) -> None:
    """Set Django up and bring the schema up to date; a few milliseconds when there is nothing to do.

    What others could read of the home is closed, unless not `close`: `concierta check` names it instead.

    A lock in the home folder keeps two commands that start together from migrating at once.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    from concierta.installation.home import secure_home

    # Whatever is made from here on is its owner's only; what is public is opened when it is shown.
    os.umask(0o077)
    if close and not settings.READ_ONLY:
        embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        secure_home(settings.HOME, settings.HOME / "db.sqlite3" if embedded else None)
    translation.activate(settings.LANGUAGE_CODE)
    if schema_is_current():
        return
    if settings.READ_ONLY:
        raise Refusal(
            gettext_noop(
                "En %(home)s no se puede escribir, y su base de datos es de otra versión del programa: permita "
                "escribir en ella una vez."
            ),
            home=str(settings.HOME),
        )
    from django.core.management import call_command

    from concierta.installation.cli.schema import is_new, make_schema

    with (settings.HOME / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_new():
            make_schema()
        # Makes what is missing of an older installation, and the rows that Django keeps about the models.
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        _count_what_was_before()


def _count_what_was_before() -> None:
    """Roles given before entities confirmed them are counted in the log by the version that begins to ask."""
    from concierta.accounts.operations import record_prior_roles
    from concierta.kernel.clock import now

    record_prior_roles(by=None, at=now())


def schema_is_current() -> bool:
    """True if every migration on disk is recorded as applied: one query, without loading the migrations."""
    from django.apps import apps
    from django.db import connection
    from django.db.utils import DatabaseError

    wanted = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return wanted <= set(cursor.fetchall())
    except DatabaseError:
        return False
