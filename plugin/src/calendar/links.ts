/** The address at which an appointment meets, out of the places where calendars write it. */
import { unescaped, type Component } from "./lines.js";

const FIELDS = ["URL", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE", "LOCATION", "DESCRIPTION"] as const;
/** Where people write long texts, any link may stand; elsewhere a link is the meeting's. */
const LONG: readonly string[] = ["DESCRIPTION"];
/** Links of calendars and stores, which are in every invitation and are no meeting. */
const NO_MEETING = /^(?:www\.google\.com|calendar\.google\.com|support\.google\.com|g\.co|aka\.ms|outlook\.\w+\.com|support\.zoom\.us|tel\.meet)$/;
const MEETING = /^https?:\/\/(?:meet\.google\.com\/[a-z]{3}-|[\w.-]*zoom(?:gov)?\.(?:us|com)\/(?:j|w|s|my|wc)\/|teams\.(?:microsoft\.com|live\.com|cloud\.microsoft)\/(?:l\/meetup-join|meet)\/|meet\.jit\.si\/|[^/]+\/(?:m\/|b\/|rooms\/|call\/|apps\/bbb\/|html5client))/i;
const LINK = /https?:\/\/[^\s<>"'`\\^{}|]+/gi;
const LONGEST = 2000;

/** The first link of a known kind of meeting; else the first link of a field that has only such. Null where there is none. */
export function linkOf(event: Component): string | null {
  let other: string | null = null;
  for (const field of FIELDS) {
    for (const { value } of event.has.get(field) ?? []) {
      for (const [found] of unescaped(value.slice(0, 20_000)).replaceAll("&amp;", "&").matchAll(LINK)) {
        const link = opened(found);
        if (!link) continue;
        if (MEETING.test(link)) return link;
        if (!LONG.includes(field) && !NO_MEETING.test(new URL(link).hostname)) other ??= link;
      }
    }
  }
  return other;
}

/** As an address; what mail programs wrap around a link is taken off. */
function opened(found: string, deep = 0): string | null {
  const url = parsed(found.slice(0, LONGEST).replace(/[).,;:!?\]]+$/, ""));
  if (!url) return null;
  const wrapped = url.hostname.endsWith(".safelinks.protection.outlook.com") ? url.searchParams.get("url")
    : url.hostname === "www.google.com" && url.pathname === "/url" ? url.searchParams.get("q") : null;
  return wrapped && deep < 2 ? opened(wrapped, deep + 1) : url.href;
}

function parsed(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    return null;
  }
}
