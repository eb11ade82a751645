import { expect, test } from "vitest";
import { visibleMiddle } from "../src/timeline/told.js";

test.each([
  [0, 800, 800, 50],
  [0, 800, 1600, 25],
  [800, 800, 1600, 75],
  [0, 0, 0, 50],
] as const)("scrolled %i, %i of %i visible: the middle is at %i %%", (scrolled, visible, whole, middle) => {
  expect(visibleMiddle(scrolled, visible, whole)).toBe(middle);
});
