"""The letters of the console. They go to the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.logdata.adapter_counts import FEWEST, Count, Number
from leavethemeeting.logdata.kinds import PLATFORMS, SIGNALS, Platform, Signal
from leavethemeeting.mail.composing import Button, Content, absolute


def _said_of(count: Count) -> str:
    """Since when, on how many plugins, of which versions."""
    since = f"{count.since:%Y-%m-%d %H:%M} UTC" if count.since else ""
    number = count.broken_hour.shown
    if number is None:
        told = _("since %(since)s, on a small number of plugins") % {"since": since}
    else:
        told = _("since %(since)s, on %(number)s plugins within the hour") % {"since": since, "number": number}
    return f"{told} ({', '.join(count.versions)})" if count.versions else told


def adapters_broken(told: Sequence[Count]) -> Content:
    """That plugins cannot read something any more: probably a platform has changed its page."""
    platforms = list(dict.fromkeys(str(PLATFORMS[count.platform]) for count in told))
    return Content(
        subject=_("The plugin cannot read %(platforms)s") % {"platforms": ", ".join(platforms)},
        paragraphs=(
            _("Several plugins report that they cannot read this any more. Most likely the platform has changed its page, and the plugin needs mending. Leave rules that need it are paused meanwhile; nobody is put out of a meeting by mistake."),
        ),
        facts=tuple(
            (f"{PLATFORMS[count.platform]}: {SIGNALS[count.signal]}", _said_of(count)) for count in told
        ),
        button=Button(_("See what can be read"), absolute(reverse("provider:plugins"))),
        after=(
            _("You get one such letter when something becomes unreadable on enough plugins (BROKEN_ADAPTER_AT), and another after a day, or when it breaks again after it was mended. It comes to you because your address is the operator’s (OPERATOR_EMAIL)."),
            _("Numbers of plugins of fewer than %(fewest)s people are not given, here or in the console: they might point at somebody.") % {"fewest": FEWEST},
        ),
    )  # fmt: skip


def _sample() -> Count:
    at, many = datetime(2026, 3, 2, 14, 2, tzinfo=UTC), Number(12, 11)
    return Count(
        Platform.MEET, Signal.PEOPLE, broken_hour=many, seen_hour=many, broken_day=many, seen_day=many, since=at,
        last_at=at, versions=("0.1.0",), browsers=(),
    )  # fmt: skip


#: Every letter above with invented contents, for the previews (``mail.previews``).
SAMPLES = {"adapters_broken": lambda: adapters_broken([_sample()])}
