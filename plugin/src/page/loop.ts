/**
 * One call in one frame: told once a second what the page shows, it lets the engine decide, shows the countdown, leaves, and says what
 * it did. Everything it touches comes in from outside, so that tests play it with a clock of their own.
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
import { PEACE_MS, SECONDS_TO_UNDO, type Outside, type Where } from "./outside.js";
import { Senses } from "./senses.js";
import { statusOf } from "./telling.js";
import { leave, type Outcome } from "./way_out.js";

const INSIDE: readonly (Place | null)[] = ["before", "lobby", "call", "moving"];

/** By what it leaves. */
interface Going {
  line: string;
  setting: Line | null;
  used: readonly UsedReading[];
  countdownAt: number | null;
}

const byButton = (): Going => ({ line: "member", setting: null, used: [], countdownAt: null });

export class CallLoop implements Answers {
  private memory: Memory;
  private readonly senses = new Senses();
  private readings: PageReadings | null = null;
  private where: Where = { address: null, href: "" };
  private verdicts: readonly Verdict[] = [];
  private enteredAt: number | null = null;
  /** The three seconds after the button. */
  private undoUntil: number | null = null;
  private countdown: { line: Line; began: Now; seconds: number; used: readonly UsedReading[] } | null = null;
  /** Something due is on show that leaves only when it is answered so. */
  private isTold = false;
  /** A page that leaves by going somewhere else ends this script before it can look. */
  private going: Going | null = null;
  private wasOver = false;
  /** `mono` of the last leave by a rule. */
  private leftAt: number | null = null;
  /** What the notification says now. */
  private notified = "";

  constructor(private readonly outside: Outside) {
    this.memory = outside.engine.remember();
  }

  get place(): Place | null {
    const place = this.readings?.place;
    return place?.is === "ok" ? place.value : null;
  }

  /** The member came back by themselves after an automatic leave. Null: nobody but this page knows of one. */
  peaceUntil(wall: number | null): void {
    const { now } = this.outside.look();
    if (wall !== null) this.memory.peaceUntil = wall - now.wall + now.mono;
  }

  /** Once a second. */
  look(look: Look, readings: PageReadings): void {
    const { now } = look;
    this.readings = readings;
    const health = this.senses.note(readings, now);
    if (this.place !== "over" && !this.going) this.where = { address: this.outside.adapter.callAddress(look.url), href: look.url.href };
    this.beginAnew();
    if (this.place === "call" || this.place === "moving") this.enteredAt ??= now.wall;
    this.outside.record(readings, now);
    if (!this.going) this.decide(readings, now);
    if (!this.outside.hidden()) this.notify("", false);
    const { adapter } = this.outside;
    this.outside.tell(statusOf({
      platform: adapter.name, address: this.where.address, now, readings, facts: this.outside.facts(), title: this.title(), place: this.place,
      enteredAt: this.enteredAt, verdicts: this.verdicts, health, counting: this.counting(now), snoozedUntil: this.memory.snoozedUntil,
      dryRun: this.outside.plan().dry_run,
    }));
  }

  /** A call that is over and begins again in the same page is another call. */
  private beginAnew(): void {
    if (this.place === "over") {
      if (!this.wasOver && !this.going) {
        this.undoUntil = null;
        this.end("cancelled", "over");
        this.calm();
      }
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
    if (this.going || this.place === "over") return;
    if (this.undoUntil !== null) { this.stay(); return; }
    if (this.countdown) { this.leaveNow(); return; }
    if (this.outside.adapter.name === "room") { void this.go("left", byButton()); return; }
    this.undoUntil = now.mono + SECONDS_TO_UNDO * 1000;
    this.show(now);
  }

  stay(): void {
    const { going } = this;
    if (going) {
      this.going = null;
      this.write(going, "stayed", "");
      this.remain(going);
    }
    this.undoUntil = null;
    this.end("stayed", "");
    this.outside.engine.stay(this.memory);
    this.calm();
  }

  snooze(): void {
    if (!this.countdown) return;
    this.end("snoozed", "");
    this.outside.engine.snooze(this.memory, this.outside.plan(), this.outside.look().now);
    this.calm();
  }

  leaveNow(): void {
    if (this.undoUntil !== null || this.isTold) { void this.go("left", byButton()); return; }
    const deed = this.outside.engine.leaveNow(this.memory);
    if (deed) this.do(deed, this.outside.look().now, null);
  }

  rejoin(): void {
    this.outside.overlay.hide();
  }

  again(): void {
    if (!this.going) void this.go("left", byButton());
  }

  // ---- what the rules say ---------------------------------------------------------------------

  private decide(readings: PageReadings, now: Now): void {
    if (this.undoUntil !== null) {
      if (now.mono < this.undoUntil) this.show(now);
      else this.leaveNow();
      return;
    }
    const signals = this.signals(readings);
    const { verdicts, deeds } = this.outside.engine.tick(this.memory, this.outside.plan(), signals, now);
    this.verdicts = verdicts;
    for (const deed of deeds) this.do(deed, now, signals);
    if (this.countdown) this.show(now);
  }

  private do(deed: Deed, now: Now, signals: Signals | null): void {
    const line = this.outside.plan().lines.find(({ id }) => id === deed.line) ?? this.countdown?.line;
    if (!line) return;
    const used = signals ? readingsOf(line, signals, now) : this.countdown?.used ?? [];
    const by: Going = { line: line.id, setting: line, used, countdownAt: this.countdown?.began.wall ?? null };
    switch (deed.do) {
      case "count":
        this.countdown = { line, began: now, seconds: deed.seconds, used };
        this.isTold = false;
        if (this.outside.plan().confirm.sound) this.outside.chime();
        return;
      case "stop":
        this.end("cancelled", deed.why);
        this.calm();
        return;
      case "tell": this.tellOnly(by, deed.about); return;
      case "would_leave": this.write(by, "dry_run", ""); return;
      case "leave": void this.go(deed.reason, by); return;
    }
  }

  private tellOnly(by: Going, about: string): void {
    this.write(by, "told", about);
    const why = this.outside.why(by.setting);
    this.isTold = true;
    this.outside.overlay.show({ state: "told", why });
    this.notify(why, false);
  }

  /** The end of a countdown that led to no leave. */
  private end(decision: LeaveLogEntry["decision"], note: string): void {
    if (!this.countdown) return;
    const { line, began, used } = this.countdown;
    this.countdown = null;
    this.write({ line: line.id, setting: line, used, countdownAt: began.wall }, decision, note);
  }

  private async go(reason: string, by: Going): Promise<void> {
    this.going = by;
    this.countdown = null;
    this.undoUntil = null;
    this.isTold = false;
    this.notify("", false);
    this.outside.leaving(reason);
    const outcome = await leave(this.outside, reason, by.setting ? this.outside.plan().goodbye : "", () => this.going !== by);
    if (this.going === by) this.finish(by, outcome);
  }

  private finish(by: Going, outcome: Outcome): void {
    this.going = null;
    if (!outcome.out) {
      this.write(by, "failed", outcome.tried.join(", "));
      this.remain(by);
      this.outside.overlay.show({ state: "failed" });
      this.notify(this.outside.failed(), false);
      return;
    }
    this.write(by, "left", `${outcome.way}, ${outcome.tries}`);
    if (by.setting) this.leftAt = this.outside.look().now.mono;
    this.wasOver = true;
    this.outside.out(by.line, this.where);
    this.outside.overlay.show({ state: "left", connections: 0, verified: true, rejoin: false });
  }

  /** Still in. The rules watch on, but this one not before its condition was false once: it would count down and fail for ever. */
  private remain(by: Going): void {
    this.memory.gone = false;
    const line = this.memory.lines.get(by.line);
    if (line) line.answered = true;
    this.outside.leaving("");
  }

  /** The page goes. While the plugin was leaving, that is the way out. */
  pageGoes(): void {
    if (this.going) this.finish(this.going, { out: true, way: "page", tries: 1 });
  }

  /** The call is not this frame's any more. */
  gone(): void {
    this.notify("", false);
  }

  private write({ line, setting, used, countdownAt }: Going, decision: LeaveLogEntry["decision"], note: string): void {
    this.outside.log({
      at: this.outside.look().now.wall, platform: this.outside.adapter.name, title: this.title(), address: this.where.address,
      line, setting, readings: used, countdownAt, decision, note,
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
      const why = this.outside.why(line);
      this.outside.overlay.show({ state: "counting", left, of: seconds, why, snooze_s: this.outside.plan().confirm.snooze_s });
      this.notify(why, true);
    }
  }

  /** Nothing counts and nothing asks any more. */
  private calm(): void {
    this.isTold = false;
    this.outside.overlay.hide();
    this.notify("", false);
  }

  /** Beside the overlay, while nobody can see that; a tab that is shown again needs it no more. */
  private notify(words: string, counts: boolean): void {
    const wanted = this.outside.hidden() ? words : "";
    if (wanted === this.notified) return;
    this.notified = wanted;
    this.outside.notify(wanted, counts);
  }

  private signals(readings: PageReadings): Signals {
    const { place, othersCount, people, sound, platformAsks } = readings;
    const self = readings.self.is === "ok" ? { ...readings.self, value: { ...readings.self.value, inputAt: this.outside.inputAt() } } : readings.self;
    return { place, othersCount, people, self, sound, platformAsks, plan: this.outside.facts().plan, hidden: this.outside.hidden() };
  }

  private title(): string | null {
    return this.outside.facts().title ?? this.readings?.title ?? null;
  }

  private counting({ mono, wall }: Now): Status["counting"] {
    if (this.undoUntil !== null) return { line: "member", until: Math.round(this.undoUntil - mono + wall), seconds: SECONDS_TO_UNDO };
    if (!this.countdown) return null;
    const { line, began, seconds } = this.countdown;
    return { line: line.id, until: began.wall + seconds * 1000, seconds };
  }
}
