import { expect, test } from "vitest";
import { known, type Now } from "../../../protocol/src/leaving/signals.js";
import { ALL_OFF } from "../../src/kept.js";
import type { Kept } from "../../src/attendance/evidence.js";
import { asCsv, ownMeetings } from "../../src/attendance/own_list.js";
import { prove, proofOf } from "../../src/attendance/proof.js";
import { Recorder } from "../../src/attendance/recorder.js";
import { ADDRESS, Machine, ON, page, self, Service, T0 } from "./scripted.js";

const at = (second: number): Now => ({ mono: second * 1000, wall: T0 + second * 1000 });
const events = (told: readonly Kept[]): string[] => told.flatMap((one) => (one.is === "event" ? [one.event.type === "interact" ? one.event.interaction : one.event.type] : []));
const bobs = (): Recorder => new Recorder({ platform: "meet", address: ADDRESS });

test("waiting outside is no presence, and being let in is", () => {
  const recorder = bobs();
  expect(events(recorder.look(page("before", at(0)), ON, at(0)))).toEqual([]);
  expect(events(recorder.look(page("lobby", at(1)), ON, at(1)))).toEqual(["lobby_enter"]);
  expect(recorder.look(page("lobby", at(2)), ON, at(2)).filter(({ is }) => is === "beat")).toEqual([]);
  expect(events(recorder.look(page("call", at(3)), ON, at(3)))).toEqual(["lobby_exit", "enter"]);
});

test("a page that cannot be read proves nothing and ends nothing", () => {
  const recorder = bobs();
  recorder.look(page("call", at(0)), ON, at(0));
  const { connection } = recorder;
  for (let second = 1; second < 300; second += 1) expect(recorder.look(page(null, at(second)), ON, at(second))).toEqual([]);
  const told = recorder.look(page("call", at(300)), ON, at(300));
  expect(recorder.connection).toBe(connection);
  expect(told.find(({ is }) => is === "beat")).toMatchObject({ span: { from: T0 + 300_000 } });
});

test("a sleeping laptop claims no presence", () => {
  const recorder = bobs();
  for (let second = 0; second <= 60; second += 1) recorder.look(page("call", at(second)), ON, at(second));
  const woken = { mono: 61_000, wall: T0 + 3_600_000 };
  const told = recorder.look(page("call", woken), ON, woken);
  expect(told).toMatchObject([{ is: "event", clock: 0, event: { type: "heartbeat", until: T0 + 60_000 } }, { is: "jump" }, { is: "beat", span: { from: woken.wall } }]);
});

test("a breakout keeps the stay, and a rule's name is the reason", () => {
  const recorder = bobs();
  recorder.look(page("call", at(0)), ON, at(0), "");
  recorder.look(page("moving", at(1)), ON, at(1), null);
  expect(events(recorder.look(page("call", at(2)), ON, at(2), "Group 1"))).toEqual(["room"]);
  const told = recorder.exit("auto_rule:alone_after_others", at(3));
  expect(told.at(-1)).toMatchObject({ event: { type: "exit", reason: "auto_rule:alone_after_others" } });
  expect(recorder.exit("left", at(4))).toEqual([]);
});

test("each kind has its own switch, and words of the chat another", () => {
  const chat = (now: Now, ...keys: string[]) => ({ acts: { ...page("call", now).acts, wrote: known(keys.map((key) => ({ key, text: "hello" })), now.mono, "t") } });
  for (const [switches, wanted] of [[{ ...ON, chatText: true }, { text: "hello" }], [ON, {}]] as const) {
    const recorder = bobs();
    recorder.look(page("call", at(0), chat(at(0), "old")), switches, at(0));
    const told = recorder.look(page("call", at(1), { ...chat(at(1), "old", "new"), ...self(at(1), { microphone: true, camera: true }) }), switches, at(1));
    expect(events(told)).toEqual(["mic_on", "camera_on", "chat"]);
    const said = told.at(-1);
    expect(said?.is === "event" && said.event).toEqual(expect.objectContaining(wanted));
    expect(said?.is === "event" && "text" in said.event).toBe(switches !== ON);
  }
  const shut = bobs();
  const only = { ...ALL_OFF, attendance: true };
  shut.look(page("call", at(0), chat(at(0))), only, at(0));
  expect(events(shut.look(page("call", at(1), { ...chat(at(1), "new"), ...self(at(1), { microphone: true }) }), only, at(1)))).toEqual([]);
  expect(bobs().look(page("call", at(0)), ALL_OFF, at(0))).toEqual([]);
});

test("a call of no meeting, and one without a yes, stay here", async () => {
  for (const knows of [false, true]) {
    const [service, recorder] = [new Service(), bobs()];
    service.knows = knows;
    const machine = new Machine(service);
    await machine.pair();
    await machine.attendance.keep(recorder.look(page("call", at(0)), ON, at(0)));
    const { connection } = recorder;
    await machine.attendance.keep(recorder.exit("left", at(60)));
    service.time += 3_600_000;
    await machine.attendance.onAlarm();
    expect((await machine.attendance.match(connection ?? "")).is).toBe(knows ? "asks" : "here");
    expect(service.taken.size).toBe(0);
    expect(service.requests.filter(({ url }) => url.endsWith("/events"))).toEqual([]);
    expect(await machine.attendance.list()).toMatchObject([{ enteredAt: T0, exitedAt: T0 + 60_000, reportedTo: "" }]);
  }
});

test("a changed policy pauses: nothing of a call goes out until it is accepted, then all of it", async () => {
  const [service, recorder] = [new Service(), bobs()];
  const machine = new Machine(service);
  await machine.pair();
  await machine.attendance.keep(recorder.look(page("call", at(0)), ON, at(0)));
  service.accepted = false;
  await machine.attendance.confirm(recorder.connection ?? "");
  expect((await machine.attendance.state()).halt).toEqual({ is: "accept", url: "https://ltm.example/privacy/accept/" });
  const before = service.requests.length;
  await machine.attendance.keep(recorder.exit("left", at(60)));
  await machine.attendance.tryNow();
  expect(service.requests.slice(before).map(({ body }) => body)).toEqual([""]);
  service.accepted = true;
  await machine.attendance.tryNow();
  expect([...service.taken.values()].map(({ kind }) => kind).sort()).toEqual(["enter", "exit", "heartbeat"]);
});

test("a token that ended stops and says so, and unpairing keeps the rest here for good", async () => {
  const [service, recorder] = [new Service(), bobs()];
  const machine = new Machine(service);
  await machine.pair();
  await machine.attendance.keep(recorder.look(page("call", at(0)), ON, at(0)));
  service.paired = false;
  await machine.attendance.confirm(recorder.connection ?? "");
  const state = await machine.attendance.state();
  expect([state.halt, state.waiting]).toEqual([{ is: "over" }, 1]);
  await machine.attendance.unpair();
  expect(await machine.attendance.state()).toMatchObject({ paired: null, waiting: 0, halt: null });
  expect(await machine.attendance.list()).toHaveLength(1);
});

test("a list that spreadsheets do not take for formulas", () => {
  const call = { connection: "c", platform: "meet", address: ADDRESS, title: '=HYPERLINK("x")', since: T0, enteredAt: T0, exitedAt: T0 + 90_000, reason: "left", aliveAt: T0, span: null, clock: 0, meeting: null, askAgainAt: 0 } as const;
  expect(asCsv(ownMeetings([call], [])).split("\r\n")[1]).toBe(`"'=HYPERLINK(""x"")",meet,2026-09-21 14:13:20,2026-09-21 14:14:50,1.5,left,,${ADDRESS}`);
});

test("the proof goes into the pairing page's form and into no other", async () => {
  document.body.innerHTML = '<form data-pairing-challenge="abcdefghijklmnopqrstuvwxyz"><input name="proof"></form>'; // eslint-disable-line no-restricted-syntax -- the test's own words
  const ask = (challenge: string): Promise<string> => proofOf("device", challenge);
  expect(await prove(document, new URL("https://ltm.example/pair/"), ask)).toBe(true);
  expect(document.querySelector("input")?.value).toBe(await proofOf("device", "abcdefghijklmnopqrstuvwxyz"));
  expect(await prove(document, new URL("https://ltm.example/else/"), ask)).toBe(false);
});
