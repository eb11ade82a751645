"""What can be agreed to, each by itself, and the sentence that stands beside the switch."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Kind(StrEnum):
    """One consent. None of them is given by accepting the policy (A8)."""

    NEWS = "news"  # product news by mail
    POLICY_CHANGES = "policy_changes"  # a letter when the policy or the terms change
    MAIL_MEASUREMENT = "mail_measurement"  # opens and link visits of letters
    DEVICE_ID = "device_id"  # this browser's random number, kept with the account
    COMFORT = "comfort"  # comfort cookies, in one browser
    MEASUREMENT = "measurement"  # measurement cookies, in one browser
    # Objections: what is on until somebody says no, so that agreeing to one of these sentences switches something off.
    NOT_COUNTED = "not_counted"  # left out of the history of use, and of the provider's figures
    NOT_FOUND = "not_found"  # left out of the provider's search by a part of the name or address


class Channel(StrEnum):
    """Where somebody said so."""

    SIGN_UP = "sign_up"
    ASKED_AGAIN = "asked_again"  # the page shown after a material change
    DOOR = "door"  # a guest, at a meeting's door
    PLUGIN = "plugin"  # the plugin's first run, or after a change
    SET_UP = "set_up"  # the provider's own account
    CHOICES = "choices"  # the page of one's choices
    COOKIE_PANEL = "cookie_panel"
    LANDING = "landing"  # the box beside the form for the plugin's link
    RIGHTS = "rights"  # the page of one's objections
    LETTER = "letter"  # the link at the foot of a letter


#: What a member decides for the whole account, in the order of the page. The others are decided per browser.
OF_MEMBERS = (Kind.NEWS, Kind.POLICY_CHANGES, Kind.MAIL_MEASUREMENT, Kind.DEVICE_ID)

#: What somebody may object to, in the order of the page. Members and guests.
OBJECTIONS = (Kind.NOT_COUNTED, Kind.NOT_FOUND)

TITLES: Mapping[Kind, StrOrPromise] = {
    Kind.NEWS: _("Product news by e-mail"),
    Kind.POLICY_CHANGES: _("A letter when the policy changes"),
    Kind.MAIL_MEASUREMENT: _("Counting whether you open letters"),
    Kind.DEVICE_ID: _("Recognising your devices"),
    Kind.COMFORT: _("Comfort cookies"),
    Kind.MEASUREMENT: _("Measurement cookies"),
    Kind.NOT_COUNTED: _("Not counted in statistics"),
    Kind.NOT_FOUND: _("Not found by a search"),
}

#: The sentence that is agreed to. Its hash is the proof, so a new wording is a new consent.
SENTENCES: Mapping[Kind, StrOrPromise] = {
    Kind.NEWS: _("Write to me about new features of this service, a few times a year at most."),
    Kind.POLICY_CHANGES: _("Write to me when a new version of the privacy policy or of the terms is posted."),
    Kind.MAIL_MEASUREMENT: _(
        "Note whether and when I open product news, letters about the policy and the plugin's letter, and which of "
        "their links I visit. The provider sees it with my address."
    ),
    Kind.DEVICE_ID: _(
        "Keep a random number of each browser I sign in with together with my account, so that my devices are told "
        "apart and I am warned of a new one."
    ),
    Kind.COMFORT: _("This browser may keep cookies that remember it from one visit to the next."),
    Kind.MEASUREMENT: _(
        "This browser may keep a random number that lets the provider see which errors happened to the same browser."
    ),
    Kind.NOT_COUNTED: _(
        "I object to being counted: leave me out of the provider’s figures, do not note which features I use, and "
        "delete what was noted of them until now."
    ),
    Kind.NOT_FOUND: _(
        "I object to being found: the provider’s search finds me only under my whole e-mail address, as when I write "
        "to them, and not by my name or a part of my address."
    ),
}


def sentence(kind: Kind) -> str:
    """The sentence agreed to, in the reader's language."""
    return str(SENTENCES[kind])
