import { expect, test } from "vitest";
import { countFrom, isMessage } from "../src/messages.js";
import { after, badge, whole } from "../src/tabs.js";

test("a tab holds what any of its frames holds, and the room goes first", () => {
  const frames = after(after({}, 0, "call"), 7, "room");
  expect(whole(frames)).toBe("room");
  expect(whole(after(frames, 7, "none"))).toBe("call");
  expect(whole(after(after(frames, 7, "none"), 0, "none"))).toBe("none");
});

test("the badge counts, shines, warns or is still", () => {
  expect(badge("call", null, true).text).toBe("●");
  expect(badge("call", 2, true).text).toBe("2");
  expect(badge("none", null, true).text).toBe("");
  expect(badge("call", 2, false).text).toBe("!");
});

test.each(["-1", "1e3", "1000", "", " 1", 5, null, { toString: () => "2" }])("a page cannot make us believe in %j calls", (detail) => {
  expect(countFrom(detail)).toBeNull();
});

test("what is no message is not one", () => {
  expect([null, "leave", {}, { type: 3 }].map(isMessage)).toEqual([false, false, false, false]);
  expect(isMessage({ type: "leave" })).toBe(true);
});
