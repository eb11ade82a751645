/** From everything in a member's calendars to what the rules look at: when this call ends, and what comes after it. */
import type { Plan } from "../../../protocol/src/leaving/signals.js";
import type { Appointment } from "./appointments.js";

const MINUTE = 60_000;
/** One may be early for an appointment, and stay long after its end. */
const EARLY = 15 * MINUTE;
const LATE = 120 * MINUTE;

export interface Call {
  /** As `Adapter.callAddress` gives it; null where the page names no call. */
  address: string | null;
  /** The same for the links of appointments. */
  addressOf: (url: URL) => string | null;
  /** When the member came in, milliseconds UTC; null while they have not. */
  entered: number | null;
}

const NOTHING: Plan = { start: null, end: null, nextStart: null, nextAccepted: null };

/**
 * The plan of a call. `appointments` are those of all sources, in any order; the same one may be in several of them.
 * `now` is milliseconds UTC.
 */
export function planOf(appointments: readonly Appointment[], call: Call, now: number): Plan {
  const known = appointments.filter(({ start, end }) => end >= start).sort((a, b) => a.start - b.start || a.end - b.end);
  const links = new Map(known.map((one) => [one, addressOf(one, call)]));
  const here = ofThisCall(known, links, call, now);
  const next = nextAfter(known, links, here, call, now);
  if (!here && !next) return NOTHING;
  return { start: here?.start ?? null, end: here?.end ?? null, nextStart: next?.start ?? null, nextAccepted: next?.accepted ?? null };
}

type Links = ReadonlyMap<Appointment, string | null>;

function addressOf({ url }: Appointment, call: Call): string | null {
  if (url === null) return null;
  try {
    return call.addressOf(new URL(url));
  } catch {
    return null; // no address
  }
}

/** The one that meets at this address; else the one that is running and meets nowhere else. */
function ofThisCall(known: readonly Appointment[], links: Links, { address, entered }: Call, now: number): Appointment | null {
  const at = Math.min(entered ?? now, now);
  const byAddress = address === null ? [] : known.filter((one) => links.get(one) === address && near(one, at, now));
  if (byAddress.length > 0) return nearest(byAddress, at, now);
  // Without a link it is a guess: only one that runs now, that the member did not decline, and that is no note to oneself.
  const running = known.filter((one) => one.url === null && !one.declined && !one.free && one.start - EARLY <= now && now < one.end);
  return nearest(running, at, now);
}

const near = ({ start, end }: Appointment, at: number, now: number): boolean => start - EARLY <= now && at < end + LATE;

/**
 * Of several the one that runs, the later one if two do: a room used back to back, or a series whose times lie close. While
 * none runs, the one in which the member came; who overstays is still in that.
 */
function nearest(some: readonly Appointment[], at: number, now: number): Appointment | null {
  const running = some.filter(({ start, end }) => start <= now && now < end).at(-1);
  const cameIn = some.filter(({ start, end }) => start - EARLY <= at && at < end).at(-1);
  return running ?? cameIn ?? some.filter(({ start }) => start <= now).at(-1) ?? some[0] ?? null;
}

/**
 * The next one that begins after this one did and has not begun long ago. One that overlaps counts: it is what the member has
 * to be at. Declined ones and notes to oneself do not, nor what meets at this call's address, nor the same appointment out of
 * another calendar.
 */
function nextAfter(known: readonly Appointment[], links: Links, here: Appointment | null, call: Call, now: number): Appointment | null {
  const after = known.filter((one) => !one.declined && !one.free && one !== here && !(here && isSame(one, here, links))
    && (call.address === null || links.get(one) !== call.address)
    && one.start > (here ? here.start : now) && one.end > now && one.start > now - EARLY);
  const [first] = after;
  if (!first) return null;
  // Of those that begin together the accepted one is where the member goes.
  return after.find((one) => one.start === first.start && one.accepted) ?? first;
}

function isSame(one: Appointment, here: Appointment, links: Links): boolean {
  const a = links.get(one) ?? one.url, b = links.get(here) ?? here.url;
  const together = Math.abs(one.start - here.start) < MINUTE;
  if (a !== null && b !== null) return a === b; // what comes next in the same room is no reason to leave it
  return together && one.title.trim().toLowerCase() === here.title.trim().toLowerCase();
}
