/** Several lines of a plan at once. */
import { expect, test } from "vitest";
import { condition } from "../../src/leaving/defaults.js";
import { lines, play } from "./story.js";

const from = "10:00:00";

test("two lines that are due at once: one countdown, one leave, and nothing begins at the moment of leaving", () => {
  const plan = lines({ id: "first", enabled: true, all: [condition("hard_stop", { max_duration_s: 600 })] }, { id: "second", enabled: true, all: [condition("hard_stop", { max_duration_s: 600 })] });
  const told = play({ plan, from, until: "10:12:00", scenes: [[from, { people: 2 }]] });
  expect(told.deeds).toEqual(["10:10:00 count first 30", "10:10:30 leave auto_rule:first"]);
});
