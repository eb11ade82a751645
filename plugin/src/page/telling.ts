/** A tab's `Status` out of what the loop knows. */
import type { Place } from "../../../protocol/src/leaving/signals.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import type { CallFacts } from "../messages.js";
import type { Adapter, Look, PageReadings } from "../platforms/adapter.js";
import type { Health, Status } from "../status.js";

export interface Known {
  adapter: Adapter;
  look: Look;
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

export function statusOf({ adapter, look, readings, facts, snoozedUntil, ...known }: Known): Status {
  const { mono, wall } = look.now;
  const { people, othersCount } = readings;
  const listed = people.is === "ok" && people.value.complete ? people.value.rows.filter(({ me, share }) => !me && !share).length : null;
  return {
    ...known, platform: adapter.name, address: adapter.callAddress(look.url), reportsTo: facts.reportsTo,
    othersCount: othersCount.is === "ok" ? othersCount.value : listed,
    plannedEnd: facts.plan.end, left: null,
    snoozedUntil: snoozedUntil === null || snoozedUntil <= mono ? null : Math.round(snoozedUntil - mono + wall),
  };
}
