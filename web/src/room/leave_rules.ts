/** Leave rules in our own room: the engine's ticks, the countdown, and the log. It draws nothing and knows no page. */
import { leaveNow, reasonOf, snooze, stay, tick, type Deed } from "../../../protocol/src/leaving/engine.js";
import { remember, restart, type Memory } from "../../../protocol/src/leaving/memory.js";
import { readingsOf } from "../../../protocol/src/leaving/readings.js";
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import type { Now, Signals } from "../../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import { Emitter } from "../media/emitter.js";
import { MOST_ENTRIES, type Entry, type Kept, type Outcome } from "./rule_store.js";

export interface RuleEvents {
  changed: undefined;
  counting: Counting;
  /** The countdown ended and nobody leaves. */
  stopped: Counting;
  told: { line: string; about: "due" | "sole_host" | "ends_soon" };
}

export interface Counting {
  line: string;
  seconds: number;
  /** `mono` of zero. */
  until: number;
}

export interface RuleOutside {
  now(): Now;
  look(now: Now): Signals;
  /** The plugin is at work in this page: its rules count, ours stand back. */
  standsBack(): boolean;
  /** The meeting's path. */
  room: string;
  read(): Kept;
  keep(kept: Kept): void;
  leave(reason: string): void;
}

/** Who came back within this time of being left out wants to be here, and is left in peace for as long. */
const PEACE_MS = 600_000;

export class LeaveRules extends Emitter<RuleEvents> {
  plan: LeavePlan;
  log: readonly Entry[];
  counting: Counting | null = null;
  verdicts: readonly Verdict[] = [];
  private readonly memory: Memory;
  private signals: Signals | null = null;

  constructor(private readonly outside: RuleOutside) {
    super();
    ({ plan: this.plan, log: this.log } = outside.read());
    const { mono, wall } = outside.now();
    const last = this.log.findLast(({ room, what }) => room === outside.room && what === "left");
    this.memory = remember(last && wall - last.at < PEACE_MS ? mono + PEACE_MS : null);
  }

  /** Once a second. */
  tick(): void {
    const now = this.outside.now();
    if (this.outside.standsBack()) { this.standBack(); return; }
    const signals = this.signals = this.outside.look(now);
    const { verdicts, deeds } = tick(this.memory, this.plan, signals, now);
    const looksAlike = JSON.stringify(verdicts) === JSON.stringify(this.verdicts);
    this.verdicts = verdicts;
    for (const deed of deeds) this.do(deed, now);
    if (deeds.length > 0 || !looksAlike) this.emit("changed", undefined);
  }

  stay(): void {
    this.answered("stayed", () => { stay(this.memory); });
  }

  snooze(): void {
    this.answered("snoozed", () => { snooze(this.memory, this.plan, this.outside.now()); });
  }

  now(): void {
    const deed = leaveNow(this.memory);
    if (deed) this.do(deed, this.outside.now());
  }

  /** Another plan, of this tab or, after `storage`, of another one. */
  change(plan: LeavePlan): void {
    this.plan = plan;
    this.keep();
  }

  forget(): void {
    this.log = [];
    this.keep();
  }

  reread(): void {
    ({ plan: this.plan, log: this.log } = this.outside.read());
    this.emit("changed", undefined);
  }

  private do(deed: Deed, now: Now): void {
    switch (deed.do) {
      case "count":
        this.counting = { line: deed.line, seconds: deed.seconds, until: now.mono + deed.seconds * 1000 };
        this.emit("counting", this.counting);
        return;
      case "stop": this.stopped("stopped"); return;
      case "tell":
        this.note(deed.line, "told");
        this.emit("told", { line: deed.line, about: deed.about });
        return;
      case "leave":
        this.counting = null;
        this.note(deed.line, "left");
        this.emit("changed", undefined);
        this.outside.leave(reasonOf(deed.line));
        return;
      case "would_leave":
    }
  }

  private answered(what: Outcome, answer: () => void): void {
    if (!this.counting) return;
    answer();
    this.stopped(what);
    this.emit("changed", undefined);
  }

  private stopped(what: Outcome): void {
    const counted = this.counting;
    this.counting = null;
    if (!counted) return;
    this.note(counted.line, what);
    this.emit("stopped", counted);
  }

  private standBack(): void {
    restart(this.memory);
    this.memory.counting = null;
    this.verdicts = [];
    if (this.counting) this.answered("stopped", () => undefined);
  }

  private note(id: string, what: Outcome): void {
    const now = this.outside.now();
    const line = this.plan.lines.find((one: Line) => one.id === id);
    const saw = line && this.signals ? readingsOf(line, this.signals, now) : [];
    this.log = [...this.outside.read().log, { at: Math.round(now.wall), room: this.outside.room, line: id, what, saw }].slice(-MOST_ENTRIES);
    this.keep();
  }

  private keep(): void {
    this.outside.keep({ plan: this.plan, log: this.log });
    this.emit("changed", undefined);
  }
}
