import { describe, expect, it } from "vitest";
import { downExamples as examples } from "../../../protocol/src/examples.js";
import type { ChatLine, Down, Person } from "../../../protocol/src/messages.js";
import { missedLines, newsOf } from "../../src/room/news.js";
import { EMPTY, raisedHands, reduce, type RoomState } from "../../src/room/state.js";

const NOW = 1_795_168_810_500;

function entered(): RoomState {
  return reduce(EMPTY, examples.welcome, NOW);
}

const CHIARA: Person = {
  attendee: "chiara", name: "Chiara", role: "participant", moderates: false, since: 1_795_168_820_000,
  connections: [{ ref: "c1", since: 1_795_168_820_000, sends: ["mic"], talking: false }], hand_since: 1_795_168_801_000, away: false,
};
const LINE: ChatLine = { id: "mine-0001", attendee: "alice", name: "Alice Archer", text: "Hello", at: NOW };

describe("the golden examples", () => {
  it.each(Object.entries<Down>(examples))("%s is understood, before and after the entrance", (_name, message) => {
    for (const state of [EMPTY, entered()]) expect(reduce(state, message, NOW)).toHaveProperty("people");
  });

  it("the welcome is the whole truth about the room", () => {
    const state = entered();
    expect(state.me).toMatchObject({ connection: "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50", moderates: true, role: "participant" });
    expect(state.people.map(({ name }) => name)).toEqual(["Alice Archer", "Bob Baker"]);
    expect(state.waiting.map(({ name }) => name)).toEqual(["Victor Vale"]);
    expect(state.clockAhead).toBe(-500);
  });

  it("who watches knows it from the roster", () => {
    expect(reduce(EMPTY, examples.welcome_to_watch, NOW).me?.role).toBe("viewer");
  });
});

describe("people", () => {
  it("stand hosts first, then in order of entrance, whatever the order of the messages", () => {
    const early: Person = { ...CHIARA, attendee: "dora", name: "Dora", since: 1 };
    const state = [CHIARA, early].reduce((before, person) => reduce(before, { type: "person", person }, NOW), entered());
    expect(state.people.map(({ name }) => name)).toEqual(["Alice Archer", "Dora", "Bob Baker", "Chiara"]);
  });

  it("raise hands in order of the raising", () => {
    const state = reduce(entered(), { type: "person", person: CHIARA }, NOW);
    expect(raisedHands(state).map(({ name }) => name)).toEqual(["Chiara", "Bob Baker"]);
  });

  it("are news once when they enter and once when they leave", () => {
    const message: Down = { type: "person", person: CHIARA };
    const there = reduce(entered(), message, NOW);
    expect(newsOf(entered(), message)).toBe("Chiara entered");
    expect(newsOf(there, message)).toBeNull();
    const gone = reduce(there, { type: "person_left", attendee: "chiara", name: "Chiara", reason: "lost", at: NOW }, NOW);
    expect(gone.events.map(({ what, reason }) => [what, reason])).toEqual([["entered", ""], ["left", "lost"]]);
    expect(gone.people).toHaveLength(2);
  });

  it("are told of when they come under another name", () => {
    const there = reduce(entered(), { type: "person", person: CHIARA }, NOW);
    const renamed: Down = { type: "person", person: { ...CHIARA, name: "The Director" } };
    expect(newsOf(there, renamed)).toBe("Chiara is called The Director now");
    expect(reduce(there, renamed, NOW).events).toHaveLength(1);
  });

  it("glow when their connection talks", () => {
    const there = reduce(entered(), { type: "person", person: CHIARA }, NOW);
    const state = reduce(there, { type: "talking", attendee: "chiara", connection: "c1", on: true }, NOW);
    expect(state.people.find(({ attendee }) => attendee === "chiara")?.connections[0]?.talking).toBe(true);
  });
});

describe("chat", () => {
  it("what was written is under way until it is acknowledged, then stands once even when it is echoed", () => {
    let state = reduce(entered(), { type: "wrote", line: LINE }, NOW);
    expect([state.sending.length, state.chat.length]).toEqual([1, 1]);
    state = reduce(state, { type: "ack", id: LINE.id }, NOW);
    state = reduce(state, { type: "chat", line: { ...LINE, at: NOW + 5 } }, NOW);
    expect([state.sending.length, state.chat.map(({ id }) => id)]).toEqual([0, ["chat-0001", LINE.id]]);
  });

  it("what was refused keeps its words", () => {
    const wrote = reduce(entered(), { type: "wrote", line: LINE }, NOW);
    const state = reduce(wrote, { type: "refused", id: LINE.id, code: "too_fast", message: "Wait." }, NOW);
    expect(state.unsent).toEqual([{ ...LINE, why: "Wait." }]);
    expect(reduce(state, { type: "forget_unsent", id: LINE.id }, NOW).unsent).toEqual([]);
  });

  it("survives a reconnect to a room that keeps no text", () => {
    const before = reduce(entered(), { type: "chat", line: LINE }, NOW);
    const state = reduce(before, { ...examples.welcome, chat: [] }, NOW);
    expect(state.chat.map(({ id }) => id)).toEqual(["chat-0001", LINE.id]);
  });

  it("written while this tab was cut off is news, once, and never this person's own", () => {
    const own = { ...LINE, id: "chat-own1", attendee: examples.welcome.attendee };
    const later = { ...examples.welcome, chat: [...examples.welcome.chat, LINE, own] };
    expect(missedLines(entered(), later).map(({ id }) => id)).toEqual([LINE.id]);
    expect(missedLines(reduce(entered(), later, NOW), later)).toEqual([]);
    expect(missedLines(EMPTY, later)).toEqual([]);
    expect(missedLines(entered(), { ...later, occurrence: "next" })).toEqual([]);
  });

  it("of another occurrence is forgotten", () => {
    const state = reduce(entered(), { ...examples.welcome, occurrence: "next", chat: [] }, NOW);
    expect(state.chat).toEqual([]);
  });
});

it("who may no longer admit no longer sees who waits", () => {
  const state = reduce(entered(), { ...examples.you_may, moderates: false, role: "viewer" }, NOW);
  expect([state.me?.role, state.waiting]).toEqual(["viewer", []]);
});
