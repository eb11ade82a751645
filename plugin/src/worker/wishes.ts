/** Grants what the plugin's pages wish. */
import type { Attendance } from "../attendance/index.js";
import type { Wish } from "../pages/wishes.js";
import { readFeeds } from "./feeds.js";
import { keepQuestion, leftOf } from "./kept_tabs.js";
import { pair, pairingOf } from "./pairing.js";
import { register } from "./scripts.js";

export interface Deeds {
  order: (tab: number, what: "press" | "stay" | "now" | "snooze") => Promise<void>;
  attendance: Attendance;
}

export async function grant(wish: Wish, { attendance, ...deeds }: Deeds): Promise<unknown> {
  switch (wish.wish) {
    case "press": case "stay": case "now": case "snooze": await deeds.order(wish.tab, wish.wish); return null;
    case "rejoin": {
      const left = await leftOf(wish.tab);
      if (left) await chrome.tabs.update(wish.tab, { url: left.rejoin, active: true });
      return null;
    }
    case "confirm": await attendance.confirm(wish.call); await keepQuestion(wish.tab, null); return null;
    case "refuse": await attendance.decline(wish.call); await keepQuestion(wish.tab, null); return null;
    case "pairing": return pairingOf(attendance);
    case "pair": {
      const begun = await pair(attendance, wish.base);
      await register(begun.is === "asking" ? begun.base : null);
      return begun;
    }
    case "feeds": await readFeeds(Date.now()); return null;
    case "reads": await attendance.reads(); return null;
    case "unpair":
      await attendance.stopPairing();
      await attendance.unpair();
      return pairingOf(attendance);
    case "attendance": return { csv: await attendance.csv(), all: { list: await attendance.list(), refused: await attendance.refused() } };
    case "wipe":
      await attendance.wipe(true);
      await chrome.storage.local.clear();
      await chrome.storage.session.clear();
      return null;
  }
}
