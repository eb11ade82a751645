"""Who fetched a picture or followed a link: a person, a machine, or nobody can tell. Pure.

Mail programs fetch pictures before anybody looks (Apple's privacy protection does so for all), Gmail and
Yahoo through a proxy, and security scanners follow every link. So an open is a hint and never a reason
to do anything, and each judgement says why it was made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

INSTANT = timedelta(seconds=5)  # nobody reads a letter in the seconds after a server took it
BURST = timedelta(seconds=2)  # within which one letter's links cannot all be followed by hand
BURST_LINKS = 3


class Judged(StrEnum):
    PERSON = "person"
    MACHINE = "machine"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What the judgement rests on."""

    BROWSER = "browser"  # an ordinary browser or mail program, and nothing speaks against it
    NO_AGENT = "no_agent"  # it does not say what it is
    BARE_AGENT = "bare_agent"  # "Mozilla/5.0" and no more: Apple's privacy protection
    PROXY = "proxy"  # a mail service fetches for its reader, perhaps before the reader
    PROGRAM = "program"  # it says that it is a scanner, a preview or a script
    PREFETCH = "prefetch"  # the browser says that nobody has looked yet
    INSTANT = "instant"  # sooner after delivery than a person could
    BURST = "burst"  # several links of one letter at once
    STRANGE_AGENT = "strange_agent"  # none of the above


_PROXY = re.compile(r"GoogleImageProxy|ggpht\.com|YahooMailProxy|OutlookImageProxy|DuckDuckGo", re.IGNORECASE)
_PROGRAM = re.compile(
    r"bot\b|crawl|spider|scan|preview|monitor|check|fetch|curl|wget|python|java/|go-http|okhttp|libwww|headless|phantom|"
    r"barracuda|proofpoint|mimecast|symantec|trend ?micro|fireeye|safelinks|slack|whatsapp|facebookexternalhit|"
    r"axios|node|ruby|perl|http[-_ ]?client",
    re.IGNORECASE,
)
_BARE = re.compile(r"Mozilla/\d\.\d\s*")
_READER = re.compile(
    r"Mozilla/\d\.\d \(.+\).*(Gecko|AppleWebKit|KHTML|Trident|Thunderbird)|Outlook|Thunderbird|Opera", re.IGNORECASE
)


def _by_agent(agent: str) -> tuple[Judged, Why]:
    if not agent.strip():
        return Judged.MACHINE, Why.NO_AGENT
    if _BARE.fullmatch(agent):
        return Judged.MACHINE, Why.BARE_AGENT
    if _PROXY.search(agent):
        return Judged.UNKNOWN, Why.PROXY
    if _PROGRAM.search(agent):
        return Judged.MACHINE, Why.PROGRAM
    if _READER.search(agent):
        return Judged.PERSON, Why.BROWSER
    return Judged.UNKNOWN, Why.STRANGE_AGENT


def judged(headers: Mapping[str, str], *, since_delivery: timedelta | None) -> tuple[Judged, Why]:
    """What one request looks like. ``headers`` are looked up by these names, whatever their case in the request.

    ``since_delivery`` is the time since a mail server took the letter; None when that is not known.
    """
    if any("prefetch" in headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Moz")):
        return Judged.MACHINE, Why.PREFETCH
    verdict = _by_agent(headers.get("User-Agent", ""))
    if verdict[0] is not Judged.MACHINE and since_delivery is not None and since_delivery < INSTANT:
        return Judged.MACHINE, Why.INSTANT
    return verdict
