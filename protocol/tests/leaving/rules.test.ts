/** Each rule: what arms it, what holds it off, what pauses it, what starts its time again. */
import { describe, expect, test } from "vitest";
import { condition, lineOf, STANDARD } from "../../src/leaving/defaults.js";
import { withException } from "../../src/leaving/exceptions.js";
import { leaveNow, tick } from "../../src/leaving/engine.js";
import { remember } from "../../src/leaving/memory.js";
import type { RuleId } from "../../src/leaving/settings.js";
import { NOT_FOUND, NOT_HERE, NOT_YET } from "../../src/leaving/signals.js";
import { at, lastOf, lines, only, people, play, someone, type Scene, type Story } from "./story.js";

type Scenes = Story["scenes"];
const from = "10:00:00";
const run = (rule: RuleId, params: object, until: string, scenes: Scenes, more: Partial<Story> = {}) =>
  play({ plan: only(rule, params), from, until, scenes, every: 5, ...more });
const host = someone("Alice", { host: true });
const guests = (count: number) => people(count).map((one) => ({ ...one, host: false }));

describe("alone_after_others", () => {
  test("a program is no other: with it alone the rule is not armed", () => {
    const told = run("alone_after_others", {}, "10:30:00", [[from, { people: [someone("Otter Pilot")] }], ["10:05:00", { people: 0 }]]);
    expect(lastOf(told, "alone_after_others")?.says).toBe("not_armed");
  });

  test("a list that is not complete cannot prove that everybody went", () => {
    const told = run("alone_after_others", {}, "10:30:00", [[from, { people: 3 }], ["10:05:00", { people: 0, complete: false }]]);
    expect(told.deeds).toEqual([]);
    expect(lastOf(told, "alone_after_others")).toMatchObject({ says: "paused", doubt: "not_found", since: at("10:05:00") });
  });

  test("the page's own number is enough; number and list that disagree are not", () => {
    const scenes: Scenes = [[from, { people: 3, count: 3 }], ["10:05:00", { people: NOT_FOUND, count: 0 }]];
    expect(run("alone_after_others", {}, "10:08:00", scenes).deeds).toHaveLength(2);
    const told = run("alone_after_others", {}, "10:30:00", [[from, { people: 3, count: 3 }], ["10:05:00", { people: 0, count: 2 }]]);
    expect(lastOf(told, "alone_after_others")).toMatchObject({ says: "paused", doubt: "disagree" });
  });

  test("its time starts again when it can be read again", () => {
    const told = run("alone_after_others", {}, "10:12:00", [
      [from, { people: 3 }], ["10:05:00", { people: 0 }], ["10:06:00", { people: NOT_FOUND }], ["10:07:00", { people: 0 }],
    ]);
    expect(told.deeds[0]).toBe("10:09:00 count alone_after_others 30");
  });

  test("a countdown ends where nothing can be read any more", () => {
    const told = run("alone_after_others", {}, "10:30:00", [[from, { people: 3 }], ["10:05:00", { people: 0 }], ["10:07:10", { people: NOT_FOUND }]]);
    expect(told.deeds).toEqual(["10:07:00 count alone_after_others 30", "10:07:10 stop alone_after_others: doubt"]);
  });

  test("a page that never tells says so instead of never firing in silence", () => {
    const told = run("alone_after_others", {}, "10:30:00", [[from, { people: NOT_HERE, count: NOT_HERE }]]);
    expect(lastOf(told, "alone_after_others")?.says).toBe("not_here");
  });

  test("nothing leaves in the first two minutes", () => {
    const told = run("alone_after_others", { timeout_s: 10 }, "10:04:00", [[from, { people: 1 }], ["10:00:10", { people: 0 }]]);
    expect(told.deeds[0]).toBe("10:02:00 count alone_after_others 30");
  });
});

describe("nobody_joined", () => {
  test("without a planned beginning it counts from coming in; programs are nobody", () => {
    const told = run("nobody_joined", {}, "10:16:00", [[from, { people: [someone("Fireflies Notetaker")] }]]);
    expect(told.deeds).toEqual(["10:15:00 count nobody_joined 30", "10:15:30 leave auto_rule:nobody_joined"]);
  });

  test("somebody who looked in for a moment ends it for good", () => {
    const told = run("nobody_joined", {}, "11:00:00", [[from, {}], ["10:05:00", { people: 1 }], ["10:05:10", { people: 0 }]]);
    expect(told.deeds).toEqual([]);
  });
});

describe("only_bots_left", () => {
  const bot = someone("tl;dv");
  test("not before ten minutes, and a human among them ends it", () => {
    const told = run("only_bots_left", {}, "10:30:00", [[from, { people: [bot] }], ["10:12:00", { people: [bot, someone("Carol")] }], ["10:20:00", { people: [bot] }]]);
    expect(told.deeds[0]).toBe("10:25:00 count only_bots_left 30");
  });

  test("with a list that is not complete nobody is taken for a program", () => {
    const told = run("only_bots_left", {}, "11:00:00", [[from, { people: [bot], complete: false }]]);
    expect(told.deeds).toEqual([]);
  });

  test("whole words only: Otterbein is a name", () => {
    expect(run("only_bots_left", {}, "11:00:00", [[from, { people: [someone("Prof. Otterbein")] }]]).deeds).toEqual([]);
  });
});

describe("before the call", () => {
  test("waiting_room counts from the later of coming and the planned beginning", () => {
    const told = run("waiting_room", {}, "10:40:00", [[from, { place: "lobby", start: "10:10:00" }]]);
    expect(told.deeds).toEqual(["10:25:00 count waiting_room 30", "10:25:30 leave auto_rule:waiting_room"]);
  });

  test("admitted in the countdown: nothing happens", () => {
    const told = run("waiting_room", { timeout_s: 60 }, "10:20:00", [[from, { place: "lobby" }], ["10:01:10", { place: "call" }]]);
    expect(told.deeds).toEqual(["10:01:00 count waiting_room 30", "10:01:10 stop waiting_room: condition"]);
  });

  test("host_not_started counts where the host has not begun, not in the waiting room", () => {
    const told = run("host_not_started", {}, "10:40:00", [[from, { place: "before", start: "09:55:00" }]]);
    expect(told.deeds[0]).toBe("10:15:00 count host_not_started 30");
    expect(lastOf(run("host_not_started", {}, "10:40:00", [[from, { place: "lobby" }]]), "host_not_started")?.says).toBe("not_armed");
  });
});

describe("host_left", () => {
  test("armed by a host who was seen; two minutes after the last of them", () => {
    const told = run("host_left", {}, "10:30:00", [[from, { people: guests(3) }], ["10:05:00", { people: [...guests(3), host] }], ["10:10:00", { people: guests(3) }]]);
    expect(told.verdicts.get("host_left")?.[0]?.says).toBe("not_armed");
    expect(told.deeds[0]).toBe("10:12:00 count host_left 30");
  });

  test("where no row tells a role it says that it cannot", () => {
    expect(lastOf(run("host_left", {}, "10:30:00", [[from, { people: 3 }]]), "host_left")?.says).toBe("not_here");
  });

  test("who is a host themselves is not left alone by one", () => {
    const told = run("host_left", {}, "10:30:00", [[from, { people: [...guests(3), host], self: { host: true } }], ["10:10:00", { people: guests(3) }]]);
    expect(told.deeds).toEqual([]);
  });
});

describe("counts", () => {
  test("count_drop: from twenty to eight, in the second half of what is planned", () => {
    const scenes: Scenes = [[from, { people: 19, start: "10:00:00", end: "11:00:00" }], ["10:10:00", { people: 7 }]];
    const told = run("count_drop", {}, "10:33:00", scenes);
    expect(told.deeds).toEqual(["10:31:00 count count_drop 30", "10:31:30 leave auto_rule:count_drop"]);
  });

  test("count_drop: a small meeting is never armed", () => {
    expect(lastOf(run("count_drop", {}, "10:59:00", [[from, { people: 3 }], ["10:40:00", { people: 0 }]]), "count_drop")?.says).toBe("not_armed");
  });

  test("leave_wave: four of ten within two minutes, but not one by one", () => {
    const wave = run("leave_wave", {}, "10:50:00", [[from, { people: 9 }], ["10:40:00", { people: 7 }], ["10:41:00", { people: 5 }]]);
    expect(wave.deeds).toEqual(["10:41:00 count leave_wave 30", "10:41:30 leave auto_rule:leave_wave"]);
    const trickle = run("leave_wave", {}, "11:30:00", [[from, { people: 9 }], ...[8, 7, 6, 5, 4, 3].map((count, index) => [`10:${40 + index * 3}:00`, { people: count }] as const)]);
    expect(trickle.deeds).toEqual([]);
  });
});

describe("silence", () => {
  const heard: Scene = { people: 5, sounds: true };
  test("ten minutes after the planned end without a sound", () => {
    const told = run("silence", {}, "11:20:00", [[from, { ...heard, end: "10:50:00" }], ["11:00:02", { sounds: false }]]);
    expect(told.deeds[0]).toBe("11:10:00 count silence 30");
  });

  test("a sound in the countdown ends it; a muted tab hears nothing and knows it", () => {
    const told = run("silence", { only_after_sched_end: false }, "10:45:00", [[from, heard], ["10:20:02", { sounds: false }], ["10:30:10", { sounds: true }]]);
    expect(told.deeds).toEqual(["10:30:00 count silence 30", "10:30:10 stop silence: condition"]);
    expect(lastOf(run("silence", {}, "11:30:00", [[from, { ...heard, tabMuted: true }]]), "silence")?.says).toBe("not_armed");
  });
});

describe("times", () => {
  test("scheduled_end warns two minutes before, and tells at the end", () => {
    const told = run("scheduled_end", {}, "11:10:00", [[from, { people: 3, end: "11:00:00" }]]);
    expect(told.deeds).toEqual(["10:58:00 tell scheduled_end: ends_soon", "11:00:00 tell scheduled_end: due"]);
  });

  test("scheduled_end, set to leave, after a grace; known beforehand in the verdict", () => {
    const told = run("scheduled_end", { mode: "leave", grace_s: 60, warn_before_s: 0 }, "11:02:00", [[from, { people: 3, end: "11:00:00" }]]);
    expect(told.verdicts.get("scheduled_end")?.[0]).toMatchObject({ says: "running", due: at("11:01:00") });
    expect(told.deeds).toEqual(["11:01:00 count scheduled_end 30", "11:01:30 leave auto_rule:scheduled_end"]);
  });

  test("who enters after the end wants to be there", () => {
    const told = run("scheduled_end", { mode: "leave" }, "11:00:00", [[from, { people: 3, end: "09:30:00" }]]);
    expect(lastOf(told, "scheduled_end")?.says).toBe("not_armed");
  });

  test("overtime_alone: five minutes after the end, alone for one", () => {
    const told = run("overtime_alone", {}, "11:10:00", [[from, { people: 3, end: "11:00:00" }], ["11:01:00", { people: 0 }]]);
    expect(told.deeds).toEqual(["11:06:00 count overtime_alone 30", "11:06:30 leave auto_rule:overtime_alone"]);
  });

  test("next_meeting: a minute before one that was accepted", () => {
    const scenes: Scenes = [[from, { people: 3, next: "10:30:00", accepted: true }]];
    expect(run("next_meeting", {}, "10:31:00", scenes).deeds).toEqual(["10:29:00 count next_meeting 30", "10:29:30 leave auto_rule:next_meeting"]);
    expect(run("next_meeting", {}, "10:40:00", [[from, { people: 3, next: "10:30:00", accepted: false }]]).deeds).toEqual([]);
    expect(run("next_meeting", { only_if_accepted: false }, "10:40:00", [[from, { people: 3, next: "10:30:00" }]]).deeds).toHaveLength(2);
  });

  test("hard_stop: after so long, or at a time of the clock, whichever is first", () => {
    const local = new Date(at("10:20:00"));
    const time = `${String(local.getHours()).padStart(2, "0")}:${String(local.getMinutes()).padStart(2, "0")}`;
    expect(run("hard_stop", { max_duration_s: 1800 }, "10:31:00", [[from, { people: 3 }]]).deeds[0]).toBe("10:30:00 count hard_stop 30");
    expect(run("hard_stop", { at: time, max_duration_s: 1800 }, "10:31:00", [[from, { people: 3 }]]).deeds[0]).toBe("10:20:00 count hard_stop 30");
    expect(lastOf(run("hard_stop", {}, "10:31:00", [[from, { people: 3 }]]), "hard_stop")?.says).toBe("not_armed");
  });

  test("idle_user is told and never leaves", () => {
    const told = run("idle_user", {}, "11:30:00", [[from, { people: 3, hidden: true }]]);
    expect(told.deeds).toEqual(["10:30:00 tell idle_user: due"]);
    expect(run("idle_user", {}, "11:30:00", [[from, { people: 3, hidden: true, self: { microphone: true } }]]).deeds).toEqual([]);
  });
});

describe("what stands against a leave", () => {
  const left: Scenes = [[from, { people: 3 }], ["10:30:00", { people: 0 }]];
  const alone = (scene: Scene, until = "10:40:00") => run("alone_after_others", {}, until, [...left, ["10:31:00", scene]]);

  test.each([
    ["sharing", { self: { sharing: true } }], ["recording", { self: { recording: true } }], ["platform_asks", { platformAsks: true }],
    ["speaking", { self: { speaking: true } }],
  ] as const)("%s", (veto, scene) => {
    const told = alone(scene);
    expect(told.deeds).toEqual([]);
    expect(lastOf(told, "alone_after_others")).toMatchObject({ says: "held", veto });
  });

  test("a minute after the last word, and not before", () => {
    const told = run("alone_after_others", {}, "10:40:00", [...left, ["10:31:50", { self: { speaking: true } }], ["10:32:30", { self: { speaking: false } }]]);
    expect(told.deeds[0]).toBe("10:33:25 count alone_after_others 30");
  });

  test("one that comes in the countdown ends it", () => {
    const told = run("alone_after_others", {}, "10:40:00", [...left, ["10:32:10", { self: { sharing: true } }]]);
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 30", "10:32:10 stop alone_after_others: sharing"]);
  });

  test("Stay: not again before the condition was false once", () => {
    const told = run("alone_after_others", {}, "11:30:00", [...left, ["10:32:10", { says: "stay" }], ["11:00:00", { people: 1 }], ["11:01:00", { people: 0 }]]);
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 30", "11:03:00 count alone_after_others 30", "11:03:30 leave auto_rule:alone_after_others"]);
  });

  test("Stay is kept while nothing can be read", () => {
    const told = run("alone_after_others", {}, "11:30:00", [...left, ["10:32:10", { says: "stay" }], ["10:50:00", { people: NOT_FOUND }], ["10:51:00", { people: 0 }]]);
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 30"]);
  });

  test("Snooze: ten minutes of peace from every line", () => {
    const told = run("alone_after_others", {}, "10:50:00", [...left, ["10:32:10", { says: "snooze" }]]);
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 30", "10:42:10 count alone_after_others 30", "10:42:40 leave auto_rule:alone_after_others"]);
  });

  test("who came back by themselves is left in peace for ten minutes", () => {
    const begin = at(from) - (Date.UTC(2026, 2, 2) - 12_345);
    const told = play({
      plan: only("alone_after_others"), from, until: "10:12:00", memory: remember(begin + 600_000),
      scenes: [[from, { people: 1 }], ["10:01:00", { people: 0 }]],
    });
    expect(told.deeds[0]).toBe("10:10:00 count alone_after_others 30");
  });

  test("in a hidden tab the countdown is twice as long, and a look a minute is enough", () => {
    const told = run("alone_after_others", {}, "10:40:00", [...left, ["10:31:00", { hidden: true }]], { every: 60 });
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 60", "10:33:00 leave auto_rule:alone_after_others"]);
  });

  test("three minutes without a look are no sleep, more is one", () => {
    expect(run("alone_after_others", {}, "10:34:00", [...left, ["10:30:10", { blindUntil: "10:33:05" }]]).deeds[0]).toBe("10:33:05 count alone_after_others 30");
    expect(run("alone_after_others", {}, "10:36:00", [...left, ["10:30:10", { blindUntil: "10:33:20" }]]).deeds[0]).toBe("10:35:20 count alone_after_others 30");
  });

  test("where the page itself cannot be read everything is paused", () => {
    const told = run("alone_after_others", {}, "10:40:00", [...left, ["10:31:00", { place: NOT_YET }]]);
    expect(lastOf(told, "alone_after_others")).toMatchObject({ says: "paused", doubt: "not_yet" });
  });
});

describe("lines of a plan", () => {
  test("with several conditions it leaves when all are due at once", () => {
    const plan = lines({ id: "few_and_late", enabled: true, all: [condition("count_below", { min_count: 5 }), condition("scheduled_end", { mode: "leave", warn_before_s: 0 })] });
    const scenes: Scenes = [[from, { people: 8, end: "11:00:00" }], ["10:40:00", { people: 2 }], ["11:10:00", { people: 6 }], ["11:20:00", { people: 2 }]];
    expect(play({ plan, from, until: "11:00:40", scenes, every: 5 }).deeds).toEqual(["11:00:00 count few_and_late 30", "11:00:30 leave auto_rule:few_and_late"]);
    const later: Scenes = [[from, { people: 8, end: "11:00:00" }], ["11:20:00", { people: 2 }]];
    expect(play({ plan, from, until: "11:22:00", scenes: later, every: 5 }).deeds[0]).toBe("11:21:00 count few_and_late 30");
  });

  test("one countdown at a time: the second waits for the first", () => {
    const plan = lines(lineOf("alone_after_others", true), { id: "soon", enabled: true, all: [condition("hard_stop", { max_duration_s: 1925 })] });
    const told = play({ plan, from, until: "10:33:00", every: 5, scenes: [[from, { people: 2 }], ["10:30:00", { people: 0 }], ["10:32:10", { says: "stay" }]] });
    expect(told.deeds).toEqual(["10:32:00 count alone_after_others 30", "10:32:10 count soon 30", "10:32:40 leave auto_rule:soon"]);
  });

  test("a dry run counts nothing down and says once what it would have done", () => {
    const plan = { ...only("alone_after_others"), dry_run: true };
    const told = play({ plan, from, until: "11:30:00", every: 5, scenes: [[from, { people: 3 }], ["10:30:00", { people: 0 }]] });
    expect(told.deeds).toEqual(["10:32:00 would leave alone_after_others"]);
  });

  test("an exception takes the place of the line with its id", () => {
    const longer = { id: "alone_after_others", enabled: true, all: [condition("alone_after_others", { timeout_s: 600 })] };
    const told = play({ plan: withException(STANDARD, [longer]), from, until: "10:45:00", every: 5, scenes: [[from, { people: 3 }], ["10:30:00", { people: 0 }]] });
    expect(told.deeds[0]).toBe("10:40:00 count alone_after_others 30");
  });

  test("Leave now leaves at once, and only in a countdown", () => {
    const { memory } = play({ from, until: "10:32:10", scenes: [[from, { people: 3 }], ["10:30:00", { people: 0 }]] });
    expect(leaveNow(memory)).toEqual({ do: "leave", line: "alone_after_others", reason: "auto_rule:alone_after_others" });
    expect(leaveNow(memory)).toBeNull();
    expect(tick(memory, STANDARD, undefined as never, { mono: 0, wall: 0 })).toEqual({ verdicts: [], deeds: [] });
  });
});
