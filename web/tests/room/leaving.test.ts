import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Leaving } from "../../src/room/leaving.js";

let deeds: string[];
let leaving: Leaving;

beforeEach(() => {
  vi.useFakeTimers();
  deeds = [];
  leaving = new Leaving({
    handOver: (attendee) => { deeds.push(`hand over to ${attendee}`); },
    leave: () => { deeds.push("leave"); },
    endForAll: () => { deeds.push("end for all"); },
  }, () => undefined);
});
afterEach(() => { vi.useRealTimers(); });

it("counts three seconds down, then leaves once", () => {
  leaving.press(false);
  const seen = [0, 1000, 1000, 1000, 9000].map((ms) => { vi.advanceTimersByTime(ms); return leaving.step; });
  expect(seen.map((step) => (step.name === "counting" ? step.seconds : step.name))).toEqual([3, 2, 1, "gone", "gone"]);
  expect(deeds).toEqual(["leave"]);
});

it("undo at the last moment leaves nothing behind", () => {
  leaving.press(false);
  vi.advanceTimersByTime(2999);
  leaving.undo();
  vi.advanceTimersByTime(9000);
  expect([deeds, leaving.step.name]).toEqual([[], "staying"]);
});

it("leave now does not wait, and does not leave twice", () => {
  leaving.press(false);
  leaving.now();
  vi.advanceTimersByTime(9000);
  expect(deeds).toEqual(["leave"]);
});

it("a host is asked how, and hands over only after the seconds are over", () => {
  leaving.press(true);
  expect(leaving.step.name).toBe("choosing");
  leaving.chooseLeave("bob");
  vi.advanceTimersByTime(2999);
  expect(deeds).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(deeds).toEqual(["hand over to bob", "leave"]);
});

it("an undone hand-over is forgotten", () => {
  leaving.press(true);
  leaving.chooseLeave("bob");
  leaving.undo();
  leaving.press(true);
  leaving.chooseLeave("");
  leaving.now();
  expect(deeds).toEqual(["leave"]);
});

it("ending for all needs a second yes", () => {
  leaving.press(true);
  leaving.chooseEnd();
  vi.advanceTimersByTime(60_000);
  expect(deeds).toEqual([]);
  leaving.confirmEnd();
  expect(deeds).toEqual(["end for all"]);
});

it("pressing twice does not start a second countdown", () => {
  leaving.press(false);
  vi.advanceTimersByTime(1500);
  leaving.press(false);
  vi.advanceTimersByTime(1500);
  expect(deeds).toEqual(["leave"]);
});
