/**
 * What the plugin remembers of calls: the member's own list, and beside it the queue of what is still to be sent. It exists without an
 * account. One transaction per message, so that a worker that dies in the middle leaves nothing half.
 */
import { NONE, type CallRow, type ClockRow, type EventRow, type Kept, type MeetingRow, type RefusedRow, type WireEvent } from "./evidence.js";
import { answered, openDatabase, STORES, walk, within, type StoreName } from "./database.js";
import { clockKey } from "./clocks.js";
import { randomId } from "./recorder.js";

/** Longer than two looks of a hidden tab: the page is gone without a word. */
export const SILENT_MS = 5 * 60_000;
const MOST_CALLS = 2_000;

export class Store {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(factory: IDBFactory = indexedDB): Promise<Store> { return new Store(await openDatabase(factory)); }
  close(): void { this.database.close(); }

  /** Writes what a recorder has told, in its order. */
  async keep(told: readonly Kept[], now: number): Promise<void> {
    if (told.length === 0) return;
    await within(this.database, ["calls", "events", "clocks", "notes"], "readwrite", async (transaction) => {
      for (const one of told) await this.write(transaction, one, now);
      if (told.some(({ is }) => is === "jump")) await answered(transaction.objectStore("notes").delete("offset")); // it was about the clock before
    });
  }

  private async write(transaction: IDBTransaction, one: Kept, now: number): Promise<void> {
    const calls = transaction.objectStore("calls");
    const before = (await answered(calls.get(one.connection))) as CallRow | undefined;
    if (one.is === "call") {
      const fresh: CallRow = {
        connection: one.connection, platform: one.platform, address: one.address, title: one.title, since: one.at, enteredAt: null, exitedAt: null,
        reason: null, aliveAt: one.at, span: null, clock: 0, meeting: null, askAgainAt: 0,
      };
      const row = before ?? fresh;
      await answered(calls.put({ ...row, title: one.title ?? row.title, exitedAt: one.waits ? row.exitedAt : null, enteredAt: one.waits ? row.enteredAt : row.enteredAt ?? one.at }));
      if (!before) await answered(transaction.objectStore("clocks").put(clockRow(one.connection, 0, 0)));
      return;
    }
    if (!before) return; // wiped in the meantime
    if (one.is === "jump") {
      await answered(transaction.objectStore("clocks").put(clockRow(one.connection, one.clock, one.step)));
      await answered(calls.put({ ...before, clock: one.clock }));
    } else if (one.is === "beat") {
      await answered(calls.put({ ...before, span: one.span, aliveAt: one.span.until, exitedAt: null, reason: null }));
    } else {
      await answered(calls.put(after(before, one.event)));
      if (before.meeting !== NONE) await answered(transaction.objectStore("events").add(eventRow(one, now)));
    }
  }

  /**
   * Ends calls whose page is gone without a word: at the last proof of life that was written, reason `lost`. `isGone` says of
   * which; after a start of the browser of all. How many.
   */
  async mend(isGone: (call: CallRow) => boolean, now: number): Promise<number> {
    return within(this.database, ["calls", "events"], "readwrite", async (transaction) => {
      const calls = transaction.objectStore("calls");
      const open = ((await answered(calls.getAll())) as CallRow[]).filter((call) => call.exitedAt === null && isGone(call));
      for (const call of open) {
        const { connection, clock, span } = call;
        const at = Math.max(span?.until ?? 0, call.aliveAt);
        const told: WireEvent[] = span && span.until > span.from
          ? [{ id: randomId(), type: "heartbeat", connection, at: span.from, until: span.until, count: span.count }] : [];
        told.push(call.enteredAt === null ? { id: randomId(), type: "lobby_exit", connection, at } : { id: randomId(), type: "exit", connection, at, reason: "lost" });
        for (const event of told) {
          if (call.meeting !== NONE) await answered(transaction.objectStore("events").add(eventRow({ connection, clock, kind: "plugin", event }, now)));
        }
        await answered(calls.put({ ...call, span: null, exitedAt: at, reason: "lost" }));
      }
      return open.length;
    });
  }

  async calls(): Promise<CallRow[]> { return this.all<CallRow>("calls"); }
  async call(connection: string): Promise<CallRow | undefined> { return this.one<CallRow>("calls", connection); }
  async meetings(): Promise<MeetingRow[]> { return this.all<MeetingRow>("meetings"); }
  async meeting(id: string): Promise<MeetingRow | undefined> { return this.one<MeetingRow>("meetings", id); }
  async clocksOf(connection: string): Promise<ClockRow[]> {
    return within(this.database, ["clocks"], "readonly", async (transaction) =>
      (await answered(transaction.objectStore("clocks").index("connection").getAll(connection))) as ClockRow[]);
  }
  async refused(): Promise<RefusedRow[]> { return this.all<RefusedRow>("refused"); }

  async waiting(): Promise<number> {
    return within(this.database, ["events"], "readonly", (transaction) => answered(transaction.objectStore("events").count()));
  }

  /** The calls that events wait of, oldest first. Reads no event: the index alone knows them. */
  async callsWaiting(): Promise<CallRow[]> {
    return within(this.database, ["calls", "events"], "readonly", async (transaction) => {
      const found: CallRow[] = [];
      await walk(transaction.objectStore("events").index("connection").openKeyCursor(null, "nextunique"), async ({ key }) => {
        const call = (await answered(transaction.objectStore("calls").get(key))) as CallRow | undefined;
        if (call) found.push(call);
        return true;
      });
      return found.sort((one, other) => one.since - other.since);
    });
  }

  /** Shows a call's events in order, for as long as `more` says so: a long queue is never read as a whole. */
  async eachEvent(connection: string, more: (row: EventRow) => boolean): Promise<void> {
    await within(this.database, ["events"], "readonly", async (transaction) => {
      await walk(transaction.objectStore("events").index("connection").openCursor(connection), (cursor) => more(cursor.value as EventRow));
    });
  }

  /** Changes one row, if it is still there. */
  async change<Row extends CallRow | MeetingRow>(name: "calls" | "meetings", key: string, change: (row: Row) => Row): Promise<void> {
    await within(this.database, [name], "readwrite", async (transaction) => {
      const row = (await answered(transaction.objectStore(name).get(key))) as Row | undefined;
      if (row !== undefined) await answered(transaction.objectStore(name).put(change(row)));
    });
  }

  async putMeeting(row: MeetingRow): Promise<void> { await this.put("meetings", row); }

  /** The service knows no such call, or must not: its evidence stays in the list and leaves the queue. */
  async keepsHere(connection: string): Promise<void> {
    await within(this.database, ["calls", "events"], "readwrite", async (transaction) => {
      const call = (await answered(transaction.objectStore("calls").get(connection))) as CallRow | undefined;
      if (call) await answered(transaction.objectStore("calls").put({ ...call, meeting: NONE }));
      const keys = await answered(transaction.objectStore("events").index("connection").getAllKeys(connection));
      for (const key of keys) await answered(transaction.objectStore("events").delete(key));
    });
  }

  async forgetMeetings(): Promise<void> {
    await within(this.database, ["meetings"], "readwrite", async (transaction) => { await answered(transaction.objectStore("meetings").clear()); });
  }

  /** After an answer: what is done goes, what was refused is kept aside with its reason, what may go later waits. */
  async settle(done: readonly number[], refused: readonly RefusedRow[], later: readonly EventRow[]): Promise<void> {
    await within(this.database, ["events", "refused"], "readwrite", async (transaction) => {
      for (const key of done) await answered(transaction.objectStore("events").delete(key));
      for (const row of refused) await answered(transaction.objectStore("refused").add(row));
      for (const row of later) await answered(transaction.objectStore("events").put(row));
    });
  }

  /** Every clock that shows the time now and was not yet compared with the service's. */
  async compare(offset: number): Promise<void> {
    await within(this.database, ["calls", "clocks"], "readwrite", async (transaction) => {
      const open = ((await answered(transaction.objectStore("calls").getAll())) as CallRow[]).filter(({ exitedAt }) => exitedAt === null);
      for (const { connection, clock } of open) {
        const row = (await answered(transaction.objectStore("clocks").get(clockKey(connection, clock)))) as ClockRow | undefined;
        if (row?.offset === null) await answered(transaction.objectStore("clocks").put({ ...row, offset }));
      }
    });
  }

  async note<T>(name: string): Promise<T | undefined> {
    return within(this.database, ["notes"], "readonly", async (transaction) => (await answered(transaction.objectStore("notes").get(name))) as T | undefined);
  }

  async setNote(name: string, value: unknown): Promise<void> {
    await within(this.database, ["notes"], "readwrite", async (transaction) => {
      const notes = transaction.objectStore("notes");
      if (value === null) await answered(notes.delete(name));
      else await answered(notes.put(value, name));
    });
  }

  /** The own list, the queue and what was refused. `alsoPairing`: everything. */
  async wipe(alsoPairing = false): Promise<void> {
    const names = STORES.filter((name) => alsoPairing || (name !== "meetings" && name !== "notes"));
    await within(this.database, names, "readwrite", async (transaction) => {
      for (const name of names) await answered(transaction.objectStore(name).clear());
    });
  }

  /** The oldest calls beyond `MOST_CALLS` of which nothing waits go, with their clocks. */
  async prune(): Promise<void> {
    await within(this.database, ["calls", "events", "clocks"], "readwrite", async (transaction) => {
      const calls = (await answered(transaction.objectStore("calls").getAll())) as CallRow[];
      for (const { connection } of calls.sort((one, other) => other.since - one.since).slice(MOST_CALLS)) {
        if ((await answered(transaction.objectStore("events").index("connection").count(connection))) > 0) continue;
        await answered(transaction.objectStore("calls").delete(connection));
        const keys = await answered(transaction.objectStore("clocks").index("connection").getAllKeys(connection));
        for (const key of keys) await answered(transaction.objectStore("clocks").delete(key));
      }
    });
  }

  private async all<Row>(name: StoreName): Promise<Row[]> {
    return within(this.database, [name], "readonly", async (transaction) => (await answered(transaction.objectStore(name).getAll())) as Row[]);
  }

  private async one<Row>(name: StoreName, key: string): Promise<Row | undefined> {
    return within(this.database, [name], "readonly", async (transaction) => (await answered(transaction.objectStore(name).get(key))) as Row | undefined);
  }

  private async put(name: StoreName, row: unknown): Promise<void> {
    await within(this.database, [name], "readwrite", async (transaction) => { await answered(transaction.objectStore(name).put(row)); });
  }
}

function clockRow(connection: string, clock: number, step: number): ClockRow {
  return { key: clockKey(connection, clock), connection, clock, step, offset: null };
}

function eventRow({ connection, clock, kind, event }: Pick<EventRow, "connection" | "clock" | "kind" | "event">, now: number): EventRow {
  return { connection, clock, kind, event, notBefore: 0, since: now };
}

/** The own list's row after an event of its call. */
function after(call: CallRow, event: WireEvent): CallRow {
  switch (event.type) {
    case "exit": return { ...call, exitedAt: event.at, reason: event.reason, span: null };
    case "lobby_exit": return call.enteredAt === null ? { ...call, exitedAt: event.at, aliveAt: event.at } : { ...call, aliveAt: event.at };
    case "heartbeat": return { ...call, span: null, aliveAt: Math.max(call.aliveAt, event.until) };
    case "roster": return call;
    // What somebody does proves that they are there, between two beats too.
    default: return { ...call, aliveAt: Math.max(call.aliveAt, "until" in event ? event.until ?? event.at : event.at) };
  }
}
