"""What is stored about meetings and the people who come to them."""

from leavethemeeting.domain.promises import Erasure, Table
from leavethemeeting.shared.personal_data import account, key, plan, presence

_BY = key(Erasure.UNLINK, "who did it; the row stays when they leave")

TABLES = (
    Table(
        "meetings_meeting",
        "host",
        {
            "id": key(),
            "owner_id": key(),
            "code": plan("the join link"),
            "title": plan(),
            "description": plan(),
            "place": plan(),
            "outside_url": plan(),
            "starts_at": plan(),
            "ends_at": plan(),
            "time_zone": plan(),
            "repeats": plan(),
            "admits": plan(),
            "newcomers_are": plan(),
            "waiting_room": plan(),
            "keeps_chat_text": plan(),
            "keeps_days": plan("shown at the door"),
            "planned_at": plan(),
        },
    ),
    Table("meetings_co_host", "host", {"id": key(), "meeting_id": key(), "user_id": key(), "added_at": plan()}),
    Table(
        "meetings_occurrence",
        "host",
        {
            "id": key(),
            "meeting_id": key(),
            "scheduled_start_at": plan(),
            "scheduled_end_at": plan(),
            "first_opened_at": plan(),
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
            "name": account("C11", "C24", "C25"),
            "email": account("C11", "C24", "C25"),
            "email_verified": account("C24"),
            "role": presence("C23", "C25"),
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
)
