import { expect, test } from "vitest";
import { counted, filled } from "../../src/parts/words.js";
import { Words } from "../../src/dashboard/words.js";
import type { FeedEntry, Row } from "../../src/dashboard/shapes.js";
import stories from "../../../protocol/examples/words/dashboard_feed.json" with { type: "json" };
import { english, words } from "./english.js";

interface Story { entry: FeedEntry; name: string; words: string }

test.each(stories as Story[])("$words", ({ entry, name, words: told }) => {
  expect(words.happened(entry, { name } as Row)).toBe(told);
});

test("a name that looks like a placeholder is shown as it is", () => {
  expect(filled("%(name)s: %(text)s", { name: "%(text)s", text: "100 %% sure" })).toBe("%(text)s: 100 %% sure");
});

test("a number takes the form that the service chose for it, beyond the table as well", () => {
  expect([0, 1, 2, 1234].map((number) => words.count("messages", number))).toEqual(["0 messages", "1 message", "2 messages", "1234 messages"]);
});

test("a language with three forms gets all three", () => {
  const plural = Array.from({ length: 200 }, (_, n) => n === 1 ? "1" : [2, 3, 4].includes(n % 10) && ![12, 13, 14].includes(n % 100) ? "2" : "0").join("");
  const polish = { plural, counted: { hands: ["%(n)d rąk", "%(n)d ręka", "%(n)d ręce"] } };
  expect([1, 3, 5, 12, 22, 1013, 1023].map((number) => counted(polish, "hands", number)))
    .toEqual(["1 ręka", "3 ręce", "5 rąk", "12 rąk", "22 ręce", "1013 rąk", "1023 ręce"]);
});

test("the page speaks the language it was written in", () => {
  const german = new Words({ ...english, language: "de", page: { ...english.page, entered: "%(names)s ist da." } });
  expect(german.with("entered", { names: german.list(["Anna", "Bert"]) })).toBe("Anna und Bert ist da.");
});

test("a leave rule of any name, and a reason nobody knows, are told", () => {
  expect([words.reason("auto_rule:quiet"), words.reason("beamed_up")]).toEqual(["a leave rule", "left"]);
});
