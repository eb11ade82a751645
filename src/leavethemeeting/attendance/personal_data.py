"""What is stored about who was there and what they did."""

from dataclasses import replace

from leavethemeeting.domain.promises import Erasure, Table
from leavethemeeting.shared.personal_data import account, in_the_room, interaction, key, operation, presence, secret

TABLES = (
    Table(
        "attendance_event",
        "attendee",
        {
            "meeting_id": key(),
            "source_ref": key(note="which credential said it"),
            "id": key(),
            "position": operation(),
            "occurrence_id": key(),
            "source_kind": presence(),
            "type": presence(),
            "connection_ref": key(note="one tab, device or platform connection; names nobody"),
            "at": in_the_room(presence()),
            "until": presence(),
            "sent_at": presence(note="the sender's clock, to correct it"),
            "received_at": presence(),
            "detail": interaction("keys: those of domain.events.Event that few events have"),
            "digest": operation(),
        },
    ),
    Table(
        "attendance_claim",
        "attendee",
        {
            "meeting_id": key(),
            "source_ref": key(),
            "event_id": key(),
            "occurrence_id": key(),
            "connection_ref": key(),
            "attendee_id": key(),
            "name": account("C11", "C24", "C25"),
            "email": account("C11", "C24", "C25"),
            "email_verified": account("C24"),
            "platform_account": account("C24"),
            "role": presence("C23", "C25"),
            "text": interaction("public chat text, where the host keeps it"),
        },
    ),
    Table(
        "attendance_tally",
        "attendee",
        {
            "occurrence_id": key(),
            "source_ref": key(),
            "connection_ref": key(),
            "kind": interaction(),
            "count": interaction(),
            "milliseconds": interaction(),
        },
    ),
    Table(
        "attendance_pack",
        "attendee",
        {
            "occurrence_id": key(),
            "edition": operation("changes whenever something is taken out of the log"),
            "position": operation("where the log ended"),
            # Whoever asks gets the rows it was made from.
            "body": replace(
                presence("C11", "C24", "C25", note="a copy of events and claims, dropped with them"), exported=False
            ),
        },
        note="the evidence of a large occurrence in one piece, so that reports are fast; made from the log",
    ),
    Table(
        "attendance_tombstone",
        "nobody",
        {
            "meeting_id": key(Erasure.KEEP),
            "source_ref": key(Erasure.KEEP),
            "id": key(Erasure.KEEP),
            "erased_at": operation(),
        },
        note="what was erased, so that it does not come back; names nobody",
    ),
    Table(
        "attendance_position",
        "nobody",
        {"id": key(Erasure.KEEP), "last": operation()},
        note="how far the log has got",
    ),
    Table(
        "attendance_credential",
        "host",
        {
            "id": key(),
            "meeting_id": key(),
            "source_kind": operation(),
            "label": operation("what the host called it"),
            "token_sha256": secret(),
            "made_by_id": key(Erasure.UNLINK),
            "made_at": operation(),
            "expires_at": operation(),
            "revoked_at": operation(),
            "last_used_day": operation(),
            "source_id": key(note="what events of a member's plugins in this meeting stand under"),
            "plugin_id": key(Erasure.UNLINK, "the pairing; without it the credential opens nothing"),
            "attendee_id": key(Erasure.UNLINK, "whom a plugin's evidence is about, whatever it says"),
        },
    ),
)
