export const FIRST_MS = 300;
export const LONGEST_MS = 8000;

/** How long to wait before attempt `attempt` (0, 1, …). Doubles, then jitters between half and all of it,
 *  so that a restarted service is not met by everybody at once. */
export function delay(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
