"""The closed lists of log data: ways in, results, features, where an error came from. No free text."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class What(StrEnum):
    """What an entry notes."""

    SIGN_IN = "sign_in"
    USE = "use"


class Method(StrEnum):
    """The way somebody signed in. The social network stands beside it."""

    PASSWORD = "password"  # noqa: S105 -- the name of a way, no secret
    CODE = "code"
    PASSKEY = "passkey"
    NETWORK = "network"
    SET_UP = "set_up"
    SECOND_STEP = "second_step"  # only where it is refused: what was right before it does not sign in by itself


class Result(StrEnum):
    """How the sign-in ended."""

    DONE = "done"
    REFUSED = "refused"


class Feature(StrEnum):
    """The main features whose use is noted for members."""

    PLANNED = "planned"
    OPENED = "opened"
    ENTERED = "entered"
    DASHBOARD = "dashboard"
    REPORT = "report"
    CSV = "csv"
    SEARCHED = "searched"
    CORRECTED = "corrected"
    INVITED = "invited"
    PAIRED = "paired"
    DOWNLOADED = "downloaded"


class Source(StrEnum):
    """Where an error happened."""

    SERVER = "server"
    PAGE = "page"
    PLUGIN = "plugin"
    POLICY = "policy"  # the browser refused something that the page's content security policy forbids


class Platform(StrEnum):
    """Whose page the plugin reads: its adapters (plugin/src/platforms)."""

    MEET = "meet"
    ZOOM = "zoom"
    TEAMS = "teams"
    JITSI = "jitsi"
    BIGBLUEBUTTON = "bigbluebutton"
    ROOM = "room"
    WEBRTC = "webrtc"


class Signal(StrEnum):
    """What the plugin reads on such a page."""

    PLACE = "place"
    COUNT = "count"
    PEOPLE = "people"
    ROLES = "roles"
    SELF = "self"
    SOUND = "sound"
    CHAT = "chat"
    HANDS = "hands"


class Readable(StrEnum):
    """Whether it can be read, or how not. What passes, or is the page's own way, is never told."""

    OK = "ok"
    NOT_FOUND = "not_found"
    DISAGREE = "disagree"
    CONTRADICTION = "contradiction"


PLATFORMS: Mapping[Platform, StrOrPromise] = {
    Platform.MEET: "Google Meet", Platform.ZOOM: "Zoom", Platform.TEAMS: "Microsoft Teams", Platform.JITSI: "Jitsi Meet",
    Platform.BIGBLUEBUTTON: "BigBlueButton", Platform.ROOM: _("our own room"), Platform.WEBRTC: _("other calls"),
}  # fmt: skip
SIGNALS: Mapping[Signal, StrOrPromise] = {
    Signal.PLACE: _("where in the call one is"), Signal.COUNT: _("number of people"), Signal.PEOPLE: _("people list"),
    Signal.ROLES: _("who hosts"), Signal.SELF: _("own microphone and camera"), Signal.SOUND: _("sound"),
    Signal.CHAT: _("own messages"), Signal.HANDS: _("own raised hand"),
}  # fmt: skip
METHODS: Mapping[Method, StrOrPromise] = {
    Method.PASSWORD: _("password"), Method.CODE: _("code by e-mail"), Method.PASSKEY: _("passkey"),
    Method.NETWORK: _("linked profile"), Method.SET_UP: _("set-up link"),
    Method.SECOND_STEP: _("second step"),
}  # fmt: skip
RESULTS: Mapping[Result, StrOrPromise] = {Result.DONE: _("signed in"), Result.REFUSED: _("refused")}
FEATURES: Mapping[Feature, StrOrPromise] = {
    Feature.PLANNED: _("planned a meeting"), Feature.OPENED: _("opened a meeting"), Feature.ENTERED: _("entered a room"),
    Feature.DASHBOARD: _("watched a dashboard"), Feature.REPORT: _("read a report"), Feature.CSV: _("took a CSV file"),
    Feature.SEARCHED: _("looked through My attendees"), Feature.CORRECTED: _("corrected attendance"),
    Feature.INVITED: _("opened the invite page"), Feature.PAIRED: _("paired a plugin"),
    Feature.DOWNLOADED: _("downloaded the plugin"),
}  # fmt: skip
SOURCES: Mapping[Source, StrOrPromise] = {
    Source.SERVER: _("server"), Source.PAGE: _("page"), Source.PLUGIN: _("plugin"), Source.POLICY: _("refused by policy"),
}  # fmt: skip
DEVICE_TYPES: Mapping[str, StrOrPromise] = {
    "computer": _("computer"), "phone": _("phone"), "tablet": _("tablet"), "program": _("program"),
}  # fmt: skip
