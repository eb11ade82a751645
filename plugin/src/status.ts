/** What the plugin says about one tab's call: made by the content script, kept by the worker, shown by popup, overlay and badge. */
import type { PlatformName } from "./platforms/adapter.js";
import type { Doubt, Place } from "../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../protocol/src/leaving/verdicts.js";

/** One thing an adapter reads, and whether it can be read now. */
export type Sense = "place" | "count" | "people" | "roles" | "self" | "sound" | "chat" | "hands";

export interface Health {
  sense: Sense;
  /** Null: readable. */
  doubt: Doubt | null;
  /** `wall` since when it is as it is. */
  since: number;
}

export interface Status {
  platform: PlatformName;
  /** Normalised address, or null; title as the page or the service has it. */
  address: string | null;
  title: string | null;
  /** The host whom this call's evidence goes to; null: it stays in this browser. */
  reportsTo: string | null;
  place: Place | null;
  /** `wall` when this member entered; null before. */
  enteredAt: number | null;
  othersCount: number | null;
  plannedEnd: number | null;
  verdicts: readonly Verdict[];
  health: readonly Health[];
  /** A countdown that runs: which line, until when (`wall`), of how many seconds. */
  counting: { line: string; until: number; seconds: number } | null;
  /** After an exit by the plugin: when (`wall`), by which line, and the address that leads back. */
  left: { at: number; line: string; rejoin: string } | null;
  snoozedUntil: number | null;
  dryRun: boolean;
}
