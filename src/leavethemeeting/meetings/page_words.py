"""Every word of the join page's script in the reader's language; the page carries them as JSON.

The TypeScript shape is ``Sentences`` in web/src/join/words.ts; protocol/examples/words/join.json holds the English
ones for the tests of both.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leavethemeeting.shared.island_words import Counted, counted

_COUNTED: dict[str, Counted] = {
    "answers": lambda n: ngettext(
        "Answers take %(n)d millisecond (the middle of %(tries)s tries)",
        "Answers take %(n)d milliseconds (the middle of %(tries)s tries)",
        n,
    ),
    "lost": lambda n: ngettext("%(n)d is lost", "%(n)d are lost", n),
}


def page_words() -> dict[str, object]:
    """The words in the active language."""
    return _in(get_language() or "en")


@lru_cache(maxsize=64)
def _in(_language: str) -> dict[str, object]:
    """``_language`` is the active one; it only keeps the results apart."""
    return {
        "check": _check(),
        "mic": _mic(),
        "camera": _camera(),
        "network": _network(),
        "verdicts": _verdicts(),
        "page": _page(),
        **counted(_COUNTED),
    }


def _check() -> dict[str, str]:
    return {
        "intro": _("Try them here. Sound and picture stay in this page until you enter."),
        "camera_off": _("The camera is off"),
        "level": _("How loud your microphone is"),
        "speak": _("Say something: the bar moves when we hear you."),
        "preview": _("Your camera, as only you see it"),
        "kept": _("You enter with what is on here. You can change it in the room."),
        "insecure": _(
            "Browsers hand out microphone and camera only over HTTPS, and this page came over plain HTTP. "
            "Ask the provider for an address that begins with https://, or use http://localhost on the server itself. "
            "You can enter, read, write and raise a hand all the same."
        ),
    }


def _mic() -> dict[str, str]:
    """The microphone: its switch, and what can be wrong with it. Whole sentences, as ``_camera``: cases differ."""
    return {
        "turn_on": _("Turn the microphone on"),
        "turn_off": _("Turn the microphone off"),
        "choose": _("Microphone"),
        "unnamed": _("Microphone %(place)s"),
        "denied": _("Your browser has refused the microphone. Allow it in the address bar, then try again."),
        "none": _("No microphone was found. Plug one in, then try again."),
        "busy": _("Another program is using the microphone. Close it there, then try again."),
        "unsupported": _("This browser could not start the microphone."),
    }


def _camera() -> dict[str, str]:
    return {
        "turn_on": _("Turn the camera on"),
        "turn_off": _("Turn the camera off"),
        "choose": _("Camera"),
        "unnamed": _("Camera %(place)s"),
        "denied": _("Your browser has refused the camera. Allow it in the address bar, then try again."),
        "none": _("No camera was found. Plug one in, then try again."),
        "busy": _("Another program is using the camera. Close it there, then try again."),
        "unsupported": _("This browser could not start the camera."),
    }


def _network() -> dict[str, str]:
    return {
        "check": _("Check the connection"),
        "again": _("Check again"),
        "checking": _("Checking…"),
        "figures": _("%(answers)s, %(lost)s."),
        "none_lost": _("none is lost"),
        "no_rtc": _("This browser cannot send sound and picture to others. Chat and everything else works."),
        "direct": _("This browser is ready to connect to the others directly."),
        "no_way": _("This browser found no way to connect to the others. A firewall or an extension may block it; chat works all the same."),
        "reflected": _("It can be reached from outside your network."),
        "hidden": _("It could not find out how it is reached from outside your network."),
        "no_help": _("This service has no STUN or TURN server. In the same network sound and picture connect; across strict firewalls they may not."),
        "relay_only": _("Here all sound and picture go through this service's relay, so the others do not learn your address."),
        "relay": _("Where a direct way is blocked, this service relays."),
    }  # fmt: skip


def _verdicts() -> dict[str, str]:
    return {
        "good": _("Your connection is good."),
        "slow": _("Your connection is slow: speech may come late."),
        "poor": _("Your connection loses much. Move closer to the router, or enter without camera."),
        "none": _("We get no answer from the service. Check your network, then try again."),
    }


def _page() -> dict[str, str]:
    return {
        "zone": _("your time, %(zone)s"),
        "open_now": _("The meeting is open. Going on…"),
        "waiting": _("This page looks by itself every few seconds and goes on when the meeting opens."),
    }
