"""A Chromium that has the built plugin loaded, as somebody has it who unpacked the downloaded ZIP file."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Worker
from tools.screenshots import FLAGS

from tests.journeys.kept_browsers import OwnBrowser
from tests.journeys.room_call import Gathering, Seat

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src/leavethemeeting/shared/static/dist/plugin"


# What a person does on the plugin's own pages in Firefox, where Playwright has no hands.
PASS_FIRST_PAGE = """(() => {
  for (const [id, value] of [["day", "1"], ["month", "1"], ["year", "1990"]]) document.getElementById(id).value = value;
  document.querySelector("#question-form button").click();
  document.getElementById("agree").click();
})()"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def another_website() -> Iterator[str]:
    """The address of a website that is not ours, with the call of generic_call.html."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(Path(__file__).parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@cache
def let_in() -> Path:
    """The plugin as it is downloaded, but let into every page from the start: no script can answer the browser's question."""
    folder = Path(tempfile.mkdtemp(prefix="plugin-"))
    subprocess.run(["node", "plugin/build.mjs", "--let-in", "--to", str(folder)], cwd=ROOT, check=True)
    return folder


def unpacked(browser: str, into: Path) -> Path:
    """The plugin's folder out of its ZIP file."""
    with zipfile.ZipFile(let_in() / f"leavethemeeting-{browser}.zip") as file:
        file.extractall(into)
    return into


@dataclass
class PluginBrowser:
    """One person's browser with the plugin in it."""

    context: BrowserContext
    worker: Worker
    asked: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        return self.worker.url.removesuffix("background.js")

    def own_page(self, name: str) -> Page:
        page = self.context.new_page()
        page.bring_to_front()
        page.goto(f"{self.home}{name}")
        return page

    def says(self, javascript: str) -> Any:
        """What the plugin's worker answers."""
        return self.worker.evaluate(javascript)

    def sets_plan(self, change: dict[str, Any]) -> None:
        """The member's leave plan, changed as the settings page would."""
        self.worker.evaluate(
            "async (change) => { const { plan } = await chrome.storage.local.get('plan');"
            " await chrome.storage.local.set({ plan: { ...plan, ...change } }); }",
            change,
        )

    def opened_by_itself(self) -> list[str]:
        """The plugin's own pages that stand in tabs, as soon as there is one."""
        read = "chrome.runtime.getContexts({contextTypes: ['TAB']}).then((all) => all.map((one) => one.documentUrl))"
        until = time.monotonic() + 15
        found: list[str] = []
        while not all(found or [""]) and time.monotonic() < until:  # a tab opens before it has an address
            time.sleep(0.1)
            found = self.says(read)
        return found

    def answers_age(self, year: str) -> Page:
        page = self.own_page("first.html")
        page.get_by_label("Day").fill("1")
        page.get_by_label("Month").select_option(label="January")
        page.get_by_label("Year").fill(year)
        page.get_by_role("button", name="Go on").click()
        return page

    def passes_first_page(self) -> None:
        page = self.answers_age("1990")
        page.get_by_role("button", name="I have read it, switch on").click()
        page.get_by_role("heading", name="You may go").wait_for()
        page.close()

    def popup_over(self, page: Page) -> Page:
        """The popup, in a tab of its own: Playwright cannot see the real one. So it is told which tab it hangs over."""
        page.bring_to_front()
        tab = self.says("chrome.tabs.query({active: true}).then((tabs) => tabs[0].id)")
        popup = self.context.new_page()
        popup.set_viewport_size({"width": 360, "height": 480})
        popup.add_init_script(f"chrome.tabs.query = () => Promise.resolve([{{ id: {tab} }}]);")
        popup.goto(f"{self.home}popup.html")
        page.bring_to_front()
        return popup

    def shows_badge(self, page: Page, text: str) -> None:
        until = time.monotonic() + 10
        while self.badge_of(page) != text:
            assert time.monotonic() < until, f"the badge never showed {text}"
            time.sleep(0.2)

    def badge_of(self, page: Page) -> str:
        page.bring_to_front()
        read = "chrome.tabs.query({active: true}).then(([tab]) => chrome.action.getBadgeText({tabId: tab.id}))"
        return str(self.says(read))


def start(playwright: Playwright, folder: Path, base_url: str, *flags: str) -> PluginBrowser:
    """Debian's Chromium with the plugin; notes every request of the plugin's own pages and worker."""
    program = shutil.which("chromium")
    assert program, "apt-get install chromium"
    plugin = unpacked("chromium", folder / "plugin")
    context = playwright.chromium.launch_persistent_context(
        folder / "profile", executable_path=program, headless=True, base_url=base_url,
        args=[*FLAGS, *flags, f"--disable-extensions-except={plugin}", f"--load-extension={plugin}"],
    )  # fmt: skip
    context.set_default_timeout(15_000)
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    browser = PluginBrowser(context, worker)
    context.on("request", lambda request: browser.asked.append(request.url))
    return browser


@contextmanager
def hideable(playwright: Playwright, folder: Path) -> Iterator[PluginBrowser]:
    """The same, where a tab behind another one is hidden: a browser that Playwright starts takes each for the one in front."""
    plugin = unpacked("chromium", folder / "plugin")
    own = OwnBrowser(
        playwright,
        folder / "profile",
        f"--disable-extensions-except={plugin}",
        f"--load-extension={plugin}",
        as_it_is=True,
    )
    try:
        context = own.browser.contexts[0]
        context.set_default_timeout(15_000)
        worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
        yield PluginBrowser(context, worker)
    finally:
        own.end()


def sit(browser: PluginBrowser, gathering: Gathering, name: str) -> Seat:
    """That member's window in the plugin's browser, signed in."""
    member = gathering.members[name]
    cookie = {"name": member["cookie"], "value": member["session"], "url": gathering.site.url}
    browser.context.add_cookies([cookie])  # type: ignore[list-item]  # -- the keys are Playwright's
    return Seat(name, browser.context.new_page(), member)
