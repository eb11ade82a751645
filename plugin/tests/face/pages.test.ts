import { beforeEach, expect, test, vi } from "vitest";
import { lineOf, STANDARD } from "../../../protocol/src/leaving/defaults.js";
import type { LeavePlan, Line } from "../../../protocol/src/leaving/settings.js";
import type { Verdict } from "../../../protocol/src/leaving/verdicts.js";
import { changed, mainNumber, withNumber } from "../../src/pages/exception.js";
import { baseOf } from "../../src/attendance/pairing.js";
import { PlanEditor } from "../../src/pages/plan_editor.js";
import { callParts, facts, health, nextVerdict } from "../../src/pages/popup_view.js";
import { previewPlay } from "../../src/pages/preview.js";
import { feedOf } from "../../src/pages/privacy.js";
import type { Status } from "../../src/status.js";
import { speak } from "./texts.js";

const NOW = new Date(2026, 2, 2, 10, 58).getTime();
const STATUS: Status = {
  platform: "meet", address: "meet.google.com/abc-defg-hij", title: "Weekly", reportsTo: null, place: "call", enteredAt: NOW - 725_000, othersCount: 1,
  plannedEnd: NOW + 120_000, verdicts: [], health: [], counting: null, left: null, snoozedUntil: null, dryRun: false,
};
const doing = { press: vi.fn(), answer: vi.fn(), confirm: vi.fn(), rejoin: vi.fn() };
const words = (seen: Status | null, question: { call: string; host: string; meeting: string } | null = null): HTMLElement => {
  const made = document.createElement("div");
  made.append(...callParts({ status: seen, question, plan: STANDARD }, doing).filter((one) => one !== null));
  return made;
};
const press = (where: Element, name: string): void => { [...where.querySelectorAll("button")].find((one) => one.textContent === name)?.click(); };

let kept: LeavePlan[] = [];
const editor = (): PlanEditor => new PlanEditor(STANDARD, (plan) => { kept.push(plan); });

beforeEach(() => {
  speak("en");
  kept = [];
  document.body.innerHTML = '<div id="undo"></div>'; // eslint-disable-line no-restricted-syntax -- a test's own page
});

test("the popup tells time, people with their source, and the planned end", () => {
  const readable = { sense: "people", doubt: null, since: NOW } as const;
  expect(facts({ ...STATUS, health: [readable] }, NOW)).toBe("here for 12 minutes · 1 other (people list) · planned until 11:00");
  expect(facts({ ...STATUS, othersCount: null }, NOW)).toContain("how many others: unknown");
});

test("next is what counts, else what is due soonest, never what is off", () => {
  const head = (line: string): { line: string; rules: readonly ["silence"] } => ({ line, rules: ["silence"] });
  const verdicts: Verdict[] = [{ ...head("a"), says: "watching" }, { ...head("b"), says: "running", due: NOW + 9 }, { ...head("c"), says: "running", due: NOW + 5 }, { ...head("d"), says: "off" }];
  expect(nextVerdict(verdicts)?.line).toBe("c");
  expect(nextVerdict([...verdicts, { ...head("e"), says: "counting", until: NOW, seconds: 30 }])?.line).toBe("e");
  expect(nextVerdict([{ ...head("d"), says: "off" }, { ...head("f"), says: "not_here" }])).toBeNull();
});

test("what cannot be read is said with the rules that pause for it; what a page never shows is no fault", () => {
  const paused: Verdict = { line: "alone_after_others", rules: ["alone_after_others"], says: "paused", doubt: "not_found", since: NOW };
  const lines = health({ ...STATUS, verdicts: [paused], health: [{ sense: "people", doubt: "not_found", since: NOW }, { sense: "roles", doubt: "not_here", since: NOW }] });
  expect(lines.map(({ textContent }) => textContent)).toEqual(["people list not readable since 10:58. Paused for it: Alone after others."]);
});

test("the button leaves; while it counts there are the three answers instead", () => {
  press(words(STATUS), "Leave the meeting");
  expect(doing.press).toHaveBeenCalledOnce();
  const counts = words({ ...STATUS, counting: { line: "alone_after_others", until: Date.now() + 20_000, seconds: 30 } });
  for (const name of ["Stay", "Leave now", "Snooze 10 min"]) press(counts, name);
  expect(doing.answer.mock.calls.flat()).toEqual(["stay", "now", "snooze"]);
  expect(counts.textContent).toContain("You leave because nobody else has been here for 2 minutes");
});

test("a host is named before anything goes to them", () => {
  const asks = words(STATUS, { call: "meet.google.com/abc", host: "Alice", meeting: "Standup" });
  expect(asks.textContent).toContain("Alice will see when you enter and leave. Report to them?");
  press(asks, "Do not");
  press(asks, "Report");
  expect(doing.confirm.mock.calls).toEqual([["meet.google.com/abc", false], ["meet.google.com/abc", true]]);
  expect(words(STATUS).textContent).toContain("stays in this browser");
});

test("whoever was taken out reads when and why, and may go back", () => {
  const left = words({ ...STATUS, left: { at: NOW, line: "alone_after_others", rejoin: "https://meet.google.com/abc" } });
  expect(left.textContent).toContain("You were left out at 10:58");
  press(left, "Rejoin");
  expect(doing.rejoin).toHaveBeenCalledOnce();
});

test("the editor keeps what is right, and says at the box what is wanted where it is not", () => {
  const { root } = editor();
  const box = root.querySelector<HTMLInputElement>('[data-line="alone_after_others"] input.number');
  if (!box) throw new Error("no box");
  box.value = "5";
  box.dispatchEvent(new Event("change"));
  expect(kept.at(-1)?.lines[0]).toEqual({ id: "alone_after_others", enabled: true, all: [{ rule: "alone_after_others", params: { timeout_s: 300 } }] });
  expect(root.querySelector('[data-line="alone_after_others"] small')?.textContent).toContain("5 minutes");
  box.value = "soon";
  box.dispatchEvent(new Event("change"));
  expect(kept).toHaveLength(1);
  expect(root.querySelector('[data-line="alone_after_others"] .wrong')?.textContent).toBe("Write whole digits, from 1 second to 24 hours.");
  box.value = "6";
  box.dispatchEvent(new Event("change"));
  expect(kept.at(-1)?.lines[0]?.all[0]?.params).toEqual({ timeout_s: 360 });
  expect(root.querySelector(".wrong:not(:empty)")).toBeNull();
});

test("a line of one's own is added, combined, removed and brought back", () => {
  const { root } = editor();
  document.body.append(root);
  press(root, "Add a combined line");
  press(root, "Add this condition");
  const own = kept.at(-1)?.lines.at(-1);
  expect([own?.id, own?.all.length]).toEqual(["own_1", 2]);
  press(root, "Remove this line");
  expect(kept.at(-1)?.lines.some(({ id }) => id === "own_1")).toBe(false);
  press(document.body, "Undo");
  expect(kept.at(-1)?.lines.at(-1)).toEqual(own);
  expect(root.querySelectorAll('[data-line="own_1"]')).toHaveLength(1);
});

test("an exception holds what differs, and nothing once it differs no more", () => {
  const usual = lineOf("alone_after_others", true);
  const number = mainNumber(usual);
  if (!number) throw new Error("no number");
  const other: Line = withNumber(usual, number, 600);
  const before = changed(STANDARD, [], other);
  expect(before).toEqual([other]);
  expect(changed(STANDARD, before, usual)).toEqual([]);
});

test("the preview is what the engine does with this plan", () => {
  expect(previewPlay(STANDARD).ending).toEqual({ is: "left", second: 52 * 60 + 30, line: "overtime_alone" });
  expect(previewPlay({ ...STANDARD, dry_run: true }).ending).toEqual({ is: "ended", second: 75 * 60 });
});

test("addresses are taken where they are safe, and only then", () => {
  expect([baseOf("meet.example.org/x"), baseOf("http://localhost:8000"), baseOf("http://example.org"), baseOf("javascript:alert(1)"), baseOf("")])
    .toEqual(["https://meet.example.org", "http://localhost:8000", null, null, null]);
  expect([feedOf("webcal://cal.example.org/a.ics"), feedOf("https://me:secret@cal.example.org/a"), feedOf("http://cal.example.org/a"), feedOf("a")])
    .toEqual(["https://cal.example.org/a.ics", null, null, null]);
});
