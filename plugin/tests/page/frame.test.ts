/** A frame with the real loop and the real engine: how often it reads its page, and what it tells the worker. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { condition, STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { known, NOT_HERE, type Place } from "../../../protocol/src/leaving/signals.js";
import type { FromFrame } from "../../src/messages.js";
import { Frame } from "../../src/page/frame.js";
import { parts } from "../../src/page/parts.js";
import type { PageReadings } from "../../src/platforms/adapter.js";
import { speak } from "../face/texts.js";
import "../../src/page/call.js";
import "../../src/page/engine.js";
import "../../src/page/overlay.js";
import "../../src/page/record.js";

vi.mock("../../src/overlay.css", () => ({ default: "" }));

const RULE = "alone_after_others";
const PLAN = { ...STANDARD, min_in_call_s: 0, lines: [{ id: RULE, enabled: true, all: [condition(RULE, { timeout_s: 200 })] }] };
let place: Place = "call";
let others = 2;
let reads = 0;
let told: FromFrame[] = [];
let answers: (message: FromFrame) => unknown;
let frame: Frame;

const ofType = <Type extends FromFrame["type"]>(type: Type): Extract<FromFrame, { type: Type }>[] =>
  told.filter((one): one is Extract<FromFrame, { type: Type }> => one.type === type);

function read(now: number): PageReadings {
  reads += 1;
  return {
    place: known(place, now, "page"), othersCount: known(others, now, "badge"), people: NOT_HERE, self: NOT_HERE, sound: NOT_HERE,
    acts: { hand: NOT_HERE, wrote: NOT_HERE, reacted: NOT_HERE }, platformAsks: false, title: null, shownStart: null, shownEnd: null,
  };
}

/** So many seconds; the clocks begin in the middle of a millisecond, as they do. */
async function goes(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 2, 10) });
  const began = Date.now();
  // The even clock has fractions, the other one has none.
  vi.spyOn(performance, "now").mockImplementation(() => Date.now() - began + 5000 + ((Date.now() / 1000) % 7) / 7);
  speak("en");
  [place, others, reads, told] = ["call", 2, 0, []];
  answers = ({ type }) => (type === "holds" || type === "status" || type === "keep" ? true : null);
  vi.stubGlobal("chrome", { runtime: { id: "plugin", sendMessage: (message: FromFrame) => { told.push(message); return Promise.resolve(answers(message)); } } });
  globalThis.__ltmAdapters = [{
    name: "meet", recognises: () => true, callAddress: () => "meet.example.org/room", say: () => false, read: ({ now }) => read(now.mono),
    ways: () => [{ name: "leave button", press: () => { place = "over"; return true; } }],
  }];
  frame = new Frame();
  frame.remember({ plan: PLAN, guardsTab: true });
  frame.begin();
});

afterEach(() => {
  frame.end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  globalThis.__ltmAdapters = undefined;
  delete parts().end;
});

test("it reads the page once a second, however much is told", async () => {
  await goes(3);
  const before = reads;
  await goes(20);
  expect(reads - before).toBe(20);
  expect(ofType("facts").length).toBeGreaterThan(1);
});

test("what does not change is told once a minute, and what is due stays due at its moment", async () => {
  await goes(3);
  others = 0;
  await goes(2);
  const before = ofType("status").length;
  await goes(120);
  // Each minute, and each minute of the badge.
  expect(ofType("status").length - before).toBeLessThanOrEqual(5);
  const dues = ofType("status").flatMap(({ status }) => status.verdicts.flatMap((one) => (one.says === "running" ? [one.due] : [])));
  expect(new Set(dues).size).toBe(1);
});

test("in a countdown each second is told, for the badge", async () => {
  await goes(3);
  others = 0;
  await goes(205);
  const before = ofType("status").length;
  await goes(5);
  expect(ofType("status").length - before).toBe(5);
});

test("a worker that does not answer is told again", async () => {
  frame.end();
  told = [];
  let isDeaf = true;
  answers = ({ type }) => (isDeaf || type === "facts" ? null : true);
  frame = new Frame();
  frame.remember({ plan: PLAN });
  frame.begin();
  await goes(5);
  expect(ofType("holds").length).toBeGreaterThan(3);
  expect(ofType("status")).toEqual([]);
  isDeaf = false;
  await goes(2);
  expect(ofType("status").at(-1)?.status.place).toBe("call");
});

test("who leads no more keeps still, and who leads again goes on", async () => {
  await goes(2);
  frame.hear({ type: "lead", on: false });
  told = [];
  await goes(5);
  expect(told).toEqual([]);
  frame.hear({ type: "lead", on: true });
  await goes(1);
  expect(ofType("status").length).toBeGreaterThan(0);
});

test("closing asks in a call; not outside of one, not after a press in the page, not where that is off", async () => {
  await goes(2);
  const asks = (): boolean => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(asks()).toBe(true);
  place = "over"; // at this moment: the loop has not looked yet
  expect(asks()).toBe(false);
  place = "call";
  const press = new Event("click");
  Object.defineProperty(press, "isTrusted", { value: true });
  dispatchEvent(press);
  expect(asks()).toBe(false);
  await goes(3);
  expect(asks()).toBe(true);
  frame.remember({ plan: PLAN, guardsTab: false });
  expect(asks()).toBe(false);
});

test("a call that the plugin left is told with its way back, after the page has gone elsewhere as well", async () => {
  await goes(3);
  const { href } = location;
  others = 0;
  await goes(240);
  expect(ofType("left")).toEqual([{ type: "left", platform: "meet", line: RULE, rejoin: href, address: "meet.example.org/room" }]);
});
