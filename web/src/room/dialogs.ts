import { html, nothing, type TemplateResult } from "lit";
import "../parts/countdown-ring.js";
import { newId } from "./ids.js";
import { SECONDS_TO_UNDO } from "./leaving.js";
import { ruleCountdown } from "./rule_countdown.js";
import { rulesText } from "./rule_dialog.js";
import { SHORTCUTS, shortcutsAreOn, switchShortcuts } from "./shortcuts.js";
import type { Dialog, RoomView } from "./view.js";
import { words } from "./words.js";

/** The one dialog that is open, if any. The element opens it modally: focus stays inside, Esc closes. */
export function dialogView(view: RoomView): TemplateResult | typeof nothing {
  switch (view.leaving.step.name) {
    case "choosing": return howToLeave(view);
    case "ending": return endForAll(view);
    case "counting": return countdown(view, view.leaving.step.seconds);
    case "staying": case "gone": break;
  }
  return view.dialog ? plain(view, view.dialog) : nothing;
}

function plain(view: RoomView, dialog: Dialog): TemplateResult {
  const close = (): void => { view.openDialog(null); };
  switch (dialog.name) {
    case "records": return modal(words.say.records.title, recordsText(view), close, closeButton(close), view);
    case "help": return modal(words.say.help.title, helpText(), close, closeButton(close), view);
    case "devices": return modal(words.say.devices.title, devicesText(view, dialog), close, closeButton(close), view);
    case "rules": return modal(words.say.rules.title, rulesText(view), close, closeButton(close, false), view);
    case "remove": return removeDialog(view, dialog, close);
  }
}

/** `view` for a dialog in which a leave rule may begin to count: Esc then stays, and closes only the next time. */
function modal(title: string, text: TemplateResult, cancel: () => void, actions: TemplateResult, view?: RoomView, role = "dialog"): TemplateResult {
  const escape = (event: Event): void => {
    event.preventDefault();
    if (view?.rules.counting) view.rules.stay();
    else cancel();
  };
  return html`<dialog role=${role} aria-labelledby="dialog-title" @cancel=${escape}>
    <div><h2 id="dialog-title">${title}</h2>${text}<div class="actions">${actions}</div></div>${view ? ruleCountdown(view) : nothing}
  </dialog>`;
}

/** Where the dialog is long, what it begins with is to be seen first. */
function closeButton(close: () => void, first = true): TemplateResult {
  return html`<button class="secondary" ?autofocus=${first} @click=${close}>${words.say.help.close}</button>`;
}

function countdown(view: RoomView, seconds: number): TemplateResult {
  const undo = (): void => { view.leaving.undo(); };
  return html`<dialog role="alertdialog" class="leaving" aria-labelledby="dialog-title" aria-describedby="leave-hint"
      @cancel=${(event: Event) => { event.preventDefault(); undo(); }}>
    <div>
      <ltm-countdown seconds=${SECONDS_TO_UNDO} aria-hidden="true"></ltm-countdown>
      <h2 id="dialog-title">${words.count("leaving_in", seconds)}</h2>
      <p class="help" id="leave-hint">${words.say.leave.hint}</p>
      <div class="actions"><button class="secondary" autofocus @click=${undo}>${words.say.leave.undo}</button>
        <button @click=${() => { view.leaving.now(); }}>${words.say.leave.now}</button></div>
    </div>
  </dialog>`;
}

function howToLeave(view: RoomView): TemplateResult {
  const others = view.state.people.filter(({ attendee, moderates }) => attendee !== view.state.me?.attendee && !moderates);
  const undo = (): void => { view.leaving.undo(); };
  const handOver = (event: SubmitEvent): void => {
    event.preventDefault();
    view.leaving.chooseLeave((event.target as HTMLFormElement).querySelector("select")?.value ?? "");
  };
  return modal(words.say.leave.host_title, html`
    <div class="ways">
      <p><button class="block" id="leave-open" autofocus @click=${() => { view.leaving.chooseLeave(""); }}>${words.say.leave.keep_open}</button><small class="help">${words.say.leave.keep_open_hint}</small></p>
      ${others.length === 0 ? nothing : html`<form class="way" @submit=${handOver}><label for="successor">${words.say.leave.hand_over_to}</label>
        <select id="successor" name="successor">${others.map(({ attendee, name }) => html`<option value=${attendee}>${name}</option>`)}</select>
        <button class="block secondary">${words.say.leave.hand_over}</button><small class="help">${words.say.leave.hand_over_hint}</small></form>`}
      <p><button class="block danger" @click=${() => { view.leaving.chooseEnd(); }}>${words.say.leave.end_for_all}</button><small class="help">${words.say.leave.end_hint}</small></p>
    </div>`, undo, html`<button class="quiet" @click=${undo}>${words.say.leave.stay}</button>`);
}

function endForAll(view: RoomView): TemplateResult {
  const undo = (): void => { view.leaving.undo(); };
  return modal(words.say.end.title, html`<p>${words.end(view.state.people.length - 1)}</p>`, undo, html`
    <button class="secondary" autofocus @click=${undo}>${words.say.end.no}</button>
    <button class="danger" @click=${() => { view.leaving.confirmEnd(); }}>${words.say.end.yes}</button>`, undefined, "alertdialog");
}

function removeDialog(view: RoomView, dialog: Extract<Dialog, { name: "remove" }>, close: () => void): TemplateResult {
  const { attendee, name } = dialog.person;
  const remove = (): void => { view.call.session.record({ type: "remove", id: newId(), attendee }); close(); };
  return modal(words.remove("title", name), html`<p>${words.remove("text", name)}</p>`, close, html`
    <button class="secondary" autofocus @click=${close}>${words.say.remove.no}</button>
    <button class="danger" @click=${remove}>${words.remove("yes", name)}</button>`, view, "alertdialog");
}

function recordsText(view: RoomView): TemplateResult {
  const { keptDays, privacyUrl } = view.config;
  return html`<h3>${words.say.records.recorded}</h3>
    <ul>${words.say.records.yes.map((line) => html`<li>${line}</li>`)}
      <li>${view.state.keepsChatText ? words.say.records.text_kept : words.say.records.text_not_kept}</li></ul>
    <h3>${words.say.records.not_recorded}</h3>
    <ul>${words.say.records.no.map((line) => html`<li>${line}</li>`)}</ul>
    <p>${words.say.records.who} ${keptDays === null ? nothing : words.count("kept_days", keptDays)}</p>
    <p><a href=${privacyUrl} target="_blank" rel="noopener">${words.say.records.policy}</a></p>`;
}

function helpText(): TemplateResult {
  const change = (event: Event): void => { switchShortcuts(localStorage, (event.target as HTMLInputElement).checked); };
  return html`<dl class="facts keys">${Object.entries(SHORTCUTS).map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${words.say.shortcuts[what]}</dd>`)}
      <dt><kbd>Esc</kbd></dt><dd>${words.say.shortcuts.escape}</dd></dl>
    <p class="help">${words.say.help.note}</p>
    <label><input type="checkbox" ?checked=${shortcutsAreOn(localStorage)} @change=${change}> ${words.say.help.use}</label>`;
}

function devicesText(view: RoomView, { devices }: Extract<Dialog, { name: "devices" }>): TemplateResult {
  const { choice } = view.call.local;
  const picker = (source: "mic" | "camera", label: string, all: MediaDeviceInfo[], chosen: string): TemplateResult => html`<div class="field">
    <label for="device-${source}">${label}</label>
    <select id="device-${source}" ?disabled=${all.length === 0} @change=${(event: Event) => { void view.call.choose(source, (event.target as HTMLSelectElement).value); }}>
      ${all.length === 0 ? html`<option>${words.say.devices.none}</option>` : all.map((one, place) => html`<option value=${one.deviceId} ?selected=${one.deviceId === chosen}>
        ${one.label || words.unnamed(place + 1)}</option>`)}
    </select></div>`;
  return html`${picker("mic", words.say.devices.mic, devices.mics, choice.micId)}
    ${view.call.maySend("camera") ? picker("camera", words.say.devices.camera, devices.cameras, choice.cameraId) : nothing}`;
}
