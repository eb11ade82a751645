/** A call played to the loop: what is shown, pressed, told and logged. The engine is the real one; clock and page are the test's. */
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

export const RULE = "alone_after_others";
const PLAN: LeavePlan = { ...STANDARD, min_in_call_s: 0, lines: [{ id: RULE, enabled: true, all: [condition(RULE, { timeout_s: 10 })] }] };

/** A page with some people, ways out that work or do not, and a second hand that the test turns. */
export class Stage {
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
