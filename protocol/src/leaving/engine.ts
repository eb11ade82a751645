/**
 * The leave rules: one pure step from what is read now to what is to be done. It is told the time and asks for nothing;
 * the plugin's content script and the room's page call it once a second. It leaves only at the end of a countdown that
 * somebody could see and stop, and whatever it is not sure of makes it stay.
 *
 *     const memory = remember();
 *     const { verdicts, deeds } = tick(memory, plan, signals, now);
 *
 * `memory` is changed in place. Source of the rules: docs/developer/leaving.md.
 */
import { judge, placeOf, type Answer } from "./conditions.js";
import { BOT_NAMES } from "./bots.js";
import { lineMemory, restart, type LineMemory, type Memory } from "./memory.js";
import type { LeavePlan, Line } from "./settings.js";
import { doubt, type Now, type People, type Signals } from "./signals.js";
import type { Verdict, Veto } from "./verdicts.js";
import { view, type Sight, type View } from "./view.js";

export type Deed =
  | { do: "count"; line: string; seconds: number; until: number }
  /** The countdown is over without a leave. */
  | { do: "stop"; line: string; why: "condition" | "doubt" | "slept" | Veto }
  | { do: "leave"; line: string; reason: string }
  /** No countdown, only words: the line is set so, or this member is the only host and people remain. */
  | { do: "tell"; line: string; about: "due" | "sole_host" | "ends_soon" }
  /** What a dry run would have done now. */
  | { do: "would_leave"; line: string };

export interface Step {
  verdicts: Verdict[];
  deeds: Deed[];
}

/** Two looks further apart mean that the machine slept. Well above the minute that hidden tabs may wait. */
export const SLEPT_MS = 180_000;
const SPOKE_MS = 60_000;
const MOVED_MS = 60_000;
const LONGEST_WINDOW_MS = 3_600_000;

export function tick(memory: Memory, plan: LeavePlan, signals: Signals, now: Now): Step {
  const deeds: Deed[] = [];
  if (memory.gone) return { verdicts: [], deeds };
  const slept = memory.tick !== null && Math.max(now.mono - memory.tick.mono, now.wall - memory.tick.wall) > SLEPT_MS;
  memory.tick = now;
  if (slept) {
    restart(memory);
    stop(memory, deeds, "slept");
  }
  notePlace(memory, signals, now);
  const people: Sight<People> = sightOf(signals, now);
  notePeople(memory, people, now);
  const seen = view(memory, signals, botNames(plan), now);
  noteCounts(memory, seen);
  const verdicts = plan.lines.map((line) => weigh(line, { plan, seen, people, signals, deeds }));
  if (memory.counting && !plan.lines.some(({ id }) => id === memory.counting?.line)) stop(memory, deeds, "condition");
  return { verdicts, deeds };
}

/** *Stay*: this line not again before its condition was false once. */
export function stay(memory: Memory): void {
  const line = memory.counting && memory.lines.get(memory.counting.line);
  if (line) line.answered = true;
  memory.counting = null;
}

/** *Snooze*: nothing leaves for a while. */
export function snooze(memory: Memory, plan: LeavePlan, now: Now): void {
  memory.counting = null;
  memory.snoozedUntil = now.mono + plan.confirm.snooze_s * 1000;
}

/** *Leave now*, in a countdown. Null where none runs. */
export function leaveNow(memory: Memory): Deed | null {
  if (!memory.counting) return null;
  const { line } = memory.counting;
  memory.counting = null;
  memory.gone = true;
  return { do: "leave", line, reason: reasonOf(line) };
}

export const reasonOf = (line: string): string => `auto_rule:${line}`;

interface Weighing {
  plan: LeavePlan;
  seen: View;
  people: Sight<People>;
  signals: Signals;
  deeds: Deed[];
}

/** What one line says, and what is to be done about it. */
function weigh(line: Line, all: Weighing): Verdict {
  const { seen: { memory, now }, deeds } = all;
  const kept = lineMemory(memory, line.id, line.all.length);
  const head = { line: line.id, rules: line.all.map(({ rule }) => rule) };
  const counts = memory.counting?.line === line.id;
  if (!line.enabled || line.all.length === 0) {
    if (counts) stop(memory, deeds, "condition");
    return { ...head, says: "off" };
  }
  const answers = line.all.map((one, index) => timed(answerIn(one, all), kept, index, now));
  const barred = answers.find(({ is }) => is === "not_here" || is === "paused") ?? answers.find(({ is }) => is === "not_armed" || is === "no");
  if (barred) return notDue(head, barred, kept, all, counts);
  kept.pausedAt = null;
  const due = Math.max(...answers.map((one) => (one.is === "yes" ? one.from + one.lasts : one.is === "later" ? one.at - now.wall + now.mono : 0)));
  warn(line, kept, answers, all);
  const wall = Math.round(due - now.mono + now.wall);
  if (due > now.mono) {
    kept.answered &&= answers.every(({ is }) => is === "yes");
    if (counts) stop(memory, deeds, "condition");
    return kept.answered ? { ...head, says: "held", veto: "stayed", until: null } : { ...head, says: "running", due: wall };
  }
  return dueNow(line, head, kept, all, wall);
}

function notDue(head: { line: string; rules: Verdict["rules"] }, why: Answer, kept: LineMemory, all: Weighing, counts: boolean): Verdict {
  const { seen: { memory, now }, deeds } = all;
  if (counts) stop(memory, deeds, why.is === "paused" ? "doubt" : "condition");
  if (why.is === "paused") {
    kept.pausedAt ??= now.wall;
    return { ...head, says: "paused", doubt: why.doubt, since: kept.pausedAt };
  }
  kept.pausedAt = null;
  if (why.is !== "not_here") kept.answered = false;
  return { ...head, says: why.is === "not_here" ? "not_here" : why.is === "not_armed" ? "not_armed" : "watching" };
}

function dueNow(line: Line, head: { line: string; rules: Verdict["rules"] }, kept: LineMemory, all: Weighing, due: number): Verdict {
  const { plan, seen, seen: { memory }, deeds } = all;
  const against = vetoOf(line, kept, all);
  if (against) {
    if (memory.counting?.line === line.id) stop(memory, deeds, against.veto);
    return { ...head, says: "held", ...against };
  }
  // One countdown at a time; and whoever has left at this very look begins none.
  if (memory.gone || (memory.counting && memory.counting.line !== line.id)) return { ...head, says: "running", due };
  if (onlyTells(line) || isSoleHost(all)) {
    deeds.push({ do: "tell", line: line.id, about: onlyTells(line) ? "due" : "sole_host" });
    kept.answered = true;
    return { ...head, says: "told" };
  }
  if (plan.dry_run) {
    deeds.push({ do: "would_leave", line: line.id });
    kept.answered = true;
    return { ...head, says: "told" };
  }
  return countDown(line, head, seen, plan, deeds);
}

function countDown(line: Line, head: { line: string; rules: Verdict["rules"] }, { memory, now, hidden }: View, plan: LeavePlan, deeds: Deed[]): Verdict {
  if (!memory.counting) {
    const seconds = hidden ? plan.confirm.countdown_hidden_s : plan.confirm.countdown_s;
    memory.counting = { line: line.id, began: now, seconds };
    deeds.push({ do: "count", line: line.id, seconds, until: now.wall + seconds * 1000 });
  }
  const { began, seconds } = memory.counting;
  if (now.mono - began.mono >= seconds * 1000) {
    const deed = leaveNow(memory);
    if (deed) deeds.push(deed);
  }
  return { ...head, says: "counting", until: began.wall + seconds * 1000, seconds };
}

function stop(memory: Memory, deeds: Deed[], why: Extract<Deed, { do: "stop" }>["why"]): void {
  if (memory.counting) deeds.push({ do: "stop", line: memory.counting.line, why });
  memory.counting = null;
}

/** The answer of a condition where it may be asked; elsewhere it does not apply. */
function answerIn(one: Line["all"][number], { signals, seen, people }: Weighing): Answer {
  const why = doubt(signals.place, seen.now);
  if (why !== null) return why === "not_here" ? { is: "not_here" } : { is: "paused", doubt: why };
  const place = signals.place.is === "ok" ? signals.place.value : "over";
  const wanted = placeOf(one.rule);
  return place === wanted || (place === "moving" && wanted === "call") ? judge(one, seen, people) : { is: "not_armed" };
}

/** A holding condition with the moment from which it counts; others lose theirs. */
function timed(answer: Answer, kept: LineMemory, index: number, now: Now): Answer {
  if (answer.is !== "yes") {
    kept.since[index] = null;
    return answer;
  }
  const since = (kept.since[index] ??= now.mono);
  return { ...answer, from: Math.max(since, answer.from) };
}

function vetoOf(line: Line, kept: LineMemory, { plan, seen: { memory, now, self }, signals }: Weighing): { veto: Veto; until: number | null } | null {
  const until = (mono: number): number => Math.round(mono - now.mono + now.wall);
  if (kept.answered) return { veto: "stayed", until: null };
  if (memory.snoozedUntil !== null && now.mono < memory.snoozedUntil) return { veto: "snoozed", until: until(memory.snoozedUntil) };
  if (memory.peaceUntil !== null && now.mono < memory.peaceUntil) return { veto: "rejoined", until: until(memory.peaceUntil) };
  if (line.all.some(({ rule }) => placeOf(rule) !== "call")) return null; // nothing below happens outside a call
  const settled = (memory.entered?.mono ?? now.mono) + plan.min_in_call_s * 1000;
  if (now.mono < settled) return { veto: "min_in_call", until: until(settled) };
  if (signals.platformAsks) return { veto: "platform_asks", until: null };
  if (memory.movedAt !== null && now.mono < memory.movedAt + MOVED_MS) return { veto: "moving", until: until(memory.movedAt + MOVED_MS) };
  if (self.value?.sharing) return { veto: "sharing", until: null };
  if (self.value?.recording) return { veto: "recording", until: null };
  if (memory.spokeAt !== null && now.mono < memory.spokeAt + SPOKE_MS) return { veto: "speaking", until: until(memory.spokeAt + SPOKE_MS) };
  return null;
}

/** A line with one of these conditions never leaves by itself. */
function onlyTells(line: Line): boolean {
  return line.all.some((one) => one.rule === "idle_user" || (one.rule === "scheduled_end" && one.params.mode === "notify"));
}

/** Leaving would leave people without a host. */
function isSoleHost({ seen: { self, host, humans } }: Weighing): boolean {
  return self.value?.host === true && host.value !== true && humans.value !== 0;
}

/** Two minutes before a planned end, once. */
function warn(line: Line, kept: LineMemory, answers: readonly Answer[], { seen: { now, memory }, deeds, plan }: Weighing): void {
  line.all.forEach((one, index) => {
    const answer = answers[index];
    if (one.rule !== "scheduled_end" || answer?.is !== "later" || kept.since[index] !== null || plan.dry_run) return;
    if (now.wall < answer.at - one.params.warn_before_s * 1000 || memory.lines.has(`${line.id}:${answer.at}`)) return;
    memory.lines.set(`${line.id}:${answer.at}`, kept); // told for this end; another end is told again
    if (one.params.warn_before_s > 0) deeds.push({ do: "tell", line: line.id, about: "ends_soon" });
  });
}

const botNames = (plan: LeavePlan): readonly string[] =>
  plan.lines.flatMap(({ all }) => all).find((one) => one.rule === "only_bots_left")?.params.bot_names ?? BOT_NAMES;

function sightOf({ people }: Signals, now: Now): Sight<People> {
  const why = doubt(people, now);
  return why === null && people.is === "ok" ? { value: people.value, doubt: null } : { value: null, doubt: why ?? "not_found" };
}

function notePlace(memory: Memory, { place, self }: Signals, now: Now): void {
  if (self.is === "ok" && self.value.speaking) memory.spokeAt = now.mono;
  if (place.is !== "ok") return;
  const { value } = place;
  if (value === "call" || value === "moving") memory.entered ??= now;
  if (value === "moving") memory.movedAt = now.mono;
  memory.waitingSince = value === "lobby" ? memory.waitingSince ?? now.mono : null;
  memory.beforeSince = value === "before" ? memory.beforeSince ?? now.mono : null;
}

function notePeople(memory: Memory, people: Sight<People>, now: Now): void {
  if (!people.value || memory.entered === null) return;
  for (const row of people.value.rows) {
    if (row.me) continue;
    if (row.speaks || row.share) memory.active.add(row.key);
    if (row.host && !row.share) memory.hostSeen = true;
  }
  const longAgo = now.mono - LONGEST_WINDOW_MS;
  while ((memory.counts[1]?.at ?? Infinity) < longAgo) memory.counts.shift();
}

function noteCounts(memory: Memory, { total, humans, now }: View): void {
  if (memory.entered === null || total.value === null || humans.value === null) return;
  if (humans.value > 0) memory.humanSeen = true;
  const people = humans.value + 1;
  memory.peak = Math.max(memory.peak, people);
  if (memory.counts.at(-1)?.people !== people) memory.counts.push({ at: now.mono, people });
}
