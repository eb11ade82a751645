"""What the room tells: what happened, what is wrong, what is recorded, and the pages that stand in its place.

``page_words`` hands these and the words of the controls to the page's script.
"""

from __future__ import annotations

from django.utils.translation import gettext as _


def news() -> dict[str, str]:
    return {
        "entered": _("%(name)s entered"),
        "left": _("%(name)s left"),
        "removed": _("%(name)s was removed"),
        "lost": _("%(name)s lost the connection"),
        "said": _("%(name)s: %(text)s"),
        "reacted": _("%(name)s reacts: %(what)s"),
        "raised": _("%(name)s raised a hand"),
        "knocks": _("%(name)s is in the waiting room"),
        "renamed": _("%(before)s is called %(now)s now"),
    }


def because() -> dict[str, str]:
    """Why somebody waits, where it is not the waiting room alone."""
    return {
        "changed": _("Admitted before as “%(former)s”. The name or e-mail has changed since."),
        "like_removed": _("Same name or e-mail as “%(former)s”, who was removed."),
    }


def status() -> dict[str, str]:
    return {
        "reconnecting": _("Reconnecting. We keep what you wrote."),
        "offline": _("You are offline. We keep what you wrote and come back by ourselves."),
        "media": _("Sound and pictures are being reconnected."),
        "many_senders": _("More than four cameras: pictures are sent smaller."),
    }


def notices() -> dict[str, str]:
    return {
        "asked": _("A host asks you to mute your microphone."),
        "mute": _("Mute now"),
        "dismiss": _("Dismiss"),
        "asked_already": _("A host asked you to mute. Your microphone is off already."),
        "viewer": _("You are a viewer now: you see and hear, and your microphone, camera and screen are off."),
        "participant": _("You are a participant now: you can use your microphone, camera and screen."),
        "moderator": _("You can moderate this meeting now."),
        "no_moderator": _("You no longer moderate this meeting."),
        "sound": _("Your browser keeps the sound off until you ask for it."),
        "sound_on": _("Turn the sound on"),
        "lowered_hand": _("Your hand was lowered."),
    }


def trouble() -> dict[str, object]:
    """By device and trouble, each a sentence of its own: in many languages the device changes the words around it."""
    return {
        "mic": {
            "insecure": _("Browsers give the microphone only to pages with https. You can still see, hear and write."),
            "denied": _("The browser was not allowed to use the microphone. Allow it in the address bar, then press the button again."),
            "none": _("No microphone was found. Connect one and press the button again; until then you can see, hear and write."),
            "busy": _("The microphone is in use by another program, or did not start. Close that program and press the button again."),
            "unsupported": _("This browser cannot use the microphone here. You can still see, hear and write."),
        },
        "camera": {
            "insecure": _("Browsers give the camera only to pages with https. You can still see, hear and write."),
            "denied": _("The browser was not allowed to use the camera. Allow it in the address bar, then press the button again."),
            "none": _("No camera was found. Connect one and press the button again; until then you can see, hear and write."),
            "busy": _("The camera is in use by another program, or did not start. Close that program and press the button again."),
            "unsupported": _("This browser cannot use the camera here. You can still see, hear and write."),
        },
        "screen": {
            "insecure": _("Browsers give the screen only to pages with https. You can still see, hear and write."),
            "denied": _("The browser was not allowed to use the screen. Allow it in the address bar, then press the button again."),
            "none": _("No screen was found to share. You can still see, hear and write."),
            "busy": _("The screen could not be shared, perhaps because of another program. Close that program and press the button again."),
            "unsupported": _("This browser cannot share the screen here. You can still see, hear and write."),
        },
        "cancelled": _("The screen is not shared. Press Share to choose again."),
    }  # fmt: skip


def records() -> dict[str, object]:
    return {
        "title": _("What this meeting records"),
        "button": _("What is recorded"),
        "recorded": _("Recorded"),
        "yes": [
            _("when you enter and leave"),
            _("that you write, react, raise a hand or step away, and when"),
            _("when your microphone, camera and screen go on and off"),
            _("how long you speak, measured in your own browser"),
        ],
        "text_kept": _("the text of chat messages"),
        "text_not_kept": _("the number of chat messages, not their text"),
        "not_recorded": _("Not recorded"),
        "no": [
            _("sound, pictures or shared screens: they pass between browsers and are not stored"),
            _("what you do in other tabs or programs, or whether you look at the page"),
            _("private messages: there are none"),
        ],
        "who": _("The host and the co-hosts see it."),
        "policy": _("Read the privacy policy"),
    }


def pages() -> dict[str, str]:
    """What stands where the room would be."""
    return {
        "connecting": _("Going in …"),
        "waiting_title": _("You are in the waiting room"),
        "waiting_text": _("A host sees your name and decides. Once you are let in, this page goes in by itself."),
        "waiting_since": _("Waiting since %(time)s."),
        "leave": _("Leave"),
        "again": _("Try again"),
        "back": _("Back to the meeting's page"),
        "sign_in": _("Sign in"),
        "here": _("Use this tab"),
        "home": _("To the start page"),
        "closed_title": _("The meeting has ended"),
        "left_title": _("You have left"),
        "left_text": _("You may go."),
    }


def denied() -> dict[str, dict[str, str]]:
    """By the code of ``Denied``."""
    told = {
        "bad_ticket": (_("That did not work"), _("The page could not prove who you are. Try again.")),
        "not_open": (_("The meeting is not open yet"), _("This page goes in by itself as soon as the host opens it.")),
        "closed": (_("This meeting is closed"), _("The host has ended it. If it comes back, the join page will say so.")),
        "removed": (_("You were removed"), _("A host removed you from this meeting, so you cannot go back in. Ask the host if that was a mistake.")),
        "not_admitted": (_("You were not let in"), _("A host decided not to admit you. Ask the host if that was a mistake.")),
        "full": (_("The room is full"), _("Try again when somebody has left.")),
        "full_of_senders": (_("No more cameras and microphones fit"), _("Try again when somebody has switched theirs off, or ask the host to let you in as a viewer.")),
        "replaced": (_("Open in another tab"), _("This meeting was opened again in another tab of this browser, so this one stopped.")),
        "signed_out": (_("You cannot go on here"), _("You are signed out, or may not be in this meeting any more. The meeting's page says what you can do.")),
        "restarting": (_("Just a moment"), _("The service is restarting. Your place is kept.")),
        "too_fast": (_("Just a moment"), _("That was too many tries in a short time. The page tries again by itself.")),
    }  # fmt: skip
    return {code: {"title": title, "text": text} for code, (title, text) in told.items()}
