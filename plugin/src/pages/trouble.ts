/** What is not as it should be beside the call: a policy that waits, a calendar that cannot be read. In plain words, with the way on. */
import { feedsRead, type FeedReading } from "../feeds.js";
import { text } from "../text.js";
import { clockOf } from "../words.js";
import { button, el } from "./dom.js";
import { ask, type Pairing } from "./wishes.js";

/** While an installation's changed policy is not accepted. */
export function pausedNotice(pairing: Pairing | null): HTMLElement | null {
  if (pairing?.is !== "paired" || pairing.accept === null) return null;
  const { accept, base, waiting } = pairing;
  return el("div", { class: "notice", role: "status" },
    el("p", {}, text("paused_for_policy", new URL(base).host), " ", text("pair_waiting", String(waiting))),
    button(text("paused_read"), () => { void chrome.tabs.create({ url: accept }).then(() => ask("reads", {})); }));
}

/** One line for a feed; empty while nothing was read. */
export function feedWords(host: string, { readAt, trouble, since }: FeedReading): string {
  if (trouble === null) return readAt === null ? "" : text("feed_read", clockOf(readAt));
  const why = text(`feed_${trouble}`, host, clockOf(since ?? 0));
  return `${why} ${readAt === null ? text("feed_unknown") : text("feed_before", clockOf(readAt))}`;
}

/** Of every calendar that cannot be read now. */
export async function feedsInTrouble(): Promise<HTMLElement[]> {
  return Object.entries(await feedsRead()).filter(([, { trouble }]) => trouble !== null)
    .map(([feed, reading]) => el("p", { class: "health" }, feedWords(new URL(feed).host, reading)));
}
