"""What the journeys of the room share: Alice hosts, Bob takes part, Victor watches, each in a browser window."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.site import Site

PATIENCE_MS = 20_000

# A small picture, few of them a second, and a count of how often a device was asked for.
SMALL_CAMERA = """
window.asked = 0;
const media = navigator.mediaDevices;
if (media) {
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = (wish) => {
    window.asked += 1;
    return open(wish.video ? { video: { width: 160, height: 90, frameRate: 5 } } : wish);
  };
}
"""


@dataclass
class Seat:
    """One person's window on the room."""

    name: str
    page: Page
    member: dict[str, str]
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Errors of the page's own scripts, and whatever its content security policy forbade."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if "Content Security" in said.text else None
        )

    def tool(self, name: str) -> Locator:
        return self.page.locator(f"#tool-{name}")

    def press(self, name: str) -> None:
        self.tool(name).click()

    def tile(self, other: Seat) -> Locator:
        """The tile of ``other`` in this window."""
        return self.page.locator("li.tile").filter(has_text=f"{other.name} {other.name}son")

    def sees_camera_of(self, other: Seat, seen: bool = True) -> None:
        expect(self.tile(other).locator("video")).to_have_count(int(seen), timeout=PATIENCE_MS)

    def hears_mic_of(self, other: Seat, on: bool) -> None:
        expect(self.tile(other)).to_contain_text("microphone on" if on else "microphone off", timeout=PATIENCE_MS)

    def person_row(self, other: Seat) -> Locator:
        return self.page.locator("#panel ul.people > li").filter(has_text=other.name)

    def does_to(self, other: Seat, deed: str) -> None:
        """A host's control over one person, from the list of people."""
        if self.tool("people").get_attribute("aria-expanded") != "true":
            self.press("people")
        row = self.person_row(other)
        row.locator("summary").click()
        row.get_by_role("button", name=deed, exact=True).click()

    def state(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.page.evaluate("() => window.ltm.state()")
        return facts

    def totals(self) -> dict[str, float]:
        sums: dict[str, float] = self.page.evaluate("() => window.ltm.totals()")
        return sums

    def waits_until(self, javascript: str, argument: Any = None) -> None:
        """``javascript`` is a function; what it answers may be a promise.

        Asked by ``evaluate``, which waits for a promise: ``wait_for_function`` takes any promise for a yes.
        """
        until = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate(javascript, argument):
            assert time.monotonic() < until, f"{self.name} waited in vain for {javascript} with {argument}"
            self.page.wait_for_timeout(100)

    def pictures_keep_coming(self, more: int = 5) -> None:
        before = self.totals()["framesDecoded"]
        self.waits_until("(n) => window.ltm.totals().then((t) => t.framesDecoded > n)", before + more)

    def has_links(self, count: int) -> None:
        self.waits_until("(n) => window.ltm.totals().then((t) => t.links === n)", count)

    def notice(self, text: str) -> Locator:
        return self.page.locator(".room-notices .notice").filter(has_text=text)

    def close(self) -> None:
        self.page.context.close()
        assert self.complaints == []


@dataclass
class Gathering:
    """An open meeting of ``members[0]``, and the members who may come."""

    site: Site
    meeting: dict[str, str]
    members: dict[str, dict[str, str]]

    def seat(self, browser: Browser, name: str, *, mic: bool = False, camera: bool = False) -> Seat:
        """That member's window, signed in; what is on when they enter is as chosen on the join page."""
        member = self.members[name]
        return Seat(name, _page_of(browser, self.site, member, mic=mic, camera=camera), member)

    def log(self, kind: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = self.site.scene("events", occurrence=self.meeting["occurrence"])
        return [event for event in events if event["type"] == kind]


def gather(site: Site, *names: str, **fields: Any) -> Gathering:
    made = site.scene("gathering", names=[f"{name} {name}son" for name in names], **fields)
    return Gathering(site, made["meeting"], dict(zip(names, made["members"], strict=True)))


def _page_of(browser: Browser, site: Site, member: dict[str, str], *, mic: bool, camera: bool) -> Page:
    context: BrowserContext = browser.new_context(base_url=site.url)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": member["cookie"], "value": member["session"], "url": site.url}])
    choice = json.dumps({"mic": mic, "camera": camera, "micId": "", "cameraId": ""})
    once = f"if (!sessionStorage.getItem('ltm.join')) sessionStorage.setItem('ltm.join', {json.dumps(choice)});"
    context.add_init_script(SMALL_CAMERA + once)
    return context.new_page()


def enter(seat: Seat, code: str) -> Seat:
    """Through the join page into the room."""
    seat.page.goto(f"/m/{code}/")
    seat.page.get_by_role("button", name="Enter the meeting").click()
    seat.page.wait_for_selector(".room, .room-page.empty")
    return seat


def is_inside(seat: Seat) -> None:
    seat.waits_until("() => window.ltm?.state().phase === 'in'")
