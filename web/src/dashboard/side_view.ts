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
  return queue(view, "waiting", view.words.say.page.waiting, peopleWaiting(view.snapshot), ({ since }) => since ?? 0);
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
