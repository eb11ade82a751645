/**
 * With consent: one line for the provider when an adapter cannot read its page, so that a broken one is noticed within the hour. It names
 * platform, sense, doubt and the plugin's version; no address, no person, no pairing. At most one an hour for each.
 */
import type { Health, Sense } from "../status.js";
import type { PlatformName } from "../platforms/adapter.js";
import type { Around } from "./service.js";
import type { Store } from "./store.js";

export const UNREADABLE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** These say that something is broken; the others pass, or are the page's own way. */
const BROKEN = new Set(["not_found", "disagree", "contradiction"]);

/** Tells what was unreadable for a minute and was not told within the hour. How many lines. */
export async function tellHealth(
  store: Store, around: Around, base: string, version: string, platform: PlatformName, health: readonly Health[],
): Promise<number> {
  const now = around.now();
  const told = Object.fromEntries(Object.entries((await store.note<Record<string, number>>("told")) ?? {}).filter(([, at]) => now - at < HOUR_MS && at <= now));
  let lines = 0;
  for (const { sense, doubt, since } of health) {
    const name = lineOf(platform, sense, doubt ?? "");
    if (doubt === null || !BROKEN.has(doubt) || now - since < UNREADABLE_MS || told[name] !== undefined) continue;
    told[name] = now;
    await store.setNote("told", told); // before it is sent: one that is lost is better than one twice
    const body = JSON.stringify({ source: "plugin", name, version });
    await around.fetch(`${base}/e/`, { method: "POST", credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", headers: { "Content-Type": "application/json" }, body })
      .catch(() => undefined);
    lines += 1;
  }
  return lines;
}

/** As `logdata.reports` takes an error's class. */
export function lineOf(platform: PlatformName, sense: Sense, doubt: string): string {
  return `Adapter.${platform}.${sense}.${doubt}`;
}
