/**
 * With consent: what an adapter can read of its page and what it cannot, so that a broken one is noticed within the hour. It names platform,
 * sense, doubt and the plugin's version; no address, no person, no meeting. A paired plugin says also what it can read, because only then
 * can be counted who cannot, and that it is mended; one that is not paired says what is broken to the plugin's own website.
 */
import { ALWAYS_SHOWN } from "../platforms/always_shown.js";
import type { PlatformName } from "../platforms/adapter.js";
import type { Sense, Status } from "../status.js";
import type { Around, Pairing } from "./service.js";
import type { Store } from "./store.js";

/** As long as this it must have been as it is. */
export const SETTLED_MS = 60_000;
/** The same is said again, so that the service can count who says it within the hour. */
export const AGAIN_MS = 50 * 60_000;
/** After a request that failed. */
export const RETRY_MS = 5 * 60_000;

/** These say that something is broken; the others pass, or are the page's own way. */
const BROKEN = ["not_found", "disagree", "contradiction"] as const;
export type Readable = "ok" | (typeof BROKEN)[number];
type Told = Record<string, { is: Readable; at: number }>;

/** What is settled and says something. A part that is shown only in an opened pane is not missed. */
export function settled({ platform, place, health }: Pick<Status, "platform" | "place" | "health">, now: number): Map<Sense, Readable> {
  const found = new Map<Sense, Readable>();
  for (const { sense, doubt, since } of health) {
    if (now - since < SETTLED_MS || (place !== "call" && sense !== "place")) continue;
    const broken = BROKEN.find((one) => one === doubt);
    if (doubt === null) found.set(sense, "ok");
    else if (broken && (broken !== "not_found" || ALWAYS_SHOWN[platform].includes(sense))) found.set(sense, broken);
  }
  return found;
}

/** Tells what is new or was not told for long. How many senses. */
export async function tellHealth(
  store: Store, around: Around, pairing: Pairing | null, home: string, version: string, status: Pick<Status, "platform" | "place" | "health">,
): Promise<number> {
  const now = around.now();
  const before = Object.entries((await store.note<Told>("told")) ?? {}).filter(([, { at }]) => now - at < AGAIN_MS && at <= now);
  const told: Told = Object.fromEntries(before);
  const nameOf = (sense: Sense): string => `${pairing?.base ?? ""} ${status.platform}.${sense}`;
  const news = [...settled(status, now)].filter(([sense, is]) => told[nameOf(sense)]?.is !== is && (pairing !== null || is !== "ok"));
  if (news.length === 0) return 0;
  const write = async (at: number): Promise<void> => {
    for (const [sense, is] of news) told[nameOf(sense)] = { is, at };
    await store.setNote("told", told);
  };
  await write(now); // before it is sent: a worker that dies must not ask at every look
  const isTaken = pairing
    ? await sendTo(around, `${pairing.base}/api/v1/plugin/health/`, { platform: status.platform, version, readable: Object.fromEntries(news) }, pairing.token)
    : await lines(around, home, version, status.platform, news);
  if (!isTaken) await write(now - AGAIN_MS + RETRY_MS);
  return news.length;
}

/** As any error of a page is reported: one line for each. */
async function lines(around: Around, home: string, version: string, platform: PlatformName, news: readonly (readonly [Sense, Readable])[]): Promise<boolean> {
  const sent = news.map(async ([sense, doubt]) => sendTo(around, `${home}/e/`, { source: "plugin", name: lineOf(platform, sense, doubt), version }));
  return (await Promise.all(sent)).every(Boolean);
}

/** Whether it need not be sent again: taken, or refused for good. */
async function sendTo({ fetch }: Around, url: string, body: unknown, token = ""): Promise<boolean> {
  try {
    const { status } = await fetch(url, {
      method: "POST", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    });
    return status < 500 && status !== 429 && status !== 428;
  } catch {
    return false;
  }
}

/** As `logdata.reports` takes an error's class. */
export function lineOf(platform: PlatformName, sense: Sense, doubt: string): string {
  return `Adapter.${platform}.${sense}.${doubt}`;
}
