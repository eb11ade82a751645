import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Person } from "../../../protocol/src/messages.js";
import { panelHead } from "./chat_panel.js";
import { newId } from "./ids.js";
import { raisedHands } from "./state.js";
import { sends } from "./tiles.js";
import { clock, icon, initials, moment, type RoomView } from "./view.js";
import { words } from "./words.js";

export function peopleView(view: RoomView): TemplateResult {
  const { state } = view;
  const hands = raisedHands(state);
  return html`<section class="room-side" id="panel" aria-labelledby="panel-title">
    ${panelHead(view, `${words.say.people.title} (${state.people.length})`)}
    <div class="people-lists" tabindex="-1">
      ${state.waiting.length > 0 ? waitingView(view) : nothing}
      ${hands.length > 0 ? html`<h3>${words.say.people.hands}</h3><ol class="people hands">
        ${repeat(hands, ({ attendee }) => attendee, (person) => handView(view, person))}</ol>` : nothing}
      <h3>${words.say.people.here}</h3>
      <ul class="people">${repeat(state.people, ({ attendee }) => attendee, (person) => personView(view, person))}</ul>
      ${state.people.length < 2 ? html`<p class="help">${words.say.people.alone}</p>` : nothing}
    </div>
  </section>`;
}

function waitingView(view: RoomView): TemplateResult {
  const admit = (attendee: string, yes: boolean): void => { view.call.session.record({ type: "admit", id: newId(), attendee, yes }); };
  const { waiting } = view.state;
  const plain = waiting.filter(({ because }) => because === "waiting_room"); // the others deserve a look at each
  return html`<h3>${words.say.people.waiting}</h3><ul class="people waiting-list">
    ${repeat(waiting, ({ attendee }) => attendee, ({ attendee, name, since, because, former_name }) => html`<li data-attendee=${attendee}>
      <span class="person"><span>${name}<small>${words.since(clock(since))}</small>
        ${because === "waiting_room" ? nothing : html`<small class="why">${words.because(because, former_name)}</small>`}</span></span>
      <span class="row"><button class="small" aria-label=${words.person("admit_name", name)} @click=${() => { admit(attendee, true); }}>${words.say.people.admit}</button>
        <button class="small secondary" aria-label=${words.person("refuse_name", name)} @click=${() => { admit(attendee, false); }}>${words.say.people.refuse}</button></span></li>`)}
  </ul>
  ${plain.length > 1 ? html`<p><button class="small secondary" @click=${() => { for (const one of plain) admit(one.attendee, true); }}>${words.count("admit_all", plain.length)}</button></p>` : nothing}`;
}

function handView(view: RoomView, person: Person): TemplateResult {
  const lower = (): void => { view.call.session.record({ type: "lower_hand", id: newId(), attendee: person.attendee }); };
  return html`<li data-attendee=${person.attendee}><span class="person">${icon(view, "hand")}<span>${person.name}<small>${moment(person.hand_since ?? 0)}</small></span></span>
    ${view.state.me?.moderates ? html`<button class="small secondary" aria-label=${words.person("lower_of", person.name)} @click=${lower}>${words.say.people.lower}</button>` : nothing}</li>`;
}

function personView(view: RoomView, person: Person): TemplateResult {
  const mine = person.attendee === view.state.me?.attendee;
  const role = person.moderates ? words.say.person.host : person.role === "viewer" ? words.say.person.viewer : words.say.person.participant;
  const tabs = person.connections.length > 1 ? `, ${words.count("tabs", person.connections.length)}` : "";
  return html`<li data-attendee=${person.attendee}>
    <span class="person"><span class="avatar" aria-hidden="true">${initials(person.name)}</span>
      <span>${words.name(person.name, mine)}<small>${role}, ${words.since(clock(person.since))}${tabs}</small></span></span>
    <span class="marks">${marks(view, person)}</span>
    ${view.state.me?.moderates && !mine ? controls(view, person) : nothing}
  </li>`;
}

function marks(view: RoomView, person: Person): TemplateResult {
  const mark = (name: string, label: string): TemplateResult => html`<span title=${label}>${icon(view, name)}<span class="visually-hidden">${label}</span></span>`;
  return html`${person.away ? mark("pause", words.say.person.away) : nothing}
    ${person.hand_since === null ? nothing : mark("hand", words.say.person.hand_up)}
    ${person.role === "viewer" ? nothing : sends(person, "mic") ? mark("mic", words.say.person.mic_on) : mark("mic-off", words.say.person.mic_off)}`;
}

function controls(view: RoomView, person: Person): TemplateResult {
  const { session } = view.call;
  const { attendee, name } = person;
  const close = (event: Event): void => { (event.target as Element).closest("details")?.removeAttribute("open"); };
  const does = (deed: () => void) => (event: Event): void => { close(event); deed(); };
  const role = person.role === "viewer" ? "participant" as const : "viewer" as const;
  return html`<details class="person-menu" name="person-menu"
      @keydown=${(event: KeyboardEvent) => {
        const menu = event.currentTarget as HTMLDetailsElement;
        if (event.key !== "Escape" || !menu.open) return;
        event.stopPropagation();
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }}>
    <summary aria-label=${words.person("actions", name)}>${icon(view, "more")}</summary>
    <div class="row">
      ${sends(person, "mic") ? html`<button class="small secondary" @click=${does(() => {
        session.record({ type: "ask_mute", id: newId(), attendee });
        view.tell(words.person("asked_mute", name));
      })}>${words.say.people.ask_mute}</button>` : nothing}
      ${person.moderates ? nothing : html`<button class="small secondary" @click=${does(() => { session.record({ type: "set_role", id: newId(), attendee, role }); })}>
          ${role === "viewer" ? words.say.people.make_viewer : words.say.people.make_participant}</button>
        <button class="small danger" @click=${does(() => { view.openDialog({ name: "remove", person }); })}>${words.say.people.remove}</button>`}
    </div>
  </details>`;
}
