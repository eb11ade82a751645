import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CountdownRing } from "../src/parts/countdown-ring.js";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); document.body.replaceChildren(); });

test("the ring says its seconds and tells when they are over", async () => {
  const ring = new CountdownRing();
  const elapsed = vi.fn();
  ring.addEventListener("elapsed", elapsed);
  ring.seconds = 3;
  document.body.append(ring);
  await ring.updateComplete;
  expect(ring.querySelector(".countdown-seconds")?.textContent).toBe("3");
  vi.advanceTimersByTime(1250);
  await ring.updateComplete;
  expect(ring.querySelector(".countdown-seconds")?.textContent).toBe("2");
  vi.advanceTimersByTime(2000);
  expect(elapsed).toHaveBeenCalledOnce();
});
