"""A database made at one go is the one that the migrations make."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.any_database

MIGRATED = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
AT_ONE_GO = """
from concierta.installation.cli.prepare import prepare
prepare()
"""
DESCRIBE = """
import json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'PRAGMA table_info("{table}")')
        columns = sorted([name, *rest[:-1]] for _, name, *rest in cursor.fetchall())
        cursor.execute(f'PRAGMA foreign_key_list("{table}")')
        found[table] = {"columns": columns, "points": sorted(row[2:5] for row in cursor.fetchall())}
        constraints = connection.introspection.get_constraints(cursor, table)
        found[table]["constraints"] = sorted(
            json.dumps([name.startswith("__") or name, {**facts, "columns": sorted(facts["columns"] or [])}])
            for name, facts in constraints.items()
            if not facts["foreign_key"]
        )
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql <> ''")
    found["made"] = sorted(cursor.fetchall())
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    found["migrations"] = cursor.fetchall()
    cursor.execute("SELECT app_label, model FROM django_content_type ORDER BY app_label, model")
    found["types"] = cursor.fetchall()
    cursor.execute("SELECT codename FROM auth_permission ORDER BY codename")
    found["permissions"] = cursor.fetchall()
print(json.dumps(found))
"""


def described(make: str, folder: Path) -> Any:
    env = {
        **os.environ,
        "CONCIERTA_HOME": str(folder),
        "CONCIERTA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "concierta.installation.settings",
    }
    done = subprocess.run([sys.executable, "-c", make + DESCRIBE], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def at_one_go(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return described(AT_ONE_GO, tmp_path_factory.mktemp("at-one-go"))


@pytest.mark.slow
def test_one_go_makes_what_the_migrations_make(tmp_path: Path, at_one_go: Any) -> None:
    migrated = described(MIGRATED, tmp_path / "migrated")

    assert at_one_go.keys() == migrated.keys()
    for part in migrated:
        assert at_one_go[part] == migrated[part], part


def test_the_ledger_is_append_only_from_the_first_start(at_one_go: Any) -> None:
    made = dict(at_one_go["made"])

    assert {"ledger_event_no_update", "ledger_event_no_delete"} <= made.keys()
