/** The page can say whatever it likes in the name of our script in its world. */
import { expect, test } from "vitest";
import { ADAPTERS, CALM, load, lookAt, stage } from "./pages.js";
import { LONGEST_TELLING, MOST_OTHERS, worldFrom, type World } from "../../src/platforms/world.js";

const person = { id: "a", name: "Alice", host: true, speaks: false, hand: false, share: false };
const whole: World = { ...CALM, heardAt: 12.5, heardEver: true, microphone: true, speaking: false, jitsi: { joined: true, me: { ...person, id: "me" }, others: [person] } };

test("what our script tells comes through unchanged", () => {
  expect(worldFrom(JSON.stringify(whole))).toEqual(whole);
  expect(worldFrom(JSON.stringify({ ...CALM, speaking: null }))).toEqual({ ...CALM, speaking: null });
});

test.each([
  null, undefined, 1, {}, "", "null", "[]", "{}", "{", "1", JSON.stringify({ ...CALM, calls: -1 }), JSON.stringify({ ...CALM, calls: 1.5 }), JSON.stringify({ ...CALM, calls: "1" }),
  JSON.stringify({ ...CALM, heardAt: "now" }), JSON.stringify({ ...CALM, heardAt: -5 }), JSON.stringify({ ...CALM, microphone: "on" }), JSON.stringify({ ...CALM, hangup: null }),
  JSON.stringify({ ...CALM, jitsi: undefined }), JSON.stringify({ ...CALM, jitsi: { joined: 1, me: null, others: [] } }), JSON.stringify({ ...CALM, jitsi: { joined: true, me: null, others: {} } }),
  JSON.stringify({ ...CALM, jitsi: { joined: true, me: null, others: [{ ...person, name: "x".repeat(121) }] } }),
  JSON.stringify({ ...CALM, jitsi: { joined: true, me: null, others: Array.from({ length: MOST_OTHERS + 1 }, () => person) } }),
  " ".repeat(LONGEST_TELLING + 1),
])("what has another shape is nothing: %s", (detail) => {
  expect(worldFrom(detail)).toBeNull();
});

/** A small generator of our own: the same seed, the same ten thousand pages. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const STRANGE: unknown[] = [null, true, false, 0, 1, -1, 1e308, "", "x", [], {}, [null], [[]], { joined: true }, "\u0000", NaN, "9".repeat(500), { toString: 1 }, { __proto__: { calls: 1 } }];

function bent(value: unknown, roll: () => number): unknown {
  if (roll() < 0.06) return STRANGE[Math.floor(roll() * STRANGE.length)];
  if (Array.isArray(value)) return value.map((one) => bent(one, roll));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(() => roll() > 0.015).map(([name, one]) => [name, bent(one, roll)]));
}

test("ten thousand bent tellings: nothing throws, and what is believed has the right shape and changes no page", () => {
  const roll = dice(20_261_129);
  let believed = 0;
  for (let turn = 0; turn < 10_000; turn += 1) {
    const text = JSON.stringify(bent(whole, roll));
    const cut = roll() < 0.1 ? text.slice(0, Math.floor(roll() * text.length)) : text;
    const world = worldFrom(cut);
    if (!world) continue;
    believed += 1;
    expect(Number.isInteger(world.calls) && world.calls >= 0).toBe(true);
    expect([true, false]).toContain(world.heardEver);
    expect([true, false, null]).toContain(world.microphone);
    for (const one of world.jitsi?.others ?? []) expect([typeof one.id, typeof one.name, typeof one.host]).toEqual(["string", "string", "boolean"]);
    if (turn % 50 === 0) for (const adapter of Object.values(ADAPTERS)) expect(() => adapter.read({ ...lookAt({ platform: adapter.name }), world })).not.toThrow();
  }
  expect(believed).toBeGreaterThan(500);
});

test("sound from the future counts as heard now, no later", () => {
  const { sound } = ADAPTERS.webrtc.read(lookAt({ platform: "webrtc", world: { heardAt: 1e12, heardEver: true } }));
  expect(sound).toMatchObject({ value: { lastAt: 1000 } });
});

test("an empty page is unknown to every adapter, and nobody can be counted on it", () => {
  load("webrtc");
  stage.play({});
  document.body.replaceChildren();
  for (const adapter of Object.values(ADAPTERS)) {
    const { place, othersCount, people } = adapter.read({ ...lookAt({ platform: adapter.name }), world: null });
    expect([place.is, othersCount.is, people.is]).toEqual(["unknown", "unknown", "unknown"]);
    expect(adapter.ways({ ...lookAt({ platform: adapter.name }), world: null }, "left")).toEqual([]);
  }
});
