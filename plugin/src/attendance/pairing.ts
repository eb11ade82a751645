/**
 * Pairing with an account by the device grant (RFC 8628; docs/developer/pairing.md). The codes lie in the store, so a worker that dies
 * while the member decides goes on polling when it is next woken. The default installation is the one the plugin came from.
 */
import type { Around, Halt, Pairing } from "./service.js";
import { ask } from "./service.js";
import type { Store } from "./store.js";

export const REVOKE = "/pair/revoke/";
export const CLIENT_ID = "plugin";
const SCOPE = "plugin:events plugin:settings";
const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** A pairing that waits for the member. `page`: where they type `userCode`. */
export interface Pending { base: string; deviceCode: string; userCode: string; page: string; endsAt: number; intervalMs: number; pollAt: number }

export type Outcome =
  | { is: "waits"; pending: Pending }
  | { is: "paired"; sameMember: boolean }
  | { is: "denied" | "expired" | "none" };

/** `https://host[:port]` of what somebody typed; http only for this machine. Null where it is no address of an installation. */
export function baseOf(typed: string): string | null {
  try {
    const url = new URL(/^https?:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`);
    const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
    return url.username === "" && (url.protocol === "https:" || local) ? url.origin : null;
  } catch {
    return null;
  }
}

export class PairingDesk {
  constructor(private readonly store: Store, private readonly around: Around) {}

  /** Asks for codes. Throws where the installation does not answer as one. The host permission was asked for before, in a page. */
  async begin(base: string): Promise<Pending> {
    const told = await this.form(`${base}/pair/code/`, { client_id: CLIENT_ID, scope: SCOPE });
    const { device_code: deviceCode, user_code: userCode, verification_uri: page } = told.body;
    if (told.status !== 200 || typeof deviceCode !== "string" || typeof userCode !== "string") throw new Error(`pairing: ${told.status}`);
    const intervalMs = seconds(told.body["interval"], 5) * 1000;
    const now = this.around.now();
    const own = typeof page === "string" && URL.canParse(page) && new URL(page).origin === base;
    const pending = {
      base, deviceCode, userCode, page: own ? page : `${base}/pair/`, intervalMs, pollAt: now + intervalMs,
      endsAt: now + seconds(told.body["expires_in"], 300) * 1000,
    };
    await this.store.setNote("pending", pending);
    return pending;
  }

  async pending(): Promise<Pending | null> { return (await this.store.note<Pending>("pending")) ?? null; }
  async stop(): Promise<void> { await this.store.setNote("pending", null); }

  /** One poll, if it is time for one. Called by the alarm and by the page that shows the code. */
  async poll(): Promise<Outcome> {
    const pending = await this.pending();
    if (!pending) return { is: "none" };
    const now = this.around.now();
    if (now >= pending.endsAt) { await this.stop(); return { is: "expired" }; }
    if (now < pending.pollAt) return { is: "waits", pending };
    const told = await this.form(`${pending.base}/pair/token/`, { grant_type: GRANT, client_id: CLIENT_ID, device_code: pending.deviceCode }).catch(() => null);
    if (told?.status === 200 && typeof told.body["access_token"] === "string") return this.paired(pending.base, told.body["access_token"]);
    const error = told?.body["error"];
    if (error === "access_denied") { await this.stop(); return { is: "denied" }; }
    if (error === "invalid_grant" || error === "expired_token") { await this.stop(); return { is: "expired" }; }
    const intervalMs = error === "slow_down" ? pending.intervalMs + 5_000 : pending.intervalMs; // RFC 8628 §3.5
    const next = { ...pending, intervalMs, pollAt: now + intervalMs };
    await this.store.setNote("pending", next);
    return { is: "waits", pending: next };
  }

  /** Another member's pairing gets nothing of what the one before has recorded: that stays in the list. */
  private async paired(base: string, token: string): Promise<Outcome> {
    const told = await ask<{ member: string }>(this.around, `${base}/api/v1/plugin/`, token);
    const member = told.is === "ok" ? told.value.member : "";
    const before = (await this.store.note<Pick<Pairing, "base" | "member">>("formerly")) ?? null;
    const sameMember = before !== null && member !== "" && before.base === base && before.member === member;
    if (before !== null && !sameMember) await this.forget();
    await this.store.setNote("pairing", { base, token, member, pairedAt: this.around.now() } satisfies Pairing);
    await this.store.setNote("formerly", { base, member });
    for (const name of ["pending", "halt", "pause"]) await this.store.setNote(name, null);
    return { is: "paired", sameMember };
  }

  /** Gives the token back. What was not sent yet stays here for good. */
  async unpair(): Promise<void> {
    const pairing = await this.store.note<Pairing>("pairing");
    await this.forget();
    for (const name of ["pairing", "pending", "halt", "pause", "reading", "formerly", "offset"]) await this.store.setNote(name, null);
    if (pairing) await this.form(`${pairing.base}${REVOKE}`, { client_id: CLIENT_ID, token: pairing.token }).catch(() => null); // it ends by itself
  }

  private async forget(): Promise<void> {
    for (const { connection } of await this.store.calls()) await this.store.keepsHere(connection);
    await this.store.forgetMeetings();
    await this.store.setNote("planned", null);
  }

  async halted(): Promise<Halt | null> { return (await this.store.note<Halt>("halt")) ?? null; }

  private async form(url: string, fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.around.fetch(url, {
      method: "POST", credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", body: new URLSearchParams(fields),
    });
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body: typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {} };
  }
}

function seconds(told: unknown, otherwise: number): number {
  return typeof told === "number" && told > 0 && told < 3600 ? told : otherwise;
}
