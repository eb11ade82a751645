"""Every page: no serious accessibility violation (axe), nothing wider than a phone, usable by keyboard alone.

Asked of the demonstration, because there every page has something on it. A page is loaded once, on a phone; then
its window grows to a desk's, the sun sets (the dark look asks for colours only) and rises, and Tab walks through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from tools.screenshots import HOST, PASSWORD, PROVIDER, addresses, demonstration, first, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
# By who looks. What asks first who one is comes together, so that it asks once; a meeting that runs comes last, so that
# meanwhile somebody has come.
HOST_PAGES = (
    "again", "e-mail", "passkey", "app", "pair",
    "profile", "security", "devices", "linked", "plugins", "choices", "looks", "log-data", "delete-account", "password",
    "outbox", "letters", "letter", "invite", "invite-link",
    "meetings", "plan", "edit", "delete", "sources", "report", "attendee", "correct", "corrections", "people", "person",
    "dashboard", "meeting", "at-the-door", "room",
)  # fmt: skip
PROVIDER_PAGES = (
    "provider", "provider-people", "provider-found", "provider-why", "provider-person", "provider-cases", "provider-case",
    "provider-news", "provider-policy", "provider-draft", "provider-log-data", "outbox-letter",
)  # fmt: skip
PUBLIC_PAGES = (
    "landing", "try", "contact", "received", "guardian", "plugin", "plugin-link", "plugin-sent", "sign-up", "sign-in", "sign-in-code",
    "forgotten", "join", "not-there", "policy", "versions", "differences", "terms", "cookies", "invited",
)  # fmt: skip
PAGES = (
    *[("visitor", name) for name in PUBLIC_PAGES],
    *[("provider", name) for name in PROVIDER_PAGES],
    *[("host", name) for name in HOST_PAGES],
)
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
    """The demonstration, its pages' addresses by name, and a page of a window for each who looks."""

    pages: dict[str, str]
    windows: dict[str, Page]


@pytest.fixture(scope="module")
def house(chromium: Browser) -> Iterator[House]:
    with demonstration(settles_s=0) as site:
        windows = {
            who: chromium.new_context(base_url=site, viewport=DESK, reduced_motion="reduce").new_page()
            for who in ("visitor", "provider", "host")
        }
        reference = _writes_to_the_provider(windows["visitor"])
        sign_in(windows["provider"], PROVIDER)
        windows["host"].context.set_default_timeout(60_000)
        sign_in(windows["host"])
        pages = (
            _public_pages(reference) | _provider_pages(windows["provider"], reference) | _host_pages(windows["host"])
        )
        yield House(pages, windows)
        for page in windows.values():
            page.context.close()


def _writes_to_the_provider(visitor: Page) -> str:
    """Sends the contact form; gives the reference of the case it opens."""
    visitor.goto("/contact/")
    visitor.get_by_label("Your e-mail address").fill("alice@example.org")
    visitor.get_by_label("Your message").fill("Where do I find my certificates?")
    visitor.wait_for_timeout(2500)  # a form that comes back sooner was filled by a machine
    visitor.get_by_role("button", name="Send").click()
    visitor.wait_for_url("**/received/**")
    return urlsplit(visitor.url).path.strip("/").split("/")[-1]


def _public_pages(reference: str) -> dict[str, str]:
    return {
        "landing": "/", "try": "/try/", "contact": "/contact/", "received": f"/received/{reference}/", "guardian": "/guardian/",
        "plugin": "/plugin/", "plugin-link": "/plugin/link/", "plugin-sent": "/plugin/link/sent/",
        "sign-up": "/accounts/signup/", "sign-in": "/accounts/login/", "sign-in-code": "/accounts/code/",
        "forgotten": "/accounts/password/reset/", "not-there": "/there/is/nothing/", "policy": "/privacy/",
        "versions": "/privacy/versions/", "differences": "/privacy/versions/1/changes/", "terms": "/terms/", "cookies": "/cookies/",
    }  # fmt: skip


def _provider_pages(page: Page, reference: str) -> dict[str, str]:
    """A person's page has its address from what a search finds, a letter's from the outbox."""
    _searches(page, "/provider/people/")
    person = page.locator("main ul form[action^='/provider/people/']").first.get_attribute("action") or ""
    return {
        "provider": "/provider/", "provider-people": "/provider/people/", "provider-found": "/provider/people/",
        "provider-why": person, "provider-person": person, "provider-cases": "/provider/cases/",
        "provider-case": f"/provider/cases/{reference}/", "provider-news": "/provider/news/", "provider-policy": "/provider/policy/",
        "provider-draft": "/provider/policy/policy/draft/", "provider-log-data": "/provider/log-data/",
        "provider-figures": "/provider/figures/", "provider-workings": "/provider/workings/",
        "provider-members": "/provider/members/", "provider-meetings": "/provider/meetings/", "provider-deeds": "/provider/deeds/",
        "provider-safety": "/provider/safety/", "provider-block": "/provider/safety/block/",
        "outbox-letter": first(page, "/outbox/", "main table a.row-link"),
    }  # fmt: skip


def _searches(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Name or e-mail address").fill(HOST)
    page.get_by_label("Why do you look?").fill("Asked by them to help")
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector("main ul form")


def _host_pages(page: Page) -> dict[str, str]:
    found = addresses(page)
    meeting = found["meeting"]
    page.goto("/invite/link/")
    page.get_by_role("button", name="Make a link").click()
    invited = page.locator("#made").inner_text()
    return found | {
        "again": "/accounts/again/", "e-mail": "/accounts/email/", "passkey": "/accounts/passkeys/add/", "app": "/accounts/app/add/", "pair": "/pair/",
        "edit": f"{meeting}edit/", "delete": f"{meeting}delete/", "sources": f"{meeting}sources/",
        "at-the-door": meeting,
        "correct": f"{found['attendee']}correct/", "corrections": f"{found['report']}corrections/", "room": f"{found['join']}room/",
        "profile": "/profile/", "security": "/security/", "devices": "/devices/", "linked": "/profile/linked/",
        "plugins": "/plugins/", "choices": "/choices/", "looks": "/profile/looks/", "log-data": "/profile/log-data/",
        "delete-account": "/account/delete/", "password": "/accounts/password/change/",
        "invite": "/invite/", "invite-link": "/invite/link/", "invited": urlsplit(invited).path,
    }  # fmt: skip


def opens(page: Page, house: House, name: str) -> None:
    """Go to a page as people do: through the door into the room, through the reason to a person."""
    page.set_viewport_size(PHONE)
    if name == "room":
        page.goto(house.pages["join"])
        page.get_by_role("button", name="Enter the meeting").click()
        page.wait_for_selector(".room, .room-page")
    elif name == "provider-found":
        _searches(page, house.pages[name])
    else:
        answer = page.goto(house.pages[name])
        assert answer is not None
        assert answer.status == (404 if name == "not-there" else 200), f"{name}: {answer.status} {house.pages[name]}"
        if name != "again" and urlsplit(page.url).path == "/accounts/again/":
            page.locator("main input[type=password]").fill(PASSWORD)
            page.get_by_role("button", name="Go on").click()
            page.wait_for_url(f"**{house.pages[name]}**")
        assert urlsplit(page.url).path == house.pages[name], f"{name} led to {page.url}"
    if name == "provider-person":
        page.get_by_label("Why do you look?").fill("Asked by them to help")
        page.get_by_role("button", name="See everything").click()
        page.wait_for_selector("h2")
    if name == "at-the-door":
        page.locator(f"main a[href^='{house.pages[name]}people/']").first.click()
        page.wait_for_url("**/people/**")
    if name == "dashboard":
        page.wait_for_selector("section[aria-labelledby=here] tbody tr")  # somebody has come
    if name in ISLANDS:
        page.wait_for_timeout(900)


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_a_page_is_accessible_fits_a_phone_and_obeys_the_keyboard(house: House, who: str, name: str) -> None:
    page = house.windows[who]
    opens(page, house, name)
    found, wide = violations(page), page.evaluate(TOO_WIDE)
    assert not found, "phone: " + "\n".join(found)
    assert not wide, wide
    page.set_viewport_size(DESK)
    found = violations(page)
    assert not found, "desk: " + "\n".join(found)
    page.emulate_media(color_scheme="dark")
    found = violations(page, *COLOURS)
    page.emulate_media(color_scheme="light")
    assert not found, "dark: " + "\n".join(found)
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
