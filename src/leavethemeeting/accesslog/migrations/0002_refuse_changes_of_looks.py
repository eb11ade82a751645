"""A look that was written stays as it is: the database refuses to change it. Rows still go with the person."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER accesslog_look_unchanged BEFORE UPDATE ON accesslog_look
BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END"""
POSTGRESQL = """
CREATE FUNCTION accesslog_look_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a look is never changed'; END $$;
CREATE TRIGGER accesslog_look_unchanged BEFORE UPDATE ON accesslog_look
FOR EACH ROW EXECUTE FUNCTION accesslog_look_unchanged()"""
UNDO_SQLITE = "DROP TRIGGER accesslog_look_unchanged"
UNDO_POSTGRESQL = """
DROP TRIGGER accesslog_look_unchanged ON accesslog_look;
DROP FUNCTION accesslog_look_unchanged()"""


def refuse(_apps: Any, editor: Any) -> None:
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, editor: Any) -> None:
    editor.execute(UNDO_POSTGRESQL if editor.connection.vendor == "postgresql" else UNDO_SQLITE)


class Migration(migrations.Migration):
    dependencies = [("accesslog", "0001_note_who_looks_at_whom")]
    operations = [migrations.RunPython(refuse, allow)]
