import { expect, test } from "vitest";
import down from "../schema/down.json" with { type: "json" };
import up from "../schema/up.json" with { type: "json" };
import { mistakes, type Schema } from "../src/conforms.js";
import { downExamples, upExamples } from "../src/examples.js";
import type { Down, DownType, Up, UpType } from "../src/messages.js";

const directions: [string, Record<string, Up | Down>, Schema][] = [
  ["up", upExamples, up],
  ["down", downExamples, down],
];

// A type without its line here does not compile; a line without a type neither.
const everyUp: Record<UpType, true> = {
  hello: true, signal: true, chat: true, reaction: true, hand: true, media: true, talking: true, speaking: true,
  away: true, leave: true, admit: true, set_role: true, ask_mute: true, lower_hand: true, remove: true,
  end_for_all: true, hand_over: true,
};
const everyDown: Record<DownType, true> = {
  welcome: true, in_waiting_room: true, denied: true, person: true, person_left: true, signal: true, chat: true,
  reaction: true, talking: true, waiting: true, you_may: true, asked_to_mute: true, closed: true, ack: true,
  refused: true,
};

test.each(directions)("every %s example conforms to the schema the types are written from", (_name, examples, schema) => {
  for (const [file, example] of Object.entries(examples)) expect(mistakes(example, schema), file).toEqual([]);
});

test("every message type of both directions has an example", () => {
  expect(new Set(Object.values(upExamples).map(({ type }) => type))).toEqual(new Set(Object.keys(everyUp)));
  expect(new Set(Object.values(downExamples).map(({ type }) => type))).toEqual(new Set(Object.keys(everyDown)));
});

test.each(directions)("a changed %s example conforms no longer", (_name, examples, schema) => {
  for (const [file, example] of Object.entries(examples)) {
    expect(mistakes({ ...example, type: "no_such" }, schema), file).not.toEqual([]);
    expect(mistakes({ ...example, surplus: 1 }, schema), file).not.toEqual([]);
    for (const field of Object.keys(example)) {
      const wrong = { ...example, [field]: Symbol("no JSON value") };
      if (field !== "data") expect(mistakes(wrong, schema), `${file}.${field}`).not.toEqual([]);
    }
  }
});
