import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { lasting } from "./clock.js";
import { hereSince, isHere, named, peopleGone, peopleHere, present, SHOWN_AT_FIRST, type Order } from "./people.js";
import type { Row } from "./shapes.js";
import { counting, icon, moment, type View } from "./view.js";
import { words } from "./words.js";

const COLUMNS: readonly [Order, string, string][] = [
  ["name", words.columns.name, ""], ["since", words.columns.since, "number"], ["did", words.columns.did, ""],
];

export function hereView(view: View): TemplateResult {
  const everybody = peopleHere(view.snapshot, view.sorting, view.going);
  const found = named(everybody, view.filter);
  const shown = view.all.here ? found : found.slice(0, SHOWN_AT_FIRST);
  return html`<section aria-labelledby="here">
    <div class="row between board-bar"><h2 id="here">${words.here}</h2>
      <label class="board-find"><span class="visually-hidden">${words.find}</span><input type="search" placeholder=${words.find} .value=${view.filter}
        @input=${(event: Event) => { view.find((event.target as HTMLInputElement).value); }}></label></div>
    ${shown.length ? html`<div class="table-wrap"><table class="data board-people">
      <thead><tr>${COLUMNS.map(([by, label, kind]) => head(view, by, label, kind))}</tr></thead>
      <tbody>${repeat(shown, ({ key }) => key, (row) => html`${hereRow(view, row)}${view.opened.has(row.key) ? details(view, row, COLUMNS.length) : nothing}`)}</tbody>
    </table></div>` : html`<p class="muted">${everybody.length ? words.noMatch(view.filter) : words.nobody}</p>`}
    ${more(view, "here", found.length)}
  </section>`;
}

export function leftView(view: View): TemplateResult {
  const found = named(peopleGone(view.snapshot), view.filter);
  const shown = view.all.left ? found : found.slice(0, SHOWN_AT_FIRST);
  const says = words.columns;
  return html`<section aria-labelledby="left"><h2 id="left">${words.leftTitle}</h2>
    ${found.length ? html`<div class="table-wrap"><table class="data board-people">
      <thead><tr><th scope="col">${says.name}</th><th scope="col" class="number">${says.last}</th><th scope="col">${says.how}</th><th scope="col" class="number">${says.present}</th></tr></thead>
      <tbody>${repeat(shown, ({ key }) => key, (row) => html`
        <tr>${nameCell(view, row)}
          <td class="number" data-label=${says.last}>${moment(view, row.last ?? 0)}</td>
          <td data-label=${says.how}>${words.reason(row.reason)}</td>
          <td class="number" data-label=${says.present}>${lasting(present(row, row.last ?? 0))}</td></tr>
        ${view.opened.has(row.key) ? details(view, row, 4) : nothing}`)}</tbody>
    </table></div>` : html`<p class="muted">${view.filter && view.snapshot.figures.left ? words.noMatch(view.filter) : words.nobodyLeft}</p>`}
    ${more(view, "left", found.length)}
  </section>`;
}

function head(view: View, by: Order, label: string, kind: string): TemplateResult {
  const sorted = view.sorting.by === by;
  return html`<th scope="col" class=${kind} aria-sort=${sorted ? (view.sorting.down ? "descending" : "ascending") : nothing}>
    <button type="button" class="sorts" @click=${() => { view.sort(by); }}>${label}</button></th>`;
}

function hereRow(view: View, row: Row): TemplateResult {
  const going = !isHere(row);
  const fresh = !going && hereSince(row) > view.now() - 4000;
  return html`<tr class=${going ? "going" : fresh ? "coming" : ""}>${nameCell(view, row)}
    <td class="number" data-label=${words.columns.since}>${going ? words.reason(row.reason) : counting(hereSince(row))}</td>
    <td data-label=${words.columns.did}><span class="board-did">${did(row)}${row.hand_since === null ? nothing : html`<span class="badge warn">${icon(view, "hand")}${words.hand}</span>`}${row.state === "away" ? html`<span class="badge absent">${words.away}</span>` : nothing}</span></td></tr>`;
}

function nameCell(view: View, row: Row): TemplateResult {
  const open = view.opened.has(row.key);
  const about = [words.role(row, view.snapshot.facts.hosts), row.email, row.devices > 1 ? words.connections(row.devices) : ""].filter(Boolean);
  return html`<th scope="row"><button type="button" class="opens" aria-expanded=${open ? "true" : "false"} @click=${() => { view.toggle(row.key); }}><bdi>${words.name(row)}</bdi></button>
    <small class="under">${about.map((word, index) => html`${index ? " · " : ""}<bdi>${word}</bdi>`)}</small></th>`;
}

function did(row: Row): string {
  const { chat = 0, reaction = 0, hand_up: hands = 0 } = row.counts;
  const told = [chat && words.messages(chat), reaction && words.reactions(reaction), hands && words.raised(hands)].filter(Boolean);
  return told.join(", ") || (row.hand_since === null && row.state !== "away" ? "–" : "");
}

function details(view: View, row: Row, columns: number): TemplateResult {
  const on = row.sends.map((source) => words.sends[source] ?? source);
  const said = [...on, row.speaking ? words.spoke(lasting(row.speaking)) : "", row.stays.length > 1 ? words.again(row.stays.length - 1) : ""].filter(Boolean);
  return html`<tr class="details"><td colspan=${columns}>
    <ol class="board-stays">${row.stays.map(([since, until, reason]) => html`<li><span class="tabular">${view.clock.exact(since)}–${until === null ? "" : view.clock.exact(until)}</span>
      ${until === null ? words.here.toLowerCase() : `${words.reason(reason)}, ${lasting(until - since)}`}</li>`)}</ol>
    ${said.length ? html`<p class="muted">${said.join(" · ")}</p>` : nothing}</td></tr>`;
}

function more(view: View, part: "here" | "left", found: number): TemplateResult | typeof nothing {
  if (found <= SHOWN_AT_FIRST) return nothing;
  const all = view.all[part];
  return html`<p><button type="button" class="secondary small" @click=${() => { view.showAll(part, !all); }}>${all ? words.showFewer : words.showAll(found)}</button></p>`;
}
