"""One text for one call, however its link is written: so that a plugin in a call and a host's plan find each other.

The plugin makes the same text of the address bar (plugin/src/platforms/addresses.ts); golden examples
in protocol/examples/addresses.json hold both to it. Lower case, without scheme, and without what
is private or passes: passwords, tokens, language.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

LONGEST = 1000
_PORTS = {"https": 443, "http": 80}
_MEET = re.compile(r"(?:/u/\d+)?(?:/_meet)?/(?:([a-z]{3}-[a-z]{4}-[a-z]{3})|(lookup/[\w.~-]+))/?", re.ASCII)
_ZOOM_HOME = re.compile(r"(?:.*\.)?(zoom\.us|zoom\.com|zoomgov\.com)")
_ZOOM_NUMBER = re.compile(r"/(?:j|w|s|wc|wc/(?:join|start|meeting))/(\d{9,12})(?:/|$)", re.ASCII)
_ZOOM_NAME = re.compile(r"/my/([\w.-]+)/?", re.ASCII)
_TEAMS = ("teams.microsoft.com", "teams.live.com", "teams.cloud.microsoft")
_TEAMS_THREAD = re.compile(r"/l/meetup-join/(19:[\w.@:-]+)", re.ASCII)
_TEAMS_NUMBER = re.compile(r"/meet/(\d{9,20})(?![\w-])", re.ASCII)
_ROOM = re.compile(r"/m/([\w-]+)(?:/(?:room|left|enter|guest|age|outside))?/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Address:
    """An address as a browser shows it; ``host`` with its port where that is not the scheme's."""

    hostname: str
    host: str
    path: str
    query: str
    fragment: str


def _read(url: str) -> _Address | None:
    if len(url) > LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        name, port = parts.hostname or "", parts.port
        name = name if name.isascii() else name.encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _PORTS or not name:
        return None
    host = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~[]|").lower()  # what browsers leave in a path as it is
    return _Address(name, host, path or "/", parts.query, parts.fragment)


def call_address(url: str) -> str | None:
    """The normalised address of the call behind ``url``; None where it names no call that a plugin can tell."""
    address = _read(url)
    if address is None:
        return None
    if address.host == "meet.google.com":
        return _meet(address)
    if _ZOOM_HOME.fullmatch(address.hostname):
        return _zoom(address)
    if address.host in _TEAMS:
        return _teams(address)
    return _room(address) or _plain(address)


def room_address(url: str) -> str | None:
    """The address of a built-in room, ``host/m/<code>``; None for every other page of an installation."""
    address = _read(url)
    return _room(address) if address else None


def address_sha256(address: str) -> str:
    """How a call's address travels and is compared: in hex."""
    return hashlib.sha256(address.encode()).hexdigest()


def _meet(address: _Address) -> str | None:
    found = _MEET.fullmatch(address.path)
    return f"meet.google.com/{found[1] or found[2]}" if found else None


def _zoom(address: _Address) -> str | None:
    """Whatever the organisation's own subdomain, the web client's path or the webinar's."""
    home = _ZOOM_HOME.fullmatch(address.hostname)
    site = "zoomgov.com" if home and home[1] == "zoomgov.com" else "zoom.us"
    number = _ZOOM_NUMBER.match(address.path)
    if number:
        return f"{site}/j/{number[1]}"
    name = _ZOOM_NAME.fullmatch(address.path)
    return f"{site}/my/{name[1]}" if name else None


def _teams(address: _Address) -> str | None:
    """In the path, after ``#``, or in the ``url`` of a launcher; tenant, organiser and passcode are dropped."""
    home = "teams.live.com" if address.host == "teams.live.com" else "teams.microsoft.com"
    launched = parse_qs(address.query).get("url", [""])[0]
    whole = unquote(unquote(f"{address.path}#{address.fragment} {launched}")).lower()
    thread = _TEAMS_THREAD.search(whole)
    if thread:
        return f"{home}/l/meetup-join/{thread[1]}"
    number = _TEAMS_NUMBER.search(whole)
    return f"{home}/meet/{number[1]}" if number else None


def _room(address: _Address) -> str | None:
    found = _ROOM.fullmatch(address.path)
    return f"{address.host}/m/{found[1]}" if found else None


def _plain(address: _Address) -> str | None:
    """Jitsi and every other site: host and path. BigBlueButton's client has only a token: that names no call."""
    path = address.path.rstrip("/")
    return None if not path or path.startswith("/html5client") else f"{address.host}{path}"
