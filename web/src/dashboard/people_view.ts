import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { lasting } from "./clock.js";
import { hereSince, isHere, isUnknown, named, peopleGone, peopleHere, present, SHOWN_AT_FIRST, type Order } from "./people.js";
import type { Row } from "./shapes.js";
import { counting, icon, moment, type View } from "./view.js";

const COLUMNS: readonly (readonly [Order, string])[] = [["name", ""], ["since", "number"], ["did", ""]];

export function hereView(view: View): TemplateResult {
  const says = view.words.say.page;
  const everybody = peopleHere(view.snapshot, view.sorting, view.going);
  const found = named(everybody, view.filter);
  const shown = view.all.here ? found : found.slice(0, SHOWN_AT_FIRST);
  return html`<section aria-labelledby="here">
    <div class="row between board-bar"><h2 id="here" tabindex="-1">${says.here}</h2>
      <label class="board-find"><span class="visually-hidden">${says.find}</span><input type="search" placeholder=${says.find} .value=${view.filter}
        @input=${(event: Event) => { view.find((event.target as HTMLInputElement).value); }}></label></div>
    ${shown.length ? html`<div class="table-wrap"><table class="data board-people">
      <thead><tr>${COLUMNS.map(([by, kind]) => head(view, by, view.words.say.columns[by], kind))}</tr></thead>
      <tbody>${repeat(shown, ({ key }) => key, (row) => html`${hereRow(view, row)}${view.opened.has(row.key) ? details(view, row, COLUMNS.length) : nothing}`)}</tbody>
    </table></div>` : html`<p class="muted">${everybody.length ? view.words.with("no_match", { text: view.filter }) : says.nobody}</p>`}
    ${more(view, "here", found.length)}
  </section>`;
}

export function leftView(view: View): TemplateResult {
  const found = named(peopleGone(view.snapshot), view.filter);
  const shown = view.all.left ? found : found.slice(0, SHOWN_AT_FIRST);
  const { columns: says, page } = view.words.say;
  return html`<section aria-labelledby="left"><h2 id="left">${page.left}</h2>
    ${found.length ? html`<div class="table-wrap"><table class="data board-people">
      <thead><tr><th scope="col">${says.name}</th><th scope="col" class="number">${says.last}</th><th scope="col">${says.how}</th><th scope="col" class="number">${says.present}</th></tr></thead>
      <tbody>${repeat(shown, ({ key }) => key, (row) => html`
        <tr>${nameCell(view, row)}
          <td class="number" data-label=${says.last}>${moment(view, row.last ?? 0)}</td>
          <td data-label=${says.how}>${view.words.reason(row.reason)}</td>
          <td class="number" data-label=${says.present}>${lasting(present(row, row.last ?? 0))}</td></tr>
        ${view.opened.has(row.key) ? details(view, row, 4) : nothing}`)}</tbody>
    </table></div>` : html`<p class="muted">${view.filter && view.snapshot.figures.left ? view.words.with("no_match", { text: view.filter }) : page.nobody_left}</p>`}
    ${more(view, "left", found.length)}
  </section>`;
}

function head(view: View, by: Order, label: string, kind: string): TemplateResult {
  const sorted = view.sorting.by === by;
  return html`<th scope="col" class=${kind} aria-sort=${sorted ? (view.sorting.down ? "descending" : "ascending") : nothing}>
    <button type="button" class="sorts" @click=${() => { view.sort(by); }}>${label}</button></th>`;
}

function hereRow(view: View, row: Row): TemplateResult {
  const unknown = isUnknown(row);
  const going = !isHere(row) && !unknown;
  const fresh = !going && !unknown && hereSince(row) > view.now() - 4000;
  return html`<tr class=${going ? "going" : fresh ? "coming" : ""}>${nameCell(view, row)}
    <td class="number" data-label=${view.words.say.columns.since}>${going ? view.words.reason(row.reason) : unknown ? "–" : counting(hereSince(row))}</td>
    <td data-label=${view.words.say.columns.did}><span class="board-did">${did(view, row)}${row.hand_since === null ? nothing : html`<span class="badge warn">${icon(view, "hand")}${view.words.say.page.hand}</span>`}${isUnknown(row) ? html`<span class="badge unknown">${view.words.with("unknown", { time: view.clock.short(row.since ?? 0) })}</span>` : nothing}${row.state === "away" ? html`<span class="badge absent">${view.words.say.page.away}</span>` : nothing}</span></td></tr>`;
}

function nameCell(view: View, row: Row): TemplateResult {
  const open = view.opened.has(row.key);
  const about = [view.words.role(row, view.snapshot.facts.hosts), row.email, row.devices > 1 ? view.words.count("connections", row.devices) : ""].filter(Boolean);
  return html`<th scope="row"><button type="button" class="opens" aria-expanded=${open ? "true" : "false"} @click=${() => { view.toggle(row.key); }}><bdi>${view.words.name(row)}</bdi></button>
    <small class="under">${about.map((word, index) => html`${index ? " · " : ""}<bdi>${word}</bdi>`)}</small></th>`;
}

function did(view: View, row: Row): string {
  return view.words.did(row) || (row.hand_since === null && row.state !== "away" && !isUnknown(row) ? "–" : "");
}

function details(view: View, row: Row, columns: number): TemplateResult {
  const on = row.sends.map((source) => view.words.say.sends[source] ?? source);
  const said = [...on, row.speaking ? view.words.with("spoke", { time: lasting(row.speaking) }) : "", row.stays.length > 1 ? view.words.count("came_back", row.stays.length - 1) : ""].filter(Boolean);
  return html`<tr class="details"><td colspan=${columns}>
    <ol class="board-stays">${row.stays.map(([since, until, reason]) => html`<li><span class="tabular">${view.clock.exact(since)}–${until === null ? "" : view.clock.exact(until)}</span>
      ${until === null ? view.words.say.page.still_here : `${view.words.reason(reason)}, ${lasting(until - since)}`}</li>`)}</ol>
    ${said.length ? html`<p class="muted">${said.join(" · ")}</p>` : nothing}</td></tr>`;
}

function more(view: View, part: "here" | "left", found: number): TemplateResult | typeof nothing {
  if (found <= SHOWN_AT_FIRST) return nothing;
  const all = view.all[part];
  return html`<p><button type="button" class="secondary small" @click=${() => { view.showAll(part, !all); }}>${all ? view.words.say.page.show_fewer : view.words.count("show_all", found)}</button></p>`;
}
