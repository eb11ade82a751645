"""Template filters for moments (milliseconds UTC) and durations; loaded everywhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.shared.moments import to_datetime

register = template.Library()


@register.filter
def moment(value: int | None, zone: str | None = None) -> datetime | None:
    """The moment as an aware datetime in ``zone`` (default: the reader's)."""
    if value is None:
        return None
    return to_datetime(value).astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())


@register.filter
def clock(value: int | datetime | None, zone: str | None = None) -> str:
    """``10:02:07`` in ``zone`` (default: the reader's)."""
    if value is None:
        return ""
    aware = to_datetime(value) if isinstance(value, int) else value
    return aware.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone()).strftime("%H:%M:%S")


@register.filter
def day_and_clock(value: int | datetime | None, zone: str | None = None) -> str:
    """``22 November 2026, 10:02`` in ``zone`` (default: the reader's)."""
    if value is None:
        return ""
    aware = to_datetime(value) if isinstance(value, int) else value
    local = aware.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


@register.filter
def zone_name(value: int | datetime | None, zone: str | None = None) -> str:
    """``CET`` or ``+05:30``: the zone's short name at that moment."""
    aware = to_datetime(value) if isinstance(value, int) else value or timezone.now()
    return aware.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone()).tzname() or "UTC"


@register.filter
def duration(milliseconds: int | None) -> str:
    """``1 h 02 min``, ``4 min 10 s`` or ``12 s``: for people; exports give seconds."""
    if milliseconds is None:
        return ""
    seconds = round(milliseconds / 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": seconds}
    return ngettext("%(seconds)d s", "%(seconds)d s", seconds) % {"seconds": seconds}
