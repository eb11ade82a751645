/** A tab's `Status` out of what the loop knows. */
import type { Now, Place } from "../../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import type { CallFacts } from "../messages.js";
import type { PageReadings, PlatformName } from "../platforms/adapter.js";
import type { Health, Status } from "../status.js";

export interface Known {
  platform: PlatformName;
  address: string | null;
  now: Now;
  readings: PageReadings;
  facts: CallFacts;
  title: string | null;
  place: Place | null;
  enteredAt: number | null;
  verdicts: readonly Verdict[];
  health: readonly Health[];
  counting: Status["counting"];
  /** `mono`. */
  snoozedUntil: number | null;
  dryRun: boolean;
}

export function statusOf({ now: { mono, wall }, readings: { people, othersCount }, facts, snoozedUntil, ...known }: Known): Status {
  const listed = people.is === "ok" && people.value.complete ? people.value.rows.filter(({ me, share }) => !me && !share).length : null;
  return {
    ...known, reportsTo: facts.reportsTo, plannedEnd: facts.plan.end, left: null,
    othersCount: othersCount.is === "ok" ? othersCount.value : listed,
    snoozedUntil: snoozedUntil === null || snoozedUntil <= mono ? null : Math.round(snoozedUntil - mono + wall),
  };
}
