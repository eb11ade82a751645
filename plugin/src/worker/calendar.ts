/**
 * The member's appointments: dates of the paired service and calendar feeds, which this browser reads itself. Kept in
 * memory only, for as long as a life of the worker lasts.
 */
import type { Attendance, Planned } from "../attendance/index.js";
import { sha256 } from "../attendance/service.js";
import type { Appointment } from "../calendar/appointments.js";
import { appointmentsIn, LONGEST_FEED } from "../calendar/ics.js";
import { planOf } from "../calendar/next.js";
import { kept } from "../kept.js";
import { anyAddress } from "../platforms/addresses.js";
import type { Plan } from "../../../protocol/src/leaving/signals.js";

const FRESH_MS = 5 * 60_000;
const HOUR = 3_600_000;
const BEFORE_MS = 12 * HOUR;
const AHEAD_MS = 36 * HOUR;
/** A date without an end, for the sake of what comes after it. */
const USUAL_MS = HOUR;
/** An appointment whose call is known by its address already, and not by a link. */
const BY_ADDRESS = "call:";

/** Asked for once, however many ask meanwhile. */
let known: { at: number; dates: Promise<[readonly Planned[], readonly Appointment[]]> } | null = null;

export interface Found {
  plan: Plan;
  /** The date of the service that this call is, if it is one. */
  mine: Planned | null;
}

export async function planFor(attendance: Attendance, address: string | null, entered: number | null, now: number): Promise<Found> {
  if (known === null || now < known.at || now - known.at > FRESH_MS) {
    known = { at: now, dates: Promise.all([attendance.planned(), readFeeds(now)]) };
    known.dates.catch(() => { known = null; });
  }
  const [planned, feeds] = await known.dates;
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

async function readFeeds(now: number): Promise<Appointment[]> {
  const feeds = (await kept("feeds")) ?? [];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = await Promise.all(feeds.map(async (feed) => {
    try {
      const response = await fetch(feed, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(20_000) });
      const text = response.ok ? (await response.text()).slice(0, LONGEST_FEED) : "";
      return appointmentsIn(text, { from: now - BEFORE_MS, to: now + AHEAD_MS }, zone);
    } catch {
      return []; // away, or not allowed any more: time rules that need it say that no end is known
    }
  }));
  return read.flat();
}
