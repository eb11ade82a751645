import { describe, expect, it } from "vitest";
import { cameraLimits, isNewcomer, isPolite, shouldAttach, shouldLink, sourceOfMid } from "../../src/media/rules.js";

const OLD = { ref: "b", since: 100 };
const NEW = { ref: "a", since: 200 };
const TWIN = { ref: "c", since: 100 };

describe("who makes the offer", () => {
  it.each([[OLD, NEW], [OLD, TWIN], [NEW, TWIN]])("exactly one of two is the newcomer, and it is the polite one", (one, other) => {
    expect([isNewcomer(one, other), isNewcomer(other, one)].filter(Boolean)).toHaveLength(1);
    expect(isPolite(one, other)).not.toBe(isPolite(other, one));
  });

  it("is whoever entered later", () => {
    expect(isNewcomer(NEW, OLD)).toBe(true);
  });
});

describe("viewers", () => {
  it("never link to each other", () => {
    expect(shouldLink({ role: "viewer" }, { role: "viewer" })).toBe(false);
    expect(shouldLink({ role: "viewer" }, { role: "participant" })).toBe(true);
  });

  it("are not shown, even when the roster says that they send", () => {
    expect(shouldAttach({ role: "viewer", sends: ["camera"] }, "camera")).toBe(false);
    expect(shouldAttach({ role: "participant", sends: ["camera"] }, "camera")).toBe(true);
    expect(shouldAttach({ role: "participant", sends: ["camera"] }, "mic")).toBe(false);
  });
});

it("the three transceivers keep their places", () => {
  expect(["0", "1", "2", "3", null].map(sourceOfMid)).toEqual(["mic", "camera", "screen", undefined, undefined]);
});

it("up to four cameras are sent as they are, more as 180 lines at 15 a second", () => {
  expect(cameraLimits(4, 720)).toEqual({ scaleResolutionDownBy: 1 });
  expect(cameraLimits(5, 720)).toEqual({ scaleResolutionDownBy: 4, maxFramerate: 15, maxBitrate: 150_000 });
  expect(cameraLimits(6, 90).scaleResolutionDownBy).toBe(1);
});
