/**
 * Attendance, as the worker calls it (docs/developer/plugin-attendance.md). Everything that must last lies in IndexedDB; an object of this
 * class may be dropped at any moment and made anew. The page's part is `Recorder` (recorder.ts) and `prove` (proof.ts).
 */
import { NONE, type CallRow, type Kept, type MeetingRow, type RefusedRow } from "./evidence.js";
import { Delivery, READING_MS, type Pause } from "./delivery.js";
import { reports } from "./matching.js";
import { mayBeSent } from "../answers.js";
import { asCsv, ownMeetings, type OwnMeeting } from "./own_list.js";
import { PairingDesk, REVOKE, type Outcome, type Pending } from "./pairing.js";
import { proofOf } from "./proof.js";
import { tellHealth } from "./health.js";
import { askIfChanged, type Around, type Halt, type Pairing } from "./service.js";
import { SILENT_MS, Store } from "./store.js";
import type { Status } from "../status.js";

export type { Kept, MeetingRow, OwnMeeting, Outcome, Pending, RefusedRow };

/** The one alarm. Browsers wake a worker no sooner than after half a minute. */
export const ALARM = "attendance";

/** One planned date of the member (`GET /api/v1/plugin/meetings/`); moments in milliseconds UTC, null for a meeting at any time. */
export interface Planned { id: string; series: string; title: string; host: string; role: "host" | "attendee"; start: number | null; end: number | null; call_sha256: string }

/** As the last answer had them. */
interface Dates { tag: string; meetings: readonly Planned[] }

export interface State {
  paired: { base: string; since: number } | null;
  pairing: Pending | null;
  /** `accept`: show the page at `url`; `over`: pair anew. */
  halt: Halt | null;
  /** Events that wait to be sent, and since when sending is tried in vain. */
  waiting: number;
  triesAgainAt: number | null;
  refused: number;
}

/** Where one call's evidence goes. `asks`: the member has yet to see the host's name and decide. */
export type CallState = { is: "here" } | { is: "asks"; meeting: MeetingRow } | { is: "reports"; meeting: MeetingRow };

export interface Worker extends Around {
  factory: IDBFactory;
  version: string;
  /** Wakes the worker at `when` (milliseconds UTC) and calls `onAlarm`; null: no more. */
  wake: (when: number | null) => Promise<void>;
}

export class Attendance {
  private opened: Promise<Store> | null = null;
  private delivering: Delivery | null = null;
  /** What is told about pages goes out one after the other, or the same would be told twice. */
  private telling: Promise<unknown> = Promise.resolve();

  constructor(private readonly worker: Worker) {}

  private async store(): Promise<Store> { return (this.opened ??= Store.open(this.worker.factory)); }
  private async desk(): Promise<PairingDesk> { return new PairingDesk(await this.store(), this.worker); }

  /** Writes what a recorder told; resolved when it is on the disk. Sending goes on by itself. */
  async keep(told: readonly Kept[]): Promise<void> {
    const store = await this.store();
    await store.keep(told, this.worker.now());
    if (told.some(({ is }) => is === "event" || is === "call")) await this.deliver();
  }

  /** Polls a pairing, mends calls whose page has gone without a word, sends what waits. Call it for `ALARM`. */
  async onAlarm(): Promise<void> {
    const store = await this.store();
    await (await this.desk()).poll();
    const now = this.worker.now();
    await store.mend((call) => now - call.aliveAt > SILENT_MS, now);
    await store.prune();
    await this.deliver();
  }

  /** The browser has started (or the plugin was updated): no page of before is there any more. Call it for `onStartup` and `onInstalled`. */
  async onStartup(): Promise<void> {
    await (await this.store()).mend(() => true, this.worker.now());
    await this.deliver();
  }

  /** A tab with this connection is gone. Harmless after a proper exit. */
  async pageGone(connection: string): Promise<void> {
    await (await this.store()).mend((call) => call.connection === connection, this.worker.now());
    await this.deliver();
  }

  private async deliver(): Promise<void> {
    const store = await this.store();
    this.delivering ??= new Delivery(store, this.worker);
    const next = await this.delivering.run();
    const pending = (await (await this.desk()).pending())?.pollAt ?? null;
    const open = (await store.calls()).some(({ exitedAt }) => exitedAt === null) ? this.worker.now() + SILENT_MS : null;
    const dues = [next, pending, open].filter((one) => one !== null);
    await this.worker.wake(dues.length > 0 ? Math.min(...dues) : null);
  }

  async state(): Promise<State> {
    const store = await this.store();
    const pairing = await store.note<Pairing>("pairing");
    return {
      paired: pairing ? { base: pairing.base, since: pairing.pairedAt } : null, pairing: await (await this.desk()).pending(),
      halt: (await store.note<Halt>("halt")) ?? null, waiting: await store.waiting(),
      triesAgainAt: (await store.note<Pause>("pause"))?.until ?? null, refused: (await store.refused()).length,
    };
  }

  /** Whose meeting a call is, as far as is known. */
  async match(connection: string): Promise<CallState> {
    const store = await this.store();
    const call = await store.call(connection);
    const meeting = call?.meeting && call.meeting !== NONE ? await store.meeting(call.meeting) : undefined;
    if (!call || !meeting) return { is: "here" };
    return reports(call, new Map([[meeting.id, meeting]])) ? { is: "reports", meeting } : { is: "asks", meeting };
  }

  /** The member has seen the host's name and says yes: for this call from its beginning, and for later dates of the same meeting. */
  async confirm(connection: string): Promise<void> {
    const store = await this.store();
    const call = await store.call(connection);
    if (!call?.meeting || call.meeting === NONE) return;
    await store.change<MeetingRow>("meetings", call.meeting, (row) => ({ ...row, confirmed: true }));
    await this.deliver();
  }

  /** The member says no: this call stays here for good. A yes given before holds no more. */
  async decline(connection: string): Promise<void> {
    const store = await this.store();
    const meeting = (await store.call(connection))?.meeting;
    await store.keepsHere(connection);
    if (meeting && meeting !== NONE) await store.change<MeetingRow>("meetings", meeting, (row) => ({ ...row, confirmed: false, credentials: {} }));
  }

  /** Asks `base` for a code; show `userCode` and lead the member to `page`. The host permission was asked for before. */
  async pair(base: string): Promise<Pending> {
    const pending = await (await this.desk()).begin(base);
    await this.deliver();
    return pending;
  }

  /** For the page that shows the code: it may ask every second, requests go out as often as the service wants them. */
  async poll(): Promise<Outcome> {
    const outcome = await (await this.desk()).poll();
    if (outcome.is === "paired") await this.deliver();
    return outcome;
  }

  /** The answer to the challenge of the pairing page at `origin`, if a pairing waits just there. */
  async prove(origin: string, challenge: string): Promise<string | null> {
    const pending = await (await this.desk()).pending();
    return pending?.base === origin ? proofOf(pending.deviceCode, challenge) : null;
  }

  /** The member reads the changed policy: asks at once whether it was accepted, and soon again. */
  async reads(): Promise<void> {
    const store = await this.store();
    if ((await store.note<Halt>("halt"))?.is !== "accept") return;
    await store.setNote("reading", this.worker.now() + READING_MS);
    await this.tryNow();
  }

  async stopPairing(): Promise<void> { await (await this.desk()).stop(); }

  async unpair(): Promise<void> {
    await (await this.desk()).unpair();
    await this.deliver();
  }

  /** Tries at once what waits for its time: after the member accepted a policy, or the network is back. */
  async tryNow(): Promise<void> {
    const store = await this.store();
    const pause = await store.note<Pause>("pause");
    if (pause) await store.setNote("pause", { ...pause, until: 0 } satisfies Pause);
    await this.deliver();
  }

  /** The member's dates: fresh ones where the service can be asked, else those of the last time. */
  async planned(): Promise<readonly Planned[]> {
    const store = await this.store();
    const pairing = await store.note<Pairing>("pairing");
    const halt = await store.note<Halt>("halt");
    const before = (await store.note<Dates>("planned")) ?? { tag: "", meetings: [] };
    if (!pairing || halt) return pairing ? before.meetings : [];
    const answer = await askIfChanged<{ meetings: Planned[] }>(this.worker, `${pairing.base}/api/v1/plugin/meetings/`, pairing.token, before.tag);
    if (answer.is !== "ok" || answer.value === null) return before.meetings;
    const { tag, value: { meetings } } = answer.value;
    await store.setNote("planned", { tag, meetings } satisfies Dates);
    return meetings;
  }

  async list(): Promise<OwnMeeting[]> {
    const store = await this.store();
    return ownMeetings(await store.calls(), await store.meetings());
  }

  async csv(): Promise<string> { return asCsv(await this.list()); }
  async refused(): Promise<RefusedRow[]> { return (await this.store()).refused(); }

  /** The list, the queue and what was refused; `alsoPairing`: everything that attendance keeps. */
  async wipe(alsoPairing = false): Promise<void> {
    if (alsoPairing) await this.unpair();
    await (await this.store()).wipe(alsoPairing);
  }

  /** Call it only where the member switched it on. To the paired installation, else to `home`; nothing while the pairing is halted. */
  async health(status: Status, home: string): Promise<void> {
    const turn = this.telling.then(async () => {
      const store = await this.store();
      if (await store.note<Halt>("halt")) return;
      await tellHealth(store, this.worker, (await store.note<Pairing>("pairing")) ?? null, home, this.worker.version, status);
    });
    this.telling = turn.catch(() => undefined);
    await turn;
  }

  /** Calls that run now, for the popup. */
  async running(): Promise<CallRow[]> { return (await (await this.store()).calls()).filter(({ exitedAt }) => exitedAt === null); }
}

/** The worker of a browser. Until the policy as it is now was read it sends nothing, but that a pairing ends. */
export function inBrowser(version: string): Worker {
  return {
    fetch: async (url, init) => {
      if (!(await mayBeSent()) && !url.endsWith(REVOKE)) throw new Error("nothing is sent before the policy was read");
      return fetch(url, init);
    },
    now: () => Date.now(), random: () => Math.random(), factory: indexedDB, version,
    wake: async (when) => {
      if (when === null) { await chrome.alarms.clear(ALARM); return; }
      await chrome.alarms.create(ALARM, { when: Math.max(when, Date.now() + 30_000) });
    },
  };
}
