import { BOT_NAMES } from "./bots.js";
import type { Condition, LeavePlan, Line, Params, RuleId } from "./settings.js";

export const DEFAULTS: { readonly [Id in RuleId]: Params[Id] } = {
  alone_after_others: { timeout_s: 120 },
  nobody_joined: { timeout_s: 900 },
  only_bots_left: { timeout_s: 300, activate_after_s: 600, bot_names: BOT_NAMES },
  waiting_room: { timeout_s: 900 },
  host_not_started: { timeout_s: 900 },
  host_left: { timeout_s: 120 },
  count_below: { min_count: 10, sustain_s: 60 },
  count_drop: { drop_pct: 60, min_peak: 5, sustain_s: 60, not_before_pct: 50 },
  leave_wave: { wave_pct: 40, window_s: 120, min_peak: 5, not_before_pct: 50 },
  silence: { timeout_s: 600, activate_after_s: 1200, only_after_sched_end: true },
  scheduled_end: { grace_s: 0, warn_before_s: 120, mode: "notify" },
  overtime_alone: { grace_s: 300, timeout_s: 60 },
  next_meeting: { lead_s: 60, only_if_accepted: true },
  hard_stop: { at: "", max_duration_s: 0 },
  idle_user: { timeout_s: 1800 },
};

const ON: readonly RuleId[] = [
  "alone_after_others", "nobody_joined", "only_bots_left", "waiting_room", "host_not_started", "scheduled_end", "overtime_alone",
];

/** One rule with its default numbers, in a line of its own. */
export function condition<Id extends RuleId>(rule: Id, params: Partial<Params[Id]> = {}): Condition {
  return { rule, params: { ...DEFAULTS[rule], ...params } } as Condition;
}

export function lineOf(rule: RuleId, enabled: boolean): Line {
  return { id: rule, enabled, all: [condition(rule)] };
}

/** What a member has who has set nothing: every rule once, those on that are safe for anybody. */
export const STANDARD: LeavePlan = {
  lines: (Object.keys(DEFAULTS) as RuleId[]).map((rule) => lineOf(rule, ON.includes(rule))),
  confirm: { countdown_s: 30, countdown_hidden_s: 60, snooze_s: 600, sound: false },
  min_in_call_s: 120,
  dry_run: false,
  goodbye: "",
};
