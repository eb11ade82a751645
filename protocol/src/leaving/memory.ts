import type { Now } from "./signals.js";

/** What the engine remembers of one line. */
export interface LineMemory {
  /** `mono` since when each condition holds without a break; null while it does not. */
  since: (number | null)[];
  /** Answered with *Stay*, or told: not again before the condition was false once. */
  answered: boolean;
  /** `wall` since when it cannot be judged. */
  pausedAt: number | null;
}

export interface Counting {
  line: string;
  began: Now;
  seconds: number;
}

/** What the engine remembers of one call. Moments are `mono` where not said otherwise. */
export interface Memory {
  tick: Now | null;
  /** When this member came into the call, its lobby, the screen before it. */
  entered: Now | null;
  waitingSince: number | null;
  beforeSince: number | null;
  movedAt: number | null;
  spokeAt: number | null;
  humanSeen: boolean;
  hostSeen: boolean;
  /** The most people, this member included. */
  peak: number;
  nobodySince: number | null;
  /** How many people, this member included, whenever that changed, as far back as the longest window. */
  counts: { at: number; people: number }[];
  /** Keys of those who spoke or showed something: no programs, whatever they are called. */
  active: Set<string>;
  lines: Map<string, LineMemory>;
  counting: Counting | null;
  snoozedUntil: number | null;
  /** Came back after the plugin had left for them: left in peace until then. */
  peaceUntil: number | null;
  gone: boolean;
}

/** Nothing is known of a call yet. `peaceUntil` (`mono`): the member came back by themselves after an automatic leave. */
export function remember(peaceUntil: number | null = null): Memory {
  return {
    tick: null, entered: null, waitingSince: null, beforeSince: null, movedAt: null, spokeAt: null,
    humanSeen: false, hostSeen: false, peak: 0, nobodySince: null, counts: [],
    active: new Set(), lines: new Map(), counting: null, snoozedUntil: null, peaceUntil, gone: false,
  };
}

export function lineMemory(memory: Memory, id: string, conditions: number): LineMemory {
  let known = memory.lines.get(id);
  if (known?.since.length !== conditions) {
    known = { since: new Array<number | null>(conditions).fill(null), answered: known?.answered ?? false, pausedAt: null };
    memory.lines.set(id, known);
  }
  return known;
}

/** After a sleep: no time that ran before counts. What was seen stays seen. */
export function restart(memory: Memory): void {
  for (const line of memory.lines.values()) line.since.fill(null);
  memory.counts = [];
  memory.nobodySince = null;
}
