/// <reference types="vite/client" />
import { expect, test } from "vitest";
import { RULES } from "../../../protocol/src/leaving/settings.js";
import { DEFAULTS } from "../../../protocol/src/leaving/defaults.js";
import { ALL_OFF } from "../../src/kept.js";
import { KEPT_NAMES } from "../../src/pages/privacy.js";
import { PLATFORMS } from "../../src/platforms/adapter.js";
import { SCRIPTS } from "../../simulator/scripts.js";
import { LOCALES } from "./texts.js";

const joined = (files: Record<string, unknown>): string => Object.values(files).join("\n");
const code = joined(import.meta.glob(["../../src/**/*.ts", "../../simulator/**/*.ts"], { query: "?raw", import: "default", eager: true }));
const pages = joined(import.meta.glob(["../../static/*.html", "../../manifest.mjs"], { query: "?raw", import: "default", eager: true }));

const doubts = ["not_here", "not_found", "disagree", "not_yet", "stale", "contradiction"];
const vetoes = ["sharing", "speaking", "recording", "moving", "min_in_call", "snoozed", "rejoined", "platform_asks", "stayed"];
const places = ["before", "lobby", "call", "moving", "over"];
/** What stands behind each `text(`family_${…}`)`: every member must exist. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  rule_: RULES, name_: [...RULES, "member"], waits_: RULES, doubt_: doubts, veto_: vetoes, place_: places, hand_: places,
  says_: ["off", "not_here", "watching", "told"], decision_: ["left", "stayed", "snoozed", "cancelled", "told", "dry_run", "failed"],
  stop_: ["condition", "doubt", "slept", ...vetoes], tell_: ["due", "sole_host", "ends_soon"], lane_: ["running", "held", "counting", "told", "paused"],
  script_: [...SCRIPTS.map(({ id }) => id), "blank"], story_: [...SCRIPTS.map(({ id }) => id), "blank"],
  sense_: ["place", "count", "people", "roles", "self", "sound", "chat", "hands"], platform_: PLATFORMS, mode_: ["notify", "leave"],
  switch_: Object.keys(ALL_OFF), about_: Object.keys(ALL_OFF), kept_: KEPT_NAMES, feed_: ["away", "not_let_in", "refused", "no_calendar"], pairing_ended_: ["denied", "expired", "revoked", "unreachable"],
  param_: [...new Set(RULES.flatMap((rule) => Object.keys(DEFAULTS[rule]))), "countdown_s", "countdown_hidden_s", "snooze_s", "sound", "min_in_call_s", "goodbye", "dry_run"],
  overlay_: ["stay", "leaveNow", "snooze", "rejoin", "again"], popup_: [],
};

function used(): Set<string> {
  const names = new Set<string>(["lang"]);
  for (const [, name] of pages.matchAll(/data-text="(\w+)"|__MSG_(\w+)__/g)) if (name) names.add(name);
  for (const [, name] of pages.matchAll(/__MSG_(\w+)__/g)) if (name) names.add(name);
  // Names are handed on as well: `one("hand_say")`, `answer("stay", "leave_now")`, `cond ? "a" : "b"`. Any literal that is a key counts.
  for (const [, name] of code.matchAll(/["`](\w+)["`]/g)) if (name && Object.hasOwn(LOCALES.en, name)) names.add(name);
  for (const [family, members] of Object.entries(FAMILIES)) for (const one of members) names.add(`${family}${one}`);
  return names;
}

test("every family that the code makes up has its members here", () => {
  const found = [...code.matchAll(/text\(\s*`(\w+_)\$\{/g)].map(([, family]) => family ?? "");
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter((family) => !(family in FAMILIES))).toEqual([]);
});

test.each(["en", "de"] as const)("in %s every text that is used exists, and none is unused", (language) => {
  const there = Object.keys(LOCALES[language]);
  const wanted = used();
  expect([...wanted].filter((name) => !there.includes(name))).toEqual([]);
  expect(there.filter((name) => !wanted.has(name))).toEqual([]);
});

test("every text that is asked for by its name exists", () => {
  const asked = [...code.matchAll(/\btext\(\s*"(\w+)"/g)].map(([, name]) => name ?? "");
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((name) => !(name in LOCALES.en))).toEqual([]);
});

test("both languages have the same values in each text, none is empty, and the store's limits hold", () => {
  const values = (words: string): string[] => [...new Set(words.match(/\$\d/g) ?? [])].sort();
  for (const [name, { message }] of Object.entries(LOCALES.en)) {
    const other = LOCALES.de[name]?.message ?? "";
    expect([name, values(other)]).toEqual([name, values(message)]);
    expect(message.trim() && other.trim()).toBeTruthy();
  }
  for (const one of Object.values(LOCALES)) expect(one["description"]?.message.length).toBeLessThanOrEqual(132);
});
