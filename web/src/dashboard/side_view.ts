import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { handsInOrder, peopleWaiting } from "./people.js";
import type { FeedEntry, Row } from "./shapes.js";
import { counting, icon, moment, type View } from "./view.js";

const SHOWN = 100;
const ICONS: Readonly<Record<string, string>> = {
  enter: "door", exit: "arrow", waiting: "clock", correction: "edit", undone: "edit", opened: "check", closed: "lock",
  chat: "chat", reaction: "smile", hand_up: "hand", hand_down: "hand", mic_on: "mic", mic_off: "mic-off",
  camera_on: "camera", camera_off: "camera-off", screen_on: "screen", screen_off: "screen", away: "clock", back: "check",
  poll_answer: "poll", check_answer: "check",
};

export function waitingView(view: View): TemplateResult | typeof nothing {
  const rows = peopleWaiting(view.snapshot);
  const { page } = view.words.say;
  if (!rows.length) return nothing;
  return html`<section aria-labelledby="waiting"><h2 id="waiting">${page.waiting}</h2>
    <ul class="people board-queue board-door" tabindex="0" aria-labelledby="waiting">${repeat(rows, ({ key }) => key, (row) => html`<li>
      <span class="person"><span><strong><bdi>${view.words.name(row)}</bdi></strong><small>${counting(row.since ?? 0)}</small></span></span>${view.isOpen() ? answers(view, row) : nothing}</li>`)}</ul>
    ${view.isOpen() && rows.length > 1 ? html`<p><button type="button" class="small secondary" aria-disabled=${view.door.busy.has("*") ? "true" : nothing} @click=${() => { void view.door.answer("admit_all"); }}>${page.admit_all}</button></p>` : nothing}
  </section>`;
}

/** The buttons keep their place and focus while the answer is under way: `aria-disabled`, not `disabled`. */
function answers(view: View, row: Row): TemplateResult {
  const { page } = view.words.say;
  const name = view.words.name(row);
  const ask = view.door.asks.get(row.key);
  const busy = view.door.busy.has(row.key) ? "true" : nothing;
  return html`${ask === undefined ? nothing : html`<small class="why">${ask}</small>`}
    <span class="row"><button type="button" class="small" aria-disabled=${busy} aria-label="${ask === undefined ? "" : `${page.admit_sure}: `}${view.words.with("admit_name", { name })}" @click=${() => { void view.door.answer("admit", row.key, ask !== undefined); }}>${ask === undefined ? page.admit : page.admit_sure}</button>
      ${ask === undefined ? nothing : html`<button type="button" class="small quiet" @click=${() => { view.door.notNow(row.key); }}>${page.not_now}</button>`}
      <button type="button" class="small secondary" aria-disabled=${busy} aria-label=${view.words.with("refuse_name", { name })} @click=${() => { void view.door.answer("refuse", row.key); }}>${page.refuse}</button></span>`;
}

export function handsView(view: View): TemplateResult | typeof nothing {
  return queue(view, "hands", view.words.say.page.hands, handsInOrder(view.snapshot), ({ hand_since }) => hand_since ?? 0);
}

function queue(view: View, id: string, title: string, rows: readonly Row[], since: (row: Row) => number): TemplateResult | typeof nothing {
  if (!rows.length) return nothing;
  return html`<section aria-labelledby=${id}><h2 id=${id}>${title}</h2>
    <ol class="people board-queue" tabindex="0" aria-labelledby=${id}>${repeat(rows, ({ key }) => key, (row) => html`<li class=${since(row) > view.now() - 4000 ? "entering" : ""}><strong><bdi>${view.words.name(row)}</bdi></strong><span class="muted">${counting(since(row))}</span></li>`)}</ol>
  </section>`;
}

export function feedView(view: View): TemplateResult {
  const { feed, rows } = view.snapshot;
  const says = view.words.say.page;
  const shown = latest(view.held ?? feed);
  const missed = view.held ? feed.filter(({ position }) => position > (view.held?.at(-1)?.position ?? 0)).length : 0;
  return html`<section aria-labelledby="feed">
    <div class="row between board-bar"><h2 id="feed">${says.feed}</h2>
      <button type="button" class="small quiet" aria-pressed=${view.held ? "true" : "false"} @click=${() => { view.pause(!view.held); }}>${view.held ? says.resume : html`${icon(view, "pause")}${says.pause}`}</button></div>
    ${view.held ? html`<p class="muted small">${missed ? view.words.count("paused", missed) : says.paused}</p>` : nothing}
    ${shown.length ? html`<ol class="happenings" tabindex="0" aria-labelledby="feed">${repeat(shown, ({ position }) => position, (entry) => happening(view, entry, rows[entry.key]))}</ol>`
      : html`<p class="muted">${says.quiet}</p>`}
  </section>`;
}

/** The newest first, by when it happened: what a platform tells late stands where it belongs. */
function latest(feed: readonly FeedEntry[]): FeedEntry[] {
  return [...feed].sort((one, other) => other.at - one.at || other.position - one.position).slice(0, SHOWN);
}

function happening(view: View, entry: FeedEntry, row: Row | undefined): TemplateResult {
  const kind = entry.kind === "interaction" ? entry.what : entry.kind;
  const fresh = entry.position > view.began ? "entering" : "";
  return html`<li class="did-${kind} ${fresh}">${icon(view, ICONS[kind] ?? "info")}<span><bdi>${view.words.happened(entry, row)}</bdi></span>${moment(view, entry.at)}</li>`;
}
