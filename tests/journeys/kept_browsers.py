"""Browsers with a folder of their own: some that are stopped and killed like those of real people, one that takes no cookie."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright
from tools.screenshots import FLAGS

from tests.ports import free_port


class OwnBrowser:
    """A Chromium of its own, driven over its debugging port."""

    def __init__(self, playwright: Playwright, profile: Path, *more: str, as_it_is: bool = False) -> None:
        """``as_it_is``: nothing is emulated, so that a tab behind another one is hidden."""
        program = shutil.which("chromium")
        assert program, "apt-get install chromium"
        port = free_port()
        self.process = subprocess.Popen(
            [program, "--headless", f"--remote-debugging-port={port}", f"--user-data-dir={profile}", *FLAGS, *more, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._wait(port)
        self.browser: Browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", no_defaults=as_it_is)

    @staticmethod
    def _wait(port: int) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("this Chromium does not start")

    def _signal(self, number: signal.Signals) -> tuple[float, float]:
        """Send it to every process of the browser; gives the bracket in milliseconds since the epoch."""
        before = time.time() * 1000
        os.killpg(self.process.pid, number)
        return before, time.time() * 1000

    def stop(self) -> tuple[float, float]:
        """As if the machine went to sleep: nothing runs, nothing is closed."""
        return self._signal(signal.SIGSTOP)

    def kill(self) -> tuple[float, float]:
        """As if the power went."""
        return self._signal(signal.SIGKILL)

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def refuses_cookies(playwright: Playwright, profile: Path, base_url: str) -> BrowserContext:
    """Chromium in whose settings all cookies are blocked: none is stored or sent, ``localStorage`` throws.

    A browser of its own, because Playwright's further contexts do not obey the settings of the profile.
    """
    program = shutil.which("chromium")
    assert program, "apt-get install chromium"
    (profile / "Default").mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default/Preferences").write_text(json.dumps(settings))
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=program, headless=True, base_url=base_url, args=FLAGS
    )
    context.set_default_timeout(15_000)
    return context
