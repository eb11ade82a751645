/** What the worker knows of tabs. It lies in the session's storage: the worker may die at any moment, and the browser's end forgets it. */
import type { Kept } from "../attendance/evidence.js";
import { PEACE_MS } from "../page/outside.js";
import { questionKey, statusKey, type HostQuestion } from "../pages/wishes.js";
import type { Status } from "../status.js";
import type { Frames } from "./frames.js";

export interface TabState {
  frames: Frames;
  /** The frame that was told to lead. */
  leads: string | null;
}

const framesKey = (tab: number): string => `frames:${tab}`;

export async function tabState(tab: number): Promise<TabState> {
  const key = framesKey(tab);
  return ((await chrome.storage.session.get(key))[key] as TabState | undefined) ?? { frames: {}, leads: null };
}

export async function keepTab(tab: number, state: TabState): Promise<void> {
  await chrome.storage.session.set({ [framesKey(tab)]: state });
}

export async function keepStatus(tab: number, status: Status | null): Promise<void> {
  await (status === null ? chrome.storage.session.remove(statusKey(tab)) : chrome.storage.session.set({ [statusKey(tab)]: status }));
}

/** What the member is to decide about the tab's call, while that is open. */
export async function keepQuestion(tab: number, question: HostQuestion | null): Promise<void> {
  await (question === null ? chrome.storage.session.remove(questionKey(tab)) : chrome.storage.session.set({ [questionKey(tab)]: question }));
}

export async function forgetTab(tab: number): Promise<void> {
  await Promise.all([framesKey(tab), statusKey(tab), questionKey(tab), leftKey(tab), connectionsKey(tab)].map((key) => chrome.storage.session.remove(key)));
}

const connectionsKey = (tab: number): string => `connections:${tab}`;

/** The connections that a tab has told of: when it goes without a word, they went with it. */
export async function connectionsOf(tab: number): Promise<readonly string[]> {
  const key = connectionsKey(tab);
  return ((await chrome.storage.session.get(key))[key] as string[] | undefined) ?? [];
}

export async function keepConnection(tab: number, told: readonly Kept[]): Promise<void> {
  const fresh = told.flatMap((one) => (one.is === "call" ? [one.connection] : []));
  if (fresh.length > 0) await chrome.storage.session.set({ [connectionsKey(tab)]: [...new Set([...(await connectionsOf(tab)), ...fresh])] });
}

export interface Left {
  at: number;
  line: string;
  rejoin: string;
  platform: Status["platform"];
  address: string | null;
}

const leftKey = (tab: number): string => `left:${tab}`;
/** Of every call that a rule left, when (`wall`): who comes back within ten minutes is left in peace. */
const PEACE_KEY = "peace";

export async function leftOf(tab: number): Promise<Left | null> {
  const key = leftKey(tab);
  return ((await chrome.storage.session.get(key))[key] as Left | undefined) ?? null;
}

export async function forgetLeft(tab: number): Promise<void> {
  await chrome.storage.session.remove(leftKey(tab));
}

export async function keepLeft(tab: number, left: Left): Promise<void> {
  await chrome.storage.session.set({ [leftKey(tab)]: left });
  if (left.line === "member" || left.address === null) return;
  const known = Object.entries(await peace()).filter(([, at]) => left.at < at + PEACE_MS);
  await chrome.storage.session.set({ [PEACE_KEY]: { ...Object.fromEntries(known), [left.address]: left.at } });
}

/** After a leave the popup still shows why, and the way back. */
export function outside(left: Left | null): Status | null {
  if (left === null) return null;
  return {
    platform: left.platform, address: left.address, title: null, reportsTo: null, place: null, enteredAt: null, othersCount: null,
    plannedEnd: null, verdicts: [], health: [], counting: null, left, snoozedUntil: null, dryRun: false,
  };
}

async function peace(): Promise<Record<string, number>> {
  return ((await chrome.storage.session.get(PEACE_KEY))[PEACE_KEY] as Record<string, number> | undefined) ?? {};
}

/** `wall` until which a call is left in peace; null where it is not. */
export async function peaceUntil(address: string | null, now: number): Promise<number | null> {
  const at = address === null ? undefined : (await peace())[address];
  return at !== undefined && now < at + PEACE_MS ? at + PEACE_MS : null;
}
