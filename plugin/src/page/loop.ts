/**
 * One call in one frame: looks once a second, lets the engine decide, shows the countdown, leaves, and says what it did.
 * Everything it touches comes in from outside, so that tests play it with a clock of their own.
 */
import type { Deed } from "../../../protocol/src/leaving/engine.js";
import type { Memory } from "../../../protocol/src/leaving/memory.js";
import { readingsOf, type UsedReading } from "../../../protocol/src/leaving/readings.js";
import type { Line } from "../../../protocol/src/leaving/settings.js";
import type { Now, Place, Signals } from "../../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import type { LeaveLogEntry } from "../kept.js";
import type { Answers } from "../overlay.js";
import type { Look, PageReadings } from "../platforms/adapter.js";
import type { Status } from "../status.js";
import { Senses } from "./senses.js";
import { SECONDS_TO_UNDO, type Outside } from "./outside.js";
import { statusOf } from "./telling.js";
import { leave, type Outcome } from "./way_out.js";

const INSIDE: readonly (Place | null)[] = ["before", "lobby", "call", "moving"];
/** Who comes back so soon after an automatic leave wanted to stay. */
export const PEACE_MS = 600_000;

interface Going {
  line: string;
  setting: Line | null;
  used: readonly UsedReading[];
  countdownAt: number | null;
}

const BY_BUTTON: Going = { line: "member", setting: null, used: [], countdownAt: null };

export class CallLoop implements Answers {
  private memory: Memory;
  private readonly senses = new Senses();
  private readings: PageReadings | null = null;
  private verdicts: readonly Verdict[] = [];
  private enteredAt: number | null = null;
  /** The three seconds after the button. */
  private undoUntil: number | null = null;
  private countdown: { line: Line; began: Now; seconds: number; used: readonly UsedReading[] } | null = null;
  private going = false;
  /** While it goes: by what. A page that leaves by going somewhere else ends this script before it can look. */
  private goingBy: Going | null = null;
  private wasOver = false;
  /** `mono` of the last leave by a rule. */
  private leftAt: number | null = null;

  constructor(private readonly outside: Outside) {
    this.memory = outside.engine.remember();
  }

  get place(): Place | null {
    const place = this.readings?.place;
    return place?.is === "ok" ? place.value : null;
  }

  get inCall(): boolean {
    return this.place === "call" || this.place === "moving";
  }

  /** The member came back by themselves after an automatic leave. */
  peaceUntil(wall: number | null): void {
    const { now } = this.outside.look();
    this.memory.peaceUntil = wall === null ? null : wall - now.wall + now.mono;
  }

  /** Once a second. */
  look(): void {
    const look = this.outside.look();
    const { now } = look;
    const readings = this.readings = this.outside.adapter.read(look);
    this.senses.note(readings, now);
    this.beginAnew();
    if (this.inCall) this.enteredAt ??= now.wall;
    this.outside.record(readings, now);
    if (!this.going) this.decide(readings, now);
    this.outside.tell(this.status(look, readings));
  }

  /** A call that is over and begins again in the same page is another call. */
  private beginAnew(): void {
    if (this.place === "over") {
      if (!this.wasOver && !this.going) { this.end("cancelled", "over"); this.outside.overlay.hide(); }
      this.wasOver = true;
    } else if (this.wasOver && INSIDE.includes(this.place) && !this.going) {
      this.wasOver = false;
      this.enteredAt = null;
      this.memory = this.outside.engine.remember(this.leftAt === null ? null : this.leftAt + PEACE_MS);
    }
  }

  // ---- what the member says -------------------------------------------------------------------

  /** The button: three seconds to think again; pressed again it stays. Our own room has three seconds of its own. */
  press(): void {
    const { now } = this.outside.look();
    if (this.going || !INSIDE.includes(this.place)) return;
    if (this.undoUntil !== null) { this.stay(); return; }
    if (this.countdown) { this.leaveNow(); return; }
    if (this.outside.adapter.name === "room") { void this.go("left", BY_BUTTON); return; }
    this.undoUntil = now.mono + SECONDS_TO_UNDO * 1000;
    this.show(now);
  }

  stay(): void {
    this.undoUntil = null;
    if (this.going) this.going = false;
    this.end("stayed", "");
    this.outside.engine.stay(this.memory);
    this.outside.overlay.hide();
    this.outside.notify("", false);
  }

  snooze(): void {
    if (!this.countdown) return;
    this.end("snoozed", "");
    this.outside.engine.snooze(this.memory, this.outside.plan(), this.outside.look().now);
    this.outside.overlay.hide();
    this.outside.notify("", false);
  }

  leaveNow(): void {
    if (this.undoUntil !== null) {
      this.undoUntil = null;
      void this.go("left", BY_BUTTON);
      return;
    }
    const deed = this.outside.engine.leaveNow(this.memory);
    if (deed) this.do(deed, this.outside.look().now, null);
  }

  rejoin(): void {
    this.outside.overlay.hide();
  }

  again(): void {
    if (!this.going) void this.go("left", BY_BUTTON);
  }

  // ---- what the rules say ---------------------------------------------------------------------

  private decide(readings: PageReadings, now: Now): void {
    if (this.undoUntil !== null) {
      if (now.mono < this.undoUntil) { this.show(now); return; }
      this.leaveNow();
      return;
    }
    const signals = this.signals(readings);
    const { verdicts, deeds } = this.outside.engine.tick(this.memory, this.outside.plan(), signals, now);
    this.verdicts = verdicts;
    for (const deed of deeds) this.do(deed, now, signals);
    if (this.countdown) this.show(now);
  }

  private do(deed: Deed, now: Now, signals: Signals | null): void {
    const line = this.outside.plan().lines.find(({ id }) => id === deed.line);
    if (!line) return;
    const used = signals ? readingsOf(line, signals, now) : this.countdown?.used ?? [];
    switch (deed.do) {
      case "count":
        this.countdown = { line, began: now, seconds: deed.seconds, used };
        if (this.outside.hidden()) this.outside.notify(this.outside.why(line), true);
        if (this.outside.plan().confirm.sound) this.outside.chime();
        return;
      case "stop":
        this.end("cancelled", deed.why);
        this.outside.overlay.hide();
        this.outside.notify("", false);
        return;
      case "tell": this.tellOnly(line, deed.about, now, used); return;
      case "would_leave": this.write(line, now, used, null, "dry_run", ""); return;
      case "leave": void this.go(deed.reason, { line: deed.line, setting: line, used, countdownAt: this.countdown?.began.wall ?? null }); return;
    }
  }

  private tellOnly(line: Line, about: string, now: Now, used: readonly UsedReading[]): void {
    this.write(line, now, used, null, "told", about);
    const words = this.outside.why(line);
    if (this.outside.hidden()) this.outside.notify(words, false);
    else this.outside.overlay.show({ state: "told", why: words });
  }

  /** The end of a countdown that led to no leave. */
  private end(decision: LeaveLogEntry["decision"], note: string): void {
    if (!this.countdown) return;
    const { line, began, used } = this.countdown;
    this.countdown = null;
    this.write(line, this.outside.look().now, used, began.wall, decision, note);
  }

  private async go(reason: string, by: Going): Promise<void> {
    this.going = true;
    this.goingBy = by;
    this.countdown = null;
    this.undoUntil = null;
    this.outside.leaving(reason);
    const { outside } = this;
    const isStopped = (): boolean => !this.going;
    const goodbye = by.setting ? outside.plan().goodbye : "";
    const outcome = await leave(outside.adapter, reason, goodbye, { look: () => outside.look(), wait: (ms) => outside.wait(ms), stopped: isStopped });
    if (this.goingBy === by) this.finish(by, outcome);
  }

  private finish(by: Going, outcome: Outcome): void {
    const { now } = this.outside.look();
    const note = outcome.out ? `${outcome.way}, ${outcome.tries}` : outcome.tried.join(", ");
    this.write(by.setting, now, by.used, by.countdownAt, outcome.out ? "left" : "failed", note, by.line);
    const stopped = !this.going;
    this.going = false;
    this.goingBy = null;
    if (outcome.out) {
      if (by.setting) this.leftAt = now.mono;
      this.wasOver = true;
      this.outside.out(by.line);
      this.outside.overlay.show({ state: "left", connections: 0, verified: true, rejoin: false });
      return;
    }
    // The rules watch on, but this one not before its condition was false once: it would count down and fail for ever.
    this.memory.gone = false;
    const failed = this.memory.lines.get(by.line);
    if (failed) failed.answered = true;
    this.outside.leaving("");
    if (!stopped) this.outside.overlay.show({ state: "failed" });
  }

  /** The page goes. While the plugin was leaving, that is the way out. */
  pageGoes(): void {
    if (this.goingBy) this.finish(this.goingBy, { out: true, way: "page", tries: 1 });
  }

  private write(line: Line | null, now: Now, used: readonly UsedReading[], countdownAt: number | null, decision: LeaveLogEntry["decision"], note: string, id = line?.id ?? "member"): void {
    const { adapter } = this.outside;
    this.outside.log({
      at: now.wall, platform: adapter.name, title: this.title(), address: adapter.callAddress(this.outside.look().url),
      line: id, setting: line, readings: used, countdownAt, decision, note,
    });
  }

  // ---- what others are told -------------------------------------------------------------------

  private show(now: Now): void {
    if (this.undoUntil !== null) {
      const left = Math.max(0, Math.ceil((this.undoUntil - now.mono) / 1000));
      this.outside.overlay.show({ state: "counting", left, of: SECONDS_TO_UNDO, why: this.outside.why(null), snooze_s: 0 });
    } else if (this.countdown) {
      const { line, began, seconds } = this.countdown;
      const left = Math.max(0, Math.ceil((began.mono + seconds * 1000 - now.mono) / 1000));
      this.outside.overlay.show({ state: "counting", left, of: seconds, why: this.outside.why(line), snooze_s: this.outside.plan().confirm.snooze_s });
    }
  }

  private signals(readings: PageReadings): Signals {
    const { place, othersCount, people, sound, platformAsks } = readings;
    const self = readings.self.is === "ok" ? { ...readings.self, value: { ...readings.self.value, inputAt: this.outside.inputAt() } } : readings.self;
    return { place, othersCount, people, self, sound, platformAsks, plan: this.outside.facts().plan, hidden: this.outside.hidden() };
  }

  private title(): string | null {
    return this.outside.facts().title ?? this.readings?.title ?? null;
  }

  private status(look: Look, readings: PageReadings): Status {
    const { adapter } = this.outside;
    return statusOf({
      adapter, look, readings, facts: this.outside.facts(), title: this.title(), place: this.place, enteredAt: this.enteredAt,
      verdicts: this.verdicts, health: this.senses.health(readings), counting: this.counting(look.now),
      snoozedUntil: this.memory.snoozedUntil, dryRun: this.outside.plan().dry_run,
    });
  }

  private counting({ mono, wall }: Now): Status["counting"] {
    if (this.undoUntil !== null) return { line: "member", until: Math.round(this.undoUntil - mono + wall), seconds: SECONDS_TO_UNDO };
    if (!this.countdown) return null;
    const { line, began, seconds } = this.countdown;
    return { line: line.id, until: began.wall + seconds * 1000, seconds };
  }
}

