/** Pairing as the pages see it: attendance's own state in the words of `wishes.ts`. */
import type { Attendance } from "../attendance/index.js";
import { baseOf } from "../attendance/pairing.js";
import type { Pairing } from "../pages/wishes.js";

export async function pairingOf(attendance: Attendance, base = ""): Promise<Pairing> {
  const outcome = await attendance.poll();
  const { paired, pairing, halt, waiting } = await attendance.state();
  if (paired && halt?.is === "over") return { is: "ended", base: paired.base, why: "revoked" };
  if (paired) return { is: "paired", base: paired.base, since: paired.since, waiting, accept: halt?.is === "accept" ? pageAt(paired.base, halt.url) : null };
  if (pairing) return { is: "asking", base: pairing.base, code: pairing.userCode, where: pairing.page, until: pairing.endsAt };
  if (outcome.is === "denied" || outcome.is === "expired") return { is: "ended", base, why: outcome.is };
  return { is: "none" };
}

/** Where a changed policy is accepted: a page of that installation, whatever it answers. */
function pageAt(base: string, told: string): string {
  return URL.canParse(told) && new URL(told).origin === base ? told : base;
}

export async function pair(attendance: Attendance, typed: string): Promise<Pairing> {
  const base = baseOf(typed);
  if (base === null) return { is: "ended", base: typed, why: "unreachable" };
  try {
    await attendance.pair(base);
  } catch {
    return { is: "ended", base, why: "unreachable" };
  }
  return pairingOf(attendance, base);
}
