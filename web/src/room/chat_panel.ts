import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ChatLine } from "../../../protocol/src/messages.js";
import { icon, moment, type RoomView } from "./view.js";
import { words } from "./words.js";
import type { RoomEvent } from "./state.js";

const LONGEST = 2000;

export function chatView(view: RoomView): TemplateResult {
  const { state } = view;
  const entries = [
    ...state.chat.map((line) => ({ key: line.id, at: line.at, show: () => lineView(view, line) })),
    ...state.events.map((event) => ({ key: `${event.what}-${event.attendee}-${event.at}`, at: event.at, show: () => eventView(event) })),
  ].sort((a, b) => a.at - b.at);
  const isEmpty = entries.length + state.sending.length + state.unsent.length === 0;
  return html`<section class="room-side" id="panel" aria-labelledby="panel-title">
    ${panelHead(view, words.say.chat.title)}
    <div class="chat">
      <ol class="chat-log" id="chat-log" tabindex="0" aria-label=${words.say.chat.title}>
        ${isEmpty ? html`<li class="event">${words.say.chat.empty}</li>` : nothing}
        ${repeat(entries, ({ key }) => key, ({ show }) => show())}
        ${state.sending.map((line) => lineView(view, line, words.say.chat.sending))}
        ${state.unsent.map((line) => unsentView(view, line))}
      </ol>
      ${formView(view)}
    </div>
  </section>`;
}

export function panelHead(view: RoomView, title: string): TemplateResult {
  return html`<header class="panel-head"><h2 id="panel-title">${title}</h2>
    <button class="quiet small" aria-label=${words.say.help.close} @click=${() => { view.openPanel(null); }}>${icon(view, "x")}</button></header>`;
}

function lineView(view: RoomView, line: ChatLine, note = ""): TemplateResult {
  const mine = line.attendee === view.state.me?.attendee;
  return html`<li class=${mine ? "mine" : ""}><span class="who">${mine ? words.say.person.you : line.name}</span>
    ${note ? html`<small class="muted">${note}</small>` : moment(line.at)}<p>${line.text}</p></li>`;
}

function eventView({ what, name, reason, at }: RoomEvent): TemplateResult {
  return html`<li class="event">${what === "entered" ? words.news("entered", name) : words.left(name, reason)} ${moment(at)}</li>`;
}

function unsentView(view: RoomView, line: ChatLine & { why: string }): TemplateResult {
  const forget = (): void => { view.call.session.apply({ type: "forget_unsent", id: line.id }); };
  return html`<li class="mine unsent"><span class="who">${words.say.person.you}</span> <small>${line.why}</small><p>${line.text}</p>
    <button class="secondary small" @click=${() => { forget(); view.call.session.chat(line.text); }}>${words.say.chat.try_again}</button>
    <button class="quiet small" @click=${forget}>${words.say.chat.discard}</button></li>`;
}

function formView(view: RoomView): TemplateResult {
  const over = view.draft.length - LONGEST;
  return html`<form class="chat-form" @submit=${(event: Event) => { event.preventDefault(); view.sendDraft(); }}>
    <label class="visually-hidden" for="chat-text">${words.say.chat.label}</label>
    <textarea id="chat-text" rows="2" placeholder=${words.say.chat.label} aria-describedby="chat-hint" .value=${view.draft}
      @input=${(event: InputEvent) => { view.writeDraft((event.target as HTMLTextAreaElement).value); }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        view.sendDraft();
      }}></textarea>
    <button ?disabled=${over > 0}>${words.say.chat.send}</button>
    <p class="help" id="chat-hint">${over > 0 ? html`<strong>${words.count("too_long", over)}</strong> ` : nothing}<span class="visually-hidden">${words.say.chat.hint}</span>
      ${view.state.keepsChatText ? words.say.chat.kept : words.say.chat.not_kept}</p>
  </form>`;
}

/** Whether `text` may go: something beside spaces, and not longer than the service takes. */
export function isSendable(text: string): boolean {
  return text.trim().length > 0 && text.length <= LONGEST;
}
