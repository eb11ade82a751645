import { expect, test } from "vitest";
import { answer } from "../src/age.js";

const today = new Date(2026, 10, 22);

test.each([
  ["22", "11", "2008", "adult"],
  ["23", "11", "2008", "too_young"],
  ["1", "1", "1907", "adult"],
  ["29", "2", "2007", "no_date"], // no leap year
  ["31", "4", "1990", "no_date"],
  ["1", "", "1990", "no_date"],
  ["1", "1", "1889", "no_date"],
  ["1", "1", "2027", "no_date"],
  ["one", "1", "1990", "no_date"],
])("%s.%s.%s is %s", (day, month, year, means) => {
  expect(answer(day, month, year, today)).toBe(means);
});

test("whoever was born on 29 February is eighteen on 1 March", () => {
  expect(answer("29", "2", "2008", new Date(2026, 1, 28))).toBe("too_young");
  expect(answer("29", "2", "2008", new Date(2026, 2, 1))).toBe("adult");
});
