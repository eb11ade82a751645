import { expect, test } from "vitest";
import { EventParser, type ServerEvent } from "../../src/dashboard/sse.js";

const bytes = new TextEncoder();

function read(text: string, size: number): ServerEvent[] {
  const parser = new EventParser();
  const whole = bytes.encode(text);
  const events: ServerEvent[] = [];
  for (let at = 0; at < whole.length; at += size) events.push(...parser.push(whole.slice(at, at + size)));
  return events;
}

const STREAM = "retry: 1000\n\nevent: snapshot\nid: 12\ndata: {\"name\":\"Zoë 👋\"}\n\n: here\n\nevent: changes\nid: 13\ndata: a\ndata: b\n\n";
const EVENTS: ServerEvent[] = [
  { event: "snapshot", id: "12", data: '{"name":"Zoë 👋"}' },
  { event: "changes", id: "13", data: "a\nb" },
];

test.each([1, 2, 3, 5, 7, 64, 10_000])("a stream in chunks of %i bytes is the same stream", (size) => {
  expect(read(STREAM, size)).toEqual(EVENTS);
});

test.each(["\r\n", "\r"])("lines may end with %j", (ending) => {
  const stream = `${STREAM.replaceAll("\n", ending)}${ending === "\r" ? ":\r" : ""}`;
  for (const size of [1, 2, 3, 4, 1000]) expect(read(stream, size)).toEqual(EVENTS);
});

test("an event that the connection cut off is not told", () => {
  expect(read("event: changes\ndata: half", 4)).toEqual([]);
});

test("a field without a value, without a space, and an unknown one are read as the standard says", () => {
  expect(read("data\n\ndata:x\nwhatever: 1\n\n", 3)).toEqual([
    { event: "message", id: "", data: "" }, { event: "message", id: "", data: "x" },
  ]);
});
