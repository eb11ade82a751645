/** Run by tests/plugin/test_nothing_lost.py under Node: the plugin's own modules against a real service that is killed meanwhile. */
import { IDBFactory } from "fake-indexeddb";
import { Attendance, type Worker } from "../../src/attendance/index.js";
import { Recorder } from "../../src/attendance/recorder.js";
import { Store } from "../../src/attendance/store.js";
import { ADDRESS, ON, page, self } from "./scripted.js";

declare const process: { argv: string[]; stdout: { write(text: string): void } };
const [, , base = "", token = "", chances = ""] = process.argv;
const dice = chances.split(",").map(Number);
const wait = async (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

const factory = new IDBFactory();
const worker: Worker = {
  fetch: (url, init) => fetch(url, init), now: () => Date.now(), random: () => Math.random(), factory, version: "1", wake: async () => Promise.resolve(),
};
const first = await Store.open(factory);
await first.setNote("pairing", { base, token, member: "", pairedAt: 0 });
first.close();

let attendance = new Attendance(worker);
const recorder = new Recorder({ platform: "meet", address: ADDRESS });
const truth: Record<string, [string, number]> = {};
let confirmed = false;
const begin = Date.now() - 520_000; // the call was a second a look; it is played in a hundredth of that
let microphone = false;
for (let second = 0; second < 510; second += 1) {
  const now = { mono: second * 1000, wall: begin + second * 1000 };
  if (second > 0) microphone = !microphone;
  const told = second === 509 ? recorder.exit("left", now) : recorder.look(page("call", now, self(now, { microphone })), ON, now);
  for (const one of told) if (one.is === "event") truth[one.event.id] = [one.event.type, one.event.at];
  await attendance.keep(told);
  if (dice.includes(second)) attendance = new Attendance(worker); // the worker has died
  const connection = recorder.connection;
  if (!confirmed && connection !== null && (await attendance.match(connection)).is === "asks") { confirmed = true; await attendance.confirm(connection); }
  if (second % 10 === 0) { await attendance.tryNow(); await wait(100); }
}
process.stdout.write("played\n");
for (let tries = 0; tries < 600; tries += 1) {
  await attendance.tryNow();
  const [call] = await attendance.running().then(async (open) => (open.length > 0 ? open : (await Store.open(factory)).calls()));
  if (!confirmed && call && (await attendance.match(call.connection)).is === "asks") { confirmed = true; await attendance.confirm(call.connection); }
  if (confirmed && (await attendance.state()).waiting === 0) break;
  await wait(100);
}
process.stdout.write(`${JSON.stringify({ truth, state: await attendance.state(), refused: await attendance.refused(), begin })}\n`);
