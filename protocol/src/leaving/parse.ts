/**
 * A plan of leave rules from where it was kept or typed. Nothing is guessed: an unknown key, a boolean for a number,
 * null, a fraction of a second or a number out of bounds is a mistake, and all mistakes are told at once.
 */
import { DEFAULTS } from "./defaults.js";
import { RULES, type Condition, type Confirm, type LeavePlan, type Line, type Params, type RuleId } from "./settings.js";

export interface Mistake {
  /** Where: `lines[2].all[0].params.timeout_s`. */
  at: string;
  /** What is wanted there, for `_locales`: `number` with `least` and `most`, `known_key`, `id`, `text`, … */
  wanted: "object" | "list" | "boolean" | "number" | "known_key" | "id" | "other_id" | "text" | "clock" | "mode" | "rule" | "names";
  least?: number;
  most?: number;
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; mistakes: Mistake[] };

const DAY_S = 86_400;
/** Least and most of every number. `grace_s` may be 0; what lasts is at least a second; percentages are of something. */
export const BOUNDS: Record<string, readonly [number, number]> = {
  timeout_s: [1, DAY_S], sustain_s: [1, DAY_S], activate_after_s: [0, DAY_S], grace_s: [0, DAY_S], warn_before_s: [0, 3600],
  lead_s: [0, 3600], max_duration_s: [0, DAY_S], window_s: [1, 3600], min_count: [2, 10_000], min_peak: [2, 10_000],
  drop_pct: [1, 99], wave_pct: [1, 99], not_before_pct: [0, 100],
  countdown_s: [5, 300], countdown_hidden_s: [5, 300], snooze_s: [60, 7200], min_in_call_s: [0, 3600],
};
const MOST_LINES = 40;
const MOST_CONDITIONS = 5;
const MOST_NAMES = 100;
const LONGEST_TEXT = 200;

type Json = Record<string, unknown>;

class Reader {
  readonly mistakes: Mistake[] = [];

  private wrong<T>(at: string, wanted: Mistake["wanted"], fallback: T, bounds?: readonly [number, number]): T {
    this.mistakes.push(bounds ? { at, wanted, least: bounds[0], most: bounds[1] } : { at, wanted });
    return fallback;
  }

  object(given: unknown, at: string, keys: readonly string[]): Json {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return this.wrong(at, "object", {});
    for (const key of Object.keys(given)) if (!keys.includes(key)) this.wrong(at ? `${at}.${key}` : key, "known_key", null);
    return given as Json;
  }

  list(given: unknown, at: string, most: number): readonly unknown[] {
    if (!Array.isArray(given)) return this.wrong(at, "list", []);
    return given.length > most ? this.wrong(at, "list", [], [0, most]) : given;
  }

  number(given: unknown, at: string, name: string): number {
    const bounds = BOUNDS[name] ?? [0, DAY_S];
    const fits = typeof given === "number" && Number.isInteger(given) && given >= bounds[0] && given <= bounds[1];
    return fits ? given : this.wrong(at, "number", bounds[0], bounds);
  }

  boolean(given: unknown, at: string): boolean {
    return typeof given === "boolean" ? given : this.wrong(at, "boolean", false);
  }

  text(given: unknown, at: string): string {
    return typeof given === "string" && given.length <= LONGEST_TEXT ? given : this.wrong(at, "text", "", [0, LONGEST_TEXT]);
  }

  line(given: unknown, at: string): Line {
    const { id, enabled, all } = this.object(given, at, ["id", "enabled", "all"]);
    const name = typeof id === "string" && /^[a-z0-9_]{1,40}$/.test(id) ? id : this.wrong(`${at}.id`, "id", "");
    const conditions = this.list(all, `${at}.all`, MOST_CONDITIONS).map((one, index) => this.condition(one, `${at}.all[${index}]`));
    return { id: name, enabled: this.boolean(enabled, `${at}.enabled`), all: conditions.filter((one) => one !== null) };
  }

  condition(given: unknown, at: string): Condition | null {
    const { rule, params } = this.object(given, at, ["rule", "params"]);
    if (!RULES.includes(rule as RuleId)) return this.wrong(`${at}.rule`, "rule", null);
    const known = DEFAULTS[rule as RuleId];
    const told = this.object(params, `${at}.params`, Object.keys(known));
    const read = Object.keys(known).map((name) => [name, this.param(name, told[name], `${at}.params.${name}`)]);
    return { rule, params: Object.fromEntries(read) as Params[RuleId] } as Condition;
  }

  private param(name: string, given: unknown, at: string): unknown {
    switch (name) {
      case "bot_names": {
        const names = this.list(given, at, MOST_NAMES);
        return names.every((one) => typeof one === "string" && one.trim() !== "" && one.length <= LONGEST_TEXT) ? names : this.wrong(at, "names", []);
      }
      case "only_after_sched_end": case "only_if_accepted": return this.boolean(given, at);
      case "mode": return given === "notify" || given === "leave" ? given : this.wrong(at, "mode", "notify");
      case "at": return typeof given === "string" && /^(([01]\d|2[0-3]):[0-5]\d)?$/.test(given) ? given : this.wrong(at, "clock", "");
      default: return this.number(given, at, name);
    }
  }

  confirm(given: unknown): Confirm {
    const told = this.object(given, "confirm", ["countdown_s", "countdown_hidden_s", "snooze_s", "sound"]);
    const number = (name: string): number => this.number(told[name], `confirm.${name}`, name);
    return {
      countdown_s: number("countdown_s"), countdown_hidden_s: number("countdown_hidden_s"), snooze_s: number("snooze_s"),
      sound: this.boolean(told["sound"], "confirm.sound"),
    };
  }

  lines(given: unknown, at: string): Line[] {
    const lines = this.list(given, at, MOST_LINES).map((one, index) => this.line(one, `${at}[${index}]`));
    lines.forEach(({ id }, index) => {
      if (lines.findIndex((one) => one.id === id) < index) this.wrong(`${at}[${index}].id`, "other_id", null);
    });
    return lines;
  }
}

function answer<T>(reader: Reader, value: T): Parsed<T> {
  return reader.mistakes.length > 0 ? { ok: false, mistakes: reader.mistakes } : { ok: true, value };
}

export function parsePlan(given: unknown): Parsed<LeavePlan> {
  const reader = new Reader();
  const { lines, confirm, min_in_call_s, dry_run, goodbye } = reader.object(given, "", ["lines", "confirm", "min_in_call_s", "dry_run", "goodbye"]);
  return answer(reader, {
    lines: reader.lines(lines, "lines"),
    confirm: reader.confirm(confirm),
    min_in_call_s: reader.number(min_in_call_s, "min_in_call_s", "min_in_call_s"),
    dry_run: reader.boolean(dry_run, "dry_run"),
    goodbye: reader.text(goodbye, "goodbye"),
  });
}

/** The lines of an exception, for one call or one series. */
export function parseLines(given: unknown): Parsed<Line[]> {
  const reader = new Reader();
  return answer(reader, reader.lines(given, "lines"));
}
