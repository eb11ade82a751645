import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Announcer } from "../../src/dashboard/announcer.js";
import type { FeedEntry, Row } from "../../src/dashboard/shapes.js";
import { words } from "./english.js";

const NAMES = ["Bob Baker", "Carol", "Victor", "Dana", "Eve"];
const rows = Object.fromEntries(NAMES.map((name) => [name, { name } as Row]));
let position = 0;

const entry = (kind: FeedEntry["kind"], key: string, devices = kind === "enter" ? 1 : 0): FeedEntry =>
  ({ position: ++position, at: 0, kind, key, what: "", text: "", devices });

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function spoken(...batches: FeedEntry[][]): string[] {
  const said: string[] = [];
  const announcer = new Announcer(words, (text) => said.push(text), 1000);
  for (const batch of batches) announcer.hear(batch, rows);
  vi.advanceTimersByTime(1000);
  return said;
}

test("who entered and who left is said in one breath", () => {
  expect(spoken([entry("enter", "Bob Baker")], [entry("exit", "Carol")])).toEqual(["Bob Baker entered. Carol left."]);
});

test("many are counted after the first three", () => {
  expect(spoken(NAMES.map((name) => entry("enter", name)))).toEqual(["Bob Baker, Carol, Victor, and 2 others entered."]);
});

test("a second tab, and closing one of two, is no entrance and no exit", () => {
  expect(spoken([entry("enter", "Bob Baker", 2), entry("exit", "Bob Baker", 1), entry("interaction", "Carol")])).toEqual([]);
});

test("who reloads the page within the quiet time is said once, as entering", () => {
  expect(spoken([entry("exit", "Bob Baker")], [entry("enter", "Bob Baker")])).toEqual(["Bob Baker entered."]);
});

test("nothing is said twice, and silence stays silence", () => {
  const said: string[] = [];
  const announcer = new Announcer(words, (text) => said.push(text), 1000);
  announcer.hear([entry("enter", "Bob Baker")], rows);
  vi.advanceTimersByTime(1000);
  announcer.hear([], rows);
  vi.advanceTimersByTime(5000);
  announcer.hear([entry("exit", "Bob Baker")], rows);
  vi.advanceTimersByTime(1000);
  expect(said).toEqual(["Bob Baker entered.", "Bob Baker left."]);
});
