/** R1–R12 of the leave rules, under their names; default numbers. */
import { expect, test } from "vitest";
import { NOT_FOUND } from "../../src/leaving/signals.js";
import { lastOf, only, people, play, someone } from "./story.js";

test("R1: others present to 10:58:00, then alone", () => {
  const { deeds } = play({ from: "10:00:00", until: "11:02:00", scenes: [["10:00:00", { people: 3 }], ["10:58:00", { people: 0 }]] });
  expect(deeds).toEqual(["11:00:00 count alone_after_others 30", "11:00:30 leave auto_rule:alone_after_others"]);
});

test("R2: as R1, but someone comes at 11:00:15: the time starts again", () => {
  const { deeds } = play({
    from: "10:00:00", until: "11:04:00",
    scenes: [["10:00:00", { people: 3 }], ["10:58:00", { people: 0 }], ["11:00:15", { people: 1 }], ["11:01:00", { people: 0 }]],
  });
  expect(deeds).toEqual([
    "11:00:00 count alone_after_others 30", "11:00:15 stop alone_after_others: condition",
    "11:03:00 count alone_after_others 30", "11:03:30 leave auto_rule:alone_after_others",
  ]);
});

test("R3: came 09:50, planned 10:00, never anyone", () => {
  const told = play({ from: "09:50:00", until: "10:16:00", scenes: [["09:50:00", { start: "10:00:00" }]] });
  expect(told.deeds).toEqual(["10:15:00 count nobody_joined 30", "10:15:30 leave auto_rule:nobody_joined"]);
  expect(new Set(told.verdicts.get("alone_after_others")?.map(({ says }) => says))).toEqual(new Set(["not_armed"]));
});

test("R4: fewer than ten counts only once there were ten", () => {
  const told = play({
    plan: only("count_below"), from: "10:00:00", until: "10:42:00",
    // The counts of the example are people in all; this member is one of them.
    scenes: [["10:00:00", { people: 2 }], ["10:10:00", { people: 7 }], ["10:20:00", { people: 11 }], ["10:40:00", { people: 8 }]],
  });
  expect(told.deeds).toEqual(["10:41:00 count count_below 30", "10:41:30 leave auto_rule:count_below"]);
  expect(told.verdicts.get("count_below")?.slice(0, 1200).every(({ says }) => says === "not_armed")).toBe(true);
});

test("R5: my own screen-share tile is nobody", () => {
  const tile = someone("my screen", { share: true, me: true });
  const { deeds } = play({ from: "10:00:00", until: "10:33:00", scenes: [["10:00:00", { people: [...people(2), tile] }], ["10:30:00", { people: [tile] }]] });
  expect(deeds).toEqual(["10:32:00 count alone_after_others 30", "10:32:30 leave auto_rule:alone_after_others"]);
});

const BOTS = [someone("Fireflies.ai Notetaker"), someone("Otter Pilot")];

test("R6: alone with silent programs", () => {
  const { deeds } = play({ from: "10:00:00", until: "10:26:00", scenes: [["10:00:00", { people: [...people(1), ...BOTS] }], ["10:20:00", { people: BOTS }]] });
  expect(deeds).toEqual(["10:25:00 count only_bots_left 30", "10:25:30 leave auto_rule:only_bots_left"]);
});

test("R7: a guest named Otter who speaks is a human for the rest", () => {
  const otter = someone("Otter");
  const { deeds, verdicts } = play({
    from: "10:00:00", until: "11:30:00",
    scenes: [
      ["10:00:00", { people: [...people(1), otter] }],
      ["10:10:00", { people: [...people(1), { ...otter, speaks: true }] }],
      ["10:10:05", { people: [...people(1), otter] }],
      ["10:20:00", { people: [otter] }],
    ],
  });
  expect(deeds).toEqual([]);
  expect(verdicts.get("only_bots_left")?.at(-1)?.says).toBe("watching");
});

test("R8: a page that counts nobody while people are heard knows nothing", () => {
  const told = play({ from: "10:00:00", until: "11:00:00", scenes: [["10:00:00", { people: 4, sounds: true }], ["10:30:00", { people: 0 }]] });
  expect(told.deeds).toEqual([]);
  expect(lastOf(told, "alone_after_others")).toMatchObject({ says: "paused", doubt: "contradiction" });
});

test.each([[false], [true]])("R9: time does not run while the laptop sleeps (even clock sleeps, too: %s)", (evenClockSleeps) => {
  const { deeds } = play({
    from: "10:00:00", until: "11:33:00", evenClockSleeps,
    scenes: [["10:00:00", { people: 3 }], ["10:30:00", { people: 0 }], ["10:30:30", { sleepsUntil: "11:30:00" }]],
  });
  expect(deeds).toEqual(["11:32:00 count alone_after_others 30", "11:32:30 leave auto_rule:alone_after_others"]);
});

test("R10: on the way into a breakout room nobody is there for forty seconds", () => {
  const { deeds } = play({
    plan: only("alone_after_others", { timeout_s: 30 }), from: "10:00:00", until: "10:40:00",
    scenes: [["10:00:00", { people: 6 }], ["10:20:00", { place: "moving", people: 0 }], ["10:20:40", { place: "call", people: 3 }]],
  });
  expect(deeds).toEqual([]);
});

test("R11: an ear that never heard anything is no silence", () => {
  const told = play({
    plan: only("silence", { only_after_sched_end: false }), from: "10:00:00", until: "12:00:00", every: 5,
    scenes: [["10:00:00", { people: 5 }]],
  });
  expect(told.deeds).toEqual([]);
  expect(lastOf(told, "silence")?.says).toBe("not_armed");
});

test("R12: the only host is told, and stays with the four who remain", () => {
  const { deeds } = play({
    plan: only("scheduled_end", { mode: "leave", warn_before_s: 0 }), from: "10:00:00", until: "11:30:00", every: 5,
    scenes: [["10:00:00", { people: people(4).map((one) => ({ ...one, host: false })), self: { host: true }, end: "11:00:00" }]],
  });
  expect(deeds).toEqual(["11:00:00 tell scheduled_end: sole_host"]);
});

test("nothing that cannot be read makes anybody leave", () => {
  const { deeds } = play({
    from: "10:00:00", until: "13:00:00", every: 5,
    scenes: [["10:00:00", { people: 3 }], ["10:05:00", { people: NOT_FOUND, count: NOT_FOUND }]],
  });
  expect(deeds).toEqual([]);
});
