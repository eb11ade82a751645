/** Since when each thing can be read, or cannot. */
import { doubt, type Doubt, type Now, type Reading } from "../../../protocol/src/leaving/signals.js";
import type { PageReadings } from "../platforms/adapter.js";
import type { Health, Sense } from "../status.js";

type Known = Record<Sense, Reading<unknown>>;

export class Senses {
  private readonly since = new Map<Sense, { doubt: Doubt | null; since: number }>();

  note(readings: PageReadings, now: Now): void {
    for (const [sense, reading] of Object.entries(parts(readings)) as [Sense, Reading<unknown>][]) {
      const now_ = doubt(reading, now);
      const before = this.since.get(sense);
      if (before?.doubt !== now_) this.since.set(sense, { doubt: now_, since: now.wall });
    }
  }

  health(readings: PageReadings): Health[] {
    return (Object.keys(parts(readings)) as Sense[]).map((sense) => ({ sense, ...(this.since.get(sense) ?? { doubt: null, since: 0 }) }));
  }
}

function parts({ place, othersCount, people, self, sound, acts }: PageReadings): Known {
  const roles: Reading<unknown> = people.is === "ok" && people.value.rows.every(({ host }) => host === undefined) ? { is: "unknown", why: "not_here" } : people;
  return { place, count: othersCount, people, roles, self, sound, chat: acts.wrote, hands: acts.hand };
}
