"""Changes that the database itself refuses, whoever asks: triggers for both databases, said once."""

from dataclasses import dataclass

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses `event` (INSERT, UPDATE or DELETE) on a row of `table` while `condition` holds, in `words`. The condition
    is SQL that both databases read; OLD and NEW are the row before and after."""

    table: str
    event: str
    condition: str
    words: str

    @property
    def name(self) -> str:
        return f"{self.table}_no_{self.event.lower()}"

    def put_up(self, editor: BaseDatabaseSchemaEditor) -> None:
        head = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW"
        if editor.connection.vendor == "sqlite":
            editor.execute(f"{head} WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self.words}'); END")
            return
        editor.execute(
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.condition} THEN "
            f"RAISE EXCEPTION '{self.words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END $$"
        )
        editor.execute(f"{head} EXECUTE FUNCTION {self.name}()")

    def take_down(self, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER {self.name}")
            return
        editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
        editor.execute(f"DROP FUNCTION {self.name}()")


def guarding(*guards: Guard) -> RunPython:
    """The step of a migration that puts them up, and takes them down when it is undone."""

    def put_up(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            guard.put_up(editor)

    def take_down(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            guard.take_down(editor)

    return RunPython(put_up, take_down)
