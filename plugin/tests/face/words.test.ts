import { beforeEach, expect, test } from "vitest";
import { condition, lineOf, STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { RULES, type Line } from "../../../protocol/src/leaving/settings.js";
import { because, clause, duration, lineName, onlyTells, sentence, verdictWords } from "../../src/words.js";
import { speak } from "./texts.js";

beforeEach(() => { speak("en"); });

test.each([[0, "0 seconds"], [1, "1 second"], [60, "1 minute"], [90, "1 minute, 30 seconds"], [5400, "1 hour, 30 minutes"], [7200, "2 hours"]])("%d is %s", (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test("a line says itself, by its own numbers, in both languages", () => {
  const line: Line = { id: "alone_after_others", enabled: true, all: [condition("alone_after_others", { timeout_s: 120 })] };
  expect(sentence(line)).toBe("Leave when nobody else has been here for 2 minutes, after others were.");
  expect(because(line)).toBe("You leave because nobody else has been here for 2 minutes, after others were.");
  speak("de");
  expect(sentence(line)).toBe("Gehen, wenn seit 2 Minuten niemand sonst mehr da ist, nachdem andere da waren.");
});

test("a combined line says all of its conditions", () => {
  const line: Line = { id: "own_1", enabled: true, all: [condition("count_below", { min_count: 4, sustain_s: 30 }), condition("hard_stop", { at: "18:00" })] };
  expect(sentence(line)).toBe("Leave when fewer than 4 people have been here for 30 seconds, after there were at least 4, and when it is 18:00.");
  expect(lineName(line)).toBe("Fewer than so many + My own limit");
});

test("a line that only tells does not say that it leaves", () => {
  const tells = STANDARD.lines.filter(onlyTells).map(({ id }) => id);
  expect(tells).toEqual(["scheduled_end", "idle_user"]);
  expect(sentence(lineOf("scheduled_end", true))).toBe("Tell me when the planned end is reached. A first word comes 2 minutes before the end.");
  expect(sentence({ id: "x", enabled: true, all: [condition("scheduled_end", { mode: "leave", warn_before_s: 0, grace_s: 60 })] })).toBe("Leave when the planned end was 1 minute ago.");
});

test("no number that a line has is left out of its sentence", () => {
  const other: Readonly<Record<string, number>> = { timeout_s: 61, activate_after_s: 62, sustain_s: 63, window_s: 64, grace_s: 65, lead_s: 66, max_duration_s: 67, min_count: 71, min_peak: 72, drop_pct: 73, wave_pct: 74, not_before_pct: 75 };
  for (const rule of RULES) {
    const { params } = condition(rule);
    const names = Object.keys(params).filter((name) => name in other);
    const said = clause(condition(rule, Object.fromEntries(names.map((name) => [name, other[name]]))));
    for (const name of names) expect(said).toContain(name.endsWith("_s") ? duration(other[name] ?? 0) : String(other[name]));
  }
});

test("verdicts say what is known, and until when", () => {
  const at = new Date(2026, 2, 2, 14, 2, 5).getTime();
  const head = { line: "x", rules: ["alone_after_others"] as const };
  expect(verdictWords({ ...head, says: "paused", doubt: "not_found", since: at })).toBe("Paused since 14:02: it was not found on the page.");
  expect(verdictWords({ ...head, says: "running", due: at })).toBe("The countdown begins at 14:02:05 if it stays so.");
  expect(verdictWords({ ...head, says: "held", veto: "speaking", until: at })).toBe("Due, but you have just spoken, until 14:02:05 at least.");
  expect(verdictWords({ ...head, says: "not_armed" })).toBe("Begins once somebody else has been here.");
});
