/**
 * Plays a script to the real engine, one look a second of simulated time, and keeps what it said. Going back plays it
 * again from the start: what hands did is part of the script at its moment, so the same comes out.
 */
import { leaveNow, snooze, stay, tick, type Deed } from "../../protocol/src/leaving/engine.js";
import { remember, type Memory } from "../../protocol/src/leaving/memory.js";
import type { LeavePlan } from "../../protocol/src/leaving/settings.js";
import type { Now } from "../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../protocol/src/leaving/verdicts.js";
import { Meeting, type Happening } from "./meeting.js";
import type { Script } from "./scripts.js";

/** One look: the second, how many others are really there, whether they could be counted, and what each line said. */
export interface Sample {
  second: number;
  others: number;
  readable: boolean;
  says: readonly Verdict["says"][];
}

export interface Said {
  second: number;
  deed: Deed;
}

export interface Countdown {
  line: string;
  /** Seconds that are left, and of how many. */
  left: number;
  of: number;
}

export type Ending = { is: "left"; second: number; line: string } | { is: "ended"; second: number };

export class Play {
  meeting: Meeting;
  verdicts: Verdict[] = [];
  readonly samples: Sample[] = [];
  readonly said: Said[] = [];
  ending: Ending | null = null;
  private memory: Memory;
  private second = 0;
  private next = 0;
  private awakeAt = 0;
  private happenings: { at: number; what: Happening }[];

  constructor(readonly script: Script, readonly plan: LeavePlan, private readonly begins: number) {
    this.happenings = script.happenings.map(([at, what]) => ({ at, what }));
    this.meeting = new Meeting(script.planned, begins);
    this.memory = remember();
    this.look();
  }

  get at(): number {
    return this.second;
  }

  wallOf(second: number): number {
    return this.begins + second * 1000;
  }

  get countdown(): Countdown | null {
    const { counting } = this.memory;
    if (!counting) return null;
    return { line: counting.line, left: counting.seconds - (this.second - counting.began.mono / 1000), of: counting.seconds };
  }

  /** Plays on to that second, or until it is over. */
  to(second: number): void {
    while (this.second < second && !this.ending) {
      this.second += 1;
      this.look();
    }
  }

  /** From the start again, with all that was done by hand. */
  back(second: number): void {
    this.meeting = new Meeting(this.script.planned, this.begins);
    this.memory = remember();
    this.verdicts = [];
    this.samples.length = this.said.length = 0;
    this.ending = null;
    this.second = this.next = this.awakeAt = 0;
    this.look();
    this.to(second);
  }

  /** Something happens now, by hand. What was scripted or done for later stays. */
  now(what: Happening): void {
    if (this.ending) return;
    this.happenings.splice(this.next, 0, { at: this.second, what });
    this.look();
  }

  private look(): void {
    const now: Now = { mono: this.second * 1000, wall: this.wallOf(this.second) };
    let answered: Happening | null = null;
    for (let one = this.happenings[this.next]; one && one.at <= this.second; one = this.happenings[this.next]) {
      this.next += 1;
      if (one.what.do === "sleep") this.awakeAt = this.second + one.what.seconds;
      else if (one.what.do === "answer") answered = one.what;
      else this.meeting.happens(one.what, now.mono);
    }
    if (answered?.do === "answer") this.answer(answered.with, now);
    if (!this.ending && this.second >= this.awakeAt) {
      const step = tick(this.memory, this.plan, this.meeting.signals(now), now);
      this.verdicts = step.verdicts.length > 0 ? step.verdicts : this.verdicts;
      for (const deed of step.deeds) this.note(deed);
    }
    this.keep();
    if (!this.ending && (this.second >= this.script.lasts_s || this.meeting.place === "over")) this.ending = { is: "ended", second: this.second };
  }

  private answer(how: "stay" | "now" | "snooze", now: Now): void {
    if (!this.memory.counting) return;
    if (how === "stay") stay(this.memory);
    else if (how === "snooze") snooze(this.memory, this.plan, now);
    else {
      const deed = leaveNow(this.memory);
      if (deed) this.note(deed);
    }
  }

  private note(deed: Deed): void {
    this.said.push({ second: this.second, deed });
    if (deed.do === "leave") this.ending = { is: "left", second: this.second, line: deed.line };
  }

  private keep(): void {
    const sample = { second: this.second, others: this.meeting.others, readable: this.meeting.listReadable, says: this.verdicts.map(({ says }) => says) };
    if (this.samples.at(-1)?.second === this.second) this.samples.pop();
    this.samples.push(sample);
  }
}
