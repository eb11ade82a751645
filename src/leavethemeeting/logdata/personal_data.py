"""What is stored about devices, sign-ins, the use of features, errors, and what plugins can read."""

from __future__ import annotations

from leavethemeeting.domain.promises import (
    Audience,
    Category,
    Column,
    Cookie,
    CookieCategory,
    Erasure,
    Purpose,
    Retention,
    Table,
)
from leavethemeeting.shared.personal_data import device, key, operation

DEVICE_DAYS = 180

COOKIES: tuple[Cookie, ...] = (
    Cookie(
        "device", ("C20", "C30", "C31", "C32"), DEVICE_DAYS * 86400,
        "a random number of this browser, kept beside your sign-ins: only where you allowed both, here and with your account",
        CookieCategory.COMFORT,
    ),
)  # fmt: skip


def _history(note: str) -> Column:
    return Column(
        Category.DEVICE, (Purpose.IMPROVE, Purpose.SECURITY, Purpose.FRAUD), ("C12", "C19", "C20", "C21", "C28"),
        frozenset({Audience.SELF, Audience.PROVIDER}), Retention(90, "it was written"), Erasure.DELETE, True, note,
    )  # fmt: skip


def _reading(note: str) -> Column:
    """Of a plugin whose member switched it on. Read as counts only, so there is nothing to hand out to one person."""
    return Column(
        Category.DEVICE, (Purpose.IMPROVE,), ("C12", "C19", "C20", "C21"), frozenset({Audience.PROVIDER}),
        Retention(1, "the plugin last said so"), Erasure.DELETE, False, note,
    )  # fmt: skip


TABLES: tuple[Table, ...] = (
    Table(
        "logdata_entry",
        "member",
        {
            "id": key(), "user_id": key(note="empty where a refused sign-in named nobody's address; that is not kept"),
            "at": _history("event stamp: the server's time"), "what": _history("sign-in or use"),
            "method": _history("the way in, from a fixed list"), "network": _history("the linked network's name"),
            "result": _history("signed in or refused"), "feature": _history("from a fixed list"),
            "device_type": device(90, "computer, phone, tablet"), "system": device(90, "family and major version"),
            "browser": device(90, "family and major version; what the browser sent is not kept"),
            "ip": device(90, "in full for 7 days, then /24 or /48"), "ip_is_short": operation("whether that happened"),
            "device_id": device(90, "a random number, with consent only"),
        },
        note="sign-ins, and which main features were used, from what",
    ),
    Table(
        "logdata_error",
        "nobody",
        {
            name: operation(note) for name, note in {
                "fingerprint": "", "source": "server, page, plugin or policy", "name": "the error's class",
                "page": "the name of the address, without its parameters", "stack": "lines of code, no values",
                "version": "", "browser": "family and major version, of the last one", "request_id": "of the last one",
                "first_at": "", "last_at": "kept for 30 days since", "count": "",
            }.items()
        },
        note="kinds of errors; no message, no value, nobody's data",
    ),
    Table(
        "logdata_adapter_reading",
        "member",
        {
            "id": key(), "plugin_ref": key(note="a keyed hash: tells plugins apart for counting"),
            "member_ref": key(note="a keyed hash: tells people apart for counting, and finds what is to go with an account"),
            "platform": _reading("from a fixed list"), "signal": _reading("which part of the page, from a fixed list"),
            "readable": _reading("can be read, or how not"), "version": _reading("the plugin's"),
            "browser": _reading("family only"), "since": _reading("when it first said so"),
            "last_at": _reading("when it last said so"),
        },
        note="whether plugins can read the pages of meetings: no address, no meeting, nobody's name; only where a member switched it on",
    ),
    Table(
        "logdata_adapter_alarm",
        "nobody",
        {
            name: operation(note) for name, note in {
                "id": "", "platform": "", "signal": "which part of the page", "since": "", "told_at": "when the operator was told",
                "over_at": "when it could be read again", "last_at": "kept for 30 days since",
            }.items()
        },
        note="that a part of a platform's page was unreadable on many plugins; about nobody",
    ),
)  # fmt: skip
