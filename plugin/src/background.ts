/** Passes words between the popup, the key and the frames of a tab. It may die at any moment; what it knows lies in the session's storage. */
import { passed } from "./answers.js";
import { isMessage, type Message } from "./messages.js";
import { after, badge, whole, type Frames } from "./tabs.js";

const key = (tab: number): string => `tab:${tab}`;

async function framesOf(tab: number): Promise<Frames> {
  return ((await chrome.storage.session.get(key(tab)))[key(tab)] as Frames | undefined) ?? {};
}

// Two frames may tell at once: one after the other, or the second would overwrite the first.
let turn: Promise<unknown> = Promise.resolve();
function inTurn(deed: () => Promise<void>): void {
  turn = turn.then(deed, deed).catch(() => undefined); // a tab that is gone is no error
}

async function show(tab: number | null, seconds: number | null = null): Promise<void> {
  const isOn = (await passed()).state === "passed";
  const { text, color } = badge(tab === null ? "none" : whole(await framesOf(tab)), seconds, isOn);
  const where = tab === null ? {} : { tabId: tab };
  await chrome.action.setBadgeBackgroundColor({ color, ...where });
  await chrome.action.setBadgeText({ text, ...where });
}

async function press(tab: number): Promise<void> {
  if ((await passed()).state !== "passed") { await openFirstPage(); return; }
  const frames = await framesOf(tab);
  const kind = whole(frames);
  // The room's button is in the room's frame; the countdown for any other call in the top one.
  const frameId = kind === "room" ? Number(Object.keys(frames).find((one) => frames[one] === "room")) : 0;
  await chrome.tabs.sendMessage(tab, { type: "count_down", kind } satisfies Message, { frameId });
}

async function openFirstPage(): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL("first.html") });
}

let closed = 0;
async function leave(tab: number): Promise<void> {
  closed = 0;
  await chrome.tabs.sendMessage(tab, { type: "leave" } satisfies Message); // to every frame
}

async function left(tab: number, connections: number): Promise<void> {
  closed += connections;
  await chrome.tabs.sendMessage(tab, { type: "says_left", connections: closed } satisfies Message, { frameId: 0 });
}

function hear(message: Message, tab: number, frame: number): void {
  inTurn(async () => {
    switch (message.type) {
      case "holds":
        await chrome.storage.session.set({ [key(tab)]: after(await framesOf(tab), frame, message.kind) });
        await show(tab);
        return;
      case "counting": await show(tab, message.seconds); return;
      case "go": await leave(tab); return;
      case "left": await left(tab, message.connections); return;
      case "press": await press(message.tab); return;
      case "count_down": case "leave": case "says_left": return;
    }
  });
}

chrome.runtime.onMessage.addListener((message, sender) => {
  if (!isMessage(message) || sender.id !== chrome.runtime.id) return;
  hear(message, sender.tab?.id ?? -1, sender.frameId ?? 0);
});
chrome.commands.onCommand.addListener((name) => {
  if (name !== "leave") return;
  inTurn(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id !== undefined) await press(tab.id);
  });
});
chrome.tabs.onRemoved.addListener((tab) => { inTurn(() => chrome.storage.session.remove(key(tab))); });
chrome.storage.onChanged.addListener((_changes, area) => { if (area === "local") inTurn(() => show(null)); });
chrome.runtime.onStartup.addListener(() => { inTurn(() => show(null)); });
chrome.runtime.onInstalled.addListener(({ reason }) => {
  inTurn(async () => {
    await show(null);
    if (reason === "install") await openFirstPage();
  });
});
