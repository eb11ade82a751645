"""Every page: no serious accessibility violation (axe), nothing wider than a phone, usable by keyboard alone.

Asked of the demonstration, because there every page has something on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tools.screenshots import addresses, demonstration, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
PUBLIC = {"landing", "sign-up", "sign-in", "forgotten", "join", "not-there"}
PAGES = (
    "landing", "sign-up", "sign-in", "forgotten", "join", "not-there", "meetings", "plan", "edit", "delete", "meeting",
    "sources", "dashboard", "report", "attendee", "correct", "corrections", "people", "person", "profile", "password",
    "outbox", "room",
)  # fmt: skip
LOOKS = {"desktop": (1280, 860, "light"), "phone": (360, 740, "light"), "dark": (1280, 860, "dark")}

# What stands out of the window to the right, and is not inside something that scrolls by itself.
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth + 1;
  const scrolls = (node) => node && node !== document.documentElement
    && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  return [...document.body.querySelectorAll('*')]
    .filter((node) => node.getBoundingClientRect().right > limit && node.getBoundingClientRect().width > 1 && !scrolls(node.parentElement))
    .map((node) => node.outerHTML.slice(0, 120));
}"""
# Where the focus is, and whether one can see that it is there.
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return { name: node.tagName + (node.id ? '#' + node.id : '') + ' ' + (node.textContent || node.name || '').trim().slice(0, 40),
           visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || box.width < 2
             || [...node.querySelectorAll('rect')].some((part) => parseFloat(getComputedStyle(part).strokeWidth) >= 2) };
}"""


@dataclass
class House:
    """The demonstration, and its pages by name."""

    site: str
    pages: dict[str, str]
    state: Any


@pytest.fixture(scope="module")
def house(chromium: Browser) -> Iterator[House]:
    with demonstration() as site:
        context = chromium.new_context(base_url=site)
        page = context.new_page()
        sign_in(page)
        yield House(site, _all_pages(page), context.storage_state())
        context.close()


def _all_pages(page: Page) -> dict[str, str]:
    found = addresses(page)
    meeting = found["meeting"]
    return found | {
        "sign-in": "/accounts/login/", "forgotten": "/accounts/password/reset/", "not-there": "/there/is/nothing/",
        "edit": f"{meeting}edit/", "delete": f"{meeting}delete/", "sources": f"{meeting}sources/", "profile": "/profile/",
        "password": "/accounts/password/change/", "correct": f"{found['attendee']}correct/",
        "corrections": f"{found['report']}corrections/", "room": f"{found['join']}room/",
    }  # fmt: skip


def opened(browser: Browser, house: House, name: str, look: str) -> tuple[BrowserContext, Page]:
    width, height, scheme = LOOKS[look]
    context = browser.new_context(
        base_url=house.site, storage_state=None if name in PUBLIC else house.state,
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    if name == "room":
        page.goto(house.pages["join"])
        page.get_by_role("button", name="Enter the meeting").click()
        page.wait_for_selector(".room, .room-page")
    else:
        answer = page.goto(house.pages[name])
        assert answer is not None
        assert answer.status == (404 if name == "not-there" else 200), f"{name}: {answer.status} {house.pages[name]}"
    page.wait_for_timeout(900 if name in ("room", "dashboard", "join") else 100)
    return context, page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_a_phone_and_obeys_the_keyboard(chromium: Browser, house: House, name: str) -> None:
    for look in LOOKS:
        context, page = opened(chromium, house, name, look)
        found = violations(page)
        assert not found, f"{look}: " + "\n".join(found)
        if look == "phone":
            wide = page.evaluate(TOO_WIDE)
            assert not wide, wide
        if look == "desktop":
            walks_by_keyboard(page)
        context.close()


def violations(page: Page) -> list[str]:
    """Serious and critical ones, with where they are."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]


def walks_by_keyboard(page: Page) -> None:
    """Tab goes to the skip link first, then on; wherever it is one can see it, and it is never caught."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    seen: list[str] = []
    for _step in range(12):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        assert focus["visible"], f"no sign of the focus on {focus['name']}"
        seen.append(focus["name"])
    assert len(set(seen)) >= min(3, len(seen)), f"the focus is caught: {seen}"
    assert seen, "nothing takes the focus"
