import { html, svg, type TemplateResult } from "lit";
import type { ZoneClock } from "./clock.js";
import { layOut } from "./curve.js";
import type { Snapshot } from "./shapes.js";
import type { Words } from "./words.js";

const TOP = 22;
const HEIGHT = 120;
const ROWS = 50;

/** How many were here over time. `now` is where the line ends: the close, once the meeting is closed. */
export function curveView(snapshot: Snapshot, clock: ZoneClock, now: number, words: Words): TemplateResult {
  const { curve, figures } = snapshot;
  const says = words.say.page;
  const from = curve[0]?.[0] ?? now;
  const { line, area, levels, ticks } = layOut(curve, from, now);
  const y = (share: number): number => TOP + (share / 100) * HEIGHT;
  const peak = figures.peak_at === null ? "" : `${words.say.figures.peak}: ${figures.peak}, ${words.at(clock.short(figures.peak_at))}`;
  return html`
    <figure class="chart curve">
      <figcaption><h2 id="curve">${says.curve}</h2><small>${peak}</small></figcaption>
      <svg class="stretch" width="100%" height=${TOP + HEIGHT + 28} role="img" aria-label="${says.curve}. ${peak}">
        ${levels.map((level) => svg`<line class="grid" x1="0" x2="100%" y1=${y(level.y)} y2=${y(level.y)}></line>`)}
        <line class="axis-line" x1="0" x2="100%" y1=${TOP + HEIGHT} y2=${TOP + HEIGHT}></line>
        <svg x="0" y=${TOP} width="100%" height=${HEIGHT} viewBox="0 0 1000 100" preserveAspectRatio="none" overflow="visible">
          <path class="area" d=${area}></path><path class="line" d=${line} vector-effect="non-scaling-stroke"></path>
        </svg>
        ${levels.map((level) => svg`<text class="label" x="0" y=${y(level.y)} dy="-5">${level.value}</text>`)}
        ${ticks.map(({ at, x }) => svg`<text class="axis" x="${x}%" y=${TOP + HEIGHT + 18} text-anchor=${anchor(x)}>${clock.short(at)}</text>`)}
      </svg>
      <details class="more"><summary>${says.as_table}</summary>
        <div class="table-wrap" tabindex="0" role="region" aria-label=${says.curve}><table class="data">
          ${curve.length > ROWS ? html`<caption>${words.count("latest", ROWS)}</caption>` : ""}
          <thead><tr><th scope="col">${says.from}</th><th scope="col" class="number">${says.people}</th></tr></thead>
          <tbody>${curve.slice(-ROWS).reverse().map(([at, value]) => html`<tr><th scope="row">${clock.exact(at)}</th><td class="number">${value}</td></tr>`)}</tbody>
        </table></div>
      </details>
    </figure>`;
}

const anchor = (x: number): string => (x < 4 ? "start" : x > 96 ? "end" : "middle");
