/** What a tick's signals amount to: who is there, and how sure that is. Source of the rules: docs/developer/leaving.md. */
import { doubt, type Doubt, type Now, type People, type Person, type Plan, type Self, type Signals, type Sound } from "./signals.js";
import type { Memory } from "./memory.js";

/** A value, or why there is none now. */
export type Sight<T> = { value: T; doubt: null } | { value: null; doubt: Doubt };

export interface View {
  now: Now;
  memory: Memory;
  plan: Plan;
  hidden: boolean;
  /** People beside this member, programs included. */
  total: Sight<number>;
  /** Without the programs; who has spoken or shown something is no program. */
  humans: Sight<number>;
  /** Another host is there. In doubt where no row tells a role. */
  host: Sight<boolean>;
  self: Sight<Self>;
  sound: Sight<Sound>;
}

const CONTRADICTED_MS = 60_000;
const SETTLES_MS = 2000;

const no = <T>(why: Doubt): Sight<T> => ({ value: null, doubt: why });
const yes = <T>(value: T): Sight<T> => ({ value, doubt: null });

function sight<T>(reading: { is: "ok"; value: T; at: number; from: string; sure: number } | { is: "unknown"; why: Doubt }, now: Now): Sight<T> {
  const why = doubt(reading as Parameters<typeof doubt>[0], now);
  return why === null && reading.is === "ok" ? yes(reading.value) : no(why ?? "not_found");
}

/** The rows that are other people: without this member, their other devices and tiles that show a screen. */
export function others(people: People): readonly Person[] {
  return people.rows.filter(({ me, share }) => !me && !share);
}

/** Names are asked about every second. */
const known = new Map<string, string>();
const MOST_KNOWN = 2000;

function words(text: string): string {
  let found = known.get(text);
  if (found === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    found = ` ${text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ")} `;
    known.set(text, found);
  }
  return found;
}

/** A name that has all words of a bot's name, side by side: `Fireflies.ai Notetaker`, not `Otterbein`. */
export function isBot(name: string, bots: readonly string[]): boolean {
  const said = words(name);
  return bots.some((bot) => words(bot).trim() !== "" && said.includes(words(bot)));
}

/**
 * How many others. A list that is not complete proves who is there and never that nobody is; where the page's own
 * number and its list differ in whether anybody is there, nobody knows.
 */
function counted(count: Sight<number>, people: Sight<People>): Sight<number> {
  const rows = people.value ? others(people.value).length : null;
  if (count.value !== null && rows !== null) {
    if ((count.value === 0) !== (rows === 0) && (people.value?.complete === true || rows > 0)) return no("disagree");
    return yes(Math.max(count.value, rows));
  }
  if (count.value !== null) return count;
  if (rows === null) return no(people.doubt === "not_here" ? count.doubt : people.doubt ?? "not_found");
  return rows > 0 || people.value?.complete ? yes(rows) : no("not_found");
}

/** Sound that came after the page had counted nobody contradicts the page. */
function contradicted(memory: Memory, sound: Sight<Sound>, now: Now): boolean {
  const heard = sound.value?.lastAt ?? null;
  if (heard === null || memory.nobodySince === null) return false;
  return now.mono - heard < CONTRADICTED_MS && heard > memory.nobodySince + SETTLES_MS;
}

function hostIn(people: Sight<People>): Sight<boolean> {
  if (!people.value) return no(people.doubt);
  const rows = others(people.value);
  if (rows.some(({ host }) => host)) return yes(true);
  if (people.value.rows.every(({ host }) => host === undefined)) return no("not_here");
  return people.value.complete ? yes(false) : no("not_found");
}

export function view(memory: Memory, signals: Signals, bots: readonly string[], now: Now): View {
  const people = sight(signals.people, now);
  const sound = sight(signals.sound, now);
  let total = counted(sight(signals.othersCount, now), people);
  if (total.value !== 0) memory.nobodySince = null;
  else memory.nobodySince ??= now.mono;
  if (total.value === 0 && contradicted(memory, sound, now)) total = no("contradiction");
  let humans = total;
  if (people.value && total.value) {
    const programs = others(people.value).filter(({ key, name }) => !memory.active.has(key) && isBot(name, bots)).length;
    humans = yes(total.value - programs);
  }
  return { now, memory, plan: signals.plan, hidden: signals.hidden, total, humans, host: hostIn(people), self: sight(signals.self, now), sound };
}
