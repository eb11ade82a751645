import type { Source } from "../../../protocol/src/messages.js";
import type { Recorded } from "./outbox.js";
import { myself, type RoomState } from "./state.js";

/** What this tab last declared about itself. The room forgets it when it restarts; the browser does not. */
export type Declared = "hand" | "away" | Source;

const ALL: readonly Declared[] = ["hand", "away", "mic", "camera", "screen"];
const PERSONAL: readonly Declared[] = ["hand", "away"];

export class Declarations {
  private readonly wanted = new Map<Declared, boolean>();

  message(what: Declared, on: boolean, id: string): Recorded {
    if (what === "hand") return { type: "hand", id, up: on };
    if (what === "away") return { type: "away", id, on };
    return { type: "media", id, source: what, on };
  }

  note(message: Recorded): void {
    const declared = declaredIn(message);
    if (declared) this.wanted.set(...declared);
  }

  /** The service did not do it, so it is not declared again either. */
  withdraw(message: Recorded): void {
    const declared = declaredIn(message);
    if (declared) this.wanted.delete(declared[0]);
  }

  /** The attendee may send less now, and the service has already noted that it stopped. */
  limit(maySend: readonly Source[]): void {
    for (const what of this.wanted.keys()) if (isSource(what) && !maySend.includes(what)) this.wanted.delete(what);
  }

  /** After coming back: what the room no longer knows and no waiting message tells it. */
  missing(state: RoomState, waiting: readonly Recorded[]): [Declared, boolean][] {
    const told = new Map(waiting.flatMap((message) => { const one = declaredIn(message); return one ? [one] : []; }));
    return ALL.flatMap((what): [Declared, boolean][] => {
      const wanted = this.wanted.get(what);
      if (isSource(what) && !state.me?.media.maySend.includes(what)) return [];
      if (wanted === undefined || (told.get(what) ?? known(state, what)) === wanted) return [];
      return [[what, wanted]];
    });
  }

  /** A host lowered the hand, or another tab of the same attendee did: that is what holds from now on. */
  follow(state: RoomState, waiting: readonly Recorded[]): void {
    for (const what of PERSONAL) {
      const underWay = waiting.some((message) => declaredIn(message)?.[0] === what);
      if (!underWay && myself(state)) this.wanted.set(what, known(state, what));
    }
  }
}

function isSource(what: Declared): what is Source {
  return what !== "hand" && what !== "away";
}

function declaredIn(message: Recorded): [Declared, boolean] | null {
  if (message.type === "hand") return ["hand", message.up];
  if (message.type === "away") return ["away", message.on];
  return message.type === "media" ? [message.source, message.on] : null;
}

function known(state: RoomState, what: Declared): boolean {
  const me = myself(state);
  if (what === "hand") return me !== undefined && me.hand_since !== null;
  if (what === "away") return me?.away ?? false;
  return me?.connections.find(({ ref }) => ref === state.me?.connection)?.sends.includes(what) ?? false;
}
