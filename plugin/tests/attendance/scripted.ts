/** A service as a script: it keeps what it took, can be down or busy, and answers twice or not at all. And the world around a worker. */
import { IDBFactory } from "fake-indexeddb";
import { Attendance, type Worker } from "../../src/attendance/index.js";
import type { WireEvent } from "../../src/attendance/evidence.js";
import { known, NOT_HERE, type Now, type Place } from "../../../protocol/src/leaving/signals.js";
import type { PageReadings } from "../../src/platforms/adapter.js";
import { ALL_OFF, type Switches } from "../../src/kept.js";

export const T0 = 1_790_000_000_000;
export const ADDRESS = "meet.google.com/abc-defg-hij";
export const ON: Switches = { ...ALL_OFF, attendance: true, hand: true, microphone: true, camera: true, screen: true, reactions: true, chat: true };

export interface Stored { event: WireEvent; at: number; until: number | null; kind: string }

export class Service {
  /** True time; `clockIsOff` is what the machine's own clock shows beyond it. */
  time = T0;
  clockIsOff = 0;
  /** What happens to the next requests: down, busy (503), or taken without the answer ever arriving. */
  weather: "fine" | "down" | "busy" | "lost" = "fine";
  knows = true;
  paired = true;
  accepted = true;
  opens = true;
  readonly taken = new Map<string, Stored>();
  readonly requests: { url: string; body: string }[] = [];
  repeats = 0;
  conflicts = 0;
  made = 0;

  readonly fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    const body = init?.body instanceof URLSearchParams ? init.body.toString() : typeof init?.body === "string" ? init.body : "";
    this.requests.push({ url, body });
    await Promise.resolve();
    if (this.weather === "down") throw new TypeError("no network");
    if (this.weather === "busy") return new Response("", { status: 503, headers: { "retry-after": "7" } });
    const answer = this.answer(new URL(url).pathname, body);
    if (this.weather === "lost") throw new TypeError("the answer is lost");
    return answer;
  };

  private answer(path: string, body: string): Response {
    if (path === "/pair/code/") return json({ device_code: "device", user_code: "AAAA-BBBB", verification_uri: "https://ltm.example/pair/", expires_in: 300, interval: 5 });
    if (path === "/pair/token/") return json({ access_token: "ltm_token" });
    if (path === "/pair/revoke/") return json({});
    if (!this.paired) return json({}, 401);
    if (!this.accepted) return json({ accept_url: "https://ltm.example/privacy/accept/" }, 428);
    if (path === "/api/v1/plugin/") return json({ member: "bob", now: this.time });
    if (path === "/api/v1/plugin/call/") return this.call(JSON.parse(body) as { confirmed: boolean; roster?: boolean });
    return this.events(JSON.parse(body) as { sent_at: number; events: WireEvent[] });
  }

  private call(asked: { confirmed: boolean; roster?: boolean }): Response {
    if (!this.knows) return json({}, 404);
    const kind = asked.roster ? "host_plugin" : "plugin";
    this.made += asked.confirmed ? 1 : 0;
    const credential = asked.confirmed ? { token: `ltm_${kind}_${this.made}`, kind, expires_at: this.time + 86_400_000, events_url: "https://ltm.example/api/v1/events" } : null;
    const meeting = { id: "m1", title: "Weekly", host: "Alice", role: "attendee", recorded: [], seen_by: ["Alice"], kept: "", keeps_days: 30 };
    return json({ meeting, credential, now: this.time });
  }

  private events({ sent_at, events }: { sent_at: number; events: WireEvent[] }): Response {
    if (events.length > 200) return json({}, 413);
    const offset = Math.abs(this.time - sent_at) > 2_000 ? this.time - sent_at : 0;
    const results = events.map((event) => {
      if (!this.opens) return { id: event.id, status: "refused", code: "no_occurrence", message: "" };
      const before = this.taken.get(event.id);
      if (before) {
        this.repeats += 1;
        const same = JSON.stringify(before.event) === JSON.stringify(event);
        this.conflicts += same ? 0 : 1;
        return { id: event.id, status: same ? "duplicate" : "refused", code: same ? "" : "conflict", message: "" };
      }
      this.taken.set(event.id, { event, at: event.at + offset, until: "until" in event ? event.until + offset : null, kind: event.type });
      return { id: event.id, status: "accepted", code: "", message: "" };
    });
    return json({ results, received_at: this.time });
  }

  /** What the machine's clock shows. */
  wall(): number { return this.time + this.clockIsOff; }
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

/** A worker on one disk, that can be dropped and made anew. */
export class Machine {
  readonly factory = new IDBFactory();
  wakesAt: number | null = null;
  attendance: Attendance;

  constructor(readonly service: Service) { this.attendance = this.start(); }

  start(): Attendance {
    const worker: Worker = {
      fetch: this.service.fetch, now: () => this.service.wall(), random: () => 0.5, factory: this.factory, version: "1",
      wake: async (when) => { this.wakesAt = when; return Promise.resolve(); },
    };
    this.attendance = new Attendance(worker);
    return this.attendance;
  }

  async pair(): Promise<void> {
    await this.attendance.pair("https://ltm.example");
    this.service.time += 6_000;
    await this.attendance.poll();
  }
}

/** One look at a page. */
export function page(place: Place | null, now: Now, more: Partial<PageReadings> = {}): PageReadings {
  return {
    place: place === null ? { is: "unknown", why: "not_found" } : known(place, now.mono, "test"), othersCount: NOT_HERE, people: NOT_HERE, self: NOT_HERE, sound: NOT_HERE,
    acts: { hand: NOT_HERE, wrote: NOT_HERE, reacted: NOT_HERE }, platformAsks: false, title: "Weekly", shownStart: null, shownEnd: null, ...more,
  };
}

export function self(now: Now, more: Partial<{ microphone: boolean; camera: boolean; speaking: boolean; sharing: boolean }>): Partial<PageReadings> {
  return { self: known({ sharing: null, speaking: null, recording: null, microphone: null, camera: null, inputAt: null, host: null, ...more }, now.mono, "test") };
}
