import type { Totals } from "../media/engine.js";
import type { Call } from "./call.js";

/** Read-only facts for tests and for support, as `window.ltm`. It controls nothing. */
export interface RoomFacts {
  /** Session and engine, as words: `phase` of the room socket, `media` of the links. */
  state(): { phase: string; media: string; role: string; connection: string; people: number; unacknowledged: number };
  /** Sums over all links: pictures decoded, sound energy received, bytes, and how many links are up. */
  totals(): Promise<Totals>;
}

declare global {
  interface Window {
    ltm?: RoomFacts;
  }
}

export function publishFacts(call: Call): void {
  const facts: RoomFacts = {
    state: () => {
      const { phase, state, unacknowledged } = call.session;
      return {
        phase: phase.name, media: call.engineState, role: state.me?.role ?? "", connection: state.me?.connection ?? "",
        people: state.people.length, unacknowledged,
      };
    },
    totals: () => call.totals(),
  };
  Object.defineProperty(window, "ltm", { value: Object.freeze(facts), configurable: true });
}
