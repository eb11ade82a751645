/** Since when each thing can be read, or cannot. */
import { doubt, type Doubt, type Now, type Reading } from "../../../protocol/src/leaving/signals.js";
import type { PageReadings } from "../platforms/adapter.js";
import type { Health, Sense } from "../status.js";

export class Senses {
  private readonly known = new Map<Sense, { doubt: Doubt | null; since: number }>();

  /** How it stands at this look. */
  note(readings: PageReadings, now: Now): Health[] {
    return Object.entries(parts(readings)).map(([name, reading]) => {
      const sense = name as Sense;
      const before = this.known.get(sense);
      const why = doubt(reading, now);
      const stands = before?.doubt === why ? before : { doubt: why, since: now.wall };
      this.known.set(sense, stands);
      return { sense, ...stands };
    });
  }
}

function parts({ place, othersCount, people, self, sound, acts }: PageReadings): Record<Sense, Reading<unknown>> {
  const roles: Reading<unknown> = people.is === "ok" && people.value.rows.every(({ host }) => host === undefined) ? { is: "unknown", why: "not_here" } : people;
  return { place, count: othersCount, people, roles, self, sound, chat: acts.wrote, hands: acts.hand };
}
