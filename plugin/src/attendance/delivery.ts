/**
 * From the queue to the intake. What it knows lies in the store, so the worker may die between any two lines: an event leaves the
 * queue only after the service has answered for it, and a second copy is a duplicate there.
 */
import type { CallRow, EventRow, Kind, MeetingRow, RefusedRow, WireEvent } from "./evidence.js";
import { aheadOf } from "./clocks.js";
import { Matching, reports } from "./matching.js";
import { ask, type Answer, type Around, type Halt, type Pairing } from "./service.js";
import type { Store } from "./store.js";

export const MOST_EVENTS = 200;
/** In one request, with the people of lists; the intake takes 2000. */
const MOST_ROWS = 1_500;
const MOST_LOOKED = 5 * MOST_EVENTS;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 10 * 60_000;
/** Of a date that no host has opened yet. */
const NOT_OPEN_MS = 10 * 60_000;
const COMPARED_MS = 5 * 60_000;
/** So long after the member opened a changed policy its acceptance is asked for more often: nobody tells the plugin of it. */
export const READING_MS = 10 * 60_000;
const OFTEN_MS = 30_000;
const GIVEN_UP_MS = 14 * 24 * 3_600_000;

interface Result { id: string; status: "accepted" | "duplicate" | "refused"; code: string; message: string }
interface Results { results: Result[]; received_at: number }
interface Compared { offset: number; at: number }
interface Batch { call: CallRow; meeting: MeetingRow; kind: Kind; ahead: number; rows: EventRow[] }
/** How often in a row it was in vain, since when and until when it rests. */
export interface Pause { tries: number; at: number; until: number }

export class Delivery {
  private running: Promise<void> | null = null;
  private again = false;
  private most = MOST_EVENTS;
  private readonly matching: Matching;

  constructor(private readonly store: Store, private readonly around: Around) { this.matching = new Matching(store, around); }

  /** Sends what may go now; one at a time, however often it is called. When to be woken next; null: nothing waits. */
  async run(): Promise<number | null> {
    this.again = true;
    this.running ??= (async () => {
      try { while (this.again) { this.again = false; await this.once(); } } finally { this.running = null; }
    })();
    await this.running;
    return this.next();
  }

  /** When there is something to do next. */
  async next(): Promise<number | null> {
    const halt = await this.store.note<Halt>("halt");
    if (!(await this.store.note<Pairing>("pairing")) || halt?.is === "over") return null;
    const pause = await this.store.note<Pause>("pause");
    const meetings = await this.meetings();
    const dues: number[] = [];
    for (const call of await this.store.callsWaiting()) {
      if (call.meeting === null) { if (call.address !== null) dues.push(call.askAgainAt); } else if (reports(call, meetings)) dues.push(await this.dueOf(call));
    }
    const now = this.around.now();
    return dues.length === 0 ? null : Math.max(Math.min(...dues), pause && waits(pause, now) ? pause.until : 0, now);
  }

  /** When the first of a call's events may go; 0 for now. */
  private async dueOf({ connection }: CallRow): Promise<number> {
    let due = Infinity;
    await this.store.eachEvent(connection, ({ notBefore }) => {
      due = Math.min(due, notBefore);
      return due > this.around.now();
    });
    return due;
  }

  private async once(): Promise<void> {
    const pairing = await this.store.note<Pairing>("pairing");
    const halt = await this.store.note<Halt>("halt");
    if (!pairing || halt?.is === "over") return;
    const pause = await this.store.note<Pause>("pause");
    if (pause && waits(pause, this.around.now())) return;
    // While a changed policy waits nothing of a call leaves the machine, not even to be refused.
    if (halt && !(await this.goesOn(await ask(this.around, `${pairing.base}/api/v1/plugin/`, pairing.token)))) return;
    for (const call of (await this.store.calls()).filter(({ meeting }) => meeting === null)) {
      const answer = await this.matching.match(call, pairing);
      if (answer && !(await this.goesOn(answer))) return;
    }
    if ((await this.pick()) !== null && !(await this.compared(pairing))) return;
    for (let batch = await this.pick(); batch !== null; batch = await this.pick()) {
      if (!(await this.deliver(batch, pairing))) return;
    }
  }

  private async meetings(): Promise<Map<string, MeetingRow>> {
    return new Map((await this.store.meetings()).map((meeting) => [meeting.id, meeting]));
  }

  /** The oldest events that go to one meeting, under one credential, by one clock. Reads no more of the queue than that. */
  private async pick(): Promise<Batch | null> {
    const now = this.around.now();
    const meetings = await this.meetings();
    const offset = (await this.store.note<Compared>("offset"))?.offset ?? null;
    let batch = null as Batch | null;
    let [weight, looked] = [0, 0];
    for (const call of await this.store.callsWaiting()) {
      const meeting = reports(call, meetings);
      if (!meeting || (batch !== null && batch.meeting.id !== meeting.id)) continue;
      const clocks = await this.store.clocksOf(call.connection);
      let full = false as boolean;
      await this.store.eachEvent(call.connection, (row) => {
        if (row.notBefore > now) return true;
        const ahead = Math.round(aheadOf(clocks, row.clock, offset));
        batch ??= { call, meeting, kind: row.kind, ahead, rows: [] };
        looked += 1; // between hundreds of lists may stand one event of the member's own: it waits for its turn
        if (batch.kind !== row.kind || batch.ahead !== ahead) return looked < MOST_LOOKED;
        weight += row.event.type === "roster" ? 1 + row.event.people.length : 1;
        full = batch.rows.length > 0 && weight > MOST_ROWS;
        if (!full) batch.rows.push(row);
        full ||= batch.rows.length >= this.most;
        return !full;
      });
      if (full) break;
    }
    return batch;
  }

  /** Whether to go on with the next one. */
  private async deliver(batch: Batch, pairing: Pairing): Promise<boolean> {
    const credential = await this.matching.credential(batch.call, batch.meeting, batch.kind, pairing);
    if (credential.is === "no") { // removed, or the meeting is gone
      await this.store.settle(keys(batch.rows), batch.rows.map((row) => this.aside(row, "not_there", "")), []);
      return true;
    }
    if (credential.is !== "ok") return this.goesOn(credential);
    const answer = await this.send(batch, credential.value.events_url, credential.value.token);
    if (answer.is === "halt" && answer.halt.is === "over") { // only the credential: whether the pairing is over, its renewal tells
      await this.matching.forget(batch.meeting.id, batch.kind);
      const renewed = await this.matching.credential(batch.call, { ...batch.meeting, credentials: {} }, batch.kind, pairing);
      return renewed.is === "ok" ? this.goesOn({ is: "later", afterMs: null }) : renewed.is === "no" || this.goesOn(renewed);
    }
    if (answer.is === "no") { await this.split(batch, answer.status); return true; }
    if (answer.is === "ok") { this.most = Math.min(MOST_EVENTS, this.most * 2); await this.settle(batch, answer.value); }
    return this.goesOn(answer);
  }

  private async send(batch: Batch, url: string, token: string): Promise<Answer<Results>> {
    const began = this.around.now();
    const answer = await ask<Results>(this.around, url, token, { sent_at: began + batch.ahead, events: batch.rows.map(({ event }) => whole(event)) });
    if (answer.is === "ok") {
      const offset = answer.value.received_at - (began + this.around.now()) / 2;
      await this.note(offset);
    }
    return answer;
  }

  /** Before anything is sent, this machine's clock is known: it may have been put right since the last answer. */
  private async compared(pairing: Pairing): Promise<boolean> {
    const last = await this.store.note<Compared>("offset");
    if (last && Math.abs(this.around.now() - last.at) < COMPARED_MS) return true;
    const began = this.around.now();
    const answer = await ask<{ now: number }>(this.around, `${pairing.base}/api/v1/plugin/`, pairing.token);
    if (answer.is === "ok") await this.note(answer.value.now - (began + this.around.now()) / 2);
    return this.goesOn(answer);
  }

  private async note(offset: number): Promise<void> {
    await this.store.setNote("offset", { offset, at: this.around.now() } satisfies Compared);
    await this.store.compare(offset);
  }

  private async settle(batch: Batch, { results }: Results): Promise<void> {
    const [done, refused, later]: [number[], RefusedRow[], EventRow[]] = [[], [], []];
    const now = this.around.now();
    batch.rows.forEach((row, place) => {
      const result = results[place];
      if (result?.id !== row.event.id) return; // not answered for: it stays
      if (result.status !== "refused") { done.push(...keys([row])); return; }
      if (result.code === "no_occurrence" && now - row.since < GIVEN_UP_MS) { later.push({ ...row, notBefore: now + NOT_OPEN_MS }); return; }
      done.push(...keys([row]));
      refused.push(this.aside(row, result.code, result.message));
    });
    await this.store.settle(done, refused, later);
  }

  /** The request as a whole was refused: halves find the one event that did it. */
  private async split(batch: Batch, status: number): Promise<void> {
    if (batch.rows.length === 1) {
      await this.store.settle(keys(batch.rows), batch.rows.map((row) => this.aside(row, `http_${status}`, "")), []);
      return;
    }
    this.most = Math.ceil(batch.rows.length / 2);
  }

  private aside({ connection, event }: EventRow, code: string, message: string): RefusedRow {
    return { at: this.around.now(), connection, code, message, event };
  }

  /** Notes what an answer means for the next try; whether there may be one at once. */
  private async goesOn(answer: Answer<unknown>): Promise<boolean> {
    if (answer.is === "ok" || answer.is === "no") {
      await this.store.setNote("pause", null);
      await this.store.setNote("halt", null);
      return true;
    }
    if (answer.is === "halt") await this.store.setNote("halt", answer.halt);
    const tries = ((await this.store.note<Pause>("pause"))?.tries ?? 0) + 1;
    const backOff = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(tries, 12)) * (0.5 + this.around.random() / 2);
    const reads = answer.is === "halt" && ((await this.store.note<number>("reading")) ?? 0) > this.around.now();
    const rest = answer.is === "halt" ? (reads ? OFTEN_MS : LONGEST_MS) : Math.max(backOff, answer.afterMs ?? 0);
    await this.store.setNote("pause", { tries, at: this.around.now(), until: this.around.now() + Math.round(rest) } satisfies Pause);
    return false;
  }
}

/** It is of a moment that is yet to come where the clock was put back meanwhile: then it holds no more. */
function waits({ at, until }: Pause, now: number): boolean {
  return at <= now && now < until;
}

function keys(rows: readonly EventRow[]): number[] {
  return rows.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));
}

/** The intake takes whole milliseconds. */
function whole(event: WireEvent): WireEvent {
  return { ...event, at: Math.round(event.at), ...("until" in event ? { until: Math.round(event.until ?? event.at) } : {}) };
}
