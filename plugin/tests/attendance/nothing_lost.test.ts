/** Whatever happens between page and service, the service has each event once, at its true time. */
import { expect, test } from "vitest";
import { Recorder } from "../../src/attendance/recorder.js";
import { ADDRESS, Machine, ON, page, self, Service, T0 } from "./scripted.js";

function random(seed: number): () => number {
  let state = seed;
  return () => { // mulberry32, so that a failing seed fails again
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Truth { id: string; at: number }

/** Ten minutes in a call, looked at every second, with a microphone that goes on and off, in all weathers. */
async function call(seed: number): Promise<{ service: Service; truth: Truth[]; machine: Machine }> {
  const chance = random(seed);
  const service = new Service();
  const machine = new Machine(service);
  await machine.pair();
  const recorder = new Recorder({ platform: "meet", address: ADDRESS });
  const truth: Truth[] = [];
  let mono = 1000;
  let microphone = false;
  let confirmed = false;
  const off = [0];
  for (let second = 0; second < 600; second += 1) {
    service.time += 1000;
    mono += 1000;
    const dice = chance();
    if (dice < 0.02) service.weather = (["fine", "down", "busy", "lost"] as const)[Math.floor(chance() * 4)] ?? "fine";
    else if (dice < 0.04) machine.start(); // the worker has died
    else if (dice < 0.043 && confirmed && service.weather === "fine") service.clockIsOff += chance() < 0.5 ? -600_000 : 3_600_000;
    else if (dice < 0.2) microphone = !microphone;
    const now = { mono, wall: service.wall() };
    const told = second === 599 ? recorder.exit("left", now) : recorder.look(page("call", now, self(now, { microphone })), ON, now);
    for (const one of told) {
      if (one.is === "jump") off[one.clock] = service.clockIsOff; // what ended with the jump was seen before it
      if (one.is === "event") truth.push({ id: one.event.id, at: one.event.at - (off[one.clock] ?? 0) });
    }
    await machine.attendance.keep(told);
    if (chance() < 0.05) await machine.attendance.keep(told); // the answer to the page was lost: it tells again
    const connection = recorder.connection;
    if (!confirmed && connection !== null && (await machine.attendance.match(connection)).is === "asks") { confirmed = true; await machine.attendance.confirm(connection); }
    if (machine.wakesAt !== null && service.wall() >= machine.wakesAt) await machine.attendance.onAlarm();
  }
  service.weather = "fine";
  for (let minute = 0; minute < 40 && (await machine.attendance.state()).waiting > 0; minute += 1) {
    service.time += 61_000;
    await machine.attendance.tryNow();
  }
  return { service, truth, machine };
}

test.each(Array.from({ length: 12 }, (_, seed) => seed))("all of it arrives, once, at its true time (seed %i)", async (seed) => {
  const { service, truth, machine } = await call(seed);
  expect((await machine.attendance.state()).waiting).toBe(0);
  expect(await machine.attendance.refused()).toEqual([]);
  expect(service.conflicts).toBe(0);
  expect([...service.taken.keys()].sort()).toEqual(truth.map(({ id }) => id).sort());
  for (const { id, at } of truth) {
    expect(Math.abs((service.taken.get(id)?.at ?? 0) - at)).toBeLessThanOrEqual(2_000);
  }
  expect(service.taken.size).toBeGreaterThan(50);
}, 120_000);

test("a page that dies is shown out at its last written proof of life, once", async () => {
  const service = new Service();
  const machine = new Machine(service);
  await machine.pair();
  const recorder = new Recorder({ platform: "meet", address: ADDRESS });
  for (let second = 0; second <= 100; second += 1) {
    const now = { mono: second * 1000, wall: T0 + second * 1000 };
    service.time = now.wall;
    await machine.attendance.keep(recorder.look(page("call", now), ON, now));
  }
  await machine.attendance.confirm(recorder.connection ?? "");
  machine.start();
  service.time += 3_600_000;
  await machine.attendance.onStartup();
  await machine.attendance.onStartup();
  const told = [...service.taken.values()].map(({ event }) => event);
  expect(told.map(({ type }) => type).sort()).toEqual(["enter", "exit", "heartbeat"]);
  expect(told.find(({ type }) => type === "exit")).toMatchObject({ at: T0 + 90_000, reason: "lost" });
  expect(told.find(({ type }) => type === "heartbeat")).toMatchObject({ at: T0, until: T0 + 90_000 });
});

test("a clock that is put back does not put off the next try by as much", async () => {
  const service = new Service();
  const machine = new Machine(service);
  await machine.pair();
  const recorder = new Recorder({ platform: "meet", address: ADDRESS });
  const look = async (mono: number): Promise<void> => {
    const now = { mono, wall: service.wall() };
    await machine.attendance.keep(recorder.look(page("call", now, self(now, { microphone: mono % 2 === 1 })), ON, now));
  };
  await look(1000);
  await machine.attendance.confirm(recorder.connection ?? "");
  service.weather = "down";
  service.time += 1000;
  await look(2001);
  service.clockIsOff = -60_000;
  service.weather = "fine";
  service.time += 1000;
  await look(3000);
  expect((await machine.attendance.state()).waiting).toBe(0);
});
