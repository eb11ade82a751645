import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { COMFORTABLE_CAMERAS } from "../media/rules.js";
import { sends } from "./tiles.js";
import { icon, type Notice, type RoomView } from "./view.js";
import { words } from "./words.js";

/** The title, how the connection is, and what to know now; over the stage. */
export function topView(view: RoomView): TemplateResult {
  const { state, config } = view;
  return html`<header class="room-top">
    <h1>${state.title || config.title}</h1>
    <span class="room-facts">${statusView(view)}</span>
    <button class="quiet small" @click=${() => { view.openDialog({ name: "records" }); }}>${icon(view, "info")}<span>${words.say.records.button}</span></button>
  </header>`;
}

function statusView(view: RoomView): TemplateResult | typeof nothing {
  const { session, engineState } = view.call;
  const waits = session.unacknowledged;
  if (session.phase.name === "reconnecting") {
    const text = session.phase.offline || !navigator.onLine ? words.say.status.offline : words.say.status.reconnecting;
    return html`<span class="badge warn" data-connection="reconnecting">${icon(view, "warning")}<span>${text} ${waits > 0 ? words.count("kept", waits) : ""}</span></span>`;
  }
  if (engineState === "reconnecting") return html`<span class="badge warn" data-connection="media">${icon(view, "warning")}<span>${words.say.status.media}</span></span>`;
  const cameras = view.state.people.filter((person) => sends(person, "camera")).length;
  return cameras > COMFORTABLE_CAMERAS ? html`<span class="muted small">${words.say.status.many_senders}</span>` : nothing;
}

export function noticesView(view: RoomView): TemplateResult {
  return html`<div class="room-notices">
    ${repeat(view.notices, ({ id }) => id, (notice) => noticeView(view, notice))}
  </div>`;
}

function noticeView(view: RoomView, { id, kind, text, action }: Notice): TemplateResult {
  const run = (): void => { view.dismiss(id); action?.run(); };
  return html`<div class="notice ${kind}">${icon(view, kind === "warn" ? "warning" : kind === "success" ? "check" : "info")}
    <div><p>${text}</p></div>
    ${action ? html`<button class="small" @click=${run}>${action.label}</button>` : nothing}
    <button class="quiet small" aria-label=${words.say.notices.dismiss} @click=${() => { view.dismiss(id); }}>${icon(view, "x")}</button></div>`;
}
