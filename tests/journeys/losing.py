"""The story of nothing lost: lives of one browser in a call, and what happens to them, at moments that a seed chooses."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.journeys.own_chromium import OwnChromium, until
from tests.journeys.plugin_browser import PASS_FIRST_PAGE
from tests.journeys.site import Site

STEPS = 28
WORDS = {
    "microphone": ("mic_on", "mic_off"), "camera": ("camera_on", "camera_off"), "sharing": ("screen_on", "screen_off"),
    "hand": ("hand_up", "hand_down"),
}  # fmt: skip
# A change of the page, looked at by the plugin at once, and told with the moments between which it was.
DO = """window.does = (what, change_) => {
  change(change_);
  if (what === "exit") document.body.insertAdjacentHTML("beforeend", '<div id="largeVideoContainer"></div>'); // Jitsi's stage stays
  const from = Date.now();
  document.dispatchEvent(new Event("visibilitychange"));
  told(JSON.stringify([what, from, Date.now()]));
}"""
RUN = """(steps) => { steps.reduce((before, [what, key, on, wait]) => before
  .then(() => new Promise((done) => { setTimeout(done, wait); }))
  .then(() => { does(what, { [key]: on }); }), Promise.resolve()); }"""
PAIR = """((note) => new Promise((done, failed) => {
  const asking = indexedDB.open("attendance");
  asking.onerror = failed;
  asking.onsuccess = () => {
    const all = asking.result.transaction(["notes"], "readwrite");
    all.objectStore("notes").put(note, "pairing");
    all.oncomplete = () => { asking.result.close(); done(true); };
  };
}))"""
# The time of a pause after a failure, gone by.
NO_PAUSE = """new Promise((done) => {
  const asking = indexedDB.open("attendance");
  asking.onsuccess = () => {
    const all = asking.result.transaction(["notes"], "readwrite");
    all.objectStore("notes").delete("pause");
    all.oncomplete = () => { asking.result.close(); void chrome.alarms.create("attendance", { when: Date.now() }).then(() => done(true)); };
  };
})"""
WISH = "chrome.runtime.sendMessage({ type: 'wish', wish: %s, ...%s })"


@dataclass
class Life:
    """What one life of the browser did, as its page told: (what, not before, not after), true time."""

    told: list[list[Any]]
    ended: str = ""
    killed_at: float = 0.0


@dataclass
class Play:
    """The whole story, and what it is played with."""

    chance: random.Random
    site: Site
    profile: Path
    plugin: Path
    call: str
    scene: dict[str, str]
    lives: list[Life] = field(default_factory=list)
    is_up: bool = True
    did: list[str] = field(default_factory=list)

    def life(self, end: str) -> None:
        browser = OwnChromium(self.profile, self.plugin)
        self.did.append(f"life that ends {end}")
        try:
            self.lives.append(Life(browser.told))
            Act(self, browser).plays(end)
        finally:
            browser.end()

    def service(self) -> None:
        """Killed if it runs, else started."""
        self.did.append("service down" if self.is_up else "service up")
        if self.is_up:
            self.site.kill()
        else:
            self.site.start()
        self.is_up = not self.is_up

    def service_is_up(self) -> None:
        if not self.is_up:
            self.service()


class Act:
    """One life of the browser: into the call, five bursts of deeds with a disturbance each, and an end."""

    def __init__(self, play: Play, browser: OwnChromium) -> None:
        self.play, self.browser, self.chance = play, browser, play.chance
        self.life = play.lives[-1]
        self.on = {"microphone": True, "camera": False, "sharing": False, "hand": False}
        self.desk = browser.opens(f"{browser.home}options.html")
        self.must_drain = False

    def plays(self, end: str) -> None:
        if len(self.play.lives) == 1:
            self.sets_up()
        # At its start the plugin puts its scripts into pages that stand open: into ours, that would be another connection.
        green = "chrome.action.getBadgeBackgroundColor({}).then((color) => color[1] > 0)"
        until(partial(self.browser.asks, self.desk, green), "the start")
        time.sleep(0.5)
        self.page = self.browser.opens(f'{self.play.call}?play={{"place":"prejoin"}}')
        self.browser.sets_page_clock(self.page)
        until(partial(self.desk_says, "Object.keys(kept).some((key) => key.startsWith('status:'))"), "a status")
        self.browser.asks(self.page, DO)
        self.browser.asks(self.page, "does('enter', { place: 'call' })")
        if len(self.play.lives) == 1:
            self.says_yes()
        disturbances = ["service", "worker", "worker", "clock", "service"]
        self.chance.shuffle(disturbances)
        for one in disturbances:
            self.bursts(one)
        if self.must_drain:  # a clock that moved while nobody could be asked, and is right again in the next life
            self.play.service_is_up()
            self.drains()
        getattr(self, end)()
        self.life.ended = end

    # ---- before the call ---------------------------------------------------------------------

    def sets_up(self) -> None:
        first = self.browser.opens(f"{self.browser.home}first.html")
        self.browser.asks(first, PASS_FIRST_PAGE)
        on = ["attendance", "hand", "microphone", "camera", "screen"]
        switches = f"""chrome.storage.local.get("switches").then(({{ switches }}) => chrome.storage.local.set(
          {{ switches: {{ ...switches, ...Object.fromEntries({json.dumps(on)}.map((one) => [one, true])) }} }}))"""
        until(lambda: self.browser.asks(first, "chrome.storage.local.get('switches').then((all) => 'switches' in all)"))
        self.browser.asks(first, switches)
        self.desk = self.browser.opens(f"{self.browser.home}options.html")
        self.wish("pairing")  # the worker makes its database
        note = {"base": self.play.site.url, "token": self.play.scene["token"], "member": "", "pairedAt": 0}
        self.browser.asks(self.desk, f"{PAIR}({json.dumps(note)})")

    def says_yes(self) -> None:
        """Bob has seen Alice's name in the popup: the same wish that it sends."""
        asked = "Object.entries(kept).find(([key]) => key.startsWith('asks:'))"
        key, question = until(partial(self.desk_says, asked), "the question", 30)
        assert question["host"] == "Alice Archer"
        self.wish("confirm", tab=int(key.removeprefix("asks:")), call=question["call"])

    # ---- what it does and what happens to it -------------------------------------------------

    def steps(self) -> list[list[Any]]:
        made = []
        for _ in range(STEPS):
            key = self.chance.choice(list(self.on))
            self.on[key] = not self.on[key]
            made.append([WORDS[key][not self.on[key]], key, self.on[key], self.chance.randrange(15, 50)])
        return made

    def runs(self, steps: list[list[Any]]) -> None:
        self.browser.call("Page.bringToFront", self.page)  # behind another tab timers are slow
        self.browser.asks(self.page, f"({RUN})({json.dumps(steps)})")

    def bursts(self, disturbance: str) -> None:
        steps = self.steps()
        done = len(self.life.told) + STEPS
        if disturbance == "clock":
            self.moves_clock()
        self.runs(steps)
        time.sleep(self.chance.uniform(0, 0.8))
        if disturbance == "service":
            self.play.service()
        for _ in range(self.chance.randrange(1, 4) if disturbance == "worker" else 0):
            self.play.did.append(f"worker stopped: {self.browser.stops_worker()}")
            time.sleep(self.chance.uniform(0, 0.4))
        until(lambda: len(self.life.told) >= done, "the burst")

    def moves_clock(self) -> None:
        """Forward only while the service can be asked: offline that is taken for the machine's sleep (plugin-attendance.md)."""
        if self.play.is_up:
            self.drains()
            shift = self.browser.shift_ms + self.chance.choice([-1, 1]) * self.chance.randrange(60_000, 3_600_000)
        else:
            shift = self.browser.shift_ms - self.chance.randrange(60_000, 3_600_000)
            self.must_drain = True
        self.play.did.append(f"clock {shift / 1000:+.0f} s")
        self.browser.moves_clock(shift)
        if self.play.is_up:
            time.sleep(1.2)  # a look sees the new clock
            self.drains()

    def drains(self) -> None:
        def none_waits() -> bool:
            self.browser.asks(self.desk, NO_PAUSE)
            time.sleep(0.15)
            return bool(self.wish("pairing")["waiting"] == 0)

        until(none_waits, "the end of the queue", 40)

    # ---- its end -----------------------------------------------------------------------------

    def killed(self) -> None:
        self.runs(self.steps())
        time.sleep(self.chance.uniform(0.1, 0.8))
        self.browser.kill()
        self.life.killed_at = time.time() * 1000

    def left(self) -> None:
        self.browser.asks(self.page, "does('exit', { place: 'over' })")
        time.sleep(1.5)
        self.browser.close()

    def closed(self) -> None:
        """The tab goes in the middle of the call."""
        self.life.told.append(["exit", time.time() * 1000, time.time() * 1000 + 1000])
        targets = self.browser.call("Target.getTargets")["targetInfos"]
        [page] = [one["targetId"] for one in targets if one["url"].startswith(self.play.call)]
        self.browser.call("Target.closeTarget", targetId=page)
        time.sleep(1.5)
        self.browser.close()

    # ---- the plugin's own page ---------------------------------------------------------------

    def wish(self, name: str, **given: Any) -> Any:
        """As its popup asks; a worker that was stopped just then has not heard it."""
        ask = f"{WISH % (json.dumps(name), json.dumps(given))}.catch(() => null)"
        if name == "confirm":
            return self.browser.asks(self.desk, ask)
        return until(partial(self.browser.asks, self.desk, ask), name)

    def desk_says(self, javascript: str) -> Any:
        return self.browser.asks(self.desk, f"chrome.storage.session.get(null).then((kept) => {javascript})")
