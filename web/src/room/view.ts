import { html, type TemplateResult } from "lit";
import type { Person } from "../../../protocol/src/messages.js";
import type { Devices } from "../media/devices.js";
import type { Source } from "../media/engine.js";
import type { Call } from "./call.js";
import type { RoomConfig } from "./config.js";
import type { LeaveRules } from "./leave_rules.js";
import type { Leaving } from "./leaving.js";
import type { RoomState } from "./state.js";

export type Panel = "chat" | "people";
export type Dialog = { name: "records" | "help" | "rules" } | { name: "devices"; devices: Devices } | { name: "remove"; person: Person };
export type Menu = "reactions" | "more";

/** One line over the stage; it stays until dismissed when it offers something to do. */
export interface Notice {
  id: string;
  kind: "info" | "warn" | "success";
  text: string;
  action?: { label: string; run: () => void };
  /** Opening this panel answers the notice. */
  answeredBy?: Panel;
}

/** What floats over a tile for a moment. */
export interface Floating {
  id: string;
  attendee: string;
  emoji: string;
}

/** What every part of the room is drawn from. */
export interface RoomView {
  readonly config: RoomConfig;
  readonly call: Call;
  readonly state: RoomState;
  readonly leaving: Leaving;
  readonly rules: LeaveRules;
  readonly panel: Panel | null;
  readonly dialog: Dialog | null;
  readonly menu: Menu | null;
  readonly notices: readonly Notice[];
  readonly floating: readonly Floating[];
  readonly unread: number;
  readonly draft: string;
  openPanel(panel: Panel | null): void;
  openDialog(dialog: Dialog | null): void;
  openMenu(menu: Menu | null): void;
  dismiss(id: string): void;
  toggle(what: Source | "hand" | "away"): void;
  openDevices(): void;
  tell(text: string): void;
  writeDraft(text: string): void;
  sendDraft(): void;
}

export function icon(view: Pick<RoomView, "config">, name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true"><use href="${view.config.iconsUrl}#${name}"></use></svg>`;
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => String.fromCodePoint(...firstLetter(part ?? "")));
  return letters.join("") || "?";
}

function firstLetter(word: string): number[] {
  const point = word.codePointAt(0);
  return point === undefined ? [] : [point];
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** Hour and minute in this browser's time zone. */
export function clock(at: number): string {
  return CLOCK.format(at);
}

export function moment(at: number): TemplateResult {
  return html`<time datetime=${new Date(at).toISOString()}>${clock(at)}</time>`;
}

export function isHandUp(state: RoomState): boolean {
  return state.people.some(({ attendee, hand_since }) => attendee === state.me?.attendee && hand_since !== null);
}

export function isAway(state: RoomState): boolean {
  return state.people.some(({ attendee, away }) => attendee === state.me?.attendee && away);
}
