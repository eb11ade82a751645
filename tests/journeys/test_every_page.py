"""Every page: no serious accessibility violation (axe), nothing wider than a phone, usable by keyboard alone.

Asked of the demonstration, because there every page has something on it. A page is opened twice, on a phone and
on a desk; the dark look is the desk's page after the sun has set, and asks for colours only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from tools.screenshots import addresses, demonstration, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
PUBLIC = {
    "landing",
    "sign-up",
    "sign-in",
    "forgotten",
    "join",
    "not-there",
    "contact",
    "guardian",
    "plugin",
    "plugin-link",
    "plugin-sent",
    "received",
    "policy",
    "versions",
    "differences",
    "terms",
    "cookies",
}
PAGES = (
    "landing", "contact", "guardian", "plugin", "plugin-link", "plugin-sent", "received", "sign-up", "sign-in", "forgotten", "join", "not-there", "meetings", "plan", "edit", "delete", "meeting",
    "sources", "dashboard", "report", "attendee", "correct", "corrections", "people", "person", "profile", "password",
    "outbox", "letters", "letter", "room", "policy", "versions", "differences", "terms", "cookies", "choices",
    "invite", "invite-link",
)  # fmt: skip
DESK, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=360, height=740)
COLOURS = "color-contrast", "link-in-text-block"  # axe's rules about them
ISLANDS = {"room", "dashboard", "join"}  # drawn by scripts, so that what is drawn must come to rest first

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
           visible: node.tagName === 'IFRAME' // the ring is on the link inside it
             || style.outlineStyle !== 'none' || style.boxShadow !== 'none' || box.width < 2
             || [...node.querySelectorAll('rect')].some((part) => parseFloat(getComputedStyle(part).strokeWidth) >= 2) };
}"""


@dataclass
class House:
    """The demonstration, its pages by name, and a window for strangers (False) and one for the host (True)."""

    site: str
    pages: dict[str, str]
    windows: dict[bool, BrowserContext]


@pytest.fixture(scope="module")
def house(chromium: Browser) -> Iterator[House]:
    with demonstration(settles_s=0) as site:
        windows = {
            known: chromium.new_context(base_url=site, viewport=DESK, reduced_motion="reduce")
            for known in (False, True)
        }
        page = windows[True].new_page()
        sign_in(page)
        pages = _all_pages(page)
        page.goto(pages["dashboard"])
        page.wait_for_selector("section[aria-labelledby=here] tbody tr", timeout=60_000)  # somebody has come
        page.close()
        yield House(site, pages, windows)
        for window in windows.values():
            window.close()


def _all_pages(page: Page) -> dict[str, str]:
    found = addresses(page)
    meeting = found["meeting"]
    return found | {
        "contact": "/contact/", "guardian": "/guardian/", "plugin": "/plugin/", "plugin-link": "/plugin/link/",
        "plugin-sent": "/plugin/link/sent/", "received": "/received/2222-ZZZZ/", "sign-in": "/accounts/login/", "forgotten": "/accounts/password/reset/", "not-there": "/there/is/nothing/",
        "edit": f"{meeting}edit/", "delete": f"{meeting}delete/", "sources": f"{meeting}sources/", "profile": "/profile/", "security": "/security/", "devices": "/devices/", "delete-account": "/account/delete/", "plugins": "/plugins/",
        "password": "/accounts/password/change/", "correct": f"{found['attendee']}correct/",
        "corrections": f"{found['report']}corrections/", "room": f"{found['join']}room/",
        "policy": "/privacy/", "versions": "/privacy/versions/", "differences": "/privacy/versions/1/changes/", "terms": "/terms/",
        "cookies": "/cookies/", "choices": "/choices/", "invite": "/invite/", "invite-link": "/invite/link/",
    }  # fmt: skip


@contextmanager
def opened(house: House, name: str, size: ViewportSize) -> Iterator[Page]:
    page = house.windows[name not in PUBLIC].new_page()
    page.set_viewport_size(size)
    if name == "room":
        page.goto(house.pages["join"])
        page.get_by_role("button", name="Enter the meeting").click()
        page.wait_for_selector(".room, .room-page")
    else:
        answer = page.goto(house.pages[name])
        assert answer is not None
        assert answer.status == (404 if name == "not-there" else 200), f"{name}: {answer.status} {house.pages[name]}"
    page.wait_for_timeout(900 if name in ISLANDS else 50)
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_a_phone_and_obeys_the_keyboard(house: House, name: str) -> None:
    with opened(house, name, PHONE) as page:
        found, wide = violations(page), page.evaluate(TOO_WIDE)
        assert not found, "phone: " + "\n".join(found)
        assert not wide, wide
    with opened(house, name, DESK) as page:
        found = violations(page)
        assert not found, "desk: " + "\n".join(found)
        page.emulate_media(color_scheme="dark")
        found = violations(page, *COLOURS)
        assert not found, "dark: " + "\n".join(found)
        page.emulate_media(color_scheme="light")
        walks_by_keyboard(page)


def violations(page: Page, *rules: str) -> list[str]:
    """Serious and critical ones, with where they are; of all rules unless some are named."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    chosen = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("(chosen) => axe.run(document, chosen)", chosen)
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
