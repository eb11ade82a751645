"""A deed that was written stays as it is, like a look. Rows still go with the person."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER accesslog_deed_unchanged BEFORE UPDATE ON accesslog_deed
BEGIN SELECT RAISE(ABORT, 'a deed is never changed'); END"""
POSTGRESQL = """
CREATE FUNCTION accesslog_deed_unchanged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a deed is never changed'; END $$;
CREATE TRIGGER accesslog_deed_unchanged BEFORE UPDATE ON accesslog_deed
FOR EACH ROW EXECUTE FUNCTION accesslog_deed_unchanged()"""
UNDO_SQLITE = "DROP TRIGGER accesslog_deed_unchanged"
UNDO_POSTGRESQL = """
DROP TRIGGER accesslog_deed_unchanged ON accesslog_deed;
DROP FUNCTION accesslog_deed_unchanged()"""


def refuse(_apps: Any, editor: Any) -> None:
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, editor: Any) -> None:
    editor.execute(UNDO_POSTGRESQL if editor.connection.vendor == "postgresql" else UNDO_SQLITE)


class Migration(migrations.Migration):
    dependencies = [("accesslog", "0003_note_what_was_done")]
    operations = [migrations.RunPython(refuse, allow)]
