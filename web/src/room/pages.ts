import { html, nothing, type TemplateResult } from "lit";
import type { Denied } from "../../../protocol/src/messages.js";
import type { Phase } from "./session.js";
import { clock, icon, type RoomView } from "./view.js";
import { words } from "./words.js";

/** What is shown instead of the room: on the way in, in the waiting room, turned away, over. */
export function pageView(view: RoomView, phase: Phase): TemplateResult {
  switch (phase.name) {
    case "waiting": return page(view, "clock", words.say.pages.waiting_title, [words.say.pages.waiting_text, words.waitingSince(clock(phase.since))],
      html`<button class="secondary" @click=${() => { void view.call.leave("left"); }}>${words.say.pages.leave}</button>
        <button class="quiet" @click=${() => { view.openDialog({ name: "rules" }); }}>${words.say.rules.button}</button>`);
    case "denied": return denied(view, phase);
    case "closed": return page(view, "door", words.say.pages.closed_title, [phase.message], home(view));
    case "left": return page(view, "door", words.say.pages.left_title, [words.say.pages.left_text], joinAgain(view));
    default: return html`<div class="room-page"><p role="status" aria-busy="true">${words.say.pages.connecting}</p></div>`;
  }
}

function page(view: RoomView, picture: string, title: string, lines: string[], actions: TemplateResult): TemplateResult {
  return html`<div class="room-page empty">${icon(view, picture)}
    <p class="muted">${view.state.title || view.config.title}</p>
    <h1 tabindex="-1" id="page-title">${title}</h1>
    ${lines.filter(Boolean).map((line) => html`<p>${line}</p>`)}
    <div class="actions">${actions}</div>
  </div>`;
}

function denied(view: RoomView, { code, message }: Extract<Phase, { name: "denied" }>): TemplateResult {
  const { title, text } = words.say.denied[code];
  return page(view, PICTURES[code] ?? "door", title, [message || text], denialActions(view, code));
}

const PICTURES: Partial<Record<Denied["code"], string>> = {
  not_open: "clock", signed_out: "lock", full: "people", full_of_senders: "people", replaced: "copy", bad_ticket: "warning",
};

function denialActions(view: RoomView, code: Denied["code"]): TemplateResult {
  const again = (label: string): TemplateResult => html`<button @click=${() => { view.call.session.again(); }}>${label}</button>`;
  switch (code) {
    case "full": case "full_of_senders": case "bad_ticket": case "restarting": case "too_fast": return html`${again(words.say.pages.again)}${back(view)}`;
    case "replaced": return again(words.say.pages.here);
    case "signed_out": return html`<a class="button" href=${view.config.joinUrl || "/"}>${words.say.pages.back}</a>
      <a class="button secondary" href=${`${view.config.signInUrl}?next=${encodeURIComponent(location.pathname)}`}>${words.say.pages.sign_in}</a>`;
    case "not_open": case "closed": case "removed": case "not_admitted": return home(view);
  }
}

function back({ config }: RoomView): TemplateResult | typeof nothing {
  return config.joinUrl ? html`<a class="button secondary" href=${config.joinUrl}>${words.say.pages.back}</a>` : nothing;
}

function home(view: RoomView): TemplateResult {
  return view.config.joinUrl ? html`${back(view)}` : html`<a class="button secondary" href="/">${words.say.pages.home}</a>`;
}

function joinAgain(view: RoomView): TemplateResult {
  return html`<a class="button" href=${view.config.leftUrl}>${words.say.pages.back}</a>`;
}
