import { expect, test, vi } from "vitest";
import { filled } from "../../src/messages_file.js";
import { packed } from "../../texts.mjs";
import { LOCALES } from "./texts.js";

const ASKED = new Set(["name", "description"]);
const names = Object.keys(LOCALES.en).filter((name) => name !== "description");

/** The browser as both make it: falls back to the default language, fills `$1` with what is given. */
function browserIn(language: "en" | "de"): void {
  const package_ = packed(LOCALES, ASKED, (name) => names.includes(name));
  const getMessage = (name: string, given: string[] = []): string => filled((package_[language]?.[name] ?? package_["en"]?.[name])?.message ?? "", given);
  vi.stubGlobal("chrome", { i18n: { getMessage } });
}

test.each(["en", "de"] as const)("in %s every text of the package is the one of its name, with its values", async (language) => {
  vi.resetModules();
  browserIn(language);
  const { text } = await import("../../src/text.js");
  for (const name of names) expect([name, text(name, "A", "B", "C", "D")]).toEqual([name, filled(LOCALES[language][name]?.message ?? "", ["A", "B", "C", "D"])]);
});

test("what the browser asks for by itself has its own name in each language", () => {
  for (const [language, messages] of Object.entries(packed(LOCALES, ASKED, (name) => names.includes(name))))
    for (const name of ASKED) expect([language, messages[name]]).toEqual([language, LOCALES[language as "en" | "de"][name]]);
});

test("a text that would not come back as it was is refused", () => {
  const broken = { en: { one: { message: "two\nlines" } } };
  expect(() => packed(broken, new Set(), () => true)).toThrow("line break");
});
