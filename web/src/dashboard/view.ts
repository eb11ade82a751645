/** What the parts of the page share: the state they draw and what they may ask for. */
import { html, type TemplateResult } from "lit";
import type { ZoneClock } from "./clock.js";
import type { Door } from "./door.js";
import type { Sorting } from "./people.js";
import type { FeedEntry, Snapshot } from "./shapes.js";
import type { Words } from "./words.js";

export interface View {
  readonly snapshot: Snapshot;
  readonly clock: ZoneClock;
  readonly words: Words;
  readonly icons: string;
  readonly joinUrl: string;
  readonly filter: string;
  readonly sorting: Sorting;
  readonly all: { here: boolean; left: boolean };
  readonly opened: ReadonlySet<string>;
  readonly going: ReadonlySet<string>;
  /** The feed as it stood when it was paused; null while it runs. */
  readonly held: readonly FeedEntry[] | null;
  /** Entries up to this position were there when the page began: nothing slides in for them. */
  readonly began: number;
  /** Now, by the service's clock. */
  now(): number;
  find(text: string): void;
  sort(by: Sorting["by"]): void;
  showAll(part: "here" | "left", all: boolean): void;
  toggle(key: string): void;
  pause(paused: boolean): void;
  readonly door: Door;
  /** Whether the meeting is open: after that nobody can be let in. */
  isOpen(): boolean;
}

export function icon(view: View, name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true"><use href="${view.icons}#${name}"></use></svg>`;
}

/** `10:02`, with its seconds for who points at the row or comes there by keyboard. */
export function moment(view: View, at: number): TemplateResult {
  return html`<time datetime=${new Date(at).toISOString()} title=${view.clock.exact(at)}>${view.clock.short(at)}<small class="seconds">${view.clock.exact(at).slice(5)}</small></time>`;
}

/** A length that the page counts up every second by itself; it is no news to a screen reader. */
export function counting(since: number): TemplateResult {
  return html`<span class="tabular" data-counts=${since}></span>`;
}
