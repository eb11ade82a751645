/** Everything that a call's loop touches, so that tests play it with a clock and a page of their own. */
import type { Deed, Step } from "../../../protocol/src/leaving/engine.js";
import type { Memory } from "../../../protocol/src/leaving/memory.js";
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import type { Now, Signals } from "../../../protocol/src/leaving/signals.js";
import type { LeaveLogEntry } from "../kept.js";
import type { CallFacts } from "../messages.js";
import type { Shown } from "../overlay.js";
import type { Adapter, Look, PageReadings } from "../platforms/adapter.js";
import type { Status } from "../status.js";

export const SECONDS_TO_UNDO = 3;
/** Who comes back so soon after an automatic leave wanted to stay. */
export const PEACE_MS = 600_000;

/** The call as its page had it while it ran. Leaving may lead the page elsewhere. */
export interface Where {
  address: string | null;
  href: string;
}

/** The rules, as another script of this frame brings them (scripts stay small, and load side by side). */
export interface Engine {
  tick(memory: Memory, plan: LeavePlan, signals: Signals, now: Now): Step;
  stay(memory: Memory): void;
  snooze(memory: Memory, plan: LeavePlan, now: Now): void;
  leaveNow(memory: Memory): Deed | null;
  remember(peaceUntil?: number | null): Memory;
}

export interface Outside {
  engine: Engine;
  adapter: Adapter;
  look(): Look;
  wait(ms: number): Promise<void>;
  hidden(): boolean;
  /** `mono` of the last key or pointer in this page. */
  inputAt(): number | null;
  plan(): LeavePlan;
  facts(): CallFacts;
  /** Why a line leaves, in words; and that none of the ways led out. */
  why(line: Line | null): string;
  failed(): string;
  overlay: { show(shown: Shown): void; hide(): void };
  tell(status: Status): void;
  log(entry: LeaveLogEntry): void;
  /** A notification in place of the overlay; empty words take it away. */
  notify(words: string, counts: boolean): void;
  /** Where the plan says so: heard when a countdown begins. */
  chime(): void;
  /** What was read, for the attendance list; `leaving` is the reason while the plugin is leaving. */
  record(readings: PageReadings, now: Now): void;
  /** The plugin is about to leave for this reason; empty: it is not, after all. */
  leaving(reason: string): void;
  /** Out, by this line (`member` for the button). */
  out(line: string, of: Where): void;
}
