import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { pause, waitAtDoor } from "../../src/join/waiting.js";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A door that answers with these states, one after the other; a number is an error's status. */
function door(...states: (string | number)[]): () => number {
  let asked = 0;
  vi.stubGlobal("fetch", () => {
    const state = states[Math.min(asked, states.length - 1)] ?? "";
    asked += 1;
    return typeof state === "number"
      ? Promise.resolve(new Response("", { status: state }))
      : Promise.resolve(Response.json({ state }));
  });
  return () => asked;
}

describe("the pause between two looks", () => {
  it("begins with about three seconds and never exceeds half a minute", () => {
    expect(pause(0, 0.5)).toBe(3000);
    expect(Math.max(...Array.from({ length: 100 }, (_, attempt) => pause(attempt, 1)))).toBeLessThanOrEqual(30_000);
  });

  it("grows, so that a long wait asks less", () => {
    expect(pause(5, 0.5)).toBeGreaterThan(pause(1, 0.5));
  });
});

describe("waiting at the door", () => {
  it("goes on once, when the door says something new", async () => {
    const asked = door("not_yet", "not_yet", "open");
    const goOn = vi.fn();
    void waitAtDoor({ url: "/state", now: "not_yet", goOn, signal: new AbortController().signal });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(goOn.mock.calls).toEqual([["open"]]);
    expect(asked()).toBe(3);
  });

  it("keeps waiting through errors", async () => {
    door(503, 404, "open");
    const goOn = vi.fn();
    void waitAtDoor({ url: "/state", now: "not_yet", goOn, signal: new AbortController().signal });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(goOn).toHaveBeenCalledOnce();
  });

  it("stops with the page", async () => {
    const asked = door("not_yet");
    const page = new AbortController();
    void waitAtDoor({ url: "/state", now: "not_yet", goOn: vi.fn(), signal: page.signal });
    await vi.advanceTimersByTimeAsync(10_000);
    page.abort();
    const before = asked();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked() - before).toBeLessThanOrEqual(1);
  });
});
