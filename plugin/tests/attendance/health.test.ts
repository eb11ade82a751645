import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import golden from "../../../protocol/examples/health.json";
import type { Doubt, Place } from "../../../protocol/src/leaving/signals.js";
import { AGAIN_MS, RETRY_MS, SETTLED_MS, settled, tellHealth } from "../../src/attendance/health.js";
import type { Pairing } from "../../src/attendance/service.js";
import { Store } from "../../src/attendance/store.js";
import { PLATFORMS, type PlatformName } from "../../src/platforms/adapter.js";
import { ALWAYS_SHOWN } from "../../src/platforms/always_shown.js";
import { CAPABILITIES } from "../../src/platforms/capabilities.js";
import type { Sense } from "../../src/status.js";

const T0 = 1_790_000_000_000;
const HOME = "https://home.example";
const PAIRED: Pairing = { base: "https://meet.example.org", token: "ltm_x", member: "", pairedAt: 0 };

class Bobs {
  now = T0;
  status = 204;
  platform: PlatformName = "meet";
  place: Place | null = "call";
  readonly sent: { url: string; body: Record<string, unknown>; headers: Record<string, string>; cookies: string | undefined }[] = [];
  private readonly senses = new Map<Sense, { doubt: Doubt | null; since: number }>();

  private constructor(private readonly store: Store) {}
  static async begins(): Promise<Bobs> { return new Bobs(await Store.open(new IDBFactory())); }

  /** From now on. */
  sees(sense: Sense, doubt: Doubt | null): void { this.senses.set(sense, { doubt, since: this.now }); }
  get health() { return [...this.senses].map(([sense, one]) => ({ sense, ...one })); }

  /** After so long a look at the page is told to the worker. */
  async after(ms: number, pairing: Pairing | null = PAIRED): Promise<unknown> {
    this.now += ms;
    const around = {
      now: () => this.now, random: () => 0,
      fetch: async (url: string, init?: RequestInit) => {
        this.sent.push({ url, body: JSON.parse(init?.body as string) as Record<string, unknown>, headers: init?.headers as Record<string, string>, cookies: init?.credentials });
        await Promise.resolve();
        if (this.status === 0) throw new TypeError("no network");
        return new Response(null, { status: this.status });
      },
    };
    const before = this.sent.length;
    await tellHealth(this.store, around, pairing, HOME, "0.1.0", this);
    return this.sent.slice(before).map(({ body }) => body["readable"] ?? body["name"]);
  }
}

test("what the service takes is what is sent, with the plugin's key and no cookie", async () => {
  const bobs = await Bobs.begins();
  for (const sense of ["people", "count", "place"] as const) bobs.sees(sense, sense === "people" ? "not_found" : null);
  expect(await bobs.after(SETTLED_MS - 1)).toEqual([]);
  await bobs.after(1);
  expect(bobs.sent).toEqual([{
    url: "https://meet.example.org/api/v1/plugin/health/", body: golden.body, cookies: "omit",
    headers: { "Content-Type": "application/json", Authorization: "Bearer ltm_x" },
  }]);
});

test("the same is not said again before the hour is nearly over, what changes and what is mended is", async () => {
  const bobs = await Bobs.begins();
  bobs.sees("people", null);
  expect(await bobs.after(SETTLED_MS)).toEqual([{ people: "ok" }]);
  expect(await bobs.after(SETTLED_MS)).toEqual([]);
  bobs.sees("people", "not_found");
  expect(await bobs.after(1000)).toEqual([]);
  expect(await bobs.after(SETTLED_MS)).toEqual([{ people: "not_found" }]);
  expect(await bobs.after(AGAIN_MS - 1)).toEqual([]);
  expect(await bobs.after(1)).toEqual([{ people: "not_found" }]);
  bobs.sees("people", null);
  expect(await bobs.after(SETTLED_MS)).toEqual([{ people: "ok" }]);
});

test.each([0, 503, 429, 428])("a request that failed (%i) is made again after five minutes, not at every look", async (status) => {
  const bobs = await Bobs.begins();
  bobs.sees("people", "not_found");
  bobs.status = status;
  expect(await bobs.after(SETTLED_MS)).toHaveLength(1);
  expect(await bobs.after(RETRY_MS - 1)).toHaveLength(0);
  bobs.status = 204;
  expect(await bobs.after(1)).toHaveLength(1);
  expect(await bobs.after(RETRY_MS)).toHaveLength(0);
});

test("without a pairing only what is broken goes to the plugin's own website, and a pairing hears it anew", async () => {
  const bobs = await Bobs.begins();
  bobs.sees("people", "not_found");
  bobs.sees("count", null);
  expect(await bobs.after(SETTLED_MS, null)).toEqual(["Adapter.meet.people.not_found"]);
  expect(bobs.sent[0]?.url).toBe("https://home.example/e/");
  expect(bobs.sent[0]?.headers["Authorization"]).toBeUndefined();
  expect(await bobs.after(1000, null)).toEqual([]);
  expect(await bobs.after(1000)).toEqual([{ people: "not_found", count: "ok" }]);
});

test("a list that is closed is not missed, a list that contradicts itself is", async () => {
  const bobs = await Bobs.begins();
  bobs.platform = "zoom";
  bobs.sees("people", "not_found");
  bobs.sees("count", "disagree");
  for (const [sense, passing] of [["roles", "not_here"], ["self", "not_yet"], ["sound", "stale"]] as const) bobs.sees(sense, passing);
  expect(await bobs.after(SETTLED_MS)).toEqual([{ count: "disagree" }]);
});

test.each<Place | null>(["lobby", "before", "over", "moving", null])("outside of the call (%s) only the place itself is told of", (place) => {
  const health = [{ sense: "people", doubt: "not_found", since: 0 }, { sense: "place", doubt: "disagree", since: 0 }] as const;
  expect(settled({ platform: "meet", place, health }, T0)).toEqual(new Map([["place", "disagree"]]));
});

test("what is always shown is what the adapter can read, and the service knows every word", () => {
  for (const platform of PLATFORMS)
    for (const sense of ALWAYS_SHOWN[platform])
      expect(CAPABILITIES[platform][sense === "self" ? "self_microphone" : sense].is, `${platform} ${sense}`).toBe("ok");
  expect(golden.platforms).toEqual([...PLATFORMS]);
});
