import { render } from "lit";
import { expect, test } from "vitest";
import type { Person } from "../../../protocol/src/messages.js";
import { room } from "../../../plugin/src/platforms/room/index.js";
import { rosterView } from "../../src/room/roster.js";
import { EMPTY } from "../../src/room/state.js";
import type { RoomView } from "../../src/room/view.js";

function person(attendee: string, more: Partial<Person> = {}): Person {
  return { attendee, name: attendee, role: "participant", moderates: false, since: 0, hand_since: null, away: false, connections: [], ...more };
}

test("what the room says of everybody is what our plugin's adapter reads, and nobody sees it", () => {
  const talks = { ref: "c1", sends: ["mic", "camera"], talking: true };
  const people = [person("alice", { moderates: true, connections: [talks] as unknown as Person["connections"] }), person("bob", { hand_since: 5 }), ...Array.from({ length: 20 }, (_, n) => person(`p${n}`))];
  const me = { connection: "c2", attendee: "bob", moderates: false, role: "participant", media: {} };
  const element = document.createElement("ltm-room");
  element.dataset["phase"] = "in";
  document.body.replaceChildren(element);
  render(rosterView({ state: { ...EMPTY, people, me, endsAt: 1_790_000_000_000 } } as unknown as RoomView), element);
  const read = room.read({ document, url: new URL("https://www.leavethemeeting.com/m/k7m2p9qx/room/"), now: { mono: 1, wall: 1 }, world: null });
  expect(read).toMatchObject({
    place: { value: "call" }, othersCount: { value: 21 }, shownEnd: 1_790_000_000_000, acts: { hand: { value: true } },
    self: { value: { microphone: false, camera: false, sharing: false, host: false } },
  });
  const rows = read.people.is === "ok" ? read.people.value.rows : [];
  expect(rows).toHaveLength(22);
  expect(rows[0]).toEqual({ key: "alice", name: "alice", host: true, speaks: true });
  expect(rows[1]).toEqual({ key: "bob", name: "bob", host: false, speaks: false, me: true });
  expect(element.querySelector<HTMLElement>("ul.roster")?.hidden).toBe(true);
});
