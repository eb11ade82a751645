import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Down, Person, Up, Welcome } from "../../../protocol/src/messages.js";
import { Session } from "../../src/room/session.js";
import type { TicketAnswer } from "../../src/room/ticket.js";

/** The other end of the line, as the browser's WebSocket shows it. */
class Line {
  readonly sent: Up[] = [];
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  send(text: string): void { this.sent.push(JSON.parse(text) as Up); }
  close(): void { this.readyState = WebSocket.CLOSED; }
  open(): void { this.readyState = WebSocket.OPEN; this.onopen?.(); }
  drop(): void { this.close(); this.onclose?.(); }
  says(down: Down): void { this.onmessage?.({ data: JSON.stringify(down) }); }
  of<T extends Up["type"]>(type: T): Extract<Up, { type: T }>[] {
    return this.sent.filter((one): one is Extract<Up, { type: T }> => one.type === type);
  }
}

const ALICE: Person = {
  attendee: "alice", name: "Alice", role: "participant", moderates: false, since: 1,
  connections: [{ ref: "one", since: 1, sends: [], talking: false }], hand_since: null, away: false,
};
const WELCOME: Welcome = {
  type: "welcome", connection: "one", attendee: "alice", moderates: false, occurrence: "o", title: "T", opened_at: 0, ends_at: null,
  keeps_chat_text: true, media: { engine: "mesh", iceServers: [], iceTransport: "all", maySend: ["mic", "camera", "screen"] }, people: [ALICE], chat: [], waiting: [], now: 0,
};

let lines: Line[];
let answers: TicketAnswer[];
let session: Session;

function last(): Line {
  const line = lines.at(-1);
  if (!line) throw new Error("no socket was opened");
  return line;
}

async function reach(): Promise<Line> {
  await vi.advanceTimersByTimeAsync(0);
  last().open();
  return last();
}

async function enter(welcome: Welcome = WELCOME): Promise<Line> {
  const line = await reach();
  line.says(welcome);
  return line;
}

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  answers = [];
  let ids = 0;
  session = new Session({
    ticket: () => Promise.resolve(answers.shift() ?? { kind: "ticket", ticket: "signed" }),
    socket: () => { const line = new Line(); lines.push(line); return line as unknown as WebSocket; },
    newId: () => `message-${++ids}`, now: Date.now, random: () => 1, online: () => true,
  });
  session.start();
});
afterEach(() => { vi.useRealTimers(); });

it("says hello with a ticket, and is in when it is welcomed", async () => {
  const line = await enter();
  expect(line.sent).toEqual([{ type: "hello", ticket: "signed", resumes: "" }]);
  expect(session.phase).toEqual({ name: "in" });
});

it("comes back by itself and says which connection it had", async () => {
  (await enter()).drop();
  expect(session.phase).toEqual({ name: "reconnecting", offline: false });
  await vi.advanceTimersByTimeAsync(300);
  expect((await reach()).of("hello")[0]?.resumes).toBe("one");
});

it("sends again, under the same ids and in order, what was not acknowledged", async () => {
  const line = await enter();
  session.chat("first");
  session.chat("second");
  line.says({ type: "ack", id: "message-1" });
  line.drop();
  session.chat("written while away");
  await vi.advanceTimersByTimeAsync(300);
  const next = await enter();
  expect(next.of("chat").map(({ id, text }) => [id, text])).toEqual([["message-2", "second"], ["message-3", "written while away"]]);
  expect(session.unacknowledged).toBe(2);
});

it("sends nothing twice over one socket", async () => {
  const line = await enter();
  session.chat("first");
  session.chat("second");
  expect(line.of("chat")).toHaveLength(2);
});

it("declares hand and microphone again to a room that forgot them, and nothing it still knows", async () => {
  const line = await enter();
  session.declare("hand", true);
  session.declare("mic", true);
  session.declare("away", true);
  for (const id of ["message-1", "message-2", "message-3"]) line.says({ type: "ack", id });
  line.says({ type: "person", person: { ...ALICE, hand_since: 5, away: true } });
  line.drop();
  await vi.advanceTimersByTimeAsync(300);
  const next = await enter({ ...WELCOME, people: [{ ...ALICE, away: true }] });
  expect(next.of("hand").map(({ up }) => up)).toEqual([true]);
  expect(next.of("media").map(({ source, on }) => [source, on])).toEqual([["mic", true]]);
  expect(next.of("away")).toEqual([]);
});

it("does not raise a hand again that a host lowered", async () => {
  const line = await enter();
  session.declare("hand", true);
  line.says({ type: "ack", id: "message-1" });
  line.says({ type: "person", person: { ...ALICE, hand_since: 5 } });
  line.says({ type: "person", person: ALICE });
  line.drop();
  await vi.advanceTimersByTimeAsync(300);
  expect((await enter()).of("hand")).toEqual([]);
});

it("does not declare a microphone that the service refused", async () => {
  const line = await enter();
  session.declare("mic", true);
  line.says({ type: "refused", id: "message-1", code: "full_of_senders", message: "Six already send." });
  line.drop();
  await vi.advanceTimersByTimeAsync(300);
  expect((await enter()).of("media")).toEqual([]);
});

it("sends what was too fast again, one by one and in its order", async () => {
  const line = await enter();
  for (const text of ["one", "two", "three"]) session.chat(text);
  for (const id of ["message-2", "message-3"]) line.says({ type: "refused", id, code: "too_fast", message: "Wait." });
  line.says({ type: "ack", id: "message-1" });
  session.chat("four");
  expect(line.of("chat").map(({ text }) => text)).toEqual(["one", "two", "three"]);
  for (const [at, wanted] of ["two", "three", "four"].entries()) {
    await vi.advanceTimersByTimeAsync(1100);
    expect(line.of("chat").slice(3 + at).map(({ text }) => text)).toEqual([wanted]);
    line.says({ type: "ack", id: line.of("chat").at(-1)?.id ?? "" });
  }
  expect(session.unacknowledged).toBe(0);
  expect(session.state.unsent).toEqual([]);
});

it("waits longer after every failure, up to eight seconds", async () => {
  const line = await enter();
  answers = Array.from({ length: 7 }, () => ({ kind: "try_again" }));
  line.drop();
  const before = lines.length;
  await vi.advanceTimersByTimeAsync(300 + 600 + 1200 + 2400 + 4800 + 8000 + 8000 + 7999);
  expect(lines.length).toBe(before);
  await vi.advanceTimersByTimeAsync(1);
  expect(lines.length).toBe(before + 1);
});

it("does not wait when the network comes back", async () => {
  const line = await enter();
  answers = [{ kind: "try_again" }, { kind: "try_again" }, { kind: "try_again" }];
  line.drop();
  await vi.advanceTimersByTimeAsync(300 + 600 + 1200);
  session.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(lines).toHaveLength(2);
});

it("takes a socket for dead on which a message stays unanswered", async () => {
  await enter();
  session.chat("hello?");
  await vi.advanceTimersByTimeAsync(7000);
  expect(lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3000);
  expect(lines).toHaveLength(2);
});

it("reconnects at once when the machine has slept", async () => {
  await enter();
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(lines).toHaveLength(2);
});

it.each(["closed", "removed", "not_admitted", "replaced", "signed_out"] as const)("denied as %s stays out", async (code) => {
  (await reach()).says({ type: "denied", code, message: "No.", retry_after_ms: null });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([session.phase, lines.length]).toEqual([{ name: "denied", code, message: "No." }, 1]);
});

it("looks again by itself while the meeting is not open or full, and says so meanwhile", async () => {
  (await reach()).says({ type: "denied", code: "full", message: "Full.", retry_after_ms: 15_000 });
  expect(session.phase.name).toBe("denied");
  await vi.advanceTimersByTimeAsync(15_000);
  await enter();
  expect(session.phase).toEqual({ name: "in" });
});

it("gives up after tickets that are refused again and again", async () => {
  for (let tries = 0; tries < 4; tries++) {
    (await reach()).says({ type: "denied", code: "bad_ticket", message: "Who?", retry_after_ms: null });
    await vi.advanceTimersByTimeAsync(8000);
  }
  expect([session.phase.name, lines.length]).toEqual(["denied", 4]);
});

it("keeps its place in the waiting room, and goes in from there", async () => {
  const line = await reach();
  line.says({ type: "in_waiting_room", title: "T", since: 7 });
  expect(session.phase).toEqual({ name: "waiting", since: 7 });
  line.says(WELCOME);
  expect(session.phase).toEqual({ name: "in" });
});

it("leaves when the service knows, and does not come back", async () => {
  const line = await enter();
  const leaving = session.leave();
  expect(line.of("leave")).toEqual([{ type: "leave", id: "message-1", reason: "left" }]);
  line.says({ type: "ack", id: "message-1" });
  await leaving;
  line.drop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([session.phase.name, lines.length]).toEqual(["left", 1]);
});

it("leaves even when nobody answers", async () => {
  await enter();
  const leaving = session.leave();
  await vi.advanceTimersByTimeAsync(1500);
  await leaving;
  expect(session.phase.name).toBe("left");
});

it("does not say to a dead line what is worthless later", async () => {
  const line = await enter();
  line.drop();
  session.say({ type: "talking", on: true });
  await vi.advanceTimersByTimeAsync(300);
  expect((await enter()).of("talking")).toEqual([]);
});
