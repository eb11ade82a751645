/** Sentences about rules, in the language of `_locales`: made from a line's own numbers, so that none of them can be out of date. */
import type { Condition, Line } from "../../protocol/src/leaving/settings.js";
import type { Verdict } from "../../protocol/src/leaving/verdicts.js";
import { text } from "./text.js";

type Unit = "hour" | "minute" | "second";
const UNITS: readonly (readonly [Unit, number])[] = [["hour", 3600], ["minute", 60], ["second", 1]];

/** `1 hour, 30 minutes`: whole seconds in words, without the parts that are zero. */
export function duration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest %= size;
    if (amount > 0 || (unit === "second" && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(text("lang"), { style: "unit", unit, unitDisplay: "long" }).format(amount));
    }
  }
  return new Intl.ListFormat(text("lang"), { type: "unit" }).format(parts);
}

/** `wall` as hours and minutes; with seconds where they matter. */
export function clockOf(wall: number, seconds = false): string {
  return new Intl.DateTimeFormat(text("lang"), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds && { second: "2-digit" }) }).format(wall);
}

/** What a condition says, to stand after *when* or *because*. */
export function clause(one: Condition): string {
  const say = (...given: (string | number)[]): string => text(`rule_${one.rule}`, ...given.map(String));
  switch (one.rule) {
    case "alone_after_others": case "nobody_joined": case "waiting_room": case "host_not_started": case "host_left": case "idle_user":
      return say(duration(one.params.timeout_s));
    case "only_bots_left": return say(duration(one.params.timeout_s), duration(one.params.activate_after_s));
    case "count_below": return say(one.params.min_count, duration(one.params.sustain_s));
    case "count_drop": return say(one.params.drop_pct, duration(one.params.sustain_s), one.params.min_peak, one.params.not_before_pct);
    case "leave_wave": return say(one.params.wave_pct, duration(one.params.window_s), one.params.min_peak, one.params.not_before_pct);
    case "silence": {
      const { timeout_s, activate_after_s, only_after_sched_end: after } = one.params;
      return after ? text("rule_silence_after_end", duration(timeout_s), duration(activate_after_s)) : say(duration(timeout_s), duration(activate_after_s));
    }
    case "scheduled_end": return one.params.grace_s ? text("rule_scheduled_end_past", duration(one.params.grace_s)) : say();
    case "overtime_alone": return say(duration(one.params.grace_s), duration(one.params.timeout_s));
    case "next_meeting": return one.params.only_if_accepted ? say(duration(one.params.lead_s)) : text("rule_next_meeting_any", duration(one.params.lead_s));
    case "hard_stop": {
      const { at, max_duration_s: longest } = one.params;
      if (at && longest) return text("rule_hard_stop_both", at, duration(longest));
      return at ? text("rule_hard_stop_at", at) : longest ? text("rule_hard_stop_longest", duration(longest)) : say();
    }
  }
}

const clauses = (line: Line): string => line.all.map(clause).join(text("and_when"));

/** Never leaves by itself: it tells. The engine says the same (`onlyTells`); a test compares the two. */
export function onlyTells(line: Line): boolean {
  return line.all.some((one) => one.rule === "idle_user" || (one.rule === "scheduled_end" && one.params.mode === "notify"));
}

/** `Leave when nobody else has been here for 2 minutes, after others were.` */
export function sentence(line: Line): string {
  if (line.all.length === 0) return text("line_empty");
  const end = line.all.find((one) => one.rule === "scheduled_end");
  const said = text(onlyTells(line) ? "line_tells" : "line_leaves", clauses(line));
  return end?.params.warn_before_s ? `${said} ${text("line_warns", duration(end.params.warn_before_s))}` : said;
}

/** The same as a reason, for the countdown. */
export function because(line: Line): string {
  return text(onlyTells(line) ? "why_told" : "why_line", clauses(line));
}

/** A line's short name: its rules' names. */
export function lineName(line: Pick<Line, "all">): string {
  return line.all.map(({ rule }) => text(`name_${rule}`)).join(" + ");
}

/** As a reason afterwards. */
export function becauseLeft(line: Line | undefined): string {
  return line ? text("why_left", clauses(line)) : text("why_left_button");
}

/** What a line says now; no time is left out that is known. */
export function verdictWords(verdict: Verdict, line?: Line): string {
  switch (verdict.says) {
    case "not_armed": return verdict.rules.map((rule) => text(`waits_${rule}`)).join(" ");
    case "paused": return text("says_paused", clockOf(verdict.since), text(`doubt_${verdict.doubt}`));
    case "running": return text(line && onlyTells(line) ? "says_running_tells" : "says_running", clockOf(verdict.due, true));
    case "held": {
      const why = text(`veto_${verdict.veto}`);
      return verdict.until === null ? text("says_held", why) : text("says_held_until", why, clockOf(verdict.until, true));
    }
    case "counting": return text("says_counting", clockOf(verdict.until, true));
    case "off": case "not_here": case "watching": case "told": return text(`says_${verdict.says}`);
  }
}
