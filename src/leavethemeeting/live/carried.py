"""What the dashboard's stream carries, field by field (see ``shared/carried.py``)."""

from __future__ import annotations

from leavethemeeting.shared.carried import Carried

_AT = "attendance_event.at"
_COUNTED = "- counted from the rows shown"

TO_HOSTS: Carried = {
    "Opening.opened_at": "meetings_opening.opened_at", "Opening.closed_at": "meetings_opening.closed_at",
    "Facts.occurrence": "meetings_occurrence.id", "Facts.title": "meetings_meeting.title", "Facts.zone": "meetings_meeting.time_zone",
    "Facts.scheduled_start": "meetings_occurrence.scheduled_start_at", "Facts.scheduled_end": "meetings_occurrence.scheduled_end_at",
    "Facts.hosts": "accounts_user.name", "Facts.keeps_text": "meetings_meeting.keeps_chat_text",
    "Stay.since": _AT, "Stay.until": _AT, "Stay.reason": "attendance_event.detail",
    "Row.key": "meetings_attendee.id attendance_claim.email attendance_claim.platform_account",
    "Row.name": "attendance_claim.name", "Row.email": "attendance_claim.email", "Row.role": "attendance_claim.role",
    "Row.state": "attendance_event.type", "Row.since": _AT, "Row.devices": "attendance_event.connection_ref", "Row.first": _AT,
    "Row.last": _AT, "Row.reason": "attendance_event.detail", "Row.stays": "- of Stay",
    "Row.counts": "attendance_tally.kind attendance_tally.count", "Row.speaking": "attendance_tally.milliseconds",
    "Row.sends": "attendance_event.detail", "Row.hand_since": _AT,
    "FeedEntry.position": "- place in the record", "FeedEntry.at": _AT, "FeedEntry.kind": "attendance_event.type",
    "FeedEntry.key": "meetings_attendee.id attendance_claim.email attendance_claim.platform_account",
    "FeedEntry.what": "attendance_event.detail", "FeedEntry.text": "attendance_claim.text attendance_event.detail",
    "FeedEntry.devices": _COUNTED,
    **{f"Figures.{name}": _COUNTED for name in ("here", "came", "left", "waiting", "away", "hands", "peak", "unknown", "peak_at")},
    "Snapshot.position": "- place in the record", "Snapshot.facts": "- of Facts", "Snapshot.openings": "- of Opening",
    "Snapshot.rows": "- of Row", "Snapshot.feed": "- of FeedEntry", "Snapshot.curve": _COUNTED, "Snapshot.figures": "- of Figures",
    "Changes.position": "- place in the record", "Changes.rows": "- of Row",
    "Changes.removed": "meetings_attendee.id attendance_claim.email attendance_claim.platform_account",
    "Changes.feed": "- of FeedEntry", "Changes.curve_from": _COUNTED, "Changes.curve": _COUNTED, "Changes.figures": "- of Figures",
    "Changes.openings": "- of Opening",
}  # fmt: skip
