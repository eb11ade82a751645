/** Leave rules and what they did, in this browser only. What cannot be read counts as never set. */
import { STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { parsePlan } from "../../../protocol/src/leaving/parse.js";
import type { UsedReading } from "../../../protocol/src/leaving/readings.js";
import { RULES, type LeavePlan, type Line, type RuleId } from "../../../protocol/src/leaving/settings.js";

/** What an outcome of a countdown, or a word instead of one, was. */
export type Outcome = "left" | "stayed" | "snoozed" | "stopped" | "told";

export interface Entry {
  /** Milliseconds UTC. */
  at: number;
  /** The meeting's path: who comes back to it soon after is left in peace. */
  room: string;
  line: string;
  what: Outcome;
  saw: readonly UsedReading[];
}

export interface Kept {
  plan: LeavePlan;
  /** Oldest first. */
  log: readonly Entry[];
}

export const NAME = "ltm.rules";
export const MOST_ENTRIES = 50;

/** The page waits for the opening elsewhere, and knows no calendar. */
const NOT_HERE: readonly RuleId[] = ["host_not_started", "next_meeting"];
export const OFFERED: readonly RuleId[] = RULES.filter((rule) => !NOT_HERE.includes(rule));

/** All off at first: nobody is left out of our room by a rule that they have not switched on. */
const AT_FIRST: LeavePlan = { ...STANDARD, lines: STANDARD.lines.filter(({ id }) => isOffered(id)).map((line) => ({ ...line, enabled: false })) };

function isOffered(id: string): boolean {
  return OFFERED.some((rule) => rule === id);
}

export function readKept(storage: () => Storage): Kept {
  const kept = parsed(storage);
  const plan = parsePlan(kept["plan"]);
  const log = Array.isArray(kept["log"]) ? kept["log"].filter(isEntry).slice(-MOST_ENTRIES) : [];
  return { plan: plan.ok ? { ...plan.value, lines: AT_FIRST.lines.map((line) => withKept(line, plan.value)) } : AT_FIRST, log };
}

export function keep(storage: () => Storage, { plan, log }: Kept): void {
  try {
    storage().setItem(NAME, JSON.stringify({ plan, log: log.slice(-MOST_ENTRIES) }));
  } catch {
    // Storage is full or forbidden: the rules hold until this page goes.
  }
}

/** One rule to a line here, each in its place; others cannot be shown and so must not leave. */
function withKept(line: Line, plan: LeavePlan): Line {
  const kept = plan.lines.find(({ id }) => id === line.id);
  return kept?.all.length === 1 && kept.all[0]?.rule === line.id ? kept : line;
}

function parsed(storage: () => Storage): Partial<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(storage().getItem(NAME) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

const OUTCOMES: readonly unknown[] = ["left", "stayed", "snoozed", "stopped", "told"] satisfies Outcome[];

function isEntry(given: unknown): given is Entry {
  if (typeof given !== "object" || given === null) return false;
  const { at, room, line, what, saw } = given as Partial<Record<string, unknown>>;
  return typeof at === "number" && typeof room === "string" && typeof line === "string" && isOffered(line) && OUTCOMES.includes(what)
    && Array.isArray(saw) && saw.every((one) => typeof one === "object" && one !== null);
}
