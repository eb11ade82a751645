"""What every number of a report means, in one place: pages and files tell the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFINITIONS: dict[str, tuple[Promise, Promise]] = {
    "window": (
        _("Window"),
        _(
            "The stretch of time that percentages are taken over: from the planned start, or the first host's entrance "
            "if that was later, to the planned end, or the moment the meeting was closed if that was earlier. Without "
            "a plan it runs from the first entrance to the close."
        ),
    ),
    "came": (
        _("Came"),
        _("Everyone with any evidence of presence, hosts included. Nobody is left out for a short stay."),
    ),
    "attended": (_("Attended"), _("Present for at least one minute inside the window.")),
    "entrance": (_("First entrance"), _("The earliest moment of presence, also before the window began.")),
    "exit": (
        _("Last exit"),
        _("The latest moment of presence, also after the window ended, and what the source said about why."),
    ),
    "stays": (
        _("Stays"),
        _(
            "Stretches of presence. Gaps of up to 30 seconds are closed unless the person, the host or a rule ended the "
            "stay on purpose; a change of rooms may take 60 seconds."
        ),
    ),
    "present": (
        _("Time present"),
        _("The total length of all stays inside the window. Two devices at once count once."),
    ),
    "share": (_("Attendance"), _("Time present divided by the window's length.")),
    "upper": (
        _("Up to"),
        _("What attendance would be if all unknown time had been presence. Shown only where something is unknown."),
    ),
    "unknown": (
        _("Unknown"),
        _(
            "Time for which there is no evidence either way, for example while the server was away. It is not counted as presence."
        ),
    ),
    "disputed": (
        _("Disputed"),
        _("Time that one source claims and a platform's final report denies. It is not counted as presence."),
    ),
    "late": (
        _("Late"),
        _("First presence inside the window minus the window's start. Marked when more than five minutes."),
    ),
    "early": (
        _("Left early"),
        _("The window's end minus the last presence inside it. Marked when more than five minutes."),
    ),
    "re_entries": (_("Came back"), _("How often somebody entered again after having been away.")),
    "interactions": (
        _("Interactions"),
        _(
            "What somebody did: messages, reactions, raised hands, answers, screens shown. Switching a microphone or camera is listed, not added up."
        ),
    ),
    "speaking": (_("Speaking"), _("How long this person's own microphone carried speech, measured in their browser.")),
    "concurrency": (
        _("Present at once"),
        _("How many people were present at each moment. The average is person-seconds divided by the window's length."),
    ),
    "median": (_("Median stay"), _("Half of those who attended were present longer than this, half shorter.")),
    "leave_curve": (
        _("Left for good"),
        _("The share of those who attended whose last presence was at or before each moment."),
    ),
    "biggest_loss": (
        _("Biggest loss"),
        _("The minute in which most people left for good; the end of the meeting is not counted."),
    ),
    "assurance": (
        _("Assurance"),
        _(
            "How far a stay can be trusted: corroborated by two independent kinds of source, seen by the platform or the "
            "built-in room, seen by the host's plugin, reported by the attendee's own plugin, inferred, or set by the host."
        ),
    ),
}


def lines(keys: Iterable[str]) -> list[tuple[str, str]]:
    """``(term, meaning)`` of ``keys``, translated now."""
    return [(str(DEFINITIONS[key][0]), str(DEFINITIONS[key][1])) for key in keys]
