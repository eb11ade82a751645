"""The built adapters in a real Chromium, on pages that tell what each platform's page tells, under the real host names.

The same cells as plugin/tests/platforms/cells.test.ts. No request leaves the machine: every address is answered from a file.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright, Route

from tests.journeys.conftest import launch
from tests.journeys.leaving import pretends

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "platform_pages"
TOLD = json.loads((PAGES / "cells.json").read_text())
PLATFORMS: dict[str, str] = TOLD["urls"]
pretends(*(urlsplit(url).hostname or "" for url in PLATFORMS.values()))
BUNDLES = ("meet", "zoom", "teams", "jitsi", "generic")

READ = """(cell) => {
  const heard = [];
  document.addEventListener("leavethemeeting:do", ({ detail }) => { heard.push(detail); });
  const calm = { calls: 1, heardAt: null, heardEver: false, microphone: null, camera: null, sharing: null, hangup: false, jitsi: null };
  const look = { document, url: new URL(cell.url), now: { mono: 1000, wall: 1790000000000 }, world: cell.world ? { ...calm, ...cell.world } : null };
  const adapter = globalThis.__ltmAdapters.find(({ name }) => name === cell.platform);
  const told = { recognises: adapter.recognises(look), read: adapter.read(look), address: adapter.callAddress(look.url) };
  if (cell.say !== undefined) told.said = adapter.say(look, cell.say);
  else if (cell.press) {
    const ways = adapter.ways(look, "left");
    for (const way of cell.everyWay ? ways : ways.slice(0, 1)) way.press();
  }
  return { ...told, deeds: heard };
}"""


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The adapters as the plugin carries them: one minified script each."""
    into = tmp_path_factory.mktemp("adapters")
    entries = [f"{name}=plugin/src/platforms/{name}/entry.ts" for name in BUNDLES]
    options = ["--bundle", "--minify", "--format=iife", "--target=chrome116,firefox140", f"--outdir={into}"]
    subprocess.run(["npx", "--no-install", "esbuild", *entries, *options], cwd=ROOT, check=True, capture_output=True)
    return {name: (into / f"{name}.js").read_text() for name in BUNDLES}


@pytest.fixture(scope="module")
def stage(playwright: Playwright) -> Iterator[Page]:
    browser: Browser = launch(playwright)
    context = browser.new_context()
    context.route("**/*", answer)
    yield context.new_page()
    browser.close()


def answer(route: Route) -> None:
    """Whatever host it is: the page that its query names, or the script that they share."""
    url = route.request.url
    if url.split("?")[0].endswith("/stage.js"):
        route.fulfill(path=PAGES / "stage.js", content_type="text/javascript")
    elif route.request.is_navigation_request():
        platform = next(
            name for name, own in PLATFORMS.items() if url.startswith(own.split("?")[0]) or f"fixture={name}" in url
        )
        route.fulfill(path=PAGES / f"{platform}.html", content_type="text/html; charset=utf-8")
    else:
        route.abort()


class Isolated:
    """A world of its own beside the page's, as a content script has it: same document, other globals."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        frame = self.session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = self.session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "plugin"})
        self.context: int = made["executionContextId"]

    def run(self, javascript: str) -> Any:
        wish = {"expression": javascript, "contextId": self.context, "returnByValue": True, "awaitPromise": True}
        answer = self.session.send("Runtime.evaluate", wish)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")


def matches(found: Any, wanted: Any) -> bool:
    """Everything that is wanted is there; lists have the same length."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and matches(found[key], one) for key, one in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(matches, found, wanted))
    return bool(found == wanted)


def failures(page: Page, platform: str, script: str) -> Iterator[str]:
    """What is not as it should be, of all cells of a platform."""
    url = PLATFORMS[platform]
    sign = "&" if "?" in url else "?"
    page.goto(f"{url}{sign}fixture={platform}&play={quote('{}')}")
    world = Isolated(page)
    world.run(script)
    for cell in (one for one in TOLD["cells"] if one["platform"] == platform):
        page.evaluate("(wish) => play(wish)", cell.get("play", {}))
        told = world.run(f"({READ})({json.dumps({'url': url, **cell})})")
        pressed = page.evaluate("() => new Promise((done) => { setTimeout(() => done(pressed), 0); })")
        name = f"{platform}: {cell['signal']}: {cell['what']}"
        if not matches(told["read"], cell.get("expect", {})):
            yield f"{name}: {told['read']}"
        if "press" in cell and (pressed != cell["press"] or told["deeds"] != cell.get("deeds", [])):
            yield f"{name}: pressed {pressed}, did {told['deeds']}"
        if "address" in cell and told["address"] != cell["address"]:
            yield f"{name}: {told['address']}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_cell_of_the_matrix_in_a_real_browser(stage: Page, bundles: dict[str, str], platform: str) -> None:
    assert list(failures(stage, platform, bundles.get(platform, bundles["generic"]))) == []


def test_each_page_is_known_by_its_own_adapter_and_by_no_other(stage: Page, bundles: dict[str, str]) -> None:
    """With every bundle in the frame at once: more than any page gets."""
    for platform, url in PLATFORMS.items():
        stage.goto(f"{url}{'&' if '?' in url else '?'}fixture={platform}")
        world = Isolated(stage)
        world.run(";".join(bundles[name] for name in BUNDLES))
        calls = {"calls": 1} if platform == "webrtc" else None
        look = (
            "{document, url: new URL(location.href), now: {mono: 1, wall: 1}, world: "
            f"{json.dumps(calls and {**calls, 'jitsi': None})}}}"
        )
        known = world.run(f"globalThis.__ltmAdapters.filter((one) => one.recognises({look})).map(({{name}}) => name)")
        assert known == [platform]


HOOKED = "https://calls.example.org/hooked"
LISTEN = """() => {
  window.worlds = [];
  document.addEventListener("leavethemeeting:world", ({ detail }) => { worlds.push(JSON.parse(detail)); });
  navigator.mediaSession.setActionHandler("hangup", () => { window.hung = true; });
}"""
PLAY = """() => {
  window.sound = new Audio();
  sound.srcObject = new MediaStream(call.b.getReceivers().map(({ track }) => track));
  return sound.play();
}"""
DO = "(deed) => { document.dispatchEvent(new CustomEvent('leavethemeeting:do', { detail: deed })); }"


@pytest.fixture
def hooked(playwright: Playwright) -> Iterator[Page]:
    """A page of somebody else's with our script in its world, begun before its own."""
    built = ["npx", "--no-install", "esbuild", "plugin/src/hook.ts", "--bundle", "--minify", "--format=iife"]
    script = subprocess.run(built, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    browser = launch(playwright)
    context = browser.new_context()
    context.grant_permissions(["microphone", "camera"], origin="https://calls.example.org")
    context.route(
        "**/*", lambda route: route.fulfill(path=PAGES.parent / "generic_call.html", content_type="text/html")
    )
    context.add_init_script(script)
    page = context.new_page()
    page.goto(HOOKED)
    page.evaluate(LISTEN)
    yield page
    browser.close()


def test_the_script_in_the_pages_world_hears_a_real_call_hangs_it_up_and_closes_it(hooked: Page) -> None:
    hooked.evaluate("() => begin()")
    heard = (
        "() => { const last = worlds.at(-1); return last?.calls === 2 && last.heardEver && last.microphone && last.camera"
        " && !last.sharing && last.speaking !== null && last.hangup && last.jitsi === null && last.heardAt <= performance.now(); }"
    )
    hooked.evaluate(PLAY)
    hooked.wait_for_function(heard)
    assert hooked.evaluate("() => unharmed()")
    told = hooked.evaluate("() => worlds.length")
    hooked.wait_for_timeout(3000)
    assert hooked.evaluate("() => worlds.length") - told <= 6, "at most twice a second, and only what changed"
    hooked.evaluate(DO, "hangup")
    assert hooked.evaluate("() => hung")
    assert hooked.evaluate("() => state().calls") == ["connected", "connected"], (
        "the page's own hanging up is the page's"
    )
    hooked.evaluate("() => { for (const track of call.tracks) if (track.kind === 'audio') track.enabled = false; }")
    hooked.wait_for_function("() => worlds.at(-1).microphone === false && worlds.at(-1).speaking === false")
    hooked.evaluate(DO, "close")
    assert hooked.evaluate("() => state()") == {"calls": ["closed", "closed"], "tracks": ["ended"]}
    assert hooked.evaluate("() => worlds.at(-1).calls") == 0


def test_jitsis_runtime_is_read_and_hangs_up_only_this_member(hooked: Page) -> None:
    stage, page = (PAGES / "stage.js").read_text(), (PAGES / "jitsi.html").read_text()
    hooked.evaluate(f"() => {{ {stage}; document.body.replaceChildren(); }}")
    hooked.evaluate(f"() => {{ {page[page.rindex('<script>') + 8 : page.rindex('</script>')]} }}")
    hooked.evaluate("() => play({ app: true, hand: true })")
    hooked.evaluate(DO, "tell")
    facts = hooked.evaluate("() => worlds.at(-1).jitsi")
    assert facts["joined"] and facts["me"] == {"id": "me", "name": "Bob Bobson", "host": False, "hand": True}
    assert [(one["name"], one["host"]) for one in facts["others"]] == [("Alice Alison", True), ("Carla Carlson", False)]
    hooked.evaluate(DO, "hangup")
    assert hooked.evaluate("() => [pressed, window.hung ?? false]") == [["runtime hangup"], False]
