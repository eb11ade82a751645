/**
 * An invented meeting: who is there, what is heard, what the clock plans. It only knows what is the case and turns that
 * into the readings an adapter would give; what to make of them is the engine's affair.
 */
import { known, NOT_FOUND, NOT_HERE, type Now, type Person, type Place, type Self, type Signals } from "../../protocol/src/leaving/signals.js";

/** What happens, one thing at a time. Hands on the page and ready scripts say the same words. */
export type Happening =
  | { do: "come"; name: string; host?: boolean; silent?: boolean }
  | { do: "go"; name: string }
  /** Somebody speaks once; `talk`: in turn, every ten seconds, all but the silent. */
  | { do: "speak"; name: string }
  | { do: "talk"; on: boolean }
  | { do: "place"; place: Place }
  | { do: "share"; on: boolean }
  | { do: "say" }
  | { do: "record"; on: boolean }
  | { do: "microphone"; on: boolean }
  | { do: "camera"; on: boolean }
  | { do: "host_me"; on: boolean }
  | { do: "hide"; on: boolean }
  | { do: "touch" }
  /** The people list cannot be read, or can again. */
  | { do: "list"; readable: boolean }
  | { do: "sound"; proven: boolean }
  | { do: "platform_asks"; on: boolean }
  /** The laptop sleeps for so many seconds: nobody looks, the world goes on. */
  | { do: "sleep"; seconds: number }
  /** The member's answer to a countdown. */
  | { do: "answer"; with: "stay" | "now" | "snooze" };

/** Seconds of the script at which something is planned; null where nothing is known. */
export interface Planned {
  start: number | null;
  end: number | null;
  next: number | null;
  accepted: boolean;
}

const TALKS_EVERY_MS = 10_000;
const SPOKEN_MS = 1500;
const ME: Person = { key: "me", name: "You", me: true };

export class Meeting {
  readonly people = new Map<string, Person & { spokeAt: number | null; silent: boolean }>();
  place: Place = "call";
  self: Self = { sharing: false, speaking: false, recording: false, microphone: false, camera: false, inputAt: 0, host: false };
  hidden = false;
  listReadable = true;
  platformAsks = false;
  talking = false;
  private heardAt: number | null = null;
  private proven = false;
  private broken = false;
  private saidAt: number | null = null;

  constructor(private readonly planned: Planned, private readonly begins: number) {}

  get others(): number {
    return this.people.size;
  }

  /** `at`: milliseconds since the script began. */
  happens(one: Happening, at: number): void {
    switch (one.do) {
      case "come": this.people.set(one.name, { key: one.name, name: one.name, host: one.host ?? false, silent: one.silent ?? false, spokeAt: null }); return;
      case "go": this.people.delete(one.name); return;
      case "speak": this.speaks(one.name, at); return;
      case "talk": this.talking = one.on; return;
      case "place": this.place = one.place; return;
      case "share": this.self = { ...this.self, sharing: one.on }; return;
      case "say": this.saidAt = at; this.self = { ...this.self, inputAt: at }; return;
      case "record": this.self = { ...this.self, recording: one.on }; return;
      case "microphone": this.self = { ...this.self, microphone: one.on }; return;
      case "camera": this.self = { ...this.self, camera: one.on }; return;
      case "host_me": this.self = { ...this.self, host: one.on }; return;
      case "hide": this.hidden = one.on; return;
      case "touch": this.self = { ...this.self, inputAt: at }; return;
      case "list": this.listReadable = one.readable; return;
      case "sound": this.broken = !one.proven; return;
      case "platform_asks": this.platformAsks = one.on; return;
      case "sleep": case "answer": return; // the player's affair
    }
  }

  /** What an adapter would read now. */
  signals(now: Now): Signals {
    const at = now.mono;
    if (this.talking && this.others > 0 && Math.floor(at / TALKS_EVERY_MS) !== Math.floor((this.heardAt ?? -1) / TALKS_EVERY_MS)) this.talks(at);
    const rows = [ME, ...[...this.people.values()].map(({ key, name, host = false, spokeAt }) => ({ key, name, host, speaks: spokeAt !== null && at - spokeAt < SPOKEN_MS }))];
    const wall = (second: number | null): number | null => (second === null ? null : this.begins + second * 1000);
    const inside = this.place === "call" || this.place === "moving";
    return {
      place: known(this.place, at, "simulated"),
      othersCount: !inside ? NOT_HERE : this.listReadable ? known(this.others, at, "people button") : NOT_FOUND,
      people: !inside ? NOT_HERE : this.listReadable ? known({ rows, complete: true }, at, "people list") : NOT_FOUND,
      self: known({ ...this.self, speaking: this.saidAt !== null && at - this.saidAt < SPOKEN_MS }, at, "simulated"),
      sound: known({ lastAt: this.heardAt, proven: this.proven, tabMuted: false }, at, "simulated"),
      plan: { start: wall(this.planned.start), end: wall(this.planned.end), nextStart: wall(this.planned.next), nextAccepted: this.planned.next === null ? null : this.planned.accepted },
      hidden: this.hidden,
      platformAsks: this.platformAsks,
    };
  }

  private talks(at: number): void {
    const names = [...this.people.values()].filter(({ silent }) => !silent).map(({ name: one }) => one);
    const name = names[Math.floor(at / TALKS_EVERY_MS) % names.length];
    if (name !== undefined) this.speaks(name, at);
  }

  private speaks(name: string, at: number): void {
    const person = this.people.get(name);
    if (!person) return;
    person.spokeAt = at;
    if (this.broken) return;
    this.heardAt = at;
    this.proven = true;
  }
}
