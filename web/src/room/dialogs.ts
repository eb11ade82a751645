import { html, nothing, type TemplateResult } from "lit";
import "../parts/countdown-ring.js";
import { newId } from "./ids.js";
import { SECONDS_TO_UNDO } from "./leaving.js";
import { SHORTCUTS, SHORTCUT_TEXTS, shortcutsAreOn, switchShortcuts } from "./shortcuts.js";
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
    case "records": return modal(words.records.title, recordsText(view), close, closeButton(close));
    case "help": return modal(words.help.title, helpText(), close, closeButton(close));
    case "devices": return modal(words.devices.title, devicesText(view, dialog), close, closeButton(close));
    case "remove": return removeDialog(view, dialog, close);
  }
}

function modal(title: string, text: TemplateResult, cancel: () => void, actions: TemplateResult, role = "dialog"): TemplateResult {
  return html`<dialog role=${role} aria-labelledby="dialog-title" @cancel=${(event: Event) => { event.preventDefault(); cancel(); }}>
    <div><h2 id="dialog-title">${title}</h2>${text}<div class="actions">${actions}</div></div>
  </dialog>`;
}

function closeButton(close: () => void): TemplateResult {
  return html`<button class="secondary" autofocus @click=${close}>${words.help.close}</button>`;
}

function countdown(view: RoomView, seconds: number): TemplateResult {
  const undo = (): void => { view.leaving.undo(); };
  return html`<dialog role="alertdialog" class="leaving" aria-labelledby="dialog-title" aria-describedby="leave-hint"
      @cancel=${(event: Event) => { event.preventDefault(); undo(); }}>
    <div>
      <ltm-countdown seconds=${SECONDS_TO_UNDO} aria-hidden="true"></ltm-countdown>
      <h2 id="dialog-title">${words.leave.counting(seconds)}</h2>
      <p class="help" id="leave-hint">${words.leave.hint}</p>
      <div class="actions"><button class="secondary" autofocus @click=${undo}>${words.leave.undo}</button>
        <button @click=${() => { view.leaving.now(); }}>${words.leave.now}</button></div>
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
  return modal(words.leave.hostTitle, html`
    <div class="ways">
      <p><button class="block" id="leave-open" autofocus @click=${() => { view.leaving.chooseLeave(""); }}>${words.leave.keepOpen}</button><small class="help">${words.leave.keepOpenHint}</small></p>
      ${others.length === 0 ? nothing : html`<form class="way" @submit=${handOver}><label for="successor">${words.leave.handOverTo}</label>
        <select id="successor" name="successor">${others.map(({ attendee, name }) => html`<option value=${attendee}>${name}</option>`)}</select>
        <button class="block secondary">${words.leave.handOver}</button><small class="help">${words.leave.handOverHint}</small></form>`}
      <p><button class="block danger" @click=${() => { view.leaving.chooseEnd(); }}>${words.leave.endForAll}</button><small class="help">${words.leave.endHint}</small></p>
    </div>`, undo, html`<button class="quiet" @click=${undo}>${words.leave.stay}</button>`);
}

function endForAll(view: RoomView): TemplateResult {
  const undo = (): void => { view.leaving.undo(); };
  return modal(words.end.title, html`<p>${words.end.text(view.state.people.length - 1)}</p>`, undo, html`
    <button class="secondary" autofocus @click=${undo}>${words.end.no}</button>
    <button class="danger" @click=${() => { view.leaving.confirmEnd(); }}>${words.end.yes}</button>`, "alertdialog");
}

function removeDialog(view: RoomView, dialog: Extract<Dialog, { name: "remove" }>, close: () => void): TemplateResult {
  const { attendee, name } = dialog.person;
  const remove = (): void => { view.call.session.record({ type: "remove", id: newId(), attendee }); close(); };
  return modal(words.remove.title(name), html`<p>${words.remove.text(name)}</p>`, close, html`
    <button class="secondary" autofocus @click=${close}>${words.remove.no}</button>
    <button class="danger" @click=${remove}>${words.remove.yes(name)}</button>`, "alertdialog");
}

function recordsText(view: RoomView): TemplateResult {
  const { keptDays, privacyUrl } = view.config;
  return html`<h3>${words.records.recorded}</h3>
    <ul>${words.records.yes.map((line) => html`<li>${line}</li>`)}
      <li>${view.state.keepsChatText ? words.records.text.kept : words.records.text.notKept}</li></ul>
    <h3>${words.records.notRecorded}</h3>
    <ul>${words.records.no.map((line) => html`<li>${line}</li>`)}</ul>
    <p>${words.records.who} ${keptDays === null ? nothing : words.records.kept(keptDays)}</p>
    <p><a href=${privacyUrl} target="_blank" rel="noopener">${words.records.policy}</a></p>`;
}

function helpText(): TemplateResult {
  const change = (event: Event): void => { switchShortcuts(localStorage, (event.target as HTMLInputElement).checked); };
  return html`<dl class="facts keys">${Object.entries(SHORTCUTS).map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${SHORTCUT_TEXTS[what]}</dd>`)}
      <dt><kbd>Esc</kbd></dt><dd>${words.leave.undo}, ${words.help.close.toLowerCase()}</dd></dl>
    <p class="help">${words.help.note}</p>
    <label><input type="checkbox" ?checked=${shortcutsAreOn(localStorage)} @change=${change}> ${words.help.use}</label>`;
}

function devicesText(view: RoomView, { devices }: Extract<Dialog, { name: "devices" }>): TemplateResult {
  const { choice } = view.call.local;
  const picker = (source: "mic" | "camera", label: string, all: MediaDeviceInfo[], chosen: string): TemplateResult => html`<div class="field">
    <label for="device-${source}">${label}</label>
    <select id="device-${source}" ?disabled=${all.length === 0} @change=${(event: Event) => { void view.call.choose(source, (event.target as HTMLSelectElement).value); }}>
      ${all.length === 0 ? html`<option>${words.devices.none}</option>` : all.map((one, place) => html`<option value=${one.deviceId} ?selected=${one.deviceId === chosen}>
        ${one.label || words.devices.unnamed(place + 1)}</option>`)}
    </select></div>`;
  return html`${picker("mic", words.devices.mic, devices.mics, choice.micId)}
    ${view.call.maySend("camera") ? picker("camera", words.devices.camera, devices.cameras, choice.cameraId) : nothing}`;
}
