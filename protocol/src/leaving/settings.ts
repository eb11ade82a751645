/**
 * Leave rules as a member sets them. All durations are whole seconds and their keys end in `_s`.
 * What is read from storage or a file passes `parsePlan`: unknown keys, booleans for numbers and null are refused.
 */

export const RULES = [
  "alone_after_others", "nobody_joined", "only_bots_left", "waiting_room", "host_not_started", "host_left",
  "count_below", "count_drop", "leave_wave", "silence", "scheduled_end", "overtime_alone", "next_meeting",
  "hard_stop", "idle_user",
] as const;

export type RuleId = (typeof RULES)[number];

export interface Params {
  alone_after_others: { timeout_s: number };
  nobody_joined: { timeout_s: number };
  only_bots_left: { timeout_s: number; activate_after_s: number; bot_names: readonly string[] };
  waiting_room: { timeout_s: number };
  host_not_started: { timeout_s: number };
  host_left: { timeout_s: number };
  count_below: { min_count: number; sustain_s: number };
  count_drop: { drop_pct: number; min_peak: number; sustain_s: number; not_before_pct: number };
  leave_wave: { wave_pct: number; window_s: number; min_peak: number; not_before_pct: number };
  silence: { timeout_s: number; activate_after_s: number; only_after_sched_end: boolean };
  scheduled_end: { grace_s: number; warn_before_s: number; mode: "notify" | "leave" };
  overtime_alone: { grace_s: number; timeout_s: number };
  next_meeting: { lead_s: number; only_if_accepted: boolean };
  /** `at` is local clock time, `HH:MM`, or empty; `max_duration_s` 0 means no limit. */
  hard_stop: { at: string; max_duration_s: number };
  idle_user: { timeout_s: number };
}

/** One condition with its numbers. */
export type Condition = { [Id in RuleId]: { rule: Id; params: Params[Id] } }[RuleId];

/** One line of a plan: leaves when all of its conditions say so. The lines of a plan are alternatives: any of them leaves. */
export interface Line {
  /** Stands in the log and in the exit's reason: `auto_rule:<id>`. Of a single rule it is the rule's own name. */
  id: string;
  enabled: boolean;
  all: readonly Condition[];
}

export interface Confirm {
  countdown_s: number;
  countdown_hidden_s: number;
  snooze_s: number;
  sound: boolean;
}

export interface LeavePlan {
  lines: readonly Line[];
  confirm: Confirm;
  min_in_call_s: number;
  /** Say what would have happened, and do nothing. */
  dry_run: boolean;
  /** Written into the public chat before leaving; empty for nothing. */
  goodbye: string;
}
