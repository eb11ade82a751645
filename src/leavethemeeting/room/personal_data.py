"""What a running room keeps."""

from leavethemeeting.domain.promises import Erasure, Remembered, Shelf, Table
from leavethemeeting.shared.personal_data import key, operation, presence

REMEMBERED = (
    Remembered("ltm.tab", Shelf.TAB, ("C30", "C31"), "a random name of this tab, so that reloading the room replaces the connection instead of adding one"),
    Remembered("ltm.join", Shelf.TAB, ("C31",), "whether you enter with microphone and camera, and which of them you chose"),
    Remembered("ltm.rules", Shelf.BROWSER, ("C31",), "which of your leave rules are on in the room, and the last fifty times they left or asked; set when you switch one"),
    Remembered("ltm.shortcuts", Shelf.BROWSER, ("C31",), "whether single keys control the room; set when you switch that"),
)  # fmt: skip

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
