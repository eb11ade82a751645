/**
 * What a leave rule may look at. An adapter reads the page and says how sure it is and how old that is;
 * the engine decides whether that is enough. *Unknown* is a state of its own, and never means zero.
 *
 * Two clocks: `mono` runs evenly and is what durations are measured by; `wall` is milliseconds UTC,
 * for what is planned. Both in milliseconds.
 */

export interface Now {
  mono: number;
  wall: number;
}

export interface Known<T> {
  is: "ok";
  value: T;
  /** `mono` when the page was looked at. */
  at: number;
  /** The strategy that read it, for the log and the popup: `people button`, `store`. */
  from: string;
  /** 0–1. Where two strategies disagree it is below 0.5, and the engine takes it for unknown. */
  sure: number;
}

export interface Unknown {
  is: "unknown";
  /** `not_here`: this page never tells (a webinar hides its people). The others pass. */
  why: "not_here" | "not_found" | "disagree" | "not_yet";
}

export type Reading<T> = Known<T> | Unknown;

/** Where in the life of a call the page is. `before`: the host has not started it. `moving`: into or out of a breakout room. */
export type Place = "before" | "lobby" | "call" | "moving" | "over";

/** One row of the page's list of people, screen-share tiles and this member's own devices included. */
export interface Person {
  /** The page's own key where it has one, else the name: the same person keeps it while they are in the call. */
  key: string;
  name: string;
  /** This member, on this or another device. */
  me?: boolean;
  /** A tile that shows a screen, no person. */
  share?: boolean;
  /** Host or co-host; undefined where the page does not tell roles. */
  host?: boolean;
  /** Speaks, or has said or shown something, at this moment. */
  speaks?: boolean;
}

export interface People {
  rows: readonly Person[];
  /** Every row is there. Only then does a missing row mean that somebody is gone. */
  complete: boolean;
}

/** What this member does themselves. A part that the page does not tell is null. */
export interface Self {
  sharing: boolean | null;
  /** Speaks with an open microphone at this moment. */
  speaking: boolean | null;
  recording: boolean | null;
  microphone: boolean | null;
  camera: boolean | null;
  /** `mono` of the last key or pointer in this page; null before the first. */
  inputAt: number | null;
  host: boolean | null;
}

export interface Sound {
  /** `mono` of the last remote frame with energy; null before the first. */
  lastAt: number | null;
  /** At least one remote frame has ever come through: silence can be told from a broken tap. */
  proven: boolean;
  tabMuted: boolean;
}

/** What is planned, all `wall`. Null where nobody knows. */
export interface Plan {
  start: number | null;
  end: number | null;
  /** The member's next appointment after this one, and whether they accepted it. */
  nextStart: number | null;
  nextAccepted: boolean | null;
}

/** Everything that is read at one tick. */
export interface Signals {
  place: Reading<Place>;
  /** How many people the page counts, this member left out where the page counts them. */
  othersCount: Reading<number>;
  people: Reading<People>;
  self: Reading<Self>;
  sound: Reading<Sound>;
  plan: Plan;
  /** The tab is in the background: one minute between two ticks is normal there. */
  hidden: boolean;
  /** The platform's own "are you still there?" is open: ours stands back. */
  platformAsks: boolean;
}

export const NOT_YET: Unknown = { is: "unknown", why: "not_yet" };
export const NOT_HERE: Unknown = { is: "unknown", why: "not_here" };
export const NOT_FOUND: Unknown = { is: "unknown", why: "not_found" };

export function known<T>(value: T, at: number, from: string, sure = 1): Known<T> {
  return { is: "ok", value, at, from, sure };
}

export const STALE_MS = 90_000;
export const SURE_ENOUGH = 0.5;

/** Why a reading cannot be used now; null where it can. */
export type Doubt = "not_here" | "not_found" | "disagree" | "not_yet" | "stale" | "contradiction";

export function doubt(reading: Reading<unknown>, now: Now): Doubt | null {
  if (reading.is === "unknown") return reading.why;
  if (reading.sure < SURE_ENOUGH) return "disagree";
  return now.mono - reading.at > STALE_MS ? "stale" : null;
}
