/** Whatever a page shows, in whatever order: what must never happen. SOAK=1 plays more. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { condition, STANDARD } from "../../src/leaving/defaults.js";
import { stay, tick, type Deed } from "../../src/leaving/engine.js";
import { remember } from "../../src/leaving/memory.js";
import { RULES, type LeavePlan } from "../../src/leaving/settings.js";
import { known, NOT_FOUND, NOT_HERE, type Now, type Person, type Reading, type Signals } from "../../src/leaving/signals.js";

// The environment of the shell, without the types of Node.
const soak = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env["SOAK"] === "1";
const RUNS = { numRuns: soak ? 5000 : 150 };

/** All fifteen rules at once, eager: whatever can leave does. */
const EAGER: LeavePlan = {
  ...STANDARD,
  lines: RULES.map((rule) => {
    const one = condition(rule);
    const params = Object.fromEntries(Object.entries(one.params).map(([name, value]) => [name, name === "mode" ? "leave" : name === "timeout_s" || name === "sustain_s" ? 20 : value]));
    return { id: rule, enabled: true, all: [{ ...one, params } as typeof one] };
  }),
};

const person = fc.record({
  key: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  name: fc.constantFrom("Alice", "Otter Pilot", "Carol", "tl;dv"),
  me: fc.boolean(), share: fc.boolean(), host: fc.boolean(), speaks: fc.boolean(),
}) satisfies fc.Arbitrary<Person>;

interface Shown {
  forSeconds: number;
  place: Signals["place"] extends Reading<infer T> ? T | null : never;
  rows: Person[] | null;
  complete: boolean;
  count: number | null;
  sharing: boolean;
  speaking: boolean;
  heard: boolean;
  hidden: boolean;
  platformAsks: boolean;
}

const shown: fc.Arbitrary<Shown> = fc.record({
  forSeconds: fc.integer({ min: 1, max: 170 }),
  place: fc.constantFrom("call", "call", "call", "call", "lobby", "before", "moving", null),
  rows: fc.option(fc.array(person, { maxLength: 6 }), { nil: null, freq: 3 }),
  complete: fc.boolean(),
  count: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null, freq: 2 }),
  sharing: fc.boolean(), speaking: fc.boolean(), heard: fc.boolean(), hidden: fc.boolean(), platformAsks: fc.boolean(),
});

const START = Date.UTC(2026, 2, 2, 10);

function signalsOf(one: Shown, now: Now): Signals {
  const quiet = { recording: false, microphone: false, camera: false, inputAt: null, host: false };
  return {
    place: one.place === null ? NOT_FOUND : known(one.place, now.mono, "page"),
    people: one.rows === null ? NOT_FOUND : known({ rows: one.rows, complete: one.complete }, now.mono, "list"),
    othersCount: one.count === null ? NOT_HERE : known(one.count, now.mono, "badge"),
    self: known({ sharing: one.sharing, speaking: one.speaking, ...quiet }, now.mono, "page"),
    sound: known({ lastAt: one.heard ? now.mono : null, proven: one.heard, tabMuted: false }, now.mono, "hook"),
    plan: { start: START, end: START + 900_000, nextStart: START + 1_200_000, nextAccepted: true },
    hidden: one.hidden, platformAsks: one.platformAsks,
  };
}

interface Moment { now: Now; deeds: Deed[]; signals: Signals }

function played(story: Shown[], plan: LeavePlan, every = 5): Moment[] {
  const memory = remember();
  const moments: Moment[] = [];
  let now: Now = { mono: 1000, wall: START };
  for (const one of story) {
    for (let second = 0; second < one.forSeconds; second += every) {
      const signals = signalsOf(one, now);
      moments.push({ now, signals, deeds: tick(memory, plan, signals, now).deeds });
      now = { mono: now.mono + every * 1000, wall: now.wall + every * 1000 };
    }
  }
  return moments;
}

const stories = fc.array(shown, { minLength: 1, maxLength: 14 });

describe("whatever happens", () => {
  test("no leave without a countdown of full length right before it", () => {
    let leaves = 0;
    fc.assert(fc.property(stories, (story) => {
      let counting: { line: string; at: number; seconds: number } | null = null;
      for (const { now, deeds } of played(story, EAGER)) {
        for (const deed of deeds) {
          if (deed.do === "count") {
            expect(counting).toBeNull();
            counting = { line: deed.line, at: now.mono, seconds: deed.seconds };
          } else if (deed.do === "stop") counting = null;
          else if (deed.do === "leave") {
            leaves += 1;
            expect(counting?.line).toBe(deed.line);
            expect(now.mono - (counting?.at ?? Infinity)).toBeGreaterThanOrEqual((counting?.seconds ?? Infinity) * 1000);
          }
        }
      }
    }), RUNS);
    expect(leaves).toBeGreaterThan(10); // or this would prove nothing
  });

  test("no leave on unknown: with people and number hidden, no rule that counts people ever acts", () => {
    const counts = ["alone_after_others", "nobody_joined", "only_bots_left", "host_left", "count_below", "count_drop", "leave_wave", "overtime_alone"];
    fc.assert(fc.property(stories, (story) => {
      const blind = story.map((one) => ({ ...one, rows: null, count: null }));
      for (const { deeds } of played(blind, EAGER)) for (const deed of deeds) expect(counts).not.toContain(deed.line);
    }), RUNS);
  });

  test("at the moment of a leave nothing stands against it", () => {
    fc.assert(fc.property(stories, (story) => {
      for (const { deeds, signals } of played(story, EAGER)) {
        const left = deeds.find((deed) => deed.do === "leave");
        if (!left) continue;
        expect(signals.place.is).toBe("ok");
        if (left.line === "waiting_room" || left.line === "host_not_started") continue;
        expect(signals.platformAsks).toBe(false);
        expect(signals.self).toMatchObject({ value: { sharing: false, speaking: false } });
      }
    }), RUNS);
  });

  test("none within the first two minutes of a call", () => {
    fc.assert(fc.property(stories, (story) => {
      let entered: number | null = null;
      for (const { now, deeds, signals } of played(story, EAGER)) {
        if (signals.place.is === "ok" && ["call", "moving"].includes(signals.place.value)) entered ??= now.mono;
        const left = deeds.find((deed) => deed.do === "leave" && deed.line !== "waiting_room" && deed.line !== "host_not_started");
        if (left) expect(now.mono - (entered ?? Infinity)).toBeGreaterThanOrEqual(120_000);
      }
    }), RUNS);
  });

});

describe("time and answers", () => {
  test("Stay: while the condition goes on there is no second countdown for its line", () => {
    const alone: Shown = { forSeconds: 3600, place: "call", rows: [], complete: true, count: null, sharing: false, speaking: false, heard: false, hidden: false, platformAsks: false };
    const some: Shown = { ...alone, forSeconds: 10, rows: [{ key: "a", name: "Alice" }] };
    fc.assert(fc.property(fc.integer({ min: 0, max: 29 }), (after) => {
      const memory = remember();
      const plan = { ...STANDARD, lines: STANDARD.lines.filter(({ id }) => id === "alone_after_others") };
      const deeds: Deed[] = [];
      let counted: number | null = null;
      for (let second = 0; second < 3600; second += 1) {
        const now = { mono: second * 1000, wall: START + second * 1000 };
        const step = tick(memory, plan, signalsOf(second < 10 ? some : alone, now), now);
        deeds.push(...step.deeds);
        if (step.deeds.some((deed) => deed.do === "count")) counted = second;
        if (counted !== null && second === counted + after) stay(memory);
      }
      expect(deeds.map((deed) => deed.do)).toEqual(["count"]);
    }), { numRuns: 30 });
  });

  test("a machine that slept: no countdown before the whole time has run again", () => {
    fc.assert(fc.property(fc.integer({ min: 181, max: 100_000 }), fc.integer({ min: 0, max: 119 }), fc.boolean(), (asleep, alone, evenClockSleeps) => {
      const memory = remember();
      const plan = { ...STANDARD, lines: STANDARD.lines.filter(({ id }) => id === "alone_after_others") };
      let now: Now = { mono: 0, wall: START };
      const look = (rows: Person[]): Deed[] => {
        const one: Shown = { forSeconds: 1, place: "call", rows, complete: true, count: null, sharing: false, speaking: false, heard: false, hidden: false, platformAsks: false };
        return tick(memory, plan, signalsOf(one, now), now).deeds;
      };
      const go = (seconds: number, even = true): void => { now = { mono: now.mono + (even ? seconds * 1000 : 0), wall: now.wall + seconds * 1000 }; };
      for (let second = 0; second < 200; second += 1) { expect(look([{ key: "a", name: "Alice" }])).toEqual([]); go(1); }
      for (let second = 0; second < alone; second += 1) { expect(look([])).toEqual([]); go(1); }
      go(asleep, !evenClockSleeps);
      for (let second = 0; second < 120; second += 1) { expect(look([])).toEqual([]); go(1); }
      expect(look([]).map((deed) => deed.do)).toEqual(["count"]);
    }), { numRuns: 60 });
  });
});
