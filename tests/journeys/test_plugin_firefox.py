"""Pairing in Firefox, by its own buttons: the code, the page that asks, and the proof that it is the same browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import PASSWORD
from tests.journeys.firefox import Firefox
from tests.journeys.plugin_browser import PASS_FIRST_PAGE, let_in
from tests.journeys.room_call import gather
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PRESS = "[...document.querySelectorAll('main button')].find((one) => one.textContent.trim() === '%s').click()"


def test_bobs_firefox_is_paired_and_proves_that_the_code_is_its_own(site: Site, tmp_path: Path) -> None:
    gathering = gather(site, "Alice", "Bob")
    member = gathering.members["Bob"]
    with Firefox(tmp_path) as firefox:
        firefox.install(let_in() / "leavethemeeting-firefox.zip")
        first = firefox.page_named("first.html")
        firefox.waits(first, "document.querySelector('h1').textContent === 'Before you begin'")
        firefox.asks(first, PASS_FIRST_PAGE)
        firefox.waits(first, "!document.getElementById('ready').hidden")
        # A script may not steer a tab to a plugin's page; the plugin's own page may go there.
        firefox.asks(first, "location.assign(browser.runtime.getURL('options.html')), null")
        options = firefox.page_named("options.html")
        firefox.waits(options, "document.getElementById('base') !== null")
        firefox.asks(options, "chrome.permissions.request = () => Promise.resolve(true), null")  # no script presses it
        firefox.asks(options, f"document.getElementById('base').value = '{site.url}'")
        firefox.asks(options, PRESS % "Pair, and allow reaching it")
        firefox.waits(options, "document.getElementById('code') !== null")
        code = firefox.asks(options, "document.getElementById('code').textContent")

        cookie = {
            "name": member["cookie"], "value": {"type": "string", "value": member["session"]}, "domain": "localhost",
        }  # fmt: skip
        firefox.call("storage.setCookie", cookie=cookie)
        page = firefox.opens(f"{site.url}/pair/")
        firefox.asks(page, f"document.querySelector('input[type=password]').value = '{PASSWORD}'")
        firefox.asks(page, PRESS % "Go on")
        firefox.waits(page, "document.querySelector('input[name=code]') !== null")
        # The plugin's script fills it in a moment later; without it the page would rightly warn.
        firefox.waits(page, "document.querySelector('form[data-pairing-challenge] input[name=proof]').value !== ''")
        firefox.asks(page, f"document.querySelector('input[name=code]').value = '{code}'")
        firefox.asks(page, PRESS % "Go on")
        pair_it = "[...document.querySelectorAll('main button')].some((one) => one.textContent.trim() === 'Pair it')"
        firefox.waits(page, pair_it)
        assert firefox.asks(page, "!document.body.textContent.includes('Is it really yours?')"), "no warning"
        firefox.asks(page, PRESS % "Pair it")
        firefox.waits(page, "document.body.textContent.includes('You may close this page')")
        paired = "[...document.querySelectorAll('button')].some((one) => one.textContent === 'Disconnect')"
        firefox.waits(options, paired)
