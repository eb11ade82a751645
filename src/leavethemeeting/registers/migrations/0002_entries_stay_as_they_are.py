"""An entry that was written stays as it is and where it is: the database refuses to change or to delete one."""

from typing import Any

from django.db import migrations

SQLITE = [
    """
CREATE TRIGGER registers_entry_unchanged BEFORE UPDATE ON registers_entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    """
CREATE TRIGGER registers_entry_undeleted BEFORE DELETE ON registers_entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
]
POSTGRESQL = [
    """
CREATE FUNCTION registers_entry_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an entry is never changed or deleted'; END $$""",
    """
CREATE TRIGGER registers_entry_stays BEFORE UPDATE OR DELETE ON registers_entry
FOR EACH ROW EXECUTE FUNCTION registers_entry_stays()""",
]
UNDO_SQLITE = ["DROP TRIGGER registers_entry_unchanged", "DROP TRIGGER registers_entry_undeleted"]
UNDO_POSTGRESQL = ["DROP TRIGGER registers_entry_stays ON registers_entry", "DROP FUNCTION registers_entry_stays()"]


def refuse(_apps: Any, editor: Any) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def allow(_apps: Any, editor: Any) -> None:
    for statement in UNDO_POSTGRESQL if editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_keep_registers")]
    operations = [migrations.RunPython(refuse, allow)]
