import { html, LitElement, type TemplateResult } from "lit";
import { Announcer } from "./announcer.js";
import { lasting, ZoneClock } from "./clock.js";
import { curveView } from "./curve_view.js";
import { Door } from "./door.js";
import { emptyView, figuresView } from "./figures_view.js";
import { isHere, isUnknown, type Sorting } from "./people.js";
import { hereView, leftView } from "./people_view.js";
import { applyChanges } from "./reducer.js";
import { feedView, handsView, waitingView } from "./side_view.js";
import type { Changes, FeedEntry, Snapshot } from "./shapes.js";
import { watch, type Link } from "./stream.js";
import type { View } from "./view.js";
import { Words, type Sentences } from "./words.js";
import { showText } from "../parts/text.js";
import { wordsOf } from "../parts/words.js";

const DRAW_MS = 200; // a full house moves many times a second; the page at most five times
const GOING_MS = 2500;
const CURVE_MS = 5000;

/** The host's dashboard. Until the first snapshot the page shows what the service wrote into it. */
export class DashboardElement extends LitElement implements View {
  snapshot!: Snapshot; // from the first snapshot on; nothing is drawn before
  clock = new ZoneClock("UTC");
  readonly words = new Words(wordsOf("dashboard-words") as Sentences);
  filter = "";
  sorting: Sorting = { by: "since", down: true };
  all = { here: false, left: false };
  readonly opened = new Set<string>();
  readonly going = new Set<string>();
  held: readonly FeedEntry[] | null = null;
  began = 0;
  private spoken = "";
  private ahead = 0;
  private atDoor = false;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private life = new AbortController();
  private readonly announcer = new Announcer(this.words, (text) => { this.spoken = text; this.requestUpdate(); });

  readonly door = new Door({
    url: this.dataset["door"] ?? "", csrf: this.dataset["csrf"] ?? "", silence: this.words.say.page.no_answer,
    say: (text) => { this.spoken = text; this.requestUpdate(); }, changed: () => { this.requestUpdate(); },
  });

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get icons(): string {
    return this.dataset["icons"] ?? "";
  }

  get joinUrl(): string {
    return this.dataset["join"] ?? "";
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.life = new AbortController();
    this.clock = new ZoneClock(this.dataset["zone"] ?? "UTC");
    this.ahead = Number(this.dataset["now"] ?? Date.now()) - Date.now();
    const ticking = setInterval(() => { if (!document.hidden) this.count(); }, 1000);
    const growing = setInterval(() => { this.requestUpdate(); }, CURVE_MS);
    this.life.signal.addEventListener("abort", () => { clearInterval(ticking); clearInterval(growing); }, { once: true });
    const address = { ticketUrl: this.dataset["ticket"] ?? "", streamUrl: this.dataset["stream"] ?? "", csrf: this.dataset["csrf"] ?? "" };
    void watch(address, {
      link: (link) => { this.showLink(link); },
      clock: (now) => { this.ahead = now - Date.now(); },
      snapshot: (snapshot) => { this.begin(snapshot); },
      changes: (changes) => { this.change(changes); },
    }, this.life.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life.abort();
    this.announcer.stop();
  }

  // ---- what the stream says -------------------------------------------------------------------

  private begin(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.began = snapshot.position;
    this.showOpenings();
    this.requestUpdate();
  }

  private change(changes: Changes): void {
    const before = this.snapshot;
    this.snapshot = applyChanges(before, changes);
    const fresh = changes.feed.filter(({ position }) => position > before.position);
    this.announcer.hear(fresh, this.snapshot.rows);
    for (const row of changes.rows) {
      const was = before.rows[row.key];
      if (was && isHere(was) && !isHere(row) && !isUnknown(row)) this.letGo(row.key);
    }
    if (changes.openings) this.showOpenings();
    this.drawing ??= setTimeout(() => { this.drawing = undefined; this.requestUpdate(); }, DRAW_MS);
  }

  private letGo(key: string): void {
    this.going.add(key);
    setTimeout(() => { this.going.delete(key); this.requestUpdate(); }, GOING_MS);
  }

  /** The page's head was written by the service: here it only shows what is so now. */
  private showOpenings(): void {
    const open = this.isOpen();
    for (const part of document.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = (part.dataset["when"] === "open") !== open;
  }

  isOpen(): boolean {
    return this.snapshot.openings.at(-1)?.closed_at === null;
  }

  private showLink(link: Link): void {
    const line = document.querySelector<HTMLElement>("[data-link]");
    if (!line) return;
    line.hidden = link === "live" || link === "connecting";
    line.textContent = link === "live" || link === "connecting" ? "" : this.words.say.link[link];
  }

  // ---- what the reader asks for ---------------------------------------------------------------

  find(text: string): void {
    this.filter = text;
    this.requestUpdate();
  }

  sort(by: Sorting["by"]): void {
    this.sorting = { by, down: this.sorting.by === by ? !this.sorting.down : by !== "name" };
    this.requestUpdate();
  }

  showAll(part: "here" | "left", all: boolean): void {
    this.all = { ...this.all, [part]: all };
    this.requestUpdate();
  }

  toggle(key: string): void {
    if (!this.opened.delete(key)) this.opened.add(key);
    this.requestUpdate();
  }

  pause(paused: boolean): void {
    this.held = paused ? this.snapshot.feed : null;
    this.requestUpdate();
  }

  // ---- drawing --------------------------------------------------------------------------------

  protected override shouldUpdate(): boolean {
    return (this.snapshot as Snapshot | undefined) !== undefined;
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.replaceChildren(); // what the service wrote, now drawn live
    this.atDoor = this.querySelector(".board-door")?.parentElement?.contains(document.activeElement) ?? false;
  }

  protected override updated(): void {
    this.count();
    if (this.atDoor && document.activeElement === document.body) this.goOnAtDoor();
  }

  /** Whoever had the focus was let in: on to the next one who waits, or to the people who are here. */
  private goOnAtDoor(): void {
    (this.querySelector<HTMLElement>(".board-door button") ?? this.querySelector<HTMLElement>("#here"))?.focus();
  }

  protected override render(): TemplateResult {
    const { snapshot, clock } = this;
    const anybody = Object.keys(snapshot.rows).length > 0;
    const now = this.now();
    const end = this.isOpen() ? now : Math.min(now, snapshot.openings.at(-1)?.closed_at ?? now);
    return html`
      <p class="visually-hidden" aria-live="polite">${this.spoken}</p>
      ${figuresView(this)}
      ${anybody ? html`
        <p class="muted small">${this.words.zone(snapshot.facts.zone, clock.zoneName(now))}</p>
        <div class="board">
          <div class="board-now">${waitingView(this)}${handsView(this)}</div>
          <div class="board-main">${jumps(this.words)}${hereView(this)}${leftView(this)}</div>
          <div class="board-side">${curveView(snapshot, clock, end, this.words)}${feedView(this)}</div>
        </div>` : emptyView(this)}`;
  }

  /** Every second, without drawing anything anew. */
  private count(): void {
    const now = this.now();
    for (const one of this.querySelectorAll<HTMLElement>("[data-counts]")) {
      showText(one, lasting(now - Number(one.dataset["counts"])));
    }
  }
}

/** On a narrow screen the parts stand one below another, and some are far down. */
function jumps({ say: { page } }: Words): TemplateResult {
  const parts = [["here", page.here], ["left", page.left], ["curve", page.curve], ["feed", page.feed]] as const;
  return html`<nav class="tabs board-jumps" aria-label=${page.parts}>${parts.map(([id, label]) => html`<a href="#${id}">${label}</a>`)}</nav>`;
}
