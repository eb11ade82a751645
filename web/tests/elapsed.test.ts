import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepTime, spoken } from "../src/parts/elapsed.js";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); document.body.replaceChildren(); });

test.each([[-5, "0 s"], [4_200, "4 s"], [12 * 60_000, "12 min"], [65 * 60_000, "1 h 05 min"]])(
  "%i ms is spoken as %s", (milliseconds, words) => { expect(spoken(milliseconds)).toBe(words); });

test("a time since keeps counting until the page goes", () => {
  const time = document.createElement("time");
  time.dateTime = "2026-03-10T10:00:00Z";
  time.dataset["since"] = "";
  document.body.append(time);
  const page = new AbortController();
  let now = Date.parse("2026-03-10T10:00:05Z");
  keepTime(document, () => now, page.signal);
  expect(time.textContent).toBe("5 s");
  now += 60_000;
  vi.advanceTimersByTime(1000);
  expect(time.textContent).toBe("1 min");
  page.abort();
  now += 60_000;
  vi.advanceTimersByTime(5000);
  expect(time.textContent).toBe("1 min");
});
