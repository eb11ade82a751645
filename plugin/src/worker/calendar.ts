/** The member's appointments: dates of the paired service, and calendar feeds, which this browser reads itself. */
import type { Attendance, Planned } from "../attendance/index.js";
import { sha256 } from "../attendance/service.js";
import type { Appointment } from "../calendar/appointments.js";
import { planOf } from "../calendar/next.js";
import { anyAddress } from "../platforms/addresses.js";
import { appointmentsOf } from "./feeds.js";
import type { Plan } from "../../../protocol/src/leaving/signals.js";

const FRESH_MS = 5 * 60_000;
/** A date without an end, for the sake of what comes after it. */
const USUAL_MS = 3_600_000;
/** An appointment whose call is known by its address already, and not by a link. */
const BY_ADDRESS = "call:";

/** Asked for once, however many ask meanwhile. */
let known: { at: number; planned: Promise<readonly Planned[]> } | null = null;

export interface Found {
  plan: Plan;
  /** The date of the service that this call is, if it is one. */
  mine: Planned | null;
}

export async function planFor(attendance: Attendance, address: string | null, entered: number | null, now: number): Promise<Found> {
  if (known === null || now < known.at || now - known.at > FRESH_MS) {
    known = { at: now, planned: attendance.planned() };
    known.planned.catch(() => { known = null; });
  }
  const [planned, feeds] = await Promise.all([known.planned, appointmentsOf(now)]);
  const hash = address === null ? "" : await sha256(address);
  const isMine = (one: Planned): boolean => hash !== "" && one.call_sha256 === hash;
  const dates = planned.flatMap((one) => (one.start === null ? [] : [appointment(one, isMine(one) ? address : null)]));
  const plan = planOf([...dates, ...feeds], { address, addressOf, entered }, now);
  // The date of a series that is nearest.
  const away = ({ start }: Planned): number => (start === null ? Infinity : Math.abs(start - now));
  const [mine] = planned.filter(isMine).sort((a, b) => away(a) - away(b));
  return { plan, mine: mine ?? null };
}

function appointment({ id, title, start, end }: Planned, address: string | null): Appointment {
  const from = start ?? 0;
  return { start: from, end: end ?? from + USUAL_MS, title, url: `${BY_ADDRESS}${address ?? id}`, accepted: true };
}

const addressOf = (url: URL): string | null => (url.protocol === BY_ADDRESS ? url.pathname : anyAddress(url));
