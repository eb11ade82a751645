/** Whose meeting a call is: asked with the hash of its address; the member sees the host's name before anything of the call goes there. */
import { NONE, type CallRow, type Credential, type Kind, type MeetingRow } from "./evidence.js";
import { ask, sha256, type Answer, type Around, type Pairing } from "./service.js";
import type { Store } from "./store.js";
import { clockKey } from "./clocks.js";

const FRESH_MS = 10 * 60_000;
/** A host may plan the meeting while it runs. */
const ASK_AGAIN_MS = 15 * 60_000;

type Told = Omit<MeetingRow, "confirmed" | "credentials">;
interface CallAnswer { meeting: Told; credential: Credential | null; now: number }

export class Matching {
  constructor(private readonly store: Store, private readonly around: Around) {}

  /** Asks about a call that was not asked about, or was unknown a while ago and still runs. */
  async match(call: CallRow, pairing: Pairing): Promise<Answer<CallAnswer> | null> {
    const now = this.around.now();
    if (call.address === null || call.meeting !== null || call.askAgainAt > now) return null;
    const answer = await this.ask(call, pairing, { confirmed: false });
    if (answer.is === "ok") {
      const { meeting } = answer.value;
      const before = await this.store.meeting(meeting.id);
      const confirmed = before?.confirmed === true && before.host === meeting.host; // given away since: the yes was to another host
      await this.store.putMeeting({ ...meeting, confirmed, credentials: confirmed ? before.credentials : {} });
      await this.store.change<CallRow>("calls", call.connection, (row) => ({ ...row, meeting: meeting.id }));
    } else if (answer.is === "no") {
      if (call.exitedAt === null) await this.store.change<CallRow>("calls", call.connection, (row) => ({ ...row, askAgainAt: now + ASK_AGAIN_MS }));
      else await this.store.keepsHere(call.connection);
    }
    return answer;
  }

  /** A credential that holds for another minute, fetched anew where needed. Only for a meeting the member said yes to. */
  async credential(call: CallRow, meeting: MeetingRow, kind: Kind, pairing: Pairing): Promise<Answer<Credential>> {
    const held = meeting.credentials[kind];
    if (held && held.expires_at > this.around.now() + 60_000) return { is: "ok", value: held };
    const answer = await this.ask(call, pairing, { confirmed: true, ...(kind === "host_plugin" ? { roster: true } : {}) });
    if (answer.is !== "ok") return answer;
    const { credential, meeting: told } = answer.value;
    if (credential === null || told.id !== meeting.id) return { is: "no", status: 404 }; // the address is another meeting's by now
    await this.store.change<MeetingRow>("meetings", meeting.id, (row) => ({ ...row, ...told, credentials: { ...row.credentials, [kind]: credential } }));
    return { is: "ok", value: credential };
  }

  async forget(meeting: string, kind: Kind): Promise<void> {
    await this.store.change<MeetingRow>("meetings", meeting, ({ credentials, ...row }) => ({
      ...row, credentials: Object.fromEntries(Object.entries(credentials).filter(([one]) => one !== kind)),
    }));
  }

  private async ask(call: CallRow, pairing: Pairing, more: { confirmed: boolean; roster?: boolean }): Promise<Answer<CallAnswer>> {
    if (call.address === null) return { is: "no", status: 404 };
    const asked = this.around.now();
    const at = asked - call.since > FRESH_MS || asked < call.since ? { at: Math.round(call.since + (await this.offsetOf(call))) } : {};
    const body = { address_sha256: await sha256(call.address), ...at, ...more };
    const answer = await ask<CallAnswer>(this.around, `${pairing.base}/api/v1/plugin/call/`, pairing.token, body);
    if (answer.is === "ok") await this.store.compare(answer.value.now - this.around.now());
    return answer;
  }

  private async offsetOf(call: CallRow): Promise<number> {
    return (await this.store.clocksOf(call.connection)).find(({ key }) => key === clockKey(call.connection, 0))?.offset ?? 0;
  }
}

/** Its evidence goes to a host. */
export function reports(call: CallRow, meetings: ReadonlyMap<string, MeetingRow>): MeetingRow | null {
  const meeting = call.meeting === null || call.meeting === NONE ? undefined : meetings.get(call.meeting);
  return meeting?.confirmed ? meeting : null;
}
