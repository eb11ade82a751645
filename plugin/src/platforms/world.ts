/** What the script in the page's own world tells, as JSON in an event of the document. The page may forge it: every part is checked. */

export interface World {
  /** Peer connections of this frame that were begun and are not closed. */
  calls: number;
  /** Remote audio: `performance.now()` of the last frame with energy, and whether any was ever seen. */
  heardAt: number | null;
  heardEver: boolean;
  /** This member's own tracks that are live and enabled. */
  microphone: boolean | null;
  camera: boolean | null;
  sharing: boolean | null;
  /** There is sound in what the open microphone sends. */
  speaking?: boolean | null;
  /** The page has said how to hang up (`navigator.mediaSession`). */
  hangup: boolean;
  /** Jitsi's own runtime, where the page has it. */
  jitsi: JitsiFacts | null;
}

export interface JitsiFacts {
  joined: boolean;
  me: { id: string; name: string; host: boolean; hand: boolean } | null;
  others: readonly { id: string; name: string; host: boolean; speaks: boolean; hand: boolean; share: boolean }[];
  /** How many others there are, when they are more than are named here. */
  total?: number;
}

/** The page's world tells, and is told. No nonce: whatever the two share, the page's own scripts can read as well. */
export const FROM_WORLD = "leavethemeeting:world";
export const TO_WORLD = "leavethemeeting:do";
/** Say everything now; hang up as the page itself does; close every connection and stop what is sent. */
export type Deed = "tell" | "hangup" | "close";

export const LONGEST_TELLING = 96_000;
export const MOST_OTHERS = 300;
const LONGEST_TEXT = 120;

export function worldFrom(detail: unknown): World | null {
  if (typeof detail !== "string" || detail.length > LONGEST_TELLING) return null;
  let told: unknown;
  try {
    told = JSON.parse(detail);
  } catch {
    return null;
  }
  if (!isRecord(told)) return null;
  const { calls, heardAt, heardEver, microphone, camera, sharing, speaking = null, hangup, jitsi } = told;
  if (!isCount(calls) || !(heardAt === null || isTime(heardAt)) || typeof heardEver !== "boolean" || typeof hangup !== "boolean") return null;
  if (!isSwitch(microphone) || !isSwitch(camera) || !isSwitch(sharing) || !isSwitch(speaking)) return null;
  const facts = jitsi === null ? null : jitsiFrom(jitsi);
  return facts === undefined ? null : { calls, heardAt, heardEver, microphone, camera, sharing, speaking, hangup, jitsi: facts };
}

function jitsiFrom(told: unknown): JitsiFacts | undefined {
  if (!isRecord(told) || typeof told["joined"] !== "boolean" || !Array.isArray(told["others"])) return undefined;
  const { joined, me, others, total } = told;
  if (others.length > MOST_OTHERS || !(total === undefined || isCount(total))) return undefined;
  const own = me === null ? null : personFrom(me);
  const rows = others.map(personFrom);
  if (own === undefined || !rows.every((row) => row !== undefined)) return undefined;
  return { joined, me: own, others: rows, ...(total === undefined ? {} : { total }) };
}

function personFrom(told: unknown): JitsiFacts["others"][number] | undefined {
  if (!isRecord(told)) return undefined;
  const { id, name, host, hand, speaks = false, share = false } = told;
  if (!isText(id) || !isText(name)) return undefined;
  if (typeof host !== "boolean" || typeof hand !== "boolean" || typeof speaks !== "boolean" || typeof share !== "boolean") return undefined;
  return { id, name, host, hand, speaks, share };
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function isCount(given: unknown): given is number {
  return typeof given === "number" && Number.isInteger(given) && given >= 0 && given <= 9999;
}

function isTime(given: unknown): given is number {
  return typeof given === "number" && Number.isFinite(given) && given >= 0;
}

function isSwitch(given: unknown): given is boolean | null {
  return given === null || typeof given === "boolean";
}

function isText(given: unknown): given is string {
  return typeof given === "string" && given.length <= LONGEST_TEXT;
}
