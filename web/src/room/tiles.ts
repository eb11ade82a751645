import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import type { Person } from "../../../protocol/src/messages.js";
import type { Attach, Source } from "../media/engine.js";
import { icon, initials, type RoomView } from "./view.js";
import { words } from "./words.js";

const MOST_TILES = 12;

/** Own tracks are shown without an engine; one attach per track, so that a redraw does not blink. */
const own = new WeakMap<MediaStreamTrack, Attach>();

export function stageView(view: RoomView): TemplateResult {
  const screens = view.state.people.filter((person) => sends(person, "screen"));
  const { shown, hidden } = chosen(view.state.people, MOST_TILES);
  return html`<div class=${classMap({ "room-stage": true, sharing: screens.length > 0 })}>
    ${screens.length > 0 ? html`<div class="screens">${repeat(screens, ({ attendee }) => attendee, (person) => screenView(view, person))}</div>` : nothing}
    <ul class="tiles" aria-label=${words.say.people.here}>
      ${repeat(shown, ({ attendee }) => attendee, (person) => tileView(view, person))}
      ${hidden > 0 ? html`<li class="tile rest"><button class="quiet" @click=${() => { view.openPanel("people"); }}>${words.count("others", hidden)}</button></li>` : nothing}
    </ul>
    ${soundsView(view)}
  </div>`;
}

/** Who gets a tile when there are more people than places: who sends before who only watches. */
export function chosen(people: readonly Person[], places: number): { shown: Person[]; hidden: number } {
  if (people.length <= places) return { shown: [...people], hidden: 0 };
  const rank = (person: Person): number => sends(person, "camera") ? 0 : isTalking(person) ? 1 : person.role === "participant" ? 2 : 3;
  const kept = new Set([...people].sort((a, b) => rank(a) - rank(b)).slice(0, places - 1));
  return { shown: people.filter((person) => kept.has(person)), hidden: people.length - kept.size };
}

export function sends(person: Person, source: Source): boolean {
  return person.role === "participant" && person.connections.some((one) => one.sends.includes(source));
}

export function isTalking(person: Person): boolean {
  return sends(person, "mic") && person.connections.some(({ talking }) => talking);
}

function attachOf(view: RoomView, person: Person, source: Source): Attach | null {
  if (person.attendee === view.state.me?.attendee) return ownAttach(view.call.local.track(source));
  for (const { ref } of person.connections) {
    const attach = view.call.remote.get(ref)?.get(source);
    if (attach) return attach;
  }
  return null;
}

function ownAttach(track: MediaStreamTrack | null): Attach | null {
  if (!track) return null;
  const known = own.get(track);
  if (known) return known;
  const attach: Attach = (element) => {
    element.srcObject = new MediaStream([track]);
    return () => { element.srcObject = null; };
  };
  own.set(track, attach);
  return attach;
}

function tileView(view: RoomView, person: Person): TemplateResult {
  const mine = person.attendee === view.state.me?.attendee;
  const picture = sends(person, "camera") || mine ? attachOf(view, person, "camera") : null;
  const talking = isTalking(person);
  return html`<li class=${classMap({ tile: true, mirrored: mine, speaking: talking, away: person.away })} data-attendee=${person.attendee}>
    ${picture ? html`<ltm-picture .attach=${picture}></ltm-picture>` : html`<span class="avatar large" aria-hidden="true">${initials(person.name)}</span>`}
    ${person.away ? html`<span class="tile-away">${icon(view, "pause")}${words.say.person.away}</span>` : nothing}
    ${nameView(view, person, talking)}
    ${person.hand_since === null ? nothing : html`<span class="tile-hand">${icon(view, "hand")}<span class="visually-hidden">${words.say.person.hand_up}</span></span>`}
    ${view.floating.filter(({ attendee }) => attendee === person.attendee).map(({ emoji }) => html`<span class="tile-reaction" aria-hidden="true">${emoji}</span>`)}
  </li>`;
}

function nameView(view: RoomView, person: Person, talking: boolean): TemplateResult {
  const mine = person.attendee === view.state.me?.attendee;
  const mic = sends(person, "mic");
  const part = person.moderates ? words.say.person.host : person.role === "viewer" ? words.say.person.viewer : "";
  return html`<span class="tile-name">
    ${person.role === "viewer" ? icon(view, "eye") : talking ? talkingBars() : icon(view, mic ? "mic" : "mic-off")}
    <span>${words.name(person.name, mine)}${part ? html`<small> · ${part}</small>` : nothing}</span>
    ${person.role === "viewer" ? nothing : html`<span class="visually-hidden">, ${mic ? words.say.person.mic_on : words.say.person.mic_off}${talking ? `, ${words.say.person.talking}` : ""}</span>`}
  </span>`;
}

/** Talking is told by a shape as well as by the ring's colour. */
function talkingBars(): TemplateResult {
  return html`<svg class="icon bars" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 10v4M12 5v14M19 8v8"></path></svg>`;
}

function screenView(view: RoomView, person: Person): TemplateResult {
  const mine = person.attendee === view.state.me?.attendee;
  return html`<figure class="tile screen">
    <ltm-picture .attach=${attachOf(view, person, "screen")}></ltm-picture>
    <figcaption class="tile-name">${icon(view, "screen")}<span>${mine ? words.say.person.your_screen : words.screenOf(person.name)}</span></figcaption>
    ${mine ? html`<button class="small stop" @click=${() => { view.toggle("screen"); }}>${words.say.person.stop_sharing}</button>` : nothing}
  </figure>`;
}

/** Everybody's sound, also of those without a tile; nothing to see. */
function soundsView(view: RoomView): TemplateResult {
  const sounds = [...view.call.remote].flatMap(([ref, sources]) => {
    const attach = sources.get("mic");
    return attach ? [{ ref, attach }] : [];
  });
  return html`<div hidden>${repeat(sounds, ({ ref }) => ref, ({ attach }) => html`<ltm-sound .attach=${attach}></ltm-sound>`)}</div>`;
}
