import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STANDARD } from "../../src/leaving/defaults.js";
import { parseLines, parsePlan } from "../../src/leaving/parse.js";
import { RULES } from "../../src/leaving/settings.js";

const copy = (): Record<string, unknown> => structuredClone(STANDARD) as unknown as Record<string, unknown>;
const wrong = (change: (plan: ReturnType<typeof copy> & { lines: { id: string; enabled: unknown; all: { rule: string; params: Record<string, unknown> }[] }[] }) => void) => {
  const plan = copy();
  change(plan as Parameters<typeof change>[0]);
  const parsed = parsePlan(plan);
  return parsed.ok ? [] : parsed.mistakes.map(({ at, wanted }) => `${at}: ${wanted}`);
};
const params = (plan: Parameters<Parameters<typeof wrong>[0]>[0], index = 0) => plan.lines[index]?.all[0]?.params ?? {};

test("what everybody has at first is a plan, with each of the fifteen rules once", () => {
  expect(parsePlan(copy())).toEqual({ ok: true, value: STANDARD });
  expect(STANDARD.lines.map(({ id }) => id)).toEqual(RULES);
});

describe("nothing is guessed", () => {
  test.each([[true], [null], ["120"], [120.5], [0], [-5], [86_401], [Number.NaN], [undefined]])("timeout_s: %j", (value) => {
    expect(wrong((plan) => { params(plan)["timeout_s"] = value; })).toEqual(["lines[0].all[0].params.timeout_s: number"]);
  });

  test("unknown keys, anywhere", () => {
    expect(wrong((plan) => { plan["colour"] = 1; params(plan)["timeout_ms"] = 5; })).toEqual(["colour: known_key", "lines[0].all[0].params.timeout_ms: known_key"]);
  });

  test("all mistakes at once, each with its place", () => {
    expect(wrong((plan) => {
      plan["dry_run"] = 1;
      const [first, second, third] = plan.lines;
      if (first) first.enabled = null;
      if (second) second.id = "alone_after_others";
      if (third?.all[0]) third.all[0].rule = "boredom";
    })).toEqual(["lines[0].enabled: boolean", "lines[2].all[0].rule: rule", "lines[1].id: other_id", "dry_run: boolean"]);
  });

  test("times of the clock, modes and names", () => {
    const stops = STANDARD.lines.findIndex(({ id }) => id === "hard_stop");
    expect(wrong((plan) => { params(plan, stops)["at"] = "24:00"; })).toEqual([`lines[${stops}].all[0].params.at: clock`]);
    expect(wrong((plan) => { params(plan, stops)["at"] = "17:30"; })).toEqual([]);
    expect(wrong((plan) => { params(plan, 2)["bot_names"] = ["otter", ""]; })).toEqual(["lines[2].all[0].params.bot_names: names"]);
  });

  test("bounds are told", () => {
    const parsed = parseLines([{ id: "x", enabled: true, all: [{ rule: "count_below", params: { min_count: 1, sustain_s: 60 } }] }]);
    expect(parsed).toEqual({ ok: false, mistakes: [{ at: "lines[0].all[0].params.min_count", wanted: "number", least: 2, most: 10_000 }] });
  });
});

test("anything at all is refused with a reason or is a plan; nothing throws", () => {
  fc.assert(fc.property(fc.anything(), (given) => {
    const parsed = parsePlan(given);
    expect(parsed.ok || parsed.mistakes.length > 0).toBe(true);
  }), { numRuns: 500 });
});
