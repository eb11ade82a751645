/** What the plugin's parts say to each other. The page may forge the first kind: it is looked at before it is believed. */

/** Between the page's world and the content script, in both directions, as events of the document. */
export const FROM_HOOK = "leavethemeeting:calls";
export const TO_HOOK = "leavethemeeting:leave";
/** Whoever begins later than the hook asks it once. */
export const ASK_HOOK = "leavethemeeting:ask";

/** Is there something to leave, and what: our own room is left by its own button. */
export type Kind = "none" | "room" | "call";

export type Message =
  /** A frame tells what it holds. */
  | { type: "holds"; kind: Kind }
  /** The popup or the key: begin the countdown, or end it. */
  | { type: "press"; tab: number }
  /** To the top frame, which shows the countdown. */
  | { type: "count_down"; kind: Kind }
  /** The countdown moved; null when it is over. */
  | { type: "counting"; seconds: number | null }
  /** The countdown is over: every frame leaves. */
  | { type: "go" }
  | { type: "leave" }
  /** A frame has left so many connections. */
  | { type: "left"; connections: number }
  | { type: "says_left"; connections: number };

export function isMessage(given: unknown): given is Message {
  return typeof given === "object" && given !== null && typeof (given as { type?: unknown }).type === "string";
}

/** How many connections the hook says there are: a short number, or nothing. */
export function countFrom(detail: unknown): number | null {
  return typeof detail === "string" && /^\d{1,3}$/.test(detail) ? Number(detail) : null;
}
