/**
 * From looks at a page to evidence. Lives in the page, keeps no timers and sends nothing: whoever looks (once a second, or once a
 * minute while hidden) hands the answers of `look` and `exit` to the store. Presence is claimed only while the page
 * says *call*; an unknown place proves nothing and ends nothing.
 */
import { doubt, type Now, type People, type Place, type Reading } from "../../../protocol/src/leaving/signals.js";
import type { Switches } from "../kept.js";
import type { PageReadings, PlatformName } from "../platforms/adapter.js";
import type { Interaction, Kept, Kind, Reason, RosterPerson, Span, WireEvent } from "./evidence.js";

/** Proof of life is written this often. */
export const BEAT_MS = 30_000;
/** A span becomes an event after this. Less than the service's lease of 150 s, or a live view would show people gone. */
export const SPAN_MS = 120_000;
/** Between two looks: hidden tabs look once a minute. Longer than this nobody was watching. */
export const GAP_MS = 100_000;
export const JUMP_MS = 2_000;
export const ROSTER_MS = 30_000;
export const ROSTER_UNCHANGED_MS = 120_000;
const MOST_PEOPLE = 500;

export interface Where { platform: PlatformName; address: string | null }
type Id = () => string;
type Body = WireEvent extends infer Event ? Event extends WireEvent ? Omit<Event, "id" | "at" | "connection"> : never : never;

/** 128 random bits in hex. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Stay {
  connection: string;
  at: "lobby" | "call";
  span: Span | null;
  beatAt: number;
  on: Partial<Record<"hand" | "microphone" | "camera" | "screen", boolean>>;
  speaks: { from: number; until: number } | null;
  seen: { wrote: Set<string> | null; reacted: Set<string> | null };
  room: string;
  roster: { said: string; at: number; left: number } | null;
}

const PAIRS = {
  hand: ["hand_up", "hand_down"], microphone: ["mic_on", "mic_off"], camera: ["camera_on", "camera_off"], screen: ["screen_on", "screen_off"],
} as const;

export class Recorder {
  private stay: Stay | null = null;
  private shift: number | null = null;
  private clock = 0;
  private last: Now | null = null;
  private out: Kept[] = [];

  constructor(private readonly where: Where, private readonly id: Id = randomId) {}

  /** The connection that is recorded now; null outside of a call and its lobby. */
  get connection(): string | null { return this.stay?.connection ?? null; }

  /** One look. `room`: the breakout room's name, "" for the main one; null where the page does not tell. */
  look(readings: PageReadings, switches: Switches, now: Now, room: string | null = null): Kept[] {
    this.out = [];
    this.follow(now);
    if (!switches.attendance) { this.end("transport", now.wall); return this.out; }
    const place = doubt(readings.place, now) === null ? valueOf(readings.place) : null;
    this.move(place, readings, now);
    if (this.stay?.at === "call" && (place === "call" || place === "moving")) {
      this.beat(now.wall);
      if (room !== null && room !== this.stay.room) { this.stay.room = room; this.event({ type: "room", room: room.slice(0, 64) }, now.wall); }
      this.acts(readings, switches, now);
      if (switches.roster) this.roster(readings.people, now);
    }
    this.last = now;
    return this.out;
  }

  /** The way out was taken, or the page goes. A second one does nothing. */
  exit(reason: Reason, now: Now): Kept[] {
    this.out = [];
    this.follow(now);
    if (this.stay?.at === "call" && this.last !== null && now.mono - this.last.mono <= GAP_MS) this.beat(now.wall);
    this.end(reason, this.stay?.span && now.wall - this.stay.span.until > GAP_MS ? this.stay.span.until : now.wall);
    return this.out;
  }

  private follow(now: Now): void {
    const shift = now.wall - now.mono;
    const step = this.shift === null ? 0 : shift - this.shift;
    if (this.shift === null || Math.abs(step) > JUMP_MS) {
      if (this.shift !== null && this.stay !== null) {
        this.closeSpan();
        this.hush();
        this.clock += 1;
        this.out.push({ is: "jump", connection: this.stay.connection, clock: this.clock, step });
      }
      this.shift = shift;
    }
  }

  private move(place: Place | null, readings: PageReadings, now: Now): void {
    if (place === null || place === "before") return;
    if (place === "over") { this.end("left", now.wall); return; }
    if (place === "lobby" && this.stay?.at === "call") this.end("transport", now.wall); // put out into the lobby
    if (place === "moving" && this.stay === null) return;
    if (this.stay === null) this.begin(place === "lobby", readings, now);
    else if (place === "call" && this.stay.at === "lobby") {
      this.event({ type: "lobby_exit" }, now.wall);
      this.enter(readings, now);
    }
  }

  private begin(waits: boolean, readings: PageReadings, now: Now): void {
    this.clock = 0;
    this.stay = {
      connection: this.id(), at: waits ? "lobby" : "call", span: null, beatAt: 0, on: {}, speaks: null,
      seen: { wrote: null, reacted: null }, room: "", roster: null,
    };
    if (waits) { this.tell(readings, now, true); this.event({ type: "lobby_enter" }, now.wall); } else this.enter(readings, now);
  }

  private enter(readings: PageReadings, now: Now): void {
    if (this.stay === null) return;
    this.stay.at = "call";
    this.tell(readings, now, false);
    this.event({ type: "enter" }, now.wall);
  }

  private tell(readings: PageReadings, now: Now, waits: boolean): void {
    if (this.stay) this.out.push({ is: "call", connection: this.stay.connection, ...this.where, title: readings.title, at: now.wall, waits });
  }

  private beat(at: number): void {
    const stay = this.stay;
    if (stay === null) return;
    if (stay.span !== null && at - stay.span.until > GAP_MS) { this.closeSpan(); this.hush(); }
    stay.span ??= { from: at, until: at, count: 0 };
    stay.span = { ...stay.span, until: Math.max(at, stay.span.until) };
    if (stay.span.count === 0 || at - stay.beatAt >= BEAT_MS) {
      stay.span = { ...stay.span, count: stay.span.count + 1 };
      stay.beatAt = at;
      this.out.push({ is: "beat", connection: stay.connection, clock: this.clock, span: stay.span });
    }
    if (stay.span.until - stay.span.from >= SPAN_MS) { const { until } = stay.span; this.closeSpan(); stay.span = { from: until, until, count: 1 }; }
  }

  private closeSpan(): void {
    const span = this.stay?.span;
    if (!this.stay || !span) return;
    this.stay.span = null;
    this.stay.beatAt = 0;
    if (span.until > span.from) this.event({ type: "heartbeat", until: span.until, count: Math.max(1, span.count) }, span.from);
  }

  private end(reason: Reason, at: number): void {
    if (this.stay === null) return;
    this.closeSpan();
    this.hush();
    if (this.stay.at === "lobby") this.event({ type: "lobby_exit" }, at);
    else this.event({ type: "exit", reason }, at);
    this.stay = null;
  }

  private acts(readings: PageReadings, switches: Switches, now: Now): void {
    const self = doubt(readings.self, now) === null ? valueOf(readings.self) : null;
    this.toggle("hand", switches.hand, doubt(readings.acts.hand, now) === null ? valueOf(readings.acts.hand) : null, now.wall);
    this.toggle("microphone", switches.microphone, self?.microphone ?? null, now.wall);
    this.toggle("camera", switches.camera, self?.camera ?? null, now.wall);
    this.toggle("screen", switches.screen, self?.sharing ?? null, now.wall);
    if (switches.microphone && self?.speaking === true) this.speak(now.wall); else this.hush();
    this.fresh("reacted", readings.acts.reacted, now, switches.reactions, (one) => ({ interaction: "reaction", value: one.emoji.slice(0, 64) }));
    this.fresh("wrote", readings.acts.wrote, now, switches.chat, (one) => ({
      interaction: "chat", ...(switches.chatText && one.text !== "" ? { text: one.text.slice(0, 2000) } : {}),
    }));
  }

  private toggle(what: keyof typeof PAIRS, wanted: boolean, is: boolean | null, at: number): void {
    if (!this.stay || !wanted || is === null || is === (this.stay.on[what] ?? false)) return;
    this.stay.on[what] = is;
    this.event({ type: "interact", interaction: PAIRS[what][is ? 0 : 1] }, at);
  }

  private speak(at: number): void {
    if (!this.stay) return;
    if (this.stay.speaks && at - this.stay.speaks.until > GAP_MS) this.hush();
    this.stay.speaks = { from: this.stay.speaks?.from ?? at, until: at };
  }

  private hush(): void {
    const speaks = this.stay?.speaks;
    if (!this.stay || !speaks) return;
    this.stay.speaks = null;
    if (speaks.until > speaks.from) this.event({ type: "interact", interaction: "speaking", until: speaks.until }, speaks.from);
  }

  /** What the page shows at the first look is from before; a key counts once. */
  private fresh<Row extends { key: string }>(
    which: "wrote" | "reacted", reading: Reading<readonly Row[]>, now: Now, wanted: boolean,
    said: (row: Row) => { interaction: Interaction; value?: string; text?: string },
  ): void {
    if (!this.stay || doubt(reading, now) !== null) return;
    const rows = valueOf(reading) ?? [];
    const known = this.stay.seen[which];
    const news = known ? rows.filter(({ key }) => !known.has(key)) : [];
    this.stay.seen[which] = new Set([...(known ?? []), ...rows.map(({ key }) => key)]);
    if (wanted) for (const row of news) this.event({ type: "interact", ...said(row) }, now.wall);
  }

  /** A changed list three times half a minute apart, so that whoever is missing is known to be gone; else every two minutes. */
  private roster(reading: Reading<People>, now: Now): void {
    const list = doubt(reading, now) === null ? valueOf(reading) : null;
    if (!this.stay || list === null) return;
    const people = list.rows.filter((row) => !row.share).slice(0, MOST_PEOPLE).map((row): RosterPerson => ({
      connection: row.key.slice(0, 64), name: row.name.slice(0, 200), ...(row.host ? { role: "host" as const } : {}),
    }));
    const complete = list.complete && list.rows.length <= MOST_PEOPLE;
    const said = JSON.stringify([complete, people.map((one) => JSON.stringify(one)).sort()]);
    const before = this.stay.roster;
    const changed = before?.said !== said;
    const wait = before === null ? 0 : changed || before.left > 0 ? ROSTER_MS : ROSTER_UNCHANGED_MS;
    if (before !== null && now.wall - before.at < wait && now.wall >= before.at) return;
    this.stay.roster = { said, at: now.wall, left: changed ? 2 : Math.max(0, before.left - 1) };
    this.push({ id: this.id(), at: now.wall, type: "roster", people, complete }, "host_plugin");
  }

  private event(body: Exclude<Body, { type: "roster" }>, at: number): void {
    if (this.stay) this.push({ id: this.id(), at, connection: this.stay.connection, ...body }, "plugin");
  }

  private push(event: WireEvent, kind: Kind): void {
    if (this.stay) this.out.push({ is: "event", connection: this.stay.connection, clock: this.clock, kind, event });
  }
}

function valueOf<T>(reading: Reading<T>): T | null {
  return reading.is === "ok" ? reading.value : null;
}
