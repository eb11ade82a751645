/**
 * Times are told as the page's clock showed them, and the service sets them right by `sent_at`, which must be of the same clock.
 * A clock that is put right between the two would move everything, so each page counts the jumps of its clock and every answer tells
 * how far the clock of that moment was off. A jump ahead may be the machine asleep, which moves no clock: only answers tell the two apart.
 */
import type { ClockRow } from "./evidence.js";

/** What to add to `Date.now()` so that it is what clock `of` of this page would show at this moment. `offsetNow`: service − `Date.now()`. */
export function aheadOf(clocks: readonly ClockRow[], of: number, offsetNow: number | null): number {
  const own = clocks.filter(({ clock }) => clock >= of).sort((one, other) => one.clock - other.clock);
  const told = own.find(({ clock }) => clock === of)?.offset ?? null;
  // Less is the network's, and would only be noise on the times.
  if (told !== null && offsetNow !== null) return Math.abs(offsetNow - told) > 2_000 ? offsetNow - told : 0;
  // Back in time no sleep leads: the clock was put back by so much.
  return own.filter(({ clock }) => clock > of).reduce((sum, { step }) => sum + (step < 0 ? -step : 0), 0);
}

export function clockKey(connection: string, clock: number): string {
  return `${connection}/${clock}`;
}
