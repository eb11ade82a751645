/**
 * The scripts that run in pages: only where the member has let the plugin in. Registered anew whenever that changes, and
 * put into pages that are open already; there the hook comes too late for a call that has begun, and the popup says so.
 */

import { covers, PLATFORM_PAGES } from "./patterns.js";

interface Place {
  id: string;
  matches: readonly string[];
  files: readonly string[];
}

/** The order counts: a script takes what others need too from those before it (plugin/scripts.mjs). */
const COMMON = ["base.js", "engine.js", "overlay.js", "kit.js", "call.js"] as const;
/** Each small enough that two in one script cost a page nothing, and the package less. */
const ADAPTER: Readonly<Record<keyof typeof PLATFORM_PAGES, string>> = { meet: "meet.js", zoom: "work.js", teams: "work.js" };
const OWN = Object.values(PLATFORM_PAGES).flat();

/** What is registered for these granted origins. */
export function placesFor(origins: readonly string[]): Place[] {
  const places: Place[] = [];
  for (const name of ["meet", "zoom", "teams"] as const) {
    const granted = PLATFORM_PAGES[name].filter((page) => origins.some((origin) => covers(origin, page)));
    if (granted.length > 0) places.push({ id: name, matches: granted, files: [...COMMON, ADAPTER[name], "content.js"] });
  }
  const others = origins.filter((origin) => !OWN.includes(origin as (typeof OWN)[number]) && /^(https?|\*):/.test(origin));
  if (others.length > 0) places.push({ id: "other", matches: others, files: [...COMMON, "other.js", "content.js"] });
  return places;
}

function registered({ id, matches, files }: Place): chrome.RegisteredScript[] {
  const excludeMatches = id === "other" ? [...OWN] : [];
  const common = { matches: [...matches], excludeMatches, allFrames: true, matchOriginAsFallback: true, runAt: "document_start" as const, persistAcrossSessions: true };
  return [
    { ...common, id: `${id}-hook`, js: ["hook.js"], world: "MAIN" },
    { ...common, id, js: [...files] },
  ];
}

/** The installation's pairing page, while a code waits to be typed there. (Patterns know no ports.) */
function pairingPage(base: string | null): chrome.RegisteredScript[] {
  if (base === null) return [];
  const { protocol, hostname } = new URL(base);
  return [{ id: "proof", matches: [`${protocol}//${hostname}/pair/*`], js: ["proof.js"], runAt: "document_end", persistAcrossSessions: true }];
}

/** `pairing`: the installation at which a code waits; null for none. */
export async function register(pairing: string | null): Promise<void> {
  const { origins = [] } = await chrome.permissions.getAll();
  const wanted = [...placesFor(origins).flatMap(registered), ...pairingPage(pairing)];
  const before = await chrome.scripting.getRegisteredContentScripts();
  const stale = before.filter(({ id }) => !wanted.some((one) => one.id === id)).map(({ id }) => id);
  if (stale.length > 0) await chrome.scripting.unregisterContentScripts({ ids: stale });
  const known = wanted.filter(({ id }) => before.some((one) => one.id === id));
  const fresh = wanted.filter(({ id }) => !before.some((one) => one.id === id));
  if (known.length > 0) await chrome.scripting.updateContentScripts(known);
  if (fresh.length > 0) await chrome.scripting.registerContentScripts(fresh);
}

/** Into pages that were open before the permission, or before an update of the plugin. */
export async function putIntoOpenPages(): Promise<void> {
  const { origins = [] } = await chrome.permissions.getAll();
  for (const { matches, files, id } of placesFor(origins)) {
    for (const tab of await chrome.tabs.query({ url: [...matches] })) {
      if (tab.id === undefined || (id === "other" && OWN.some((own) => matchesUrl(own, tab.url ?? "")))) continue;
      const target = { tabId: tab.id, allFrames: true };
      await chrome.scripting.executeScript({ target, files: ["hook.js"], world: "MAIN" }).catch(() => undefined);
      await chrome.scripting.executeScript({ target, files: [...files] }).catch(() => undefined);
    }
  }
}

function matchesUrl(pattern: string, url: string): boolean {
  return URL.canParse(url) && covers(pattern, `${new URL(url).protocol}//${new URL(url).host}/`);
}
