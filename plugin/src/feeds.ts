/** What was read of the member's calendar feeds, as the worker keeps it in the session's storage and pages show it. */
import type { Appointment } from "./calendar/appointments.js";

export const FEEDS_KEY = "feedsRead";

/** Each names a text `feed_<trouble>`. */
export type Trouble = "away" | "not_let_in" | "refused" | "no_calendar";

export interface FeedReading {
  triedAt: number;
  /** The last time it could be read, and what was known then; null: never yet. */
  readAt: number | null;
  appointments: readonly Appointment[];
  /** When the whole of it last came over the line: a 304 tells nothing of days that were too far away then. */
  wholeAt: number;
  /** Since when it cannot be read, and why. */
  trouble: Trouble | null;
  since: number | null;
  /** `ETag` and `Last-Modified` of the last whole one. */
  tag: string;
  modified: string;
}

export type FeedsRead = Readonly<Record<string, FeedReading>>;

export async function feedsRead(): Promise<FeedsRead> {
  return ((await chrome.storage.session.get(FEEDS_KEY))[FEEDS_KEY] as FeedsRead | undefined) ?? {};
}
