"""What is stored about meetings and the people who come to them."""

from leavethemeeting.domain.promises import Column, Erasure, Table
from leavethemeeting.shared.personal_data import MEETING_LIFE, account, in_the_room, key, plan, presence

_BY = key(Erasure.UNLINK, "who did it; the row stays when they leave")


def _planned(note: str = "") -> Column:
    """Of the plan itself, which is its host's own: the clock does not delete a meeting that may be held again."""
    return plan(note, kept=MEETING_LIFE)


TABLES = (
    Table(
        "meetings_meeting",
        "host",
        {
            "id": key(),
            "owner_id": key(),
            "code": _planned("the join link"),
            "title": _planned(),
            "description": _planned(),
            "place": _planned(),
            "outside_url": _planned(),
            "call_sha256": _planned("the outside link as a plugin asks for it, hashed"),
            "starts_at": _planned(),
            "ends_at": _planned(),
            "time_zone": _planned(),
            "repeats": _planned(),
            "admits": _planned(),
            "newcomers_are": _planned(),
            "waiting_room": _planned(),
            "keeps_chat_text": _planned(),
            "minors_attend": _planned(),
            "keeps_days": _planned("shown at the door"),
            "planned_at": _planned(),
        },
    ),
    Table("meetings_co_host", "host", {"id": key(), "meeting_id": key(), "user_id": key(), "added_at": _planned()}),
    Table(
        "meetings_occurrence",
        "host",
        {
            "id": key(),
            "meeting_id": key(),
            "scheduled_start_at": plan(),
            "scheduled_end_at": plan(),
            "first_opened_at": plan(),
            "counts_only": plan(),
        },
    ),
    Table(
        "meetings_opening",
        "host",
        {
            "id": key(),
            "occurrence_id": key(),
            "opened_at": plan(),
            "opened_by_id": _BY,
            "closed_at": plan(),
            "closed_by_id": _BY,
            "close_reason": plan(),
        },
    ),
    Table(
        "meetings_attendee",
        "attendee",
        {
            "id": key(),
            "meeting_id": key(),
            "user_id": key(Erasure.UNLINK),
            "name": in_the_room(account("C11", "C24", "C25")),
            "email": account("C11", "C24", "C25"),
            "email_verified": account("C24"),
            "role": in_the_room(presence("C23", "C25")),
            "first_came_at": presence(),
        },
    ),
    Table(
        "meetings_shared_profile",
        "attendee",
        {
            "attendee_id": key(),
            "shared_at": presence(),
            "pronouns": account("C13", "C24"),
            "organisation": account("C13", "C24"),
            "time_zone": account("C13", "C24"),
            "sign_in_method": account("C24", "C28", note="how they had last signed in: the way, never what with"),
            "ways_in": account("C14", "C24", "C28", note="the ways in that were open, linked networks among them"),
            "date_joined": account("C24", "C28"),
            "last_login": account("C24", "C28"),
            "webp": account("C13", "C24", note="the picture"),
        },
        note="a member’s profile as it was when they last entered; goes with the account at the latest",
    ),
    Table(
        "meetings_admission",
        "attendee",
        {
            "id": key(),
            "occurrence_id": key(),
            "attendee_id": key(),
            "asked_at": presence(),
            "name": account("C11", "C24", "C25"),
            "email": account("C11", "C24", "C25"),
            "formerly": account("C11", "C24", "C25"),
            "decided_at": presence(),
            "decided_by_id": _BY,
            "admitted": presence(),
        },
    ),
    Table(
        "meetings_removal",
        "attendee",
        {
            "id": key(),
            "occurrence_id": key(),
            "attendee_id": key(),
            "removed_at": presence(),
            "removed_by_id": _BY,
            "barred": presence(note="whether later dates keep them out as well"),
            "lifted_at": presence(),
        },
    ),
    Table(
        "meetings_handover",
        "attendee",
        {
            "id": key(),
            "occurrence_id": key(),
            "attendee_id": key(),
            "handed_at": presence(),
            "handed_by_id": _BY,
            "taken_back_at": presence(),
        },
    ),
    Table(
        "meetings_transfer",
        "host",
        {
            "id": key(),
            "meeting_id": key(),
            "offered_by_id": _BY,
            "offered_to_id": key(Erasure.UNLINK, "to whom; the row stays when they leave"),
            "offered_at": _planned(),
            "expires_at": _planned(),
            "ended_at": _planned(),
            "outcome": _planned(),
        },
        note="who gave the meeting to whom and when; goes with the meeting",
    ),
)
