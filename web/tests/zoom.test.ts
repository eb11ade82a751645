import { expect, test } from "vitest";
import { nextStep } from "../src/parts/zoom.js";

test.each([[1, 1, 2], [8, 1, 8], [1, -1, 1], [4, -1, 2]] as const)("from %i by %i to %i", (from, direction, to) => {
  expect(nextStep(from, direction)).toBe(to);
});
