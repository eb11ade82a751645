"""Who opened a letter: a person, a machine, or nobody can tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leavethemeeting.mail.judging import Judged, Why, judged

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
OUTLOOK = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; Microsoft Outlook 16.0.1; ms-office; MSOffice 16)"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
LATER = timedelta(minutes=7)


@pytest.mark.parametrize(
    ("agent", "verdict"),
    [
        (FIREFOX, (Judged.PERSON, Why.BROWSER)),
        (CHROME, (Judged.PERSON, Why.BROWSER)),
        (OUTLOOK, (Judged.PERSON, Why.BROWSER)),
        ("Mozilla/5.0", (Judged.MACHINE, Why.BARE_AGENT)),  # Apple's Mail Privacy Protection
        ("", (Judged.MACHINE, Why.NO_AGENT)),
        (GMAIL, (Judged.UNKNOWN, Why.PROXY)),
        ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", (Judged.UNKNOWN, Why.PROXY)),
        ("curl/8.5.0", (Judged.MACHINE, Why.PROGRAM)),
        ("python-requests/2.32", (Judged.MACHINE, Why.PROGRAM)),
        ("Mozilla/5.0 (compatible; Barracuda Sentinel)", (Judged.MACHINE, Why.PROGRAM)),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/142.0 Safari/537.36", (Judged.MACHINE, Why.PROGRAM)),
        ("facebookexternalhit/1.1", (Judged.MACHINE, Why.PROGRAM)),
        ("Lotus-Notes/9", (Judged.UNKNOWN, Why.STRANGE_AGENT)),
    ],
)  # fmt: skip
def test_the_agent_is_a_hint(agent: str, verdict: tuple[Judged, Why]) -> None:
    assert judged({"User-Agent": agent}, since_delivery=LATER) == verdict


def test_nobody_reads_a_letter_within_seconds_of_its_delivery() -> None:
    at_once = judged({"User-Agent": FIREFOX}, since_delivery=timedelta(seconds=4.9))
    assert at_once == (Judged.MACHINE, Why.INSTANT)
    assert judged({"User-Agent": FIREFOX}, since_delivery=timedelta(seconds=5))[0] is Judged.PERSON
    assert judged({"User-Agent": FIREFOX}, since_delivery=None)[0] is Judged.PERSON


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_a_browser_that_fetches_ahead_says_so(header: str) -> None:
    told = {"User-Agent": FIREFOX, header: "prefetch;prerender"}
    assert judged(told, since_delivery=LATER) == (Judged.MACHINE, Why.PREFETCH)
