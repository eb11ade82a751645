"""Links that lead away: ours are marked and direct, those that people typed pass a notice first (C39–C41)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core import signing

REL = "noopener noreferrer"
_SALT = "leavethemeeting.leaving"


class NotOurs(ValueError):
    """This target was not put there by a page of ours, or leads nowhere a browser should be sent."""


def host_of(url: str) -> str:
    """The host that ``url`` leads to, as the address bar would show it. Raises NotOurs for anything but http(s)."""
    try:
        seen = urlsplit(url)
        host = seen.hostname or ""
        port = seen.port
    except ValueError as error:
        raise NotOurs("not an address") from error
    if seen.scheme not in ("http", "https") or not host:
        raise NotOurs("not a web address")
    shown = host.encode("idna").decode("ascii") if not host.isascii() and ":" not in host else host
    return f"{shown}:{port}" if port else shown


def sealed(url: str) -> str:
    """``url`` signed, for the address of the leaving notice: so that the notice forwards to no address of a stranger's."""
    host_of(url)
    return signing.Signer(salt=_SALT).sign(url)


def opened(text: str) -> str:
    """The address that a page of ours sealed. Raises NotOurs."""
    try:
        url = signing.Signer(salt=_SALT).unsign(text)
    except signing.BadSignature as error:
        raise NotOurs("not sealed by us") from error
    host_of(url)
    return url
