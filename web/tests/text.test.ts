// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { showText } from "../src/parts/text.js";

test("what ticks keeps its text node", () => {
  const clock = document.createElement("span");
  showText(clock, "4 s");
  const node = clock.firstChild;
  showText(clock, "5 s");
  expect([clock.textContent, clock.childNodes.length, clock.firstChild === node]).toEqual(["5 s", 1, true]);
});

test("an element with other things in it shows the text alone", () => {
  const clock = document.createElement("span");
  clock.append(document.createElement("b"));
  showText(clock, "4 s");
  expect(clock.innerHTML).toBe("4 s");
});
