/**
 * Everything the plugin keeps in this browser beside the queue (attendance/store.ts), by name. Each name has its line in
 * the register of what browsers remember (project/browser_rules.py), which the options page's *What is kept here* shows.
 */
import type { LeavePlan, Line } from "../../protocol/src/leaving/settings.js";

/** Which kinds of what this member does are recorded; each is a switch of its own, and all are off at first. */
export interface Switches {
  attendance: boolean;
  hand: boolean;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  reactions: boolean;
  /** That a message was written; `chatText` also its words. */
  chat: boolean;
  chatText: boolean;
  /** For hosts, in their own meetings. */
  roster: boolean;
  /** Tell the provider when an adapter cannot read its page. */
  health: boolean;
}

export const ALL_OFF: Switches = {
  attendance: false, hand: false, microphone: false, camera: false, screen: false, reactions: false,
  chat: false, chatText: false, roster: false, health: false,
};

/** One automatic or asked-for leave, or what came of it: why, by which readings, decided how. */
export interface LeaveLogEntry {
  /** `wall`, milliseconds UTC. */
  at: number;
  platform: string;
  title: string | null;
  address: string | null;
  /** `member` for the button. */
  line: string;
  /** The line as it was set. */
  setting: Line | null;
  /** Each reading that was used: its text, its source and its age in milliseconds. */
  readings: readonly { name: string; value: string; from: string; age: number }[];
  countdownAt: number | null;
  decision: "left" | "stayed" | "snoozed" | "cancelled" | "told" | "dry_run" | "failed";
  /** Of a cancelled one: what ended it. Of one that left: which way out worked, at which try. */
  note: string;
}

/** `storage.local`, by name. */
export interface KeptHere {
  plan: LeavePlan;
  /** Lines that differ for one call (`call:<address>`) or one series (`series:<id>`): they stand in place of lines with the same id. */
  exceptions: Record<string, readonly Line[]>;
  switches: Switches;
  leaves: readonly LeaveLogEntry[];
  /** Addresses of calendar feeds (ICS), read by this browser. */
  feeds: readonly string[];
  /** Ask before a tab that is in a call is closed. */
  guardsTab: boolean;
}

export const LONGEST_LOG = 200;

export async function kept<Name extends keyof KeptHere>(name: Name): Promise<KeptHere[Name] | undefined> {
  return (await chrome.storage.local.get(name))[name] as KeptHere[Name] | undefined;
}

export async function keepHere<Name extends keyof KeptHere>(name: Name, value: KeptHere[Name]): Promise<void> {
  await chrome.storage.local.set({ [name]: value });
}
