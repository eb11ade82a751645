"""Calls as the popup shows them: a tab's `Status` for each state, and how to lay one before it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from tests.journeys.plugin_browser import PluginBrowser

TAB = 4242
DARK_PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}


def status(now: int, **given: Any) -> dict[str, Any]:
    """In a call of six on Meet since twelve minutes, with two rules that run."""
    return {
        "platform": "meet", "address": "meet.google.com/abc-defg-hij", "title": "Weekly status", "reportsTo": None, "place": "call",
        "enteredAt": now - 12 * 60_000, "othersCount": 5, "plannedEnd": now + 18 * 60_000,
        "verdicts": [
            {"line": "alone_after_others", "rules": ["alone_after_others"], "says": "watching"},
            {"line": "scheduled_end", "rules": ["scheduled_end"], "says": "running", "due": now + 18 * 60_000},
        ],
        "health": [{"sense": "people", "doubt": None, "since": now - 12 * 60_000}],
        "counting": None, "left": None, "snoozedUntil": None, "dryRun": False,
    } | given  # fmt: skip


def states(now: int) -> dict[str, dict[str, Any] | None]:
    """Every state of the popup by name; None: no call in the tab."""
    alone = {"line": "alone_after_others", "rules": ["alone_after_others"]}
    return {
        "none": None,
        "in-call": status(now),
        "counting": status(now, othersCount=0, counting={"line": "alone_after_others", "until": now + 24_000, "seconds": 30},
                           verdicts=[alone | {"says": "counting", "until": now + 24_000, "seconds": 30}]),
        "broken": status(now, othersCount=None, reportsTo="Alice Host", health=[{"sense": "people", "doubt": "not_found", "since": now - 300_000}],
                         verdicts=[alone | {"says": "paused", "doubt": "not_found", "since": now - 300_000}]),
        "left": status(now, left={"at": now - 120_000, "line": "alone_after_others", "rejoin": "https://meet.google.com/abc-defg-hij"}),
        "dry": status(now, dryRun=True, snoozedUntil=now + 400_000, title=None, verdicts=[alone | {"says": "held", "veto": "sharing", "until": None}]),
    }  # fmt: skip


def lay(browser: PluginBrowser, given: dict[str, Any] | None, question: dict[str, str] | None = None) -> None:
    """Puts a status (and a question about its host) where the worker keeps a tab's."""
    for key, value in ((f"status:{TAB}", given), (f"asks:{TAB}", question)):
        what = f"set({json.dumps({key: value})})" if value else f"remove({json.dumps(key)})"
        browser.says(f"chrome.storage.session.{what}")


def popup(browser: PluginBrowser, **options: Any) -> Page:
    """The popup as if it hung over that tab; what it wishes of the worker is noted in `window.asked`.

    That it asks whether the plugin is paired is no wish of anybody.
    """
    page = browser.context.new_page()
    page.set_viewport_size(options.get("size", {"width": 360, "height": 480}))
    page.add_init_script(
        f"chrome.tabs.query = () => Promise.resolve([{{ id: {TAB} }}]); window.asked = [];"
        "chrome.runtime.sendMessage = (message) => { if (message.wish !== 'pairing') window.asked.push(message); return Promise.resolve(null); };"
        "window.close = () => undefined;"
    )
    page.goto(f"{browser.home}popup.html")
    return page
