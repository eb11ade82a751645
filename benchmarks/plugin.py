"""What the plugin costs a busy call: 50 tiles, 600 attribute changes and 20 child changes a second, list open.

The plugin as it is downloaded, at work: it reads, lets the rules decide, records, and talks with its worker. Reference: the same page
in the same Chromium with the plugin switched off. Both are measured by turns in one run as the seconds that the page's main thread
spends in scripts (the page's own and the plugin's), by the browser's own account.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Route, Worker, sync_playwright
from tools.screenshots import FLAGS

from benchmarks.pairs import Ratio, Sheet, summary

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "tests/journeys/platform_pages"
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
TURNS = int(os.environ.get("BENCH_TURNS", "9"))
TILES = 50
PLATFORMS = {
    "meet": "https://meet.google.com/abc-defg-hij",
    "zoom": "https://app.zoom.us/wc/98765432101/join",
    "teams": "https://teams.microsoft.com/v2/",
    "bigbluebutton": "https://bbb.example.org/html5client/",
}
# Everything that is recorded is recorded; nothing is sent, since nothing is paired.
SWITCHES = dict.fromkeys(
    ("attendance", "hand", "microphone", "camera", "screen", "reactions", "chat", "chatText"), True
)
# Pictures move, volumes jump, captions come and go; every few seconds somebody enters or leaves the list. The page draws as pages
# made with a framework do: at each beat it makes anew what every tile should show and compares that with what was shown. So it
# spends about what the prototype's page did, 24 ms a second; real calls spend far more.
BUSY = """(tiles) => {
  play({ list: true, tiles, people: Array.from({ length: tiles }, (_, n) => ({ name: `Person Number${n}`, host: n === 0, me: n === 1 })) });
  const stage = document.body.appendChild(document.createElement("section"));
  for (let n = 0; n < tiles; n += 1) {
    stage.append(Object.assign(document.createElement("div"), { className: "tile" }));
    for (let part = 0; part < 12; part += 1) stage.lastChild.append(document.createElement("span"));
  }
  const parts = [...stage.querySelectorAll("span")];
  const captions = document.body.appendChild(document.createElement("div"));
  const shown = new Array(tiles).fill("");
  const wanted = (tile, turn) => Array.from({ length: 12 }, (_, part) => ({
    part, name: `Person Number${tile}`, level: (turn * 7 + tile + part) % 100, style: `transform: scale(${1 + ((turn + part) % 10) / 100})`,
  }));
  window.redrawn = 0;
  const draw = (turn) => {
    for (let tile = 0; tile < tiles; tile += 1) {
      const now = JSON.stringify(wanted(tile, turn));
      if (now !== shown[tile]) { shown[tile] = now; window.redrawn += 1; }
    }
  };
  let turn = 0;
  window.busy = setInterval(() => {
    draw(turn);
    for (let change = 0; change < 30; change += 1) {
      const part = parts[(turn * 30 + change) % parts.length];
      part.setAttribute("style", `transform: scale(${1 + ((turn + change) % 10) / 100})`);
    }
    captions.append(Object.assign(document.createElement("p"), { textContent: `caption ${turn}` }));
    if (captions.childElementCount > 20) captions.firstChild.remove();
    turn += 1;
    if (turn % 100 === 0) {
      const row = document.querySelector("[role=listitem], .participants-li, [role=treeitem]:last-child, [data-test=userListItem]");
      row?.parentElement.append(row);
    }
  }, 50);
}"""


@dataclass
class Stage:
    """A call that never rests, in a Chromium with the plugin."""

    page: Page
    session: CDPSession
    worker: Worker

    def switch(self, on: bool) -> None:
        first = {"state": "passed", "policy": "bench"} if on else {"state": "new"}
        self.worker.evaluate("(kept) => chrome.storage.local.set(kept)", {"first": first, "switches": SWITCHES})
        self.page.wait_for_timeout(1500)  # the first look of all is no part of looking on

    def is_watched(self) -> bool:
        """The worker knows of a call, by what the plugin told from its page."""
        found = self.worker.evaluate(
            "chrome.storage.session.get(null).then((all) => Object.values(all).some((one) => one?.place === 'call'))"
        )
        return bool(found)

    def script_seconds(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))

    def turn(self, on: bool) -> float:
        """Script time of a few seconds."""
        self.switch(on)
        before = self.script_seconds()
        self.page.wait_for_timeout(SECONDS * 1000)
        spent = self.script_seconds() - before
        if self.is_watched() is not on:
            raise RuntimeError(f"The plugin is switched {'on' if on else 'off'}, and its worker does not know it.")
        return spent


def started(playwright: Playwright, folder: Path) -> tuple[BrowserContext, Worker]:
    """The plugin as it is downloaded, let into every page, in a Chromium with a fresh profile."""
    built = ["node", "plugin/build.mjs", "--let-in", "--to", str(folder), "--into", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True)
    plugin = folder / "chromium"
    flags = [*FLAGS, f"--disable-extensions-except={plugin}", f"--load-extension={plugin}"]
    context = playwright.chromium.launch_persistent_context(
        folder / "profile", executable_path=shutil.which("chromium"), headless=True, args=flags
    )
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    return context, worker


@contextmanager
def busy_call(platform: str) -> Iterator[Stage]:
    def answer(route: Route) -> None:
        name = "stage.js" if route.request.url.endswith("/stage.js") else f"{platform}.html"
        kind = "text/javascript" if name.endswith("js") else "text/html"
        route.fulfill(path=PAGES / name, content_type=f"{kind}; charset=utf-8")

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context, worker = started(playwright, Path(folder))
        context.route("https://**/*", answer)
        page = context.new_page()
        page.goto(PLATFORMS[platform])
        page.evaluate(BUSY, TILES)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        yield Stage(page, session, worker)
        context.close()


def measure(platform: str) -> tuple[Ratio, float, float]:
    """With the plugin over without; what the page itself and what the plugin spends in a second, in milliseconds."""
    with busy_call(platform) as stage:
        ratios, own, more = [], 0.0, 0.0
        for number in range(TURNS + 1):
            spent = {on: stage.turn(on) for on in random.sample((True, False), 2)}
            if number:  # the first is warm-up
                ratios.append(spent[True] / spent[False])
                own += spent[False]
                more += spent[True] - spent[False]
        return summary(ratios), own / TURNS / SECONDS * 1000, more / TURNS / SECONDS * 1000


def main() -> int:
    sheet = Sheet()
    sheet.head(f"The plugin in a busy call: {TILES} tiles, 600 attribute changes and 20 child changes a second")
    for platform in os.environ.get("BENCH_PLATFORMS", " ".join(PLATFORMS)).split():
        ratio, own, more = measure(platform)
        sheet.line(
            f"{platform}: script time with the plugin over without", ratio, gate=1.10, aim="1.05", more_is_better=False
        )
        sheet.info(f"{platform}: the page itself, milliseconds a second", Ratio(own, own, own), wanted="24", aim="-")
        sheet.info(f"{platform}: the plugin, milliseconds a second", Ratio(more, more, more), wanted="< 2", aim="1")
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
