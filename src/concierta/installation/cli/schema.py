"""The schema of an embedded database that has none, made at one go.

Replaying the migrations builds every model anew after each of them: a second and a half of every first start on a small
machine. The models already say what comes out; `tests/integration/test_first_schema.py` proves that it is the same.
"""

from typing import cast

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState, StateApps

OURS = "concierta."


def is_new() -> bool:
    """True if this is the embedded database and holds nothing. PostgreSQL goes by its migrations, once in its life."""
    return connection.vendor == "sqlite" and not connection.introspection.table_names()


def make_schema() -> None:
    """Create the tables of every model, do what our migrations do besides, and record all of them as applied.

    What other people's migrations do besides is to mend rows, and there is none.
    """
    loader = MigrationLoader(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    with connection.schema_editor() as editor:
        for label, name in loader.graph.nodes:
            if not apps.get_app_config(label).name.startswith(OURS):
                continue
            for operation in loader.disk_migrations[label, name].operations:
                if isinstance(operation, RunPython):
                    operation.code(cast(StateApps, apps), editor)
                elif isinstance(operation, RunSQL):
                    operation.database_forwards(label, editor, ProjectState(), ProjectState())
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create(
            recorder.Migration(app=label, name=name) for label, name in sorted(loader.disk_migrations)
        )
