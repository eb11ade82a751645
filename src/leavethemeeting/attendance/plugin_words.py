"""What a member reads in the plugin before a host learns of them: what is recorded, who sees it, how long it is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.queries import hosts_of
from leavethemeeting.shared.environment import environment


def notice_of(meeting: Meeting, *, roster: bool) -> dict[str, object]:
    """``recorded`` one sentence each, ``seen_by`` names, ``kept`` a sentence."""
    recorded = [
        _("When you enter and exit, and why, as your plugin sees it."),
        _("What you do, only of the kinds that you have switched on in the plugin."),
        _("Of the chat, that you wrote, and the words only where you have switched them on.")
        if meeting.keeps_chat_text
        else _("Of the chat, that you wrote; never the words."),
        _("Not what you say or show: sound and picture are not recorded."),
    ]
    if roster:
        recorded.append(_("As a host, if you switch it on: the list of participants, after a notice in the chat."))
    kept = ngettext(
        "%(days)d day after the meeting.", "%(days)d days after the meeting.", meeting.keeps_days
    ) % {"days": meeting.keeps_days}  # fmt: skip
    provider = environment().operator_name or _("the provider of this service")
    return {"recorded": recorded, "seen_by": [*(host.name for host in hosts_of(meeting)), provider], "kept": kept}
