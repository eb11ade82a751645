/** A week offline makes a long queue: sending it reads each event about once, not all of them for every request. */
import { expect, test, vi } from "vitest";
import { Recorder } from "../../src/attendance/recorder.js";
import { Store } from "../../src/attendance/store.js";
import { ADDRESS, Machine, ON, page, self, Service, T0 } from "./scripted.js";

const LONG = 3_000;

test("each event of a long queue is read about once", async () => {
  const service = new Service();
  const machine = new Machine(service);
  await machine.pair();
  const recorder = new Recorder({ platform: "meet", address: ADDRESS });
  const told = Array.from({ length: LONG }, (_, second) => {
    service.time = T0 + second * 1000;
    const now = { mono: second * 1000, wall: service.time };
    return recorder.look(page("call", now, self(now, { microphone: second % 2 === 1 })), ON, now);
  });
  await machine.attendance.keep(told.slice(0, 1).flat());
  service.weather = "down";
  await machine.attendance.keep(told.slice(1).flat());
  await machine.attendance.confirm(recorder.connection ?? "");
  const { waiting } = await machine.attendance.state();
  expect(waiting).toBeGreaterThanOrEqual(LONG - 1);

  let read = 0;
  const each = Store.prototype.eachEvent; // eslint-disable-line @typescript-eslint/unbound-method -- called with its own store below
  vi.spyOn(Store.prototype, "eachEvent").mockImplementation(async function counting(this: Store, connection, more) {
    await each.call(this, connection, (row) => { read += 1; return more(row); });
  });
  service.weather = "fine";
  await machine.attendance.tryNow();
  expect((await machine.attendance.state()).waiting).toBe(0);
  expect(service.taken.size).toBeGreaterThanOrEqual(LONG);
  expect(read).toBeLessThan(waiting + 300); // twice the first batch: it is looked at before the clock is compared
  vi.restoreAllMocks();
});
