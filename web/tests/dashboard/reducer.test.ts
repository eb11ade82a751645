import { expect, test } from "vitest";
import back from "../../../protocol/examples/live/back_in_twenty_seconds.json" with { type: "json" };
import closed from "../../../protocol/examples/live/closed.json" with { type: "json" };
import first from "../../../protocol/examples/live/first_comes.json" with { type: "json" };
import lost from "../../../protocol/examples/live/lost_in_the_past.json" with { type: "json" };
import full from "../../../protocol/examples/live/more_than_the_feed_keeps.json" with { type: "json" };
import joined from "../../../protocol/examples/live/two_rows_become_one.json" with { type: "json" };
import { applyChanges } from "../../src/dashboard/reducer.js";
import type { Changes, Snapshot } from "../../src/dashboard/shapes.js";

interface Example { before: Snapshot; changes: Changes; after: Snapshot }

const examples = Object.entries({ back, closed, first, lost, full, joined } as unknown as Record<string, Example>);

test.each(examples)("%s: the reducer reaches the snapshot that Python reaches", (_name, { before, changes, after }) => {
  expect(applyChanges(before, changes)).toEqual(after);
});

test.each(examples)("%s: applied twice, changes do no harm", (_name, { before, changes, after }) => {
  expect(applyChanges(applyChanges(before, changes), changes)).toEqual(after);
});

test.each(examples)("%s: the snapshot before stays as it was", (_name, { before, changes }) => {
  const copy = structuredClone(before);
  applyChanges(before, changes);
  expect(before).toEqual(copy);
});
