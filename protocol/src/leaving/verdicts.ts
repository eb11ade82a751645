import type { Doubt } from "./signals.js";
import type { RuleId } from "./settings.js";

/** What would stop a leave at this moment although its condition holds. */
export type Veto = "sharing" | "speaking" | "recording" | "moving" | "min_in_call" | "snoozed" | "rejoined" | "platform_asks" | "stayed";

/** What one line of the plan says now; the product's *verdict*. Moments are `wall`. */
export type Verdict = { line: string; rules: readonly RuleId[] } & (
  | { says: "off" }
  /** The page never tells what this line needs. */
  | { says: "not_here" }
  /** Waits for what must have been seen first: other people, a host, a large enough number. */
  | { says: "not_armed" }
  /** What it needs cannot be read at this moment: its time starts again when it can. */
  | { says: "paused"; doubt: Doubt; since: number }
  /** Armed, and the condition does not hold. */
  | { says: "watching" }
  /** The condition holds; the countdown begins at `due` if it goes on. */
  | { says: "running"; due: number }
  /** Due, but something stands against it. */
  | { says: "held"; veto: Veto; until: number | null }
  | { says: "counting"; until: number; seconds: number }
  /** Due, and the member is only told: they are the only host, or the line is set to tell. */
  | { says: "told" }
);
