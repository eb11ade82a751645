/** What the plugin's parts say to each other. Messages of the extension come from its own parts only; what comes from a page is looked at before it is believed. */
import type { Plan, Place } from "../../protocol/src/leaving/signals.js";
import type { Kept } from "./attendance/evidence.js";
import type { LeaveLogEntry } from "./kept.js";
import type { PlatformName } from "./platforms/adapter.js";
import type { Status } from "./status.js";

/** What a frame has to leave. */
export interface Holding {
  platform: PlatformName;
  place: Place | null;
}

/** What the worker knows of a call that the page does not show. */
export interface CallFacts {
  plan: Plan;
  series: string | null;
  title: string | null;
  /** The host whom evidence goes to, confirmed by the member; null: it stays here. */
  reportsTo: string | null;
  /** This member hosts the meeting and lets the plugin read who is there. */
  roster: boolean;
  /** `wall`: the member came back after an automatic leave and is left in peace until then. */
  peaceUntil: number | null;
}

/** A frame to the worker; the answer in the comment. */
export type FromFrame =
  /** Null: nothing any more. Answers whether this frame speaks for its tab. */
  | { type: "holds"; holding: Holding | null }
  /** Of the frame that leads. Answers true. */
  | { type: "status"; status: Status }
  /** Answers CallFacts. `shown` is what the page itself shows of its times. */
  | { type: "facts"; call: string | null; platform: PlatformName; address: string | null; shownStart: number | null; shownEnd: number | null }
  /** Answers true when it is kept for good. */
  | { type: "keep"; told: readonly Kept[] }
  /** From the installation's own page: answers the proof for a challenge, or null. */
  | { type: "proof"; challenge: string }
  | { type: "log"; entry: LeaveLogEntry }
  /** The tab is hidden: a notification stands in for the overlay. Empty words take it away. */
  | { type: "notify"; words: string; counts: boolean }
  /** The plugin left: remembered for the way back. */
  | { type: "left"; platform: PlatformName; line: string; rejoin: string; address: string | null };

/** The worker to a frame. */
export type ToFrame =
  | { type: "lead"; on: boolean }
  | { type: "order"; order: "press" | "stay" | "now" | "snooze" };

export type Message = FromFrame | ToFrame;

export function isMessage(given: unknown): given is Message {
  return typeof given === "object" && given !== null && typeof (given as { type?: unknown }).type === "string";
}
