"""What looking at a busy call costs its page: 50 tiles, 600 attribute changes and 20 child changes a second, list open.

Reference: the same page in the same Chromium, nobody looking. Both are measured by turns in one run as the seconds that the page's
main thread spends in scripts (the page's own and the plugin's), by the browser's own account.
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
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Route, sync_playwright
from tools.screenshots import FLAGS

from benchmarks.pairs import Ratio, Sheet, summary

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "tests/journeys/platform_pages"
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
TURNS = int(os.environ.get("BENCH_TURNS", "9"))
TILES = 50
PLATFORMS = {
    "meet": ("https://meet.google.com/abc-defg-hij", "meet"),
    "zoom": ("https://app.zoom.us/wc/98765432101/join", "zoom"),
    "teams": ("https://teams.microsoft.com/v2/", "teams"),
    "bigbluebutton": ("https://bbb.example.org/html5client/", "generic"),
}
# Pictures move, volumes jump, captions come and go; every few seconds somebody enters or leaves the list.
BUSY = """(tiles) => {
  play({ list: true, tiles, people: Array.from({ length: tiles }, (_, n) => ({ name: `Person Number${n}`, host: n === 0, me: n === 1 })) });
  const stage = document.body.appendChild(document.createElement("section"));
  for (let n = 0; n < tiles; n += 1) {
    stage.append(Object.assign(document.createElement("div"), { className: "tile" }));
    for (let part = 0; part < 12; part += 1) stage.lastChild.append(document.createElement("span"));
  }
  const parts = [...stage.querySelectorAll("span")];
  const captions = document.body.appendChild(document.createElement("div"));
  let turn = 0;
  window.busy = setInterval(() => {
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


@contextmanager
def busy_page(platform: str) -> Iterator[tuple[Page, CDPSession]]:
    """A call that never rests, with the plugin's looker in it, stopped."""
    url, bundle = PLATFORMS[platform]

    def answer(route: Route) -> None:
        name = "stage.js" if route.request.url.endswith("/stage.js") else f"{platform}.html"
        kind = "text/javascript" if name.endswith("js") else "text/html"
        route.fulfill(path=PAGES / name, content_type=f"{kind}; charset=utf-8")

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        entries = [f"looker={ROOT}/plugin/bench/looker.ts", f"adapter={ROOT}/plugin/src/platforms/{bundle}/entry.ts"]
        options = [
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=chrome116",
            f"--outdir={folder}",
            "--log-level=error",
        ]
        subprocess.run(["npx", "--no-install", "esbuild", *entries, *options], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(url)
        for name in ("adapter", "looker"):
            page.evaluate((Path(folder) / f"{name}.js").read_text())
        page.evaluate(BUSY, TILES)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        yield page, session
        browser.close()


def script_seconds(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))


def turn(page: Page, session: CDPSession, looking: bool) -> float:
    """Script time of a few seconds."""
    if looking:
        page.evaluate("() => looker.start()")
    page.wait_for_timeout(300)  # the first look of all is no part of looking on
    before = script_seconds(session)
    page.wait_for_timeout(SECONDS * 1000)
    spent = script_seconds(session) - before
    if looking:
        page.evaluate("() => looker.stop()")
    return spent


def measure(platform: str) -> tuple[Ratio, float, float]:
    """The ratios of looking to not looking; how long one look takes, and what the page itself spends in a second, in milliseconds."""
    with busy_page(platform) as (page, session):
        ratios, looks, took, own = [], 0, 0.0, 0.0
        for number in range(TURNS + 1):
            spent: dict[bool, float] = {}
            for looking in random.sample((True, False), 2):
                spent[looking] = turn(page, session, looking)
            if number:  # the first is warm-up
                ratios.append(spent[True] / spent[False])
                own += spent[False]
                looks += page.evaluate("() => looker.looks")
                took += page.evaluate("() => looker.took")
        if looks < TURNS * 2:
            raise RuntimeError("Nobody looked: the adapter does not know the page.")
        return summary(ratios), took / looks, own / TURNS / SECONDS * 1000


def main() -> int:
    sheet = Sheet()
    sheet.head(f"Looking at a busy call: {TILES} tiles, 600 attribute changes and 20 child changes a second")
    for platform in os.environ.get("BENCH_PLATFORMS", " ".join(PLATFORMS)).split():
        ratio, look, own = measure(platform)
        name = f"{platform}: the page's script time with the plugin looking"
        sheet.line(name, ratio, gate=1.10, aim="1.05", more_is_better=False)
        sheet.info(f"{platform}: one look, milliseconds", Ratio(look, look, look), wanted="< 5", aim="1")
        sheet.info(
            f"{platform}: the page's own scripts, milliseconds a second", Ratio(own, own, own), wanted="24", aim="-"
        )
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
