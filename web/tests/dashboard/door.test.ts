import { afterEach, expect, test, vi } from "vitest";
import { Door } from "../../src/dashboard/door.js";

afterEach(() => { vi.unstubAllGlobals(); });

function house(answer: () => Promise<Response>): { door: Door; said: string[]; sent: string[] } {
  const said: string[] = [];
  const sent: string[] = [];
  vi.stubGlobal("fetch", (_url: string, { body }: { body: URLSearchParams }) => { sent.push(body.toString()); return answer(); });
  return { door: new Door({ url: "/live/1/door/", csrf: "c", silence: "No answer.", say: (text) => said.push(text), changed: () => undefined }), said, sent };
}

const json = (body: object): Promise<Response> => Promise.resolve(new Response(JSON.stringify(body)));

test("what the service did is said", async () => {
  const { door, said, sent } = house(() => json({ said: "Bob is admitted." }));
  await door.answer("admit", "attendee:b");
  expect([said, sent]).toEqual([["Bob is admitted."], ["deed=admit&person=attendee%3Ab"]]);
});

test("a reason to think twice stays until the host is sure", async () => {
  const answers = [{ ask: "Same name as “Bob”." }, { said: "Bob is admitted." }];
  const { door, said, sent } = house(() => json(answers.shift() ?? {}));
  await door.answer("admit", "attendee:b");
  expect(door.asks.get("attendee:b")).toBe("Same name as “Bob”.");
  await door.answer("admit", "attendee:b", true);
  expect([door.asks.size, said, sent[1]]).toEqual([0, ["Same name as “Bob”.", "Bob is admitted."], "deed=admit&person=attendee%3Ab&sure=1"]);
});

test("two presses are one answer", async () => {
  const { door, sent } = house(() => json({ said: "." }));
  await Promise.all([door.answer("admit_all"), door.answer("admit_all")]);
  expect([sent.length, door.busy.size]).toEqual([1, 0]);
});

test("silence and a fault are said, and nothing stays busy", async () => {
  for (const answer of [() => Promise.reject(new Error("offline")), () => Promise.resolve(new Response("", { status: 503 }))]) {
    const { door, said } = house(answer);
    await door.answer("refuse", "attendee:b");
    expect([said, door.busy.size]).toEqual([["No answer."], 0]);
  }
});
