"""A host watches a meeting that people come to through the real room, in a real browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
HOST, PASSWORD = "mira@example.org", "a demonstration only"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration on a free port: fourteen simulated attendees come and go in its running meeting."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in ("LEAVETHEMEETING_TESTING", "DATA_DIR")}
    folder = tmp_path_factory.mktemp("demonstration")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "leavethemeeting", "demo"], cwd=folder, stdout=log, stderr=log,
            env={**kept, "LISTEN": f"127.0.0.1:{port}"},
        )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        _wait(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(160):
        assert process.poll() is None, log.read_text()
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(log.read_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def dashboard(browser: Browser, service: str, **options: object) -> Page:
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]  # -- handed through
    page.goto(f"{service}/accounts/login/")
    page.fill("input[name=login]", HOST)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/meetings/"))
    href = page.locator('a[href*="/live/"]').first.get_attribute("href")
    page.goto(f"{service}{href}")
    return page


@pytest.mark.timeout(240)
def test_the_host_sees_people_come_hears_of_them_and_sees_the_meeting_close(browser: Browser, service: str) -> None:
    page = dashboard(browser, service)
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda message: mistakes.append(message.text) if message.type == "error" else None)
    expect(page.locator(".board-people").first.locator("tbody tr").nth(2)).to_be_visible(timeout=60_000)
    expect(page.locator(".happenings li").first).to_be_visible()
    expect(page.locator("ltm-dashboard [aria-live=polite]")).to_have_text(
        re.compile(r"(entered|left)\."), timeout=60_000
    )
    shown = int(page.locator(".board-figures .first dd").inner_text().split()[0])
    assert shown >= 3
    page.context.new_page().goto(page.url)
    other = page.context.pages[-1]
    other.get_by_role("button", name="Close for everyone").click()
    expect(page.locator(".board-head .badge", has_text="closed")).to_be_visible(timeout=15_000)
    expect(page.locator(".board-figures .first dd")).to_have_text(re.compile("^0"), timeout=15_000)
    assert mistakes == []


@pytest.mark.timeout(240)
def test_on_a_phone_without_javascript_the_page_is_whole(browser: Browser, service: str) -> None:
    page = dashboard(browser, service, java_script_enabled=False, viewport={"width": 360, "height": 740})
    expect(page.locator(".board-figures")).to_contain_text("Came in all")
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
