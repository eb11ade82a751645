/** A call played to the loop: what is shown, pressed, told and logged. */
import { expect, test } from "vitest";
import { condition, STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { RULE, Stage } from "./stage.js";

test("alone for ten seconds, counted down for thirty, out by the first way, and all of it in the log", async () => {
  const stage = await new Stage().alone(45);
  expect(stage.pressed).toEqual(["leave button"]);
  expect(stage.decisions).toEqual([`${RULE} left: leave button, 1`]);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  expect(stage.out).toEqual([RULE, "meet.example.org/room", "https://meet.example.org/room"]); // and not where the page is now
  expect(stage.log[0]?.address).toBe("meet.example.org/room");
  const [entry] = stage.log;
  expect(entry?.readings.find(({ name }) => name === "others_count")).toMatchObject({ value: "0", from: "badge" });
  expect((entry?.at ?? 0) - (entry?.countdownAt ?? 0)).toBeGreaterThanOrEqual(30_000);
  expect(stage.shown.at(-1)).toEqual({ state: "left", connections: 0, verified: true, rejoin: false });
});

test("Stay keeps the call and says so in the log", async () => {
  const stage = await new Stage().alone(20);
  expect(stage.status?.counting?.line).toBe(RULE);
  stage.loop.stay();
  await stage.goes(60);
  expect(stage.pressed).toEqual([]);
  expect(stage.decisions).toEqual([`${RULE} stayed`]);
});

test("somebody comes back in the countdown: cancelled, with what ended it", async () => {
  const stage = await new Stage().alone(20);
  stage.others = 1;
  await stage.goes(60);
  expect(stage.decisions).toEqual([`${RULE} cancelled: condition`]);
  expect(stage.pressed).toEqual([]);
});

test("Leave now leaves before the time is over; the log has what was read when it began", async () => {
  const stage = await new Stage().alone(20);
  stage.loop.leaveNow();
  await stage.goes(6);
  expect(stage.decisions).toEqual([`${RULE} left: leave button, 1`]);
  expect(stage.log[0]?.readings.length).toBeGreaterThan(1);
});

test("a way that does not work is followed by the next; where none does it tries three times, twenty seconds apart, and says so", async () => {
  const second = new Stage();
  second.stubborn = 2;
  await second.alone(60);
  expect(second.decisions).toEqual([`${RULE} left: hang up, 1`]);
  const never = new Stage();
  never.stubborn = Infinity;
  await never.alone(120);
  expect(never.pressed).toHaveLength(6);
  expect(never.decisions).toEqual([`${RULE} failed: ${never.pressed.join(", ")}`]);
  expect(never.shown.at(-1)).toEqual({ state: "failed" });
  expect(never.reasons).toEqual([`auto_rule:${RULE}`, ""]);
  never.stubborn = 0;
  never.loop.again();
  await never.goes(6);
  expect(never.decisions.at(-1)).toBe("member left: leave button, 1");
});

test("the button: three seconds, undone by pressing it again; it says no goodbye", async () => {
  const stage = new Stage({ goodbye: "I have to go" });
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(10);
  expect(stage.pressed).toEqual([]);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button"]);
  expect([stage.said, stage.out, stage.reasons]).toEqual([[], ["member", "meet.example.org/room", "https://meet.example.org/room"], ["left"]]);
});

test("a goodbye is written once, before a rule leaves", async () => {
  const stage = await new Stage({ goodbye: "I have to go" }).alone(60);
  expect(stage.said).toEqual(["I have to go"]);
  expect(stage.pressed).toEqual(["leave button"]);
});

test("in a hidden tab it notifies and waits twice as long; heard only where that was wished", async () => {
  const stage = new Stage({ confirm: { ...STANDARD.confirm, sound: true } });
  stage.hidden = true;
  await stage.alone(45);
  expect([stage.notified, stage.chimes, stage.pressed]).toEqual([[RULE], 1, []]);
  expect(stage.shown.at(-1)).toMatchObject({ state: "counting", of: 60 }); // it stands there when the tab is shown again
  await stage.goes(30);
  expect(stage.pressed).toEqual(["leave button"]);
  expect(stage.notified).toEqual([RULE, ""]);
  const quiet = await new Stage().alone(20);
  expect([quiet.notified, quiet.chimes]).toEqual([[], 0]);
});

test("a dry run writes what it would have done and presses nothing", async () => {
  const stage = await new Stage({ dry_run: true }).alone(120);
  expect(stage.decisions).toEqual([`${RULE} dry_run`]);
  expect([stage.pressed, stage.shown]).toEqual([[], []]);
});

test("the page goes while the plugin leaves: that was the way out", async () => {
  const stage = new Stage();
  stage.stubborn = Infinity;
  await stage.alone(42);
  stage.loop.pageGoes();
  stage.loop.pageGoes();
  expect(stage.decisions).toEqual([`${RULE} left: page, 1`]);
});

test("in again in the same page after a rule has left: ten minutes of peace", async () => {
  const stage = await new Stage().alone(60);
  stage.place = "call";
  stage.others = 2;
  stage.stubborn = Infinity;
  await stage.alone(500);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  await stage.goes(200);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`, `auto_rule:${RULE}`, ""]);
});

test("the tab is hidden in the middle of a countdown and shown again: the notification comes and goes with that", async () => {
  const stage = await new Stage().alone(15);
  expect(stage.notified).toEqual([]);
  stage.hidden = true;
  await stage.goes(5);
  expect(stage.notified).toEqual([RULE]);
  stage.hidden = false;
  stage.looks();
  expect(stage.notified).toEqual([RULE, ""]);
  expect(stage.shown.at(-1)).toMatchObject({ state: "counting", of: 30 });
});

test("out of a hidden tab by no way: the notification says so", async () => {
  const stage = new Stage();
  stage.hidden = true;
  stage.stubborn = Infinity;
  await stage.alone(150);
  expect(stage.notified).toEqual([RULE, "", "failed"]);
});

test("Stay while it leaves: no further way is tried, the log says so, and the button works at once", async () => {
  const stage = new Stage();
  stage.stubborn = Infinity;
  await stage.alone(52); // both ways were pressed, and it waits for its second try
  expect(stage.pressed).toHaveLength(2);
  stage.loop.stay();
  expect(stage.decisions).toEqual([`${RULE} stayed`]);
  stage.stubborn = 3;
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button", "hang up", "leave button"]);
  await stage.goes(60);
  expect(stage.decisions).toEqual([`${RULE} stayed`, "member left: leave button, 1"]);
});

test("what only tells leaves when it is answered so", async () => {
  const idle = { id: "idle", enabled: true, all: [condition("idle_user", { timeout_s: 5 })] };
  const stage = new Stage({ lines: [idle] });
  stage.hidden = true;
  await stage.goes(12);
  expect(stage.decisions).toEqual(["idle told: due"]);
  expect([stage.notified, stage.shown.at(-1)]).toEqual([["idle"], { state: "told", why: "idle" }]);
  stage.hidden = false;
  await stage.goes(2);
  expect(stage.notified).toEqual(["idle", ""]);
  stage.loop.leaveNow();
  await stage.goes(3);
  expect([stage.pressed, stage.out[0]]).toEqual([["leave button"], "member"]);
});

test("the button leaves also where the page cannot be read, and does nothing more after the call is over", async () => {
  const stage = new Stage();
  stage.place = null;
  await stage.goes(2);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toEqual(["leave button"]);
  stage.loop.press();
  await stage.goes(6);
  expect(stage.pressed).toHaveLength(1);
  const gone = await new Stage().goes(2);
  gone.loop.press();
  gone.place = "over";
  await gone.goes(6);
  expect([gone.pressed, gone.decisions]).toEqual([[], []]); // left by the page's own button in the three seconds
});

test("peace that another life of the page knows of holds here, and none that it knows nothing of ends this page's own", async () => {
  const stage = await new Stage().alone(60);
  stage.place = "call";
  stage.others = 2;
  stage.loop.peaceUntil(null);
  await stage.alone(60);
  expect(stage.reasons).toEqual([`auto_rule:${RULE}`]);
  const other = new Stage();
  other.loop.peaceUntil(Date.UTC(2026, 2, 2, 10, 5));
  await other.alone(120);
  expect(other.reasons).toEqual([]);
  expect(other.status?.verdicts[0]).toMatchObject({ says: "held", veto: "rejoined" });
});
