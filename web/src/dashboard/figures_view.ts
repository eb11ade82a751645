import { html, nothing, type TemplateResult } from "lit";
import type { View } from "./view.js";
import { icon } from "./view.js";

export function figuresView(view: View): TemplateResult {
  const { here, came, left, peak, peak_at, hands, waiting, away, unknown } = view.snapshot.figures;
  const says = view.words.say.figures;
  const figure = (label: string, value: number, more = "", kind = ""): TemplateResult =>
    html`<div class=${kind}><dt>${label}</dt><dd>${value}${more ? html` <small>${more}</small>` : nothing}</dd></div>`;
  return html`<dl class="figures board-figures">
    ${figure(says.here, here, away ? view.words.count("away", away) : "", "first")}
    ${figure(says.came, came)}${figure(says.left, left)}
    ${figure(says.peak, peak, peak_at === null ? "" : view.words.at(view.clock.short(peak_at)))}
    ${unknown ? figure(says.unknown, unknown) : nothing}
    ${figure(says.hands, hands)}${waiting ? figure(says.waiting, waiting) : nothing}
  </dl>`;
}

export function emptyView(view: View): TemplateResult {
  const says = view.words.say.empty;
  return html`<div class="empty">${icon(view, "door")}
    <h2>${says.title}</h2><p>${says.text}</p>
    <div class="copyable"><code id="join-link">${view.joinUrl}</code><button type="button" class="small secondary" data-copy="#join-link" data-copied=${says.copied}>${says.copy}</button></div>
  </div>`;
}
