/**
 * The worker: passes words between popup, key, notification and the frames of a tab, keeps what must outlive a page, and
 * delivers what may be delivered. It may die at any moment: what it knows lies in the browser's storages, and every
 * deed begins from there.
 */
import { STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { passed } from "../answers.js";
import { ALARM, Attendance, inBrowser } from "../attendance/index.js";
import { badge } from "../badge.js";
import { ALL_OFF, keepHere, kept, LONGEST_LOG, type LeaveLogEntry } from "../kept.js";
import { isMessage, type FromFrame, type Holding, type ToFrame } from "../messages.js";
import { isWish, statusOf } from "../pages/wishes.js";
import type { Status } from "../status.js";
import { after, leader } from "./frames.js";
import { factsOf } from "./facts.js";
import { connectionsOf, forgetLeft, forgetTab, keepConnection, keepLeft, keepStatus, keepTab, leftOf, outside, tabState } from "./kept_tabs.js";
import { notify, tabOf } from "./notify.js";
import { putIntoOpenPages, register } from "./scripts.js";
import { grant } from "./wishes.js";

const attendance = new Attendance(inBrowser(chrome.runtime.getManifest().version));

async function registerScripts(): Promise<void> {
  await register((await attendance.state()).pairing?.base ?? null);
}

// Two frames may tell at once: one after the other, or the second would overwrite the first.
let turn: Promise<unknown> = Promise.resolve();
function inTurn<Answer>(deed: () => Promise<Answer>): Promise<Answer | null> {
  const next = turn.then(deed, deed).catch(() => null); // a tab that is gone is no error
  turn = next;
  return next;
}

async function show(tab: number): Promise<void> {
  const isOn = (await passed()).state === "passed";
  const { text, color } = badge(await statusOf(tab), isOn, Date.now());
  await chrome.action.setBadgeBackgroundColor({ color, tabId: tab });
  await chrome.action.setBadgeText({ text, tabId: tab });
}

async function showEverywhere(): Promise<void> {
  const { text, color } = badge(null, (await passed()).state === "passed", 0);
  await chrome.action.setBadgeBackgroundColor({ color });
  await chrome.action.setBadgeText({ text });
}

/** Whether anybody is there to hear it. */
async function say(tab: number, frame: string, message: ToFrame): Promise<boolean> {
  return chrome.tabs.sendMessage(tab, message, { frameId: Number(frame) })
    .then(() => true, (error: unknown) => !String(error).includes("Receiving end does not exist"));
}

/** What stands for a tab: its call; outside of one why the plugin left, and the way back. */
async function stands(tab: number, status: Status | null): Promise<void> {
  if (status?.place === "call") await forgetLeft(tab); // in again
  const isOut = status === null || status.place === "over";
  await keepStatus(tab, isOut ? outside(await leftOf(tab)) : status);
  await show(tab);
}

/** A frame tells what it holds; answers whether it leads. The one that led before is told where it leads no more. */
async function holds(tab: number, frame: number, holding: Holding | null): Promise<boolean> {
  const me = String(frame);
  const before = await tabState(tab);
  let frames = after(before.frames, frame, holding);
  let leads = leader(frames);
  // A frame may be gone without a word: who does not hear that it leads is none.
  while (leads !== null && leads !== me && !(await say(tab, leads, { type: "lead", on: true }))) {
    frames = after(frames, Number(leads), null);
    leads = leader(frames);
  }
  await keepTab(tab, { frames, leads });
  if (before.leads !== null && before.leads !== me && before.leads !== leads) await say(tab, before.leads, { type: "lead", on: false });
  if (leads === null) await stands(tab, null);
  return leads === me;
}

/** To the frame that leads. */
async function order(tab: number, what: "press" | "stay" | "now" | "snooze"): Promise<void> {
  if ((await passed()).state !== "passed") { await openFirstPage(); return; }
  const { leads } = await tabState(tab);
  if (leads !== null && !(await say(tab, leads, { type: "order", order: what }))) await holds(tab, Number(leads), null);
}

async function openFirstPage(): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL("first.html") });
}

async function log(entry: LeaveLogEntry): Promise<void> {
  const before = (await kept("leaves")) ?? [];
  await keepHere("leaves", [entry, ...before].slice(0, LONGEST_LOG));
}

async function hear(message: FromFrame, tab: number, frame: number, origin: string): Promise<unknown> {
  switch (message.type) {
    case "holds": return holds(tab, frame, message.holding);
    case "status":
      if ((await tabState(tab)).leads !== String(frame)) return true; // of a frame that leads no more
      await stands(tab, message.status);
      if ((await kept("switches"))?.health) void attendance.health(message.status, HOME).catch(() => undefined);
      return true;
    case "facts": return factsOf(tab, message, attendance);
    case "keep":
      await inTurn(() => keepConnection(tab, message.told));
      await attendance.keep(message.told);
      return true;
    case "proof": return attendance.prove(origin, message.challenge);
    case "log": await log(message.entry); return null;
    case "notify": await notify(tab, message.words, message.counts); return null;
    case "left": {
      const { line, rejoin, address, platform } = message;
      await keepLeft(tab, { at: Date.now(), line, rejoin, address, platform });
      await stands(tab, null);
      return null;
    }
  }
}

/** These wait for disk or network: a button must not wait behind them. What they change of a tab's state they change in turn. */
const BESIDE: readonly FromFrame["type"][] = ["facts", "keep", "proof"];
const FRAME_MESSAGES: readonly FromFrame["type"][] = ["holds", "status", "facts", "keep", "proof", "log", "notify", "left"];

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id) return false;
  if (isWish(message)) {
    void grant(message, { order, attendance }).catch(() => null).then(answer);
    return true;
  }
  if (!isMessage(message) || !FRAME_MESSAGES.includes(message.type as FromFrame["type"]) || sender.tab?.id === undefined) return false;
  const tab = sender.tab.id;
  const origin = sender.origin ?? new URL(sender.url ?? "about:blank").origin;
  // Switched off or wiped, it takes nothing more from a page that has not noticed yet.
  const told = async (): Promise<unknown> => (await passed()).state === "passed" ? hear(message as FromFrame, tab, sender.frameId ?? 0, origin) : null;
  void (BESIDE.includes(message.type as FromFrame["type"]) ? told().catch(() => null) : inTurn(told)).then(answer);
  return true; // answered later
});

chrome.commands.onCommand.addListener((name) => {
  void inTurn(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id === undefined) return;
    if (name === "leave") await order(tab.id, "press");
    if (name === "stay") await order(tab.id, "stay");
    if (name === "snooze") await order(tab.id, "snooze");
  });
});

chrome.notifications.onButtonClicked.addListener((id, button) => {
  const tab = tabOf(id);
  void chrome.notifications.clear(id);
  if (tab !== null) void inTurn(() => order(tab, button === 0 ? "stay" : "now"));
});
chrome.notifications.onClicked.addListener((id) => {
  const tab = tabOf(id);
  if (tab !== null) void inTurn(async () => {
    const { windowId } = await chrome.tabs.update(tab, { active: true });
    await chrome.windows.update(windowId, { focused: true });
  });
});

chrome.tabs.onRemoved.addListener((tab) => {
  void inTurn(async () => {
    const connections = await connectionsOf(tab);
    await forgetTab(tab);
    for (const connection of connections) await attendance.pageGone(connection);
    await notify(tab, "", false);
  });
});

/** What stands where nothing was ever set; an update leaves what is set alone. */
async function fill(): Promise<void> {
  if ((await kept("plan")) === undefined) await keepHere("plan", STANDARD);
  if ((await kept("switches")) === undefined) await keepHere("switches", ALL_OFF);
}

chrome.permissions.onAdded.addListener(() => { void inTurn(async () => { await registerScripts(); await putIntoOpenPages(); }); });
chrome.permissions.onRemoved.addListener(() => { void inTurn(registerScripts); });
chrome.storage.onChanged.addListener((changes, area) => {
  if (area !== "local" || !("first" in changes)) return;
  void inTurn(async () => {
    if ((await passed()).state === "passed") await fill(); // all may have been deleted since the plugin was installed
    else await chrome.storage.session.clear();
    await showEverywhere();
  });
  void attendance.tryNow();
});
chrome.alarms.onAlarm.addListener(({ name }) => { if (name === ALARM) void attendance.onAlarm(); });
chrome.runtime.onStartup.addListener(() => { void inTurn(async () => { await registerScripts(); await showEverywhere(); await attendance.onStartup(); }); });
chrome.runtime.onInstalled.addListener(({ reason }) => {
  void inTurn(async () => {
    await fill();
    await registerScripts();
    await putIntoOpenPages();
    await showEverywhere();
    await attendance.onStartup();
    if (reason === "install") await openFirstPage();
  });
});
