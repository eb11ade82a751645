import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CountdownDemo } from "../../src/landing/countdown_demo.js";

const PAGE = `<section data-phase="asks"><form>
  <div data-when="asks"><div data-ring><span class="still">10</span></div></div>
  <p data-when="stay" hidden>You stay.</p><p data-when="leave" hidden>You may go.</p><p data-when="snooze" hidden>Not yet.</p>
  <button value="stay">Stay</button><button value="leave">Leave now</button><button value="snooze">Snooze</button>
  <button value="run" data-live hidden>Let it run</button></form></section>`;
let root: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  const parsed = new DOMParser().parseFromString(PAGE, "text/html").querySelector("section");
  if (!parsed) throw new Error("the page has no demonstration");
  root = document.importNode(parsed, true);
  document.body.append(root);
  new CountdownDemo(root);
});
afterEach(() => { vi.useRealTimers(); document.body.replaceChildren(); });

function press(value: string): SubmitEvent {
  const submitter = root.querySelector<HTMLButtonElement>(`button[value="${value}"]`);
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter });
  root.querySelector("form")?.dispatchEvent(event);
  return event;
}

function told(): (string | null)[] {
  return [...root.querySelectorAll<HTMLElement>("p[data-when]")].filter((part) => !part.hidden).map((part) => part.textContent);
}

test("the button that needs this script comes with it, and no page is loaded", () => {
  expect(root.querySelector<HTMLElement>("[data-live]")?.hidden).toBe(false);
  expect(press("stay").defaultPrevented).toBe(true);
});

test.each([["stay", "You stay."], ["leave", "You may go."], ["snooze", "Not yet."]])("%s ends as it says", (answer, ending) => {
  press(answer);
  expect(told()).toEqual([ending]);
  expect(root.dataset["phase"]).toBe(answer);
});

test("a snoozed countdown asks again, unless it was answered meanwhile", async () => {
  press("snooze");
  await vi.advanceTimersByTimeAsync(5000);
  expect(root.dataset["phase"]).toBe("asks");
  press("snooze");
  press("stay");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told()).toEqual(["You stay."]);
});

test("when the ring has run out, one has left", async () => {
  press("run");
  await vi.dynamicImportSettled();
  expect(root.querySelector("ltm-countdown")).not.toBeNull();
  await vi.advanceTimersByTimeAsync(10_250);
  expect(told()).toEqual(["You may go."]);
  expect(root.querySelector("ltm-countdown")).toBeNull();
});
