/** A call played to the loop: what is shown, pressed, told and logged. The engine is the real one; clock and page are the test's. */
import { expect, test } from "vitest";
import { condition, STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { leaveNow, snooze, stay, tick } from "../../../protocol/src/leaving/engine.js";
import { remember } from "../../../protocol/src/leaving/memory.js";
import type { LeavePlan } from "../../../protocol/src/leaving/settings.js";
import { known, NOT_FOUND, NOT_HERE, type Place } from "../../../protocol/src/leaving/signals.js";
import type { LeaveLogEntry } from "../../src/kept.js";
import type { Shown } from "../../src/overlay.js";
import { CallLoop } from "../../src/page/loop.js";
import type { Outside } from "../../src/page/outside.js";
import type { Adapter, Look, PageReadings } from "../../src/platforms/adapter.js";
import type { Status } from "../../src/status.js";

const RULE = "alone_after_others";
const PLAN: LeavePlan = { ...STANDARD, min_in_call_s: 0, lines: [{ id: RULE, enabled: true, all: [condition(RULE, { timeout_s: 10 })] }] };

/** A page with some people, ways out that work or do not, and a second hand that the test turns. */
class Stage {
  place: Place | null = "call";
  url = "https://meet.example.org/room";
  others = 2;
  hidden = false;
  plan = PLAN;
  /** How often a press has to be made until it works; Infinity: never. */
  stubborn = 1;
  readonly pressed: string[] = [];
  readonly said: string[] = [];
  readonly log: LeaveLogEntry[] = [];
  readonly shown: Shown[] = [];
  /** What the notification said, one after the other; empty where it was taken away. */
  readonly notified: string[] = [];
  readonly reasons: string[] = [];
  readonly out: string[] = [];
  chimes = 0;
  status: Status | null = null;
  private mono = 5000;
  private readonly wall = Date.UTC(2026, 2, 2, 10);
  private sleepers: { until: number; wake: () => void }[] = [];
  readonly loop: CallLoop;

  constructor(plan: Partial<LeavePlan> = {}) {
    this.plan = { ...PLAN, ...plan };
    this.loop = new CallLoop(this.outside());
  }

  private look(): Look {
    return { document, url: new URL(this.url), now: { mono: this.mono, wall: this.wall + this.mono }, world: null };
  }

  private adapter(): Adapter {
    const press = (name: string): boolean => {
      this.pressed.push(name);
      if (this.pressed.length >= this.stubborn) { this.place = "over"; this.url = "https://meet.example.org/landing"; }
      return true;
    };
    return {
      name: "meet", recognises: () => true, callAddress: ({ host, pathname }) => host + pathname,
      say: (_look, text) => { this.said.push(text); return true; },
      ways: () => [{ name: "leave button", press: () => press("leave button") }, { name: "hang up", press: () => press("hang up") }],
      read: (look) => this.read(look),
    };
  }

  private read({ now }: Look): PageReadings {
    return {
      place: this.place === null ? NOT_FOUND : known(this.place, now.mono, "page"), othersCount: known(this.others, now.mono, "badge"),
      people: NOT_HERE, sound: NOT_HERE, acts: { hand: NOT_HERE, wrote: NOT_HERE, reacted: NOT_HERE },
      self: known({ sharing: false, speaking: false, recording: false, microphone: false, camera: false, inputAt: null, host: false }, now.mono, "page"),
      platformAsks: false, title: "Standup", shownStart: null, shownEnd: null,
    };
  }

  private outside(): Outside {
    return {
      engine: { tick, stay, snooze, leaveNow, remember }, adapter: this.adapter(),
      look: () => this.look(), hidden: () => this.hidden, inputAt: () => null, plan: () => this.plan, why: (line) => line?.id ?? "button", failed: () => "failed",
      wait: (ms) => new Promise((wake) => { this.sleepers.push({ until: this.mono + ms, wake }); }),
      facts: () => ({ plan: { start: null, end: null, nextStart: null, nextAccepted: null }, series: null, title: null, reportsTo: null, roster: false, peaceUntil: null }),
      overlay: { show: (shown) => { this.shown.push(shown); }, hide: () => undefined },
      tell: (status) => { this.status = status; }, log: (entry) => { this.log.push(entry); },
      notify: (words) => { this.notified.push(words); }, chime: () => { this.chimes += 1; },
      record: () => undefined, leaving: (reason) => { this.reasons.push(reason); }, out: (line, { address, href }) => { this.out.push(line, address ?? "", href); },
    };
  }

  /** So many seconds go by; the page is looked at once in each. */
  async goes(seconds: number): Promise<this> {
    for (let second = 0; second < seconds; second += 1) {
      for (let quarter = 0; quarter < 4; quarter += 1) {
        this.mono += 250;
        const due = this.sleepers.filter(({ until }) => until <= this.mono);
        this.sleepers = this.sleepers.filter(({ until }) => until > this.mono);
        for (const { wake } of due) wake();
        for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
      }
      this.looks();
    }
    return this;
  }

  looks(): void {
    const look = this.look();
    this.loop.look(look, this.read(look));
  }

  async alone(seconds: number): Promise<this> {
    await this.goes(3);
    this.others = 0;
    return this.goes(seconds);
  }

  get decisions(): string[] {
    return this.log.map(({ line, decision, note }) => `${line} ${decision}${note ? `: ${note}` : ""}`);
  }
}

test("alone for ten seconds, counted down for thirty, out by the first way, and all of it in the log", async () => {
  const stage = await new Stage().alone(45);
  expect(stage.pressed).toEqual(["leave button"]);
  expect(stage.decisions).toEqual([`${RULE} left: leave button, 1`]);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  expect(stage.out).toEqual([RULE, "meet.example.org/room", "https://meet.example.org/room"]); // and not where the page is now
  expect(stage.log[0]?.address).toBe("meet.example.org/room");
  const [entry] = stage.log;
  expect(entry?.readings.find(({ name }) => name === "others_count")).toMatchObject({ value: "0", from: "badge" });
  expect((entry?.at ?? 0) - (entry?.countdownAt ?? 0)).toBeGreaterThanOrEqual(30_000);
  expect(stage.shown.at(-1)).toEqual({ state: "left", connections: 0, verified: true, rejoin: false });
});

test("Stay keeps the call and says so in the log", async () => {
  const stage = await new Stage().alone(20);
  expect(stage.status?.counting?.line).toBe(RULE);
  stage.loop.stay();
  await stage.goes(60);
  expect(stage.pressed).toEqual([]);
  expect(stage.decisions).toEqual([`${RULE} stayed`]);
});

test("somebody comes back in the countdown: cancelled, with what ended it", async () => {
  const stage = await new Stage().alone(20);
  stage.others = 1;
  await stage.goes(60);
  expect(stage.decisions).toEqual([`${RULE} cancelled: condition`]);
  expect(stage.pressed).toEqual([]);
});

test("Leave now leaves before the time is over; the log has what was read when it began", async () => {
  const stage = await new Stage().alone(20);
  stage.loop.leaveNow();
  await stage.goes(6);
  expect(stage.decisions).toEqual([`${RULE} left: leave button, 1`]);
  expect(stage.log[0]?.readings.length).toBeGreaterThan(1);
});

test("a way that does not work is followed by the next; where none does it tries three times, twenty seconds apart, and says so", async () => {
  const second = new Stage();
  second.stubborn = 2;
  await second.alone(60);
  expect(second.decisions).toEqual([`${RULE} left: hang up, 1`]);
  const never = new Stage();
  never.stubborn = Infinity;
  await never.alone(120);
  expect(never.pressed).toHaveLength(6);
  expect(never.decisions).toEqual([`${RULE} failed: ${never.pressed.join(", ")}`]);
  expect(never.shown.at(-1)).toEqual({ state: "failed" });
  expect(never.reasons).toEqual([`auto_rule:${RULE}`, ""]);
  never.stubborn = 0;
  never.loop.again();
  await never.goes(6);
  expect(never.decisions.at(-1)).toBe("member left: leave button, 1");
});

test("the button: three seconds, undone by pressing it again; it says no goodbye", async () => {
  const stage = new Stage({ goodbye: "I have to go" });
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(10);
  expect(stage.pressed).toEqual([]);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button"]);
  expect([stage.said, stage.out, stage.reasons]).toEqual([[], ["member", "meet.example.org/room", "https://meet.example.org/room"], ["left"]]);
});

test("a goodbye is written once, before a rule leaves", async () => {
  const stage = await new Stage({ goodbye: "I have to go" }).alone(60);
  expect(stage.said).toEqual(["I have to go"]);
  expect(stage.pressed).toEqual(["leave button"]);
});

test("in a hidden tab it notifies and waits twice as long; heard only where that was wished", async () => {
  const stage = new Stage({ confirm: { ...STANDARD.confirm, sound: true } });
  stage.hidden = true;
  await stage.alone(45);
  expect([stage.notified, stage.chimes, stage.pressed]).toEqual([[RULE], 1, []]);
  expect(stage.shown.at(-1)).toMatchObject({ state: "counting", of: 60 }); // it stands there when the tab is shown again
  await stage.goes(30);
  expect(stage.pressed).toEqual(["leave button"]);
  expect(stage.notified).toEqual([RULE, ""]);
  const quiet = await new Stage().alone(20);
  expect([quiet.notified, quiet.chimes]).toEqual([[], 0]);
});

test("a dry run writes what it would have done and presses nothing", async () => {
  const stage = await new Stage({ dry_run: true }).alone(120);
  expect(stage.decisions).toEqual([`${RULE} dry_run`]);
  expect([stage.pressed, stage.shown]).toEqual([[], []]);
});

test("the page goes while the plugin leaves: that was the way out", async () => {
  const stage = new Stage();
  stage.stubborn = Infinity;
  await stage.alone(42);
  stage.loop.pageGoes();
  stage.loop.pageGoes();
  expect(stage.decisions).toEqual([`${RULE} left: page, 1`]);
});

test("in again in the same page after a rule has left: ten minutes of peace", async () => {
  const stage = await new Stage().alone(60);
  stage.place = "call";
  stage.others = 2;
  stage.stubborn = Infinity;
  await stage.alone(500);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  await stage.goes(200);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`, `auto_rule:${RULE}`, ""]);
});

test("the tab is hidden in the middle of a countdown and shown again: the notification comes and goes with that", async () => {
  const stage = await new Stage().alone(15);
  expect(stage.notified).toEqual([]);
  stage.hidden = true;
  await stage.goes(5);
  expect(stage.notified).toEqual([RULE]);
  stage.hidden = false;
  stage.looks();
  expect(stage.notified).toEqual([RULE, ""]);
  expect(stage.shown.at(-1)).toMatchObject({ state: "counting", of: 30 });
});

test("out of a hidden tab by no way: the notification says so", async () => {
  const stage = new Stage();
  stage.hidden = true;
  stage.stubborn = Infinity;
  await stage.alone(150);
  expect(stage.notified).toEqual([RULE, "", "failed"]);
});

test("Stay while it leaves: no further way is tried, the log says so, and the button works at once", async () => {
  const stage = new Stage();
  stage.stubborn = Infinity;
  await stage.alone(52); // both ways were pressed, and it waits for its second try
  expect(stage.pressed).toHaveLength(2);
  stage.loop.stay();
  expect(stage.decisions).toEqual([`${RULE} stayed`]);
  stage.stubborn = 3;
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button", "hang up", "leave button"]);
  await stage.goes(60);
  expect(stage.decisions).toEqual([`${RULE} stayed`, "member left: leave button, 1"]);
});

test("what only tells leaves when it is answered so", async () => {
  const idle = { id: "idle", enabled: true, all: [condition("idle_user", { timeout_s: 5 })] };
  const stage = new Stage({ lines: [idle] });
  stage.hidden = true;
  await stage.goes(12);
  expect(stage.decisions).toEqual(["idle told: due"]);
  expect([stage.notified, stage.shown.at(-1)]).toEqual([["idle"], { state: "told", why: "idle" }]);
  stage.hidden = false;
  await stage.goes(2);
  expect(stage.notified).toEqual(["idle", ""]);
  stage.loop.leaveNow();
  await stage.goes(3);
  expect([stage.pressed, stage.out[0]]).toEqual([["leave button"], "member"]);
});

test("the button leaves also where the page cannot be read, and does nothing more after the call is over", async () => {
  const stage = new Stage();
  stage.place = null;
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button"]);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toHaveLength(1);
  const gone = await new Stage().goes(2);
  gone.loop.press();
  gone.place = "over";
  await gone.goes(6);
  expect([gone.pressed, gone.decisions]).toEqual([[], []]); // left by the page's own button in the three seconds
});

test("peace that another life of the page knows of holds here, and none that it knows nothing of ends this page's own", async () => {
  const stage = await new Stage().alone(60);
  stage.place = "call";
  stage.others = 2;
  stage.loop.peaceUntil(null);
  await stage.alone(60);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  const other = new Stage();
  other.loop.peaceUntil(Date.UTC(2026, 2, 2, 10, 5));
  await other.alone(120);
  expect(other.reasons).toEqual([]);
  expect(other.status?.verdicts[0]).toMatchObject({ says: "held", veto: "rejoined" });
});
