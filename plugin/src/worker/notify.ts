/** A notification in place of the overlay, where the tab cannot be seen. Firefox knows no buttons: a click leads to the tab. */
import { text } from "../text.js";

const name = (tab: number): string => `tab:${tab}`;

export async function notify(tab: number, words: string, counts: boolean): Promise<void> {
  if (!words) { await chrome.notifications.clear(name(tab)); return; }
  const common = { type: "basic" as const, iconUrl: chrome.runtime.getURL("icons/128.png"), title: text("name"), message: words };
  const buttons = counts ? { buttons: [{ title: text("overlay_stay") }, { title: text("overlay_leaveNow") }], requireInteraction: true } : {};
  try {
    await chrome.notifications.create(name(tab), { ...common, ...buttons });
  } catch {
    await chrome.notifications.create(name(tab), common);
  }
}

export const tabOf = (notification: string): number | null => {
  const found = /^tab:(\d+)$/.exec(notification)?.[1];
  return found === undefined ? null : Number(found);
};
