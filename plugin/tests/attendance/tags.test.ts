/** What has not changed is not sent again: the member's dates, asked with the tag of the last answer. */
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { Attendance, type Planned, type Worker } from "../../src/attendance/index.js";
import { Store } from "../../src/attendance/store.js";

const DATE: Planned = { id: "o1", series: "", title: "Weekly", host: "Alice", role: "attendee", start: 1, end: 2, call_sha256: "" };

function service(): { asked: (string | null)[]; revoked: string[]; dates: Planned[]; tag: string; up: boolean; fetch: Worker["fetch"] } {
  const made = {
    asked: [] as (string | null)[], revoked: [] as string[], dates: [DATE], tag: '"one"', up: true,
    fetch: async (url: string, init?: RequestInit): Promise<Response> => {
      await Promise.resolve();
      if (!made.up) throw new TypeError("no network");
      if (url.endsWith("/pair/revoke/")) { made.revoked.push(url); return new Response("{}"); }
      const tag = new Headers(init?.headers).get("if-none-match");
      made.asked.push(tag);
      if (tag === made.tag) return new Response(null, { status: 304 });
      return new Response(JSON.stringify({ meetings: made.dates }), { headers: { etag: made.tag } });
    },
  };
  return made;
}

async function paired(fetch: Worker["fetch"]): Promise<{ attendance: Attendance; again: () => Attendance }> {
  const worker: Worker = { fetch, now: () => 1_790_000_000_000, random: () => 0.5, factory: new IDBFactory(), version: "1", wake: async () => Promise.resolve() };
  const store = await Store.open(worker.factory);
  await store.setNote("pairing", { base: "https://ltm.example", token: "ltm_x", member: "bob", pairedAt: 0 });
  store.close();
  return { attendance: new Attendance(worker), again: () => new Attendance(worker) };
}

test("the dates are asked for with the tag of the last answer, also by the worker's next life", async () => {
  const there = service();
  const { attendance, again } = await paired(there.fetch);
  expect(await attendance.planned()).toEqual([DATE]);
  expect(await again().planned()).toEqual([DATE]);
  there.dates = [{ ...DATE, end: 3 }];
  there.tag = '"two"';
  expect(await again().planned()).toEqual(there.dates);
  expect(there.asked).toEqual([null, '"one"', '"one"']);
  there.up = false;
  expect(await again().planned()).toEqual(there.dates);
});

test("unpairing forgets the dates with their tag", async () => {
  const there = service();
  const { attendance, again } = await paired(there.fetch);
  await attendance.planned();
  await attendance.unpair();
  expect(there.revoked).toEqual(["https://ltm.example/pair/revoke/"]);
  expect(await again().planned()).toEqual([]);
});
