import { expect, test } from "vitest";
import { lasting, ZoneClock } from "../../src/dashboard/clock.js";
import { layOut, thinned } from "../../src/dashboard/curve.js";
import { handsInOrder, named, peopleGone, peopleHere } from "../../src/dashboard/people.js";
import type { Row, Snapshot, Step } from "../../src/dashboard/shapes.js";

const NOBODY = new Set<string>();
const TEN = 1_795_168_800_000;

function person(key: string, more: Partial<Row>): Row {
  return { key, name: key, email: "", role: "", state: "here", since: 0, devices: 1, first: 0, last: null, reason: "",
    stays: [[0, null, ""]], counts: {}, speaking: 0, sends: [], hand_since: null, ...more };
}

const rows = [
  person("Zoë", { stays: [[10, null, ""]], hand_since: 90 }),
  person("bob", { stays: [[30, null, ""]], hand_since: 70, counts: { chat: 2 } }),
  person("Ann", { stays: [[20, 40, "left"]], state: "left", last: 40 }),
  person("Cy", { stays: [[20, 50, "lost"]], state: "lost", last: 50 }),
];
const snapshot = { rows: Object.fromEntries(rows.map((row) => [row.key, row])) } as unknown as Snapshot;
const names = (found: readonly Row[]): string[] => found.map(({ name }) => name);

test("the longest here stand first, and the order turns round", () => {
  expect(names(peopleHere(snapshot, { by: "since", down: true }, NOBODY))).toEqual(["Zoë", "bob"]);
  expect(names(peopleHere(snapshot, { by: "since", down: false }, NOBODY))).toEqual(["bob", "Zoë"]);
  expect(names(peopleHere(snapshot, { by: "name", down: false }, NOBODY))).toEqual(["bob", "Zoë"]);
  expect(names(peopleHere(snapshot, { by: "did", down: true }, NOBODY))).toEqual(["bob", "Zoë"]);
});

test("who is just going is still seen", () => {
  expect(names(peopleHere(snapshot, { by: "name", down: false }, new Set(["Ann"])))).toEqual(["Ann", "bob", "Zoë"]);
});

test("who left last stands first, and hands stand as they went up", () => {
  expect(names(peopleGone(snapshot))).toEqual(["Cy", "Ann"]);
  expect(names(handsInOrder(snapshot))).toEqual(["bob", "Zoë"]);
});

test("a name is found without its accents and whatever its case", () => {
  expect(names(named(rows, " ZOE "))).toEqual(["Zoë"]);
  expect(named(rows, "")).toBe(rows);
});

test("times are those of the meeting's zone", () => {
  const clock = new ZoneClock("Asia/Kolkata");
  expect([clock.short(TEN), clock.exact(TEN + 7000), clock.zoneName(TEN)]).toEqual(["15:30", "15:30:07", "GMT+5:30"]);
  expect([lasting(-5), lasting(59_999), lasting(65_000), lasting(3_900_000)]).toEqual(["0 s", "59 s", "1 min 05 s", "1 h 05 min"]);
});

test("the curve begins at nobody, steps up and down, and ends now", () => {
  const { line, levels } = layOut([[TEN, 1], [TEN + 60_000, 2], [TEN + 90_000, 1]], TEN, TEN + 120_000);
  expect(line).toBe("M0 100H0V50H500V0H750V50H1000");
  expect(levels.map(({ value }) => value)).toEqual([2, 1]);
});

test("a curve of twenty thousand steps is drawn with a few hundred, its peak among them", () => {
  const steps: Step[] = Array.from({ length: 20_000 }, (_, index) => [index, index === 7777 ? 99 : index % 50]);
  expect(thinned(steps).length).toBeLessThanOrEqual(500);
  expect(Math.max(...thinned(steps).map(([, value]) => value))).toBe(99);
});
