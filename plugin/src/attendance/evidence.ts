/** What is kept of a call, between recorder (in the page), store and delivery (in the worker). Moments are the page's `Date.now()`. */
import type { PlatformName } from "../platforms/adapter.js";

export type Interaction =
  | "chat" | "reaction" | "hand_up" | "hand_down" | "mic_on" | "mic_off" | "camera_on" | "camera_off" | "screen_on" | "screen_off" | "speaking";

/** `left` also for the button; a rule is `auto_rule:<line>`. `closed`: the page went. `lost`: nobody said why. */
export type Reason = "left" | "removed" | "ended" | "closed" | "lost" | "transport" | `auto_rule:${string}`;

export interface RosterPerson { connection?: string; name: string; role?: "host" }

/** As `POST /api/v1/events` takes it (realtime/batch.py); `id` and `connection` are random. */
export type WireEvent = { id: string; at: number } & (
  | { type: "enter" | "lobby_enter" | "lobby_exit"; connection: string }
  | { type: "exit"; connection: string; reason: Reason }
  | { type: "heartbeat"; connection: string; until: number; count: number }
  | { type: "interact"; connection: string; interaction: Interaction; value?: string; until?: number; text?: string }
  | { type: "room"; connection: string; room: string }
  | { type: "roster"; people: readonly RosterPerson[]; complete: boolean }
);

/** Under which kind of credential an event goes: about this member, or a host's list of participants. */
export type Kind = "plugin" | "host_plugin";

/** A stretch of proof of life that still grows. */
export interface Span { from: number; until: number; count: number }

/** What the recorder hands to the store, in order. `clock` counts the jumps of this page's clock. */
export type Kept =
  | { is: "call"; connection: string; platform: PlatformName; address: string | null; title: string | null; at: number; waits: boolean }
  | { is: "event"; connection: string; clock: number; kind: Kind; event: WireEvent }
  | { is: "beat"; connection: string; clock: number; span: Span }
  | { is: "jump"; connection: string; clock: number; step: number };

/** A whole attendance, for the member's own list; and where its evidence goes. */
export interface CallRow {
  connection: string;
  platform: PlatformName;
  address: string | null;
  title: string | null;
  /** First moment in lobby or call; `enteredAt` null while only waiting. */
  since: number;
  enteredAt: number | null;
  exitedAt: number | null;
  reason: Reason | null;
  /** The last proof of life that was written, and the span that is not yet an event. */
  aliveAt: number;
  span: Span | null;
  clock: number;
  /** Meeting of the service; `none`: it knows no such call, so everything stays here; null: not asked yet. */
  meeting: string | null;
  askAgainAt: number;
}

export interface EventRow { seq?: number; connection: string; clock: number; kind: Kind; event: WireEvent; notBefore: number; since: number }

/** How far a clock of one page is from the service's, where an answer has told; and by how much it jumped when it began. */
export interface ClockRow { key: string; connection: string; clock: number; step: number; offset: number | null }

export interface RefusedRow { seq?: number; at: number; connection: string; code: string; message: string; event: WireEvent }

export interface Credential { token: string; kind: Kind; expires_at: number; events_url: string }

/** A meeting that a call of this member belongs to, in the words that the service gave for it. */
export interface MeetingRow {
  id: string; title: string; host: string; role: "host" | "attendee";
  recorded: readonly string[]; seen_by: readonly string[]; kept: string; keeps_days: number;
  /** The member has seen the host's name and said yes. */
  confirmed: boolean;
  credentials: Partial<Record<Kind, Credential>>;
}

export const NONE = "none";
