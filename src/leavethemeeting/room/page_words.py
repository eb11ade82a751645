"""Every word of the room in the reader's language; the page's script gets them as JSON.

The TypeScript shape is ``Sentences`` in web/src/room/sentences.ts; protocol/examples/words/room.json holds the
English ones for the tests of both.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leavethemeeting.room import rule_words, words
from leavethemeeting.shared.island_words import Counted, counted

_COUNTED: dict[str, Counted] = {
    "others": lambda n: ngettext("%(n)d more", "%(n)d more", n),
    "unread": lambda n: ngettext("%(n)d unread message", "%(n)d unread messages", n),
    "too_long": lambda n: ngettext("%(n)d character too long", "%(n)d characters too long", n),
    "admit_all": lambda n: ngettext("Admit %(n)d", "Admit all %(n)d", n),
    "tabs": lambda n: ngettext("%(n)d tab", "%(n)d tabs", n),
    "shown_out": lambda n: ngettext(
        "The room closes and one other person is shown out. This cannot be undone.",
        "The room closes and %(n)d others are shown out. This cannot be undone.",
        n,
    ),
    "leaving_in": lambda n: ngettext("Leaving in %(n)d …", "Leaving in %(n)d …", n),
    "rule_snooze": lambda n: ngettext("Ask again in %(n)d minute", "Ask again in %(n)d minutes", n),
    "kept": lambda n: ngettext("%(n)d message waits to be sent.", "%(n)d messages wait to be sent.", n),
    "kept_days": lambda n: ngettext(
        "The host keeps the record for %(n)d day.", "The host keeps the record for %(n)d days.", n
    ),
}


def page_words() -> dict[str, object]:
    """The words in the active language."""
    return _in(get_language() or "en")


@lru_cache(maxsize=64)
def _in(_language: str) -> dict[str, object]:
    """``_language`` is the active one; it only keeps the results apart."""
    return {
        "tools": _tools(),
        "names": _names(),
        "shortcuts": _shortcuts(),
        "reactions": _reactions(),
        "person": _person(),
        "news": words.news(),
        "chat": _chat(),
        "people": _people(),
        "because": words.because(),
        "remove": _remove(),
        "leave": _leave(),
        "end": _end(),
        "status": words.status(),
        "notices": words.notices(),
        "trouble": words.trouble(),
        "records": words.records(),
        "help": _help(),
        "devices": _devices(),
        "pages": words.pages(),
        "denied": words.denied(),
        "rules": rule_words.rules(),
        "rule_lines": rule_words.lines(),
        "rule_numbers": rule_words.numbers(),
        "rule_states": rule_words.states(),
        "rule_outcomes": rule_words.outcomes(),
        **counted(_COUNTED),
    }


def _tools() -> dict[str, str]:
    """What stands on the buttons: as short as can be."""
    return {
        "group": _("Meeting controls"),
        "mic": _("Mic"),
        "camera": _("Camera"),
        "screen": _("Share"),
        "hand": _("Hand"),
        "react": _("React"),
        "chat": _("Chat"),
        "people": _("People"),
        "away": _("Be right back"),
        "more": _("More"),
        "leave": _("Leave"),
    }


def _names() -> dict[str, str]:
    """The buttons as a screen reader names them; each begins with what stands on it, for who speaks to the computer."""
    return {
        "mic": _("Mic (microphone)"),
        "camera": _("Camera"),
        "screen": _("Share your screen"),
        "hand": _("Hand: raise or lower yours"),
        "react": _("React with an emoji"),
    }


def _shortcuts() -> dict[str, str]:
    return {
        "mic": _("Microphone on or off"),
        "camera": _("Camera on or off"),
        "screen": _("Share your screen or stop"),
        "hand": _("Raise or lower your hand"),
        "react": _("Reactions"),
        "chat": _("Open or close the chat"),
        "people": _("Open or close the list of people"),
        "away": _("Be right back, or back again"),
        "leave": _("Leave, with three seconds to undo"),
        "help": _("This list"),
        "escape": _("Undo, close"),
    }


def _reactions() -> dict[str, str]:
    return {
        "👍": _("thumbs up"),
        "👏": _("applause"),
        "❤️": _("heart"),
        "😂": _("laughter"),
        "😮": _("surprise"),
        "🎉": _("celebration"),
    }


def _person() -> dict[str, str]:
    """One person's tile and line."""
    return {
        "you": _("You"),
        "named_you": _("%(name)s (you)"),
        "host": _("Host"),
        "viewer": _("Viewer"),
        "participant": _("Participant"),
        "talking": _("talking"),
        "mic_off": _("microphone off"),
        "mic_on": _("microphone on"),
        "hand_up": _("hand raised"),
        "away": _("Be right back"),
        "screen_of": _("%(name)s's screen"),
        "your_screen": _("Your screen, as the others see it"),
        "stop_sharing": _("Stop sharing"),
    }


def _chat() -> dict[str, str]:
    return {
        "title": _("Chat"),
        "label": _("Message to everybody"),
        "send": _("Send"),
        "sending": _("sending"),
        "try_again": _("Send again"),
        "discard": _("Discard"),
        "hint": _("Enter sends, Shift and Enter begin a new line."),
        "kept": _("The host can read these messages in the report after the meeting."),
        "not_kept": _("Only the number of messages is kept, not their text."),
        "empty": _("No messages yet. What you write reaches everybody in the room."),
    }


def _people() -> dict[str, str]:
    return {
        "title": _("People"),
        "hands": _("Raised hands"),
        "waiting": _("Waiting room"),
        "here": _("In the room"),
        "lower": _("Lower"),
        "lower_of": _("Lower %(name)s's hand"),
        "admit": _("Admit"),
        "refuse": _("Refuse"),
        "admit_name": _("Admit %(name)s"),
        "refuse_name": _("Refuse %(name)s"),
        "actions": _("What you can do with %(name)s"),
        "ask_mute": _("Ask to mute"),
        "make_viewer": _("Make a viewer"),
        "make_participant": _("Make a participant"),
        "remove": _("Remove"),
        "since": _("since %(time)s"),
        "alone": _("Nobody else is here yet. You can wait, or leave and come back."),
        "asked_mute": _("%(name)s was asked to mute."),
    }


def _remove() -> dict[str, str]:
    return {
        "title": _("Remove %(name)s?"),
        "text": _("%(name)s leaves at once and cannot come back. A host can let them in again: on the meeting's page, under People."),
        "yes": _("Remove %(name)s"),
        "no": _("Keep"),
    }  # fmt: skip


def _leave() -> dict[str, str]:
    return {
        "title": _("Leaving"),
        "undo": _("Undo"),
        "now": _("Leave now"),
        "hint": _("You may go. Esc keeps you here."),
        "host_title": _("How do you want to leave?"),
        "hand_over": _("Leave and hand over"),
        "hand_over_to": _("Hand over to"),
        "hand_over_hint": _("They can admit, mute and remove people, and end the meeting."),
        "keep_open": _("Leave and keep it open"),
        "keep_open_hint": _("Everybody can stay. You can come back."),
        "end_for_all": _("End for all"),
        "end_hint": _("Everybody is shown out."),
        "stay": _("Stay"),
    }


def _end() -> dict[str, str]:
    return {
        "title": _("End the meeting for everybody?"),
        "yes": _("End for all"),
        "no": _("Keep it open"),
        "alone": _("The room closes. It cannot be reopened from here."),
    }


def _help() -> dict[str, str]:
    return {
        "title": _("Keyboard shortcuts"),
        "use": _("Use single-key shortcuts on this device"),
        "note": _("They never act while you write."),
        "close": _("Close"),
    }


def _devices() -> dict[str, str]:
    return {
        "title": _("Devices"),
        "button": _("Microphone and camera"),
        "mic": _("Microphone"),
        "camera": _("Camera"),
        "unnamed": _("Device %(place)s"),
        "none": _("None found"),
    }
