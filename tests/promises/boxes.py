"""What every box of every form is for: the column that its text ends in, or why it ends in none (C10, C11).

A box that is not here, and whose name is no declared column's, fails ``test_c10_every_box_is_declared.py``: say where what is typed goes.
"""

from __future__ import annotations

NOT_KEPT = {
    "password": "compared with a hash", "oldpassword": "compared with a hash", "password2": "the same once more",
    "credential": "what a passkey answers: checked, not kept",
    "code": "compared with the letter's code", "remember": "how long the session lasts", "born_on": "the age question: counted and forgotten",
    "versions_shown": "which versions the page showed", "homepage": "a trap for programs; people leave it empty",
    "shown_at": "when the form was shown, signed", "answer": "which button", "on": "the switch", "next": "where to go on",
    "from": "where to go on", "csrfmiddlewaretoken": "that the form is ours", "comfort": "the browser's own choice",
    "measurement": "the browser's own choice", "when": "once, again and again, or at any time: shapes the plan",
    "stops": "shapes the plan", "versions": "which versions the page showed", "q": "a search, not kept", "state": "a filter, not kept",
    "page": "a filter, not kept", "sort": "an order, not kept", "order": "an order, not kept", "period": "a filter, not kept",
    "before": "the plan as it was, to be compared", "sure": "that what goes was read",
}  # fmt: skip

KEPT_IN = {
    "login": "accounts_user.email", "email": "accounts_user.email", "name": "accounts_user.name",
    "password1": "accounts_user.password", "agree": "consent_acceptance.version_id", "time_zone": "accounts_user.time_zone",
    "title": "meetings_meeting.title", "description": "meetings_meeting.description", "place": "meetings_meeting.place",
    "outside_url": "meetings_meeting.outside_url", "day": "meetings_meeting.starts_at", "starts": "meetings_meeting.starts_at",
    "ends": "meetings_meeting.ends_at", "every": "meetings_meeting.repeats", "unit": "meetings_meeting.repeats",
    "weekdays": "meetings_meeting.repeats", "count": "meetings_meeting.repeats", "until": "meetings_meeting.repeats",
    "admits": "meetings_meeting.admits", "newcomers_are": "meetings_meeting.newcomers_are",
    "waiting_room": "meetings_meeting.waiting_room", "keeps_chat_text": "meetings_meeting.keeps_chat_text",
    "keeps_days": "meetings_meeting.keeps_days", "named": "referrals_named.user_id", "days": "attendance_credential.expires_at", "file": "accounts_picture.webp",
}  # fmt: skip
