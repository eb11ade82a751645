"""Real browsers against a real installation. ``tools/hermetic.sh`` runs these where only loopback exists."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from tools.screenshots import FLAGS

from leavethemeeting.shared.environment import environment
from tests.journeys.leaving import attempts, log_of_this_run, trap, undeclared
from tests.journeys.plugin_browser import another_website
from tests.journeys.site import Site


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium in a process of its own, with an invented camera and microphone."""
    program = shutil.which("chromium")
    assert program, "apt-get install chromium"
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


@pytest.fixture(autouse=True, scope="session")
def nobody_else_is_talked_to() -> Iterator[None]:
    """At the end of a run: whatever program tried to leave this network wanted to a machine of the register (C35)."""
    yield
    log = log_of_this_run()
    if log is None or trap(log) != "stands":
        warnings.warn(f"Not checked what left: {trap(log) if log else 'not run by tools/hermetic.sh'}", stacklevel=1)
        return
    told = undeclared(attempts(log), environment())
    assert not told, f"something in this run tried to reach {told}, which no register names"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for the journeys of a module."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of a website that is not ours."""
    with another_website() as address:
        yield address


@pytest.fixture
def person(site: Site, chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """``person()`` opens a fresh browser window of somebody; ``person(signed_in=member)`` with their session."""
    contexts: list[BrowserContext] = []

    def enter(signed_in: dict[str, str] | None = None, *, browser: Browser | None = None, **options: object) -> Page:
        context = (browser or chromium).new_context(base_url=site.url, **options)  # type: ignore[arg-type]  # -- Playwright's own options
        context.set_default_timeout(15_000)
        contexts.append(context)
        if signed_in:
            context.add_cookies([{"name": signed_in["cookie"], "value": signed_in["session"], "url": site.url}])
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()
