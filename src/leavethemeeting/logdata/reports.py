"""What browsers send about errors: page errors in our own shape, and reports of the content security policy."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from django.urls import Resolver404, resolve

from leavethemeeting.logdata.sightings import MOST_FRAMES
from leavethemeeting.shared.environment import environment

MOST_BYTES = 8 * 1024
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")
_FRAME = re.compile(r"[A-Za-z0-9_./-]{1,120}:\d{1,7}(?::\d{1,7})?")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{0,20}")
_VIEW = re.compile(r"[a-z_]{1,40}(?::[a-z_]{1,40})?")


class BadReport(Exception):
    """Not of the shape that is taken."""


class PageError(msgspec.Struct, forbid_unknown_fields=True):
    """One uncaught error of a page or of the plugin."""

    source: Literal["page", "plugin"]
    name: str  # the error's class
    stack: list[str] = []  # "dist/room.js:12:340", the innermost last
    page: str = ""  # the address's name, from the page's meta element
    version: str = ""


def read_page_error(body: bytes) -> PageError:
    """Raises BadReport for anything that is too long, has an unknown key, or has words where code is expected."""
    if len(body) > MOST_BYTES:
        raise BadReport("too long")
    try:
        report = msgspec.json.decode(body, type=PageError)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadReport("not of this shape") from error
    if not _NAME.fullmatch(report.name) or not _VERSION.fullmatch(report.version):
        raise BadReport("name or version")
    if report.page and not _VIEW.fullmatch(report.page):
        raise BadReport("page")
    if len(report.stack) > MOST_FRAMES or not all(_FRAME.fullmatch(frame) for frame in report.stack):
        raise BadReport("stack")
    return report


class Refusal(msgspec.Struct):
    """What is kept of a report of the policy: which directive refused what kind of thing, on which page."""

    directive: str
    blocked: str  # "inline", "eval", a scheme, or the other site's host
    page: str
    place: str  # our own file and line, or empty


def read_refusals(body: bytes) -> list[Refusal]:
    """Reports as browsers send them, in the new and in the old form; what is not kept is not looked at. Raises BadReport."""
    if len(body) > MOST_BYTES:
        raise BadReport("too long")
    try:
        sent: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadReport("not JSON") from error
    told = sent if isinstance(sent, list) else [sent]
    found = [_refusal(one) for one in told[:10] if isinstance(one, dict)]
    return [refusal for refusal in found if refusal is not None]


def _refusal(one: dict[str, Any]) -> Refusal | None:
    inner = one.get("body") if one.get("type") == "csp-violation" else one.get("csp-report")
    if not isinstance(inner, dict):
        return None
    directive = _either(inner, "effectiveDirective", "effective-directive", "violated-directive").split(" ")[0]
    if not re.fullmatch(r"[a-z-]{3,40}", directive):
        return None
    return Refusal(
        directive, _blocked(_either(inner, "blockedURL", "blocked-uri")), view_name(_either(inner, "documentURL", "document-uri")),
        _own_place(_either(inner, "sourceFile", "source-file"), _either(inner, "lineNumber", "line-number")),
    )  # fmt: skip


def _either(inner: dict[str, Any], *spellings: str) -> str:
    """The new form of a report spells its fields differently from the old one."""
    return next((str(inner[key]) for key in spellings if inner.get(key)), "")


def _blocked(address: str) -> str:
    if re.fullmatch(r"[a-z-]{1,20}", address):
        return address  # inline, eval, data, blob, chrome-extension
    seen = urlsplit(address)
    if f"{seen.scheme}://{seen.netloc}" == environment().public_origin:
        return "self"
    return (seen.hostname or seen.scheme or "")[:80] if re.fullmatch(r"[a-z0-9.-]{0,200}", seen.hostname or "") else ""


def _own_place(address: str, line: str) -> str:
    path = urlsplit(address).path.removeprefix("/static/")
    place = f"{path}:{line}" if line.isdecimal() else path
    return place if address and (_FRAME.fullmatch(place) and path.startswith(("dist/", "shared/"))) else ""


def view_name(address: str) -> str:
    """The name of the page at ``address``; its parameters, which may be tokens, are let go."""
    try:
        return resolve(urlsplit(address).path or "/").view_name
    except (Resolver404, ValueError):
        return ""
