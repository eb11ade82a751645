/** What the leave rules may look at in our own room. It is the room's own state, so little of it is ever unknown. */
import { known, NOT_YET, NOT_FOUND, type Now, type Person as Row, type Place, type Reading, type Self, type Signals, type Sound } from "../../../protocol/src/leaving/signals.js";
import type { Person } from "../../../protocol/src/messages.js";
import type { Source } from "../media/engine.js";
import type { Phase } from "./session.js";
import { myself, type RoomState } from "./state.js";
import { isTalking, sends } from "./tiles.js";

/** What a look at the room takes; the element gives its own, tests theirs. */
export interface Shown {
  state: RoomState;
  phase: Phase;
  isOn: (source: Source) => boolean;
  hidden: boolean;
  /** The room's own question about leaving is open. */
  asks: boolean;
}

export class RuleLook {
  private inputAt: number | null = null;
  private heardAt: number | null = null;

  /** A key or the pointer, in this page. */
  noteInput(mono: number): void {
    this.inputAt = mono;
  }

  signals(shown: Shown, now: Now): Signals {
    const { state, hidden, asks } = shown;
    const here = shown.phase.name === "in";
    const others = state.people.filter(({ attendee }) => attendee !== state.me?.attendee);
    if (here && others.some(isTalking)) this.heardAt = now.mono;
    const live = <T>(value: T): Reading<T> => (here ? known(value, now.mono, "room") : NOT_YET);
    return {
      place: placeOf(shown.phase, now),
      othersCount: live(others.length),
      people: live({ rows: state.people.map((person) => rowOf(person, state)), complete: true }),
      self: live(this.self(shown)),
      sound: live<Sound>({ lastAt: this.heardAt, proven: this.heardAt !== null, tabMuted: false }),
      plan: { start: state.openedAt || null, end: state.endsAt, nextStart: null, nextAccepted: null },
      hidden, platformAsks: asks,
    };
  }

  private self({ state, isOn }: Shown): Self {
    const me = myself(state);
    return {
      sharing: isOn("screen"), microphone: isOn("mic"), camera: isOn("camera"), recording: false,
      speaking: isOn("mic") && me !== undefined && isTalking(me), inputAt: this.inputAt, host: state.me?.moderates ?? null,
    };
  }
}

function placeOf(phase: Phase, now: Now): Reading<Place> {
  switch (phase.name) {
    case "in": return known("call", now.mono, "room");
    case "waiting": return known("lobby", now.mono, "room");
    case "connecting": return NOT_YET;
    case "reconnecting": case "denied": return NOT_FOUND; // who is there cannot be known now
    case "closed": case "left": return known("over", now.mono, "room");
  }
}

/** One row to an attendee, however many tabs they have. Who shows a screen, a hand or a voice is no program. */
function rowOf(person: Person, state: RoomState): Row {
  const { attendee, name, moderates, hand_since } = person;
  return {
    key: attendee, name, host: moderates, me: attendee === state.me?.attendee,
    speaks: isTalking(person) || sends(person, "screen") || hand_since !== null,
  };
}
