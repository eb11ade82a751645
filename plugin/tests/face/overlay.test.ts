import { beforeEach, expect, test, vi } from "vitest";
import { Overlay, type Answers, type Shown } from "../../src/overlay.js";
import { speak } from "./texts.js";

vi.mock("../../src/overlay.css", () => ({ default: "" }));
const answers = { stay: vi.fn(), leaveNow: vi.fn(), snooze: vi.fn(), rejoin: vi.fn(), again: vi.fn() } satisfies Answers;
const COUNTS: Shown = { state: "counting", left: 30, of: 30, why: "Nobody else is here.", snooze_s: 600 };
const box = (): Element | null | undefined => document.querySelector("leave-the-meeting")?.shadowRoot?.querySelector("section");
const buttons = (): string[] => [...(box()?.querySelectorAll("button") ?? [])].map(({ textContent }) => textContent);
const said = (): string | null | undefined => box()?.querySelector(".said")?.textContent;
let overlay: Overlay;

beforeEach(() => {
  speak("en");
  vi.useFakeTimers();
  document.documentElement.querySelectorAll("leave-the-meeting").forEach((one) => { one.remove(); });
  overlay = new Overlay(answers);
});

test("it counts with three answers, and says itself once and at ten seconds", () => {
  overlay.show(COUNTS);
  vi.runAllTimers();
  expect(buttons()).toEqual(["Stay", "Leave now", "Snooze 10 min"]);
  expect(said()).toBe("Nobody else is here. Leaving in 30 s. Escape stays.");
  const stay = box()?.querySelector("button");
  const heard = new Set<unknown>();
  for (let left = 29; left > 0; left -= 1) {
    overlay.show({ ...COUNTS, left });
    vi.runAllTimers();
    heard.add(said());
    expect(box()?.querySelector("text")?.textContent).toBe(String(left));
  }
  expect([...heard]).toEqual(["Nobody else is here. Leaving in 30 s. Escape stays.", "Leaving in 10 s."]);
  expect(box()?.querySelector("button"), "the buttons stay where they are while it counts").toBe(stay);
});

test("it takes no focus, and believes no click that no person made", () => {
  overlay.show(COUNTS);
  vi.runAllTimers();
  expect(document.activeElement).toBe(document.body);
  for (const one of box()?.querySelectorAll("button") ?? []) one.click();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(Object.values(answers).flatMap(({ mock }) => mock.calls as unknown[])).toEqual([]);
});

test("the three seconds after the button have no Snooze", () => {
  overlay.show({ ...COUNTS, left: 3, of: 3, snooze_s: 0 });
  expect(buttons()).toEqual(["Stay", "Leave now"]);
});

test.each<[Shown, string, string[]]>([
  [{ state: "told", why: "The end is near." }, "The end is near.", ["Stay", "Leave now"]],
  [{ state: "left", connections: 0, verified: true, rejoin: true }, "You are out. You may go.", ["Rejoin"]],
  [{ state: "left", connections: 2, verified: true, rejoin: false }, "You are out. 2 connections are closed, camera and microphone are off.", []],
  [{ state: "left", connections: 0, verified: false, rejoin: false }, "There was no call to leave any more.", []],
  [{ state: "failed" }, "The page did not let you out. Try again, or use the meeting's own button.", ["Try again", "Stay"]],
])("%j is said", (shown, words, names) => {
  overlay.show(COUNTS);
  overlay.show(shown);
  expect(box()?.querySelector("p")?.textContent).toBe(words);
  expect(buttons()).toEqual(names);
});

test("after a leave it goes by itself", () => {
  overlay.show({ state: "left", connections: 1, verified: true, rejoin: false });
  vi.advanceTimersByTime(8000);
  expect(box()).toBeUndefined();
});
