"""What the room socket and the intake carry, field by field (see ``shared/carried.py``)."""

from __future__ import annotations

from leavethemeeting.shared.carried import Carried

_ID = "attendance_event.id"
_ATTENDEE = "meetings_attendee.id"
_TAB = "attendance_event.connection_ref"
_CODE = "- one of a fixed list"
_WORDS = "- a sentence of ours about it"
_NOW = "- the server's clock"
_RIGHT = "- follows from the reader's relation to the meeting"
_RELAYED = "- between two browsers: relayed, neither read nor kept"

#: To everybody in the room.
TO_THE_ROOM: Carried = {
    "Connection.ref": _TAB, "Connection.since": "attendance_event.at", "Connection.sends": "attendance_event.detail",
    "Connection.talking": "- said by the tab at this moment, not kept",
    "Person.attendee": _ATTENDEE, "Person.name": "meetings_attendee.name", "Person.role": "meetings_attendee.role",
    "Person.moderates": "meetings_handover.id meetings_co_host.id", "Person.since": "attendance_event.at",
    "Person.connections": "- of Connection", "Person.hand_since": "attendance_event.at", "Person.away": "attendance_event.detail",
    "ChatLine.id": _ID, "ChatLine.attendee": _ATTENDEE, "ChatLine.name": "meetings_attendee.name",
    "ChatLine.text": "attendance_claim.text", "ChatLine.at": "attendance_event.at",
    "PersonIs.person": "- of Person",
    "PersonLeft.attendee": _ATTENDEE, "PersonLeft.name": "meetings_attendee.name", "PersonLeft.reason": "attendance_event.detail",
    "PersonLeft.at": "attendance_event.at",
    "SignalFrom.sender": _TAB, "SignalFrom.data": _RELAYED,
    "ChatFrom.line": "- of ChatLine",
    "ReactionFrom.attendee": _ATTENDEE, "ReactionFrom.emoji": "attendance_event.detail", "ReactionFrom.at": "attendance_event.at",
    "TalkingIs.attendee": _ATTENDEE, "TalkingIs.connection": _TAB, "TalkingIs.on": "- said by the tab at this moment, not kept",
    "AskedToMute.by": "meetings_attendee.name",
    "Closed.reason": "meetings_opening.close_reason", "Closed.message": _WORDS,
}  # fmt: skip

#: To one tab, about the meeting and about themselves.
TO_ONESELF: Carried = {
    "Welcome.connection": _TAB, "Welcome.attendee": _ATTENDEE, "Welcome.moderates": _RIGHT,
    "Welcome.occurrence": "meetings_occurrence.id", "Welcome.title": "meetings_meeting.title",
    "Welcome.opened_at": "meetings_opening.opened_at", "Welcome.ends_at": "meetings_occurrence.scheduled_end_at",
    "Welcome.keeps_chat_text": "meetings_meeting.keeps_chat_text", "Welcome.media": "- of MediaTicket",
    "Welcome.people": "- of Person", "Welcome.chat": "- of ChatLine", "Welcome.waiting": "- of Waiting", "Welcome.now": _NOW,
    "InWaitingRoom.title": "meetings_meeting.title", "InWaitingRoom.since": "meetings_admission.asked_at",
    "Denied.code": _CODE, "Denied.message": _WORDS, "Denied.retry_after_ms": "- a fixed time",
    "YouMay.moderates": _RIGHT, "YouMay.role": "meetings_attendee.role", "YouMay.media": "- of MediaTicket",
    "MediaTicket.engine": _CODE, "MediaTicket.ice_servers": "- from the settings, with a password that is made for an hour",
    "MediaTicket.ice_transport": _CODE, "MediaTicket.may_send": _RIGHT,
    "Ack.id": _ID, "Refused.id": _ID, "Refused.code": _CODE, "Refused.message": _WORDS,
    "Result.id": _ID, "Result.status": _CODE, "Result.code": _CODE, "Result.message": _WORDS,
    "Results.results": "- of Result", "Results.received_at": _NOW,
}  # fmt: skip

#: To those who may admit: hosts, co-hosts, and to whom a host has handed over.
TO_HOSTS: Carried = {
    "WaitingAre.waiting": "- of Waiting",
    "Waiting.attendee": _ATTENDEE, "Waiting.name": "meetings_admission.name", "Waiting.since": "meetings_admission.asked_at",
    "Waiting.because": "- follows from earlier admissions and removals", "Waiting.former_name": "meetings_admission.formerly",
}  # fmt: skip

#: From a browser in the room.
UP: Carried = {
    "Hello.ticket": "- signed by us, read and thrown away", "Hello.resumes": _TAB,
    "Signal.to": _TAB, "Signal.data": _RELAYED,
    "Chat.id": _ID, "Chat.text": "attendance_claim.text", "Reaction.id": _ID, "Reaction.emoji": "attendance_event.detail",
    "Hand.id": _ID, "Hand.up": "attendance_event.detail", "Media.id": _ID, "Media.source": "attendance_event.detail",
    "Media.on": "attendance_event.detail", "Talking.on": "- for the glow, told on and not kept",
    "Speaking.id": _ID, "Speaking.milliseconds": "attendance_tally.milliseconds",
    "Away.id": _ID, "Away.on": "attendance_event.detail", "Leave.id": _ID, "Leave.reason": "attendance_event.detail",
    "Admit.id": _ID, "Admit.attendee": _ATTENDEE, "Admit.yes": "meetings_admission.admitted",
    "SetRole.id": _ID, "SetRole.attendee": _ATTENDEE, "SetRole.role": "meetings_attendee.role",
    "AskMute.id": _ID, "AskMute.attendee": _ATTENDEE, "LowerHand.id": _ID, "LowerHand.attendee": _ATTENDEE,
    "Remove.id": _ID, "Remove.attendee": "meetings_removal.attendee_id", "EndForAll.id": _ID,
    "HandOver.id": _ID, "HandOver.attendee": "meetings_handover.attendee_id",
}  # fmt: skip

_EVENT = {"id": _ID, "at": "attendance_event.at", "occurrence": "attendance_event.occurrence_id"}
_OF_CONNECTION = {**_EVENT, "connection": _TAB}
_ABOUT = {
    **_OF_CONNECTION, "name": "attendance_claim.name", "email": "attendance_claim.email",
    "email_verified": "attendance_claim.email_verified", "platform_account": "attendance_claim.platform_account",
    "role": "attendance_claim.role",
}  # fmt: skip
_DETAIL = "attendance_event.detail"
_UNTIL = "attendance_event.until"


def _of(kind: str, *shapes: dict[str, str], **more: str) -> dict[str, str]:
    return {f"{kind}.{name}": said for shape in (*shapes, more) for name, said in shape.items()}


#: From another service or a plugin: ``POST /api/v1/events``.
INTAKE: Carried = {
    "Batch.sent_at": "attendance_event.sent_at", "Batch.events": "- of each event",
    **_of("Enter", _ABOUT), **_of("Exit", _OF_CONNECTION, reason=_DETAIL, entered_at=_DETAIL),
    **_of("Heartbeat", _OF_CONNECTION, until=_UNTIL, count=_DETAIL),
    **_of("Interact", _OF_CONNECTION, interaction=_DETAIL, value=_DETAIL, until=_UNTIL, text="attendance_claim.text"),
    **_of("Interval", _ABOUT, until=_UNTIL, final=_DETAIL), **_of("LobbyEnter", _ABOUT), **_of("LobbyExit", _OF_CONNECTION),
    **_of("Room", _OF_CONNECTION, room=_DETAIL), **_of("Roster", _EVENT, people="- of Listed", complete=_DETAIL),
    **_of("MeetingStart", _EVENT), **_of("MeetingEnd", _EVENT),
    "Listed.connection": _TAB, "Listed.name": "attendance_claim.name", "Listed.email": "attendance_claim.email",
    "Listed.platform_account": "attendance_claim.platform_account", "Listed.role": "attendance_claim.role",
}  # fmt: skip
