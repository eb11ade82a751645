import { afterEach, describe, expect, it, vi } from "vitest";

import { measureRoundTrips, median, verdictOf } from "../../src/join/network.js";

afterEach(() => { vi.unstubAllGlobals(); });

describe("the median", () => {
  it("is the middle one, or the mean of the two in the middle, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([8, 2, 4, 100])).toBe(6);
    expect(median([])).toBeNaN();
  });
});

describe("the verdict", () => {
  it("calls quick answers without loss good, up to 300 ms", () => {
    expect(verdictOf({ median: 300, lost: 0, tries: 8 })).toBe("good");
    expect(verdictOf({ median: 301, lost: 0, tries: 8 })).toBe("slow");
  });

  it("minds loss before slowness, and silence before both", () => {
    expect(verdictOf({ median: 900, lost: 1, tries: 8 })).toBe("poor");
    expect(verdictOf({ median: NaN, lost: 8, tries: 8 })).toBe("none");
  });
});

describe("measuring", () => {
  it("leaves the first answer out and counts what does not come back", async () => {
    let asked = 0;
    vi.stubGlobal("fetch", () => {
      asked += 1;
      return asked === 3 ? Promise.reject(new TypeError("offline")) : Promise.resolve(new Response("ok"));
    });
    const trips = await measureRoundTrips("/healthz", new AbortController().signal);
    expect(asked).toBe(9);
    expect(trips.tries).toBe(8);
    expect(trips.lost).toBe(1);
    expect(trips.median).toBeGreaterThanOrEqual(0);
  });

  it("counts a service that is failing as no answer", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
    expect((await measureRoundTrips("/healthz", new AbortController().signal)).lost).toBe(8);
  });
});
