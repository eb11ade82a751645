/**
 * Calendar feeds, read by this browser and kept in the session's storage: a worker that died knows them still, the disk never does.
 * A feed is asked whether it has changed (ETag, Last-Modified); one that cannot be reached keeps what was read of it last.
 */
import type { Appointment } from "../calendar/appointments.js";
import { LONGEST_FEED, readFeed } from "../calendar/ics.js";
import { FEEDS_KEY, feedsRead, type FeedReading, type FeedsRead, type Trouble } from "../feeds.js";
import { kept } from "../kept.js";

const HOUR = 3_600_000;
const FRESH_MS = 5 * 60_000;
const AGAIN_MS = 60_000;
const PATIENCE_MS = 20_000;
/** So old a whole reading may be, that a 304 is asked for; so much further ahead it looks. */
const WHOLE_MS = 24 * HOUR;
const BEFORE_MS = 12 * HOUR + WHOLE_MS;
const AHEAD_MS = 36 * HOUR + WHOLE_MS;
const NEVER: FeedReading = { triedAt: 0, readAt: null, appointments: [], wholeAt: 0, trouble: null, since: null, tag: "", modified: "" };

let reading: Promise<FeedsRead> | null = null;

/** What is known. Only for a feed that was never read somebody waits; the others are read anew meanwhile, where it is time. */
export async function appointmentsOf(now: number): Promise<Appointment[]> {
  const feeds = (await kept("feeds")) ?? [];
  if (feeds.length === 0) return [];
  const before = await feedsRead();
  const fresh = readFeeds(now);
  const told = feeds.every((feed) => before[feed]) ? before : await fresh;
  return feeds.flatMap((feed) => told[feed]?.appointments ?? []);
}

/** Reads those whose time it is; all of them once where several ask. */
export async function readFeeds(now: number): Promise<FeedsRead> {
  reading ??= readAll(now).finally(() => { reading = null; });
  return reading;
}

async function readAll(now: number): Promise<FeedsRead> {
  const feeds = (await kept("feeds")) ?? [];
  const before = await feedsRead();
  const read = await Promise.all(feeds.map(async (feed) => [feed, await readAnew(feed, before[feed] ?? NEVER, now)] as const));
  const told = Object.fromEntries(read);
  await chrome.storage.session.set({ [FEEDS_KEY]: told });
  return told;
}

async function readAnew(feed: string, before: FeedReading, now: number): Promise<FeedReading> {
  const rest = before.trouble === null ? FRESH_MS : AGAIN_MS;
  if (now >= before.triedAt && now - before.triedAt < rest) return before;
  const troubled = (trouble: Trouble): FeedReading => ({ ...before, triedAt: now, trouble, since: before.since ?? now });
  if (!(await chrome.permissions.contains({ origins: [`${new URL(feed).protocol}//${new URL(feed).hostname}/*`] }))) return troubled("not_let_in");
  try {
    const response = await fetch(feed, {
      credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", headers: asking(before, now), signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 304) return { ...before, triedAt: now, readAt: now, trouble: null, since: null };
    if (!response.ok) return troubled("refused");
    const text = (await response.text()).slice(0, LONGEST_FEED);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { appointments, notes } = readFeed(text, { from: now - BEFORE_MS, to: now + AHEAD_MS }, zone);
    if (notes.some(({ what }) => what === "no_calendar")) return troubled("no_calendar");
    const { headers } = response;
    return { triedAt: now, readAt: now, wholeAt: now, appointments, trouble: null, since: null, tag: headers.get("etag") ?? "", modified: headers.get("last-modified") ?? "" };
  } catch {
    return troubled("away");
  }
}

function asking({ wholeAt, tag, modified }: FeedReading, now: number): Record<string, string> {
  if (now < wholeAt || now - wholeAt > WHOLE_MS) return {};
  return { ...(tag ? { "If-None-Match": tag } : {}), ...(modified ? { "If-Modified-Since": modified } : {}) };
}
