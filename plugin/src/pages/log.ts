/** The log of leaves: which rule, what was seen and how old that was, and what came of it. */
import type { LeaveLogEntry } from "../kept.js";
import { text } from "../text.js";
import { clockOf, duration, lineName, sentence } from "../words.js";
import { el } from "./dom.js";

function day(at: number): string {
  return new Intl.DateTimeFormat(text("lang"), { dateStyle: "medium" }).format(at);
}

function entry(one: LeaveLogEntry): HTMLElement {
  const name = one.setting ? lineName(one.setting) : one.line === "member" ? text("name_member") : one.line;
  const where = one.title ?? one.address ?? text(`platform_${one.platform}`);
  return el("li", {},
    el("details", {},
      el("summary", {}, el("span", {}, `${day(one.at)}, ${clockOf(one.at)} · `), el("strong", {}, text(`decision_${one.decision}`)), ` · ${name} · ${where}`),
      one.setting ? el("p", {}, sentence(one.setting)) : null,
      one.countdownAt === null ? null : el("p", {}, text("log_countdown", clockOf(one.countdownAt, true))),
      one.note ? el("p", {}, text("log_note", one.note)) : null,
      one.readings.length === 0 ? null : el("ul", {}, ...one.readings.map(({ name: reading, value, from, age }) =>
        el("li", {}, from ? text("log_reading", reading, value, from, duration(age / 1000)) : text("log_reading_bare", reading, value))))));
}

export function logList(leaves: readonly LeaveLogEntry[], most: number): HTMLElement {
  if (leaves.length === 0) return el("p", { class: "muted" }, text("log_empty"));
  const latest = [...leaves].sort((one, other) => other.at - one.at).slice(0, most);
  return el("ol", { class: "log" }, ...latest.map(entry));
}
