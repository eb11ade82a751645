"""Takes the pictures in docs/pictures from the demonstration: every page at three looks.

    python tools/screenshots.py [--site URL] [--into FOLDER] [NAME …]

Without ``--site`` a fresh demonstration is served for it. Looks: desktop 1280 light, phone 360 light,
desktop dark. The README's pictures are the ones without a suffix.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HOST, PROVIDER, PASSWORD = "mira@example.org", "provider@example.org", "a demonstration only"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


@dataclass(frozen=True)
class Look:
    """A way of looking at a page."""

    suffix: str
    width: int
    height: int
    scheme: str


LOOKS = (Look("", 1280, 860, "light"), Look("-phone", 360, 740, "light"), Look("-dark", 1280, 860, "dark"))


@contextmanager
def demonstration(settles_s: float = 25) -> Iterator[str]:
    """A demonstration in a folder of its own, some seconds after it began; gives its address."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="ltm-pictures-")
    process = subprocess.Popen(
        [sys.executable, "-m", "leavethemeeting", "demo"],
        cwd=folder, env={**os.environ, "LISTEN": f"127.0.0.1:{port}", "PYTHONPATH": str(ROOT / "src")}, start_new_session=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    site = f"http://localhost:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{site}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        time.sleep(settles_s)  # until some of the simulated attendees have come
        yield site
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def sign_in(page: Page, email: str = HOST) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail", exact=False).first.fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url("**/meetings/")


def first(page: Page, start: str, selector: str) -> str:
    """Where the first link that matches on page ``start`` leads."""
    page.goto(start)
    return page.locator(selector).first.get_attribute("href") or ""


def addresses(page: Page) -> dict[str, str]:
    """The pages worth a picture by name, found by following links as a host would."""
    found = {
        "landing": "/",
        "sign-up": "/accounts/signup/",
        "meetings": "/meetings/",
        "plan": "/meetings/plan/",
        "outbox": "/outbox/",
        "letters": "/outbox/previews/",
        "letter": "/outbox/previews/news/",
    }
    page.goto("/meetings/")
    town_hall = page.get_by_role("link", name="Quarterly town hall").first.get_attribute("href") or ""
    running = page.get_by_role("link", name="Open office hours").first.get_attribute("href") or ""
    found["meeting"] = running
    found["dashboard"] = first(page, running, 'a[href*="/live/"]')
    found["report"] = town_hall if "/reports/" in town_hall else first(page, town_hall, 'a[href^="/reports/"]')
    found["attendee"] = first(page, found["report"], 'main table a[href^="/reports/"]:not([href*="?"])')
    found["people"] = "/attendees/"
    found["person"] = first(page, "/attendees/", 'main table a[href^="/attendees/"]:not([href*="?"])')
    found["join"] = first(page, running, 'a[href^="/m/"], a[href*="/m/"]')
    return {name: urlsplit(address).path for name, address in found.items() if address}


def look_at(browser: Browser, site: str, into: Path, names: list[str]) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page)
    state = context.storage_state()
    pages = addresses(page)
    context.close()
    for look in LOOKS:
        own: BrowserContext = browser.new_context(
            base_url=site, storage_state=state, viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light", reduced_motion="reduce",
        )  # fmt: skip
        visitor: BrowserContext = browser.new_context(
            base_url=site, viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light", reduced_motion="reduce",
        )  # fmt: skip
        for name, address in pages.items():
            if names and name not in names:
                continue
            page = (visitor if name in ("landing", "sign-up", "join") else own).new_page()
            page.goto(address)
            page.wait_for_timeout(1500 if name in ("dashboard", "join") else 300)
            page.screenshot(path=into / f"{name}{look.suffix}.png", full_page=False)
            page.close()
        own.close()
        visitor.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site")
    parser.add_argument("--into", type=Path, default=ROOT / "docs/pictures")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if options.site:
            look_at(browser, options.site, options.into, options.names)
        else:
            with demonstration() as site:
                look_at(browser, site, options.into, options.names)
        browser.close()
    print(f"Pictures are in {options.into}")


if __name__ == "__main__":
    main()
