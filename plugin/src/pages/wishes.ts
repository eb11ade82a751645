/**
 * What the plugin's pages (popup, options) ask of its worker. Pages read and write what is kept here (`kept.ts`) by
 * themselves; a wish is what only the worker, a tab or the service can do. The worker answers each one through
 * `sendResponse`; a wish that has nothing to answer answers null.
 *
 * A tab's `Status` lies in `storage.session` under `statusKey(tab)`: pages read it there and see it change.
 */
import type { Status } from "../status.js";

export const statusKey = (tab: number): string => `status:${tab}`;

/** A host who plans a meeting at this call's address, not yet confirmed by the member. In `storage.session`, `asks:<tab>`. */
export interface HostQuestion {
  call: string;
  host: string;
  meeting: string;
}

export const questionKey = (tab: number): string => `asks:${tab}`;

/** Where pairing stands. */
export type Pairing =
  | { is: "none" }
  /** The member types `code` at `where`; until then the worker asks again by itself. */
  | { is: "asking"; base: string; code: string; where: string; until: number }
  /** `accept`: nothing is sent until the member has accepted the changed policy there; null: it goes on by itself. */
  | { is: "paired"; base: string; since: number; waiting: number; accept: string | null }
  /** Ended by the service or the member; `why` names a text `pairing_ended_<why>`. */
  | { is: "ended"; base: string; why: "denied" | "expired" | "revoked" | "unreachable" };

/** Each wish with what it answers. */
export interface Wishes {
  /** The button: begin the three seconds, or end them. */
  press: { given: { tab: number }; answer: null };
  /** The answers to a countdown or question. */
  stay: { given: { tab: number }; answer: null };
  now: { given: { tab: number }; answer: null };
  snooze: { given: { tab: number }; answer: null };
  /** Opens the way back of `Status.left` in that tab. */
  rejoin: { given: { tab: number }; answer: null };
  /** "Report to this host?" — for this call's address, remembered. */
  confirm: { given: { tab: number; call: string }; answer: null };
  refuse: { given: { tab: number; call: string }; answer: null };
  pairing: { given: object; answer: Pairing };
  pair: { given: { base: string }; answer: Pairing };
  /** The member reads a changed policy, or comes from there: the installation is asked whether they accepted it, now and soon again. */
  reads: { given: object; answer: null };
  unpair: { given: object; answer: Pairing };
  /** Reads the calendar feeds whose time it is; what was read lies in `storage.session` (`feeds.ts`). */
  feeds: { given: object; answer: null };
  /** Everything that was recorded here: attendance as rows for a CSV, and all of it as JSON. */
  attendance: { given: object; answer: { csv: string; all: unknown } };
  /** Deletes everything the plugin keeps in this browser, the queue included; pairing is given back first. */
  wipe: { given: object; answer: null };
}

export type WishName = keyof Wishes;
export type Wish = { [Name in WishName]: { type: "wish"; wish: Name } & Wishes[Name]["given"] }[WishName];

export function isWish(given: unknown): given is Wish {
  return typeof given === "object" && given !== null && (given as { type?: unknown }).type === "wish" && typeof (given as { wish?: unknown }).wish === "string";
}

/** Null also where the worker does not know this wish or has just been replaced by an update. */
export async function ask<Name extends WishName>(wish: Name, given: Wishes[Name]["given"]): Promise<Wishes[Name]["answer"] | null> {
  try {
    return (await chrome.runtime.sendMessage({ type: "wish", wish, ...given }) ?? null) as Wishes[Name]["answer"] | null;
  } catch {
    return null;
  }
}

export async function statusOf(tab: number): Promise<Status | null> {
  const name = statusKey(tab);
  return ((await chrome.storage.session.get(name))[name] as Status | undefined) ?? null;
}

export async function questionOf(tab: number): Promise<HostQuestion | null> {
  const name = questionKey(tab);
  return ((await chrome.storage.session.get(name))[name] as HostQuestion | undefined) ?? null;
}
