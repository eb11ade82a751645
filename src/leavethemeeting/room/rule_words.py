"""The words of *Leave for me*: the room's own leave rules. ``page_words`` hands them to the page's script.

Rules and numbers have the names of protocol/src/leaving/settings.ts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _


def rules() -> dict[str, str]:
    return {
        "button": _("Leave for me"),
        "title": _("Leave for me"),
        "intro": _("You leave by yourself when one of these is so. First you are asked, and can stay. Kept in this browser only."),
        "plugin": _("The plugin is at work here: its rules count, and these stand back."),
        "always": _("For all of them"),
        "log": _("What they did"),
        "no_log": _("Nothing yet."),
        "forget": _("Clear this list"),
        "saw": _("What was seen"),
        "counts_at": _("Asks at %(time)s if it stays so."),
        "countdown": _("Leaving soon."),
        "announce": _("%(countdown)s %(line)s. Esc stays."),
        "stopped": _("You stay."),
        "stay": _("Stay"),
        "now": _("Leave now"),
        "told_due": _("Your rule says: %(line)s."),
        "told_sole_host": _("You are the only host, so you stay. Your rule says: %(line)s."),
        "told_ends_soon": _("The planned end is near."),
    }  # fmt: skip


def lines() -> dict[str, str]:
    """Each rule as what is so when it leaves."""
    return {
        "alone_after_others": _("Everybody else has left"),
        "nobody_joined": _("Nobody has come"),
        "only_bots_left": _("Only programs that take notes are left"),
        "waiting_room": _("Nobody lets me in from the waiting room"),
        "host_left": _("Every host has left"),
        "count_below": _("Few people are left"),
        "count_drop": _("Most people have left"),
        "leave_wave": _("Many people leave at once"),
        "silence": _("Nobody speaks any more"),
        "scheduled_end": _("The planned end has come"),
        "overtime_alone": _("The planned end is over and I am alone"),
        "hard_stop": _("It is late enough, or I was here long enough"),
        "idle_user": _("I have done nothing for a long time (tells only)"),
    }


def numbers() -> dict[str, str]:
    return {
        "timeout_s": _("Seconds that it lasts"),
        "sustain_s": _("Seconds that it lasts"),
        "activate_after_s": _("Not in my first … seconds"),
        "grace_s": _("Seconds after the planned end"),
        "warn_before_s": _("Tell me … seconds before"),
        "min_count": _("Fewer people than"),
        "min_peak": _("Only if there were at least … people"),
        "drop_pct": _("Per cent who have left"),
        "wave_pct": _("Per cent who leave"),
        "window_s": _("Within … seconds"),
        "not_before_pct": _("Not before … per cent of the planned time"),
        "max_duration_s": _("Seconds in the meeting (0: no limit)"),
        "at": _("Time of day"),
        "mode": _("Leave, not only tell"),
        "only_after_sched_end": _("Only after the planned end"),
        "countdown_s": _("Seconds to say “Stay”"),
        "min_in_call_s": _("Never in my first … seconds"),
    }


def states() -> dict[str, str]:
    """What a rule says now; the words of protocol/src/leaving/verdicts.ts."""
    return {
        "not_here": _("Cannot be known here."),
        "not_armed": _("Waits for what has to come first."),
        "paused": _("Cannot be known at this moment."),
        "watching": _("Watches."),
        "held": _("It is so, but something speaks against leaving now."),
        "counting": _("Counts down."),
        "told": _("Has told you."),
    }


def outcomes() -> dict[str, str]:
    return {
        "left": _("Left"),
        "stayed": _("You stayed"),
        "snoozed": _("Snoozed"),
        "stopped": _("No longer so"),
        "told": _("Told you"),
    }
