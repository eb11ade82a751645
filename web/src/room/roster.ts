import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isTalking, sends } from "./tiles.js";
import type { RoomView } from "./view.js";

/**
 * Everybody in the room, for programs that look at the page on a person's behalf (our plugin): more people than have a tile,
 * and in no language. Nobody sees or hears it. It holds what the panel shows to everybody, nothing else.
 */
export function rosterView({ state }: RoomView): TemplateResult {
  return html`<ul hidden class="roster" data-ends-at=${state.endsAt ?? ""}>${repeat(state.people, ({ attendee }) => attendee, (person) => html`<li
    data-attendee=${person.attendee} data-name=${person.name} ?data-me=${person.attendee === state.me?.attendee} ?data-moderates=${person.moderates}
    ?data-hand=${person.hand_since !== null} ?data-talking=${isTalking(person)}
    data-sends=${(["mic", "camera", "screen"] as const).filter((source) => sends(person, source)).join(" ")}></li>`)}</ul>`;
}
