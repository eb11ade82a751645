"""What a running room keeps."""

from leavethemeeting.domain.promises import Erasure, Table
from leavethemeeting.shared.personal_data import key, operation, presence

TABLES = (
    Table(
        "room_command",
        "attendee",
        {
            "id": key(),
            "occurrence_id": key(),
            "kind": presence(),
            "attendee_id": key(),
            "value": presence(),
            "given_by_id": key(Erasure.UNLINK),
            "given_at": presence(),
            "done_at": operation(),
        },
    ),
    Table("room_boot", "nobody", {"id": key(), "started_at": operation(), "stopped_at": operation()}),
    Table(
        "room_checkpoint",
        "attendee",
        {
            "id": key(),
            "boot_id": key(),
            "occurrence_id": key(),
            "at": operation(),
            "connections": presence(note="connection references, no names"),
        },
    ),
)
