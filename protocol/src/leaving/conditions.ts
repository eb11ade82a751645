/**
 * The fifteen conditions. Each answers from what is seen now and remembered of the call; none keeps time itself:
 * `engine.ts` measures for how long it has held. Source: leave rules, docs/developer/leaving.md.
 */
import type { Condition, Params, RuleId } from "./settings.js";
import type { Doubt, Place } from "./signals.js";
import { isBot, others, type Sight, type View } from "./view.js";
import type { People } from "./signals.js";

export type Answer =
  | { is: "not_here" | "not_armed" | "no" }
  | { is: "paused"; doubt: Doubt }
  /** Not yet, but at a moment known beforehand (`wall`). */
  | { is: "later"; at: number }
  /** Holds. Due when it has held for `lasts` ms, counted from `from` (`mono`) at the earliest. */
  | { is: "yes"; lasts: number; from: number };

const NO: Answer = { is: "no" };
const NOT_ARMED: Answer = { is: "not_armed" };
const yes = (lasts_s: number, from = -Infinity): Answer => ({ is: "yes", lasts: lasts_s * 1000, from });
const when = (holds: boolean, lasts_s: number, from?: number): Answer => (holds ? yes(lasts_s, from) : NO);

function unseen(sight: Sight<unknown>): Answer {
  return sight.doubt === "not_here" ? { is: "not_here" } : { is: "paused", doubt: sight.doubt ?? "not_found" };
}

/** `wall` as a moment of the even clock. */
const mono = (view: View, wall: number): number => view.now.mono + wall - view.now.wall;
const start = (view: View): number => (view.plan.start === null ? -Infinity : mono(view, view.plan.start));

/** At a moment (`wall`) that lay ahead when this member came. Whoever came later wanted to be here then. */
function at(view: View, moment: number): Answer {
  if (view.memory.entered && view.memory.entered.wall >= moment) return NOT_ARMED;
  return view.now.wall >= moment ? yes(0) : { is: "later", at: moment };
}

/** Past so many percent of the planned length; where nothing is planned there is no such limit. */
function past(view: View, percent: number): boolean {
  const { start: from, end } = view.plan;
  return from === null || end === null || view.now.wall >= from + ((end - from) * percent) / 100;
}

/** The next `HH:MM` of the local clock after this member came, `wall`. */
function clock(text: string, after: number): number {
  const moment = new Date(after);
  moment.setHours(Number(text.slice(0, 2)), Number(text.slice(3)), 0, 0);
  if (moment.getTime() <= after) moment.setDate(moment.getDate() + 1);
  return moment.getTime();
}

type Judge<Id extends RuleId> = (params: Params[Id], view: View, people: Sight<People>) => Answer;

const JUDGES: { readonly [Id in RuleId]: Judge<Id> } = {
  alone_after_others: ({ timeout_s }, view) => {
    if (view.total.value === null) return unseen(view.total);
    return view.memory.humanSeen ? when(view.total.value === 0, timeout_s) : NOT_ARMED;
  },

  nobody_joined: ({ timeout_s }, view) => {
    if (view.humans.value === null) return unseen(view.humans);
    return when(!view.memory.humanSeen, timeout_s, start(view));
  },

  only_bots_left: ({ timeout_s, activate_after_s, bot_names }, view, people) => {
    if (view.total.value === null) return unseen(view.total);
    if (!people.value?.complete) return unseen(people.value ? { value: null, doubt: "not_found" } : people);
    const rows = others(people.value);
    const all = rows.length > 0 && rows.every(({ key, name }) => !view.memory.active.has(key) && isBot(name, bot_names));
    const began = view.memory.entered?.mono ?? view.now.mono;
    return view.now.mono - began < activate_after_s * 1000 ? NOT_ARMED : when(all, timeout_s);
  },

  waiting_room: ({ timeout_s }, view) => when(true, timeout_s, Math.max(start(view), view.memory.waitingSince ?? 0)),

  host_not_started: ({ timeout_s }, view) => when(true, timeout_s, Math.max(start(view), view.memory.beforeSince ?? 0)),

  host_left: ({ timeout_s }, view) => {
    if (view.host.value === null) return unseen(view.host);
    if (view.self.value?.host) return NO;
    return view.memory.hostSeen ? when(!view.host.value, timeout_s) : NOT_ARMED;
  },

  count_below: ({ min_count, sustain_s }, view) => {
    if (view.humans.value === null) return unseen(view.humans);
    return view.memory.peak >= min_count ? when(view.humans.value + 1 < min_count, sustain_s) : NOT_ARMED;
  },

  count_drop: ({ drop_pct, min_peak, sustain_s, not_before_pct }, view) => {
    if (view.humans.value === null) return unseen(view.humans);
    const { peak } = view.memory;
    if (peak < min_peak || !past(view, not_before_pct)) return NOT_ARMED;
    return when((view.humans.value + 1) * 100 <= peak * (100 - drop_pct), sustain_s);
  },

  leave_wave: ({ wave_pct, window_s, min_peak, not_before_pct }, view) => {
    if (view.humans.value === null) return unseen(view.humans);
    const { peak, counts } = view.memory;
    if (peak < min_peak || !past(view, not_before_pct)) return NOT_ARMED;
    const since = view.now.mono - window_s * 1000;
    // What held when the window began counts as well: the last change before it.
    const before = counts.findLast((one) => one.at <= since);
    const most = Math.max(0, ...counts.filter((one) => one.at > since).map(({ people }) => people), before?.people ?? 0);
    return when(most > 0 && (most - (view.humans.value + 1)) * 100 >= most * wave_pct, 0);
  },

  silence: ({ timeout_s, activate_after_s, only_after_sched_end }, view) => {
    if (view.sound.value === null) return unseen(view.sound);
    const { proven, tabMuted, lastAt } = view.sound.value;
    if (!proven || tabMuted) return NOT_ARMED;
    const began = view.memory.entered?.mono ?? view.now.mono;
    if (view.now.mono - began < activate_after_s * 1000) return NOT_ARMED;
    if (only_after_sched_end && (view.plan.end === null || view.now.wall < view.plan.end)) return NOT_ARMED;
    return yes(timeout_s, lastAt ?? -Infinity);
  },

  scheduled_end: ({ grace_s }, view) => (view.plan.end === null ? NOT_ARMED : at(view, view.plan.end + grace_s * 1000)),

  overtime_alone: ({ grace_s, timeout_s }, view) => {
    if (view.plan.end === null) return NOT_ARMED;
    if (view.humans.value === null) return unseen(view.humans);
    return when(view.humans.value === 0 && view.now.wall >= view.plan.end + grace_s * 1000, timeout_s);
  },

  next_meeting: ({ lead_s, only_if_accepted }, view) => {
    const { nextStart, nextAccepted } = view.plan;
    return nextStart === null || (only_if_accepted && !nextAccepted) ? NOT_ARMED : at(view, nextStart - lead_s * 1000);
  },

  hard_stop: ({ at: time, max_duration_s }, view) => {
    const { entered } = view.memory;
    if (!entered || (!time && !max_duration_s)) return NOT_ARMED;
    const ends = [];
    if (time) ends.push(clock(time, entered.wall));
    // A duration is measured by the even clock; on the wall it is as far ahead as is left of it.
    if (max_duration_s) ends.push(view.now.wall + entered.mono + max_duration_s * 1000 - view.now.mono);
    return at(view, Math.min(...ends));
  },

  idle_user: ({ timeout_s }, view) => {
    if (view.self.value === null) return unseen(view.self);
    const { microphone, camera, inputAt } = view.self.value;
    if (microphone === null || camera === null) return { is: "paused", doubt: "not_found" };
    return when(!microphone && !camera && view.hidden, timeout_s, inputAt ?? -Infinity);
  },
};

const AT: Partial<Record<RuleId, Place>> = { waiting_room: "lobby", host_not_started: "before" };

/** Where a condition is looked at: nearly all of them inside the call. */
export const placeOf = (rule: RuleId): Place => AT[rule] ?? "call";

export function judge({ rule, params }: Condition, view: View, people: Sight<People>): Answer {
  const judged: (params: never, view: View, people: Sight<People>) => Answer = JUDGES[rule];
  return judged(params as never, view, people);
}
