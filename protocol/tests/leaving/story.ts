/** Plays a call to the engine, one look a second, and tells what it did and when. Clock times are UTC on one day. */
import { condition, STANDARD } from "../../src/leaving/defaults.js";
import { snooze, stay, tick, type Deed } from "../../src/leaving/engine.js";
import { remember, type Memory } from "../../src/leaving/memory.js";
import type { LeavePlan, Line, Params, RuleId } from "../../src/leaving/settings.js";
import { known, NOT_FOUND, NOT_HERE, type Now, type Person, type Place, type Self, type Signals, type Unknown } from "../../src/leaving/signals.js";
import type { Verdict } from "../../src/leaving/verdicts.js";

const MIDNIGHT = Date.UTC(2026, 2, 2);
/** The even clock began some time before the story. */
const BOOT = MIDNIGHT - 12_345;

export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return MIDNIGHT + ((hours * 60 + minutes) * 60 + seconds) * 1000;
};
export const clockOf = (wall: number): string => new Date(wall).toISOString().slice(11, 19);

/** What the page shows from a moment on. What is left out stays as it was. */
export interface Scene {
  place?: Place | Unknown;
  /** Other people's rows; a number makes so many of them. */
  people?: number | readonly Person[] | Unknown;
  complete?: boolean;
  count?: number | Unknown;
  self?: Partial<Self> | Unknown;
  /** Remote sound now, and whether it goes on (`sounds`: every ten seconds, as a meeting does). */
  sounds?: boolean;
  soundKnown?: boolean;
  tabMuted?: boolean;
  start?: string;
  end?: string;
  next?: string;
  accepted?: boolean;
  hidden?: boolean;
  platformAsks?: boolean;
  /** The member answers a running countdown. */
  says?: "stay" | "snooze";
  /** The machine sleeps until then: nobody looks, and the even clock stands still or runs on. */
  sleepsUntil?: string;
  /** Nobody looks until then, as in a throttled tab. */
  blindUntil?: string;
}

export interface Story {
  plan?: LeavePlan;
  from: string;
  until: string;
  scenes: readonly (readonly [string, Scene])[];
  /** Seconds between two looks. */
  every?: number;
  memory?: Memory;
  evenClockSleeps?: boolean;
}

export interface Told {
  deeds: string[];
  verdicts: Map<string, Verdict[]>;
  memory: Memory;
}

export const someone = (key: string, more: Partial<Person> = {}): Person => ({ key, name: key, ...more });
export const people = (count: number): Person[] => Array.from({ length: count }, (_, index) => someone(`Attendee ${index + 1}`));
const ME: Person = { key: "me", name: "Bob", me: true };
const SELF: Self = { sharing: false, speaking: false, recording: false, microphone: false, camera: false, inputAt: null, host: false };

/** Only these rules, with these numbers. */
export function only<Id extends RuleId>(rule: Id, params: Partial<Params[Id]> = {}): LeavePlan {
  return { ...STANDARD, lines: [{ id: rule, enabled: true, all: [condition(rule, params)] }] };
}
export const lines = (...all: Line[]): LeavePlan => ({ ...STANDARD, lines: all });

const unknown = (given: unknown): given is Unknown => typeof given === "object" && given !== null && "is" in given;

function signalsOf(scene: Scene, now: Now, heardAt: number | null, proven: boolean): Signals {
  const rows = typeof scene.people === "number" ? people(scene.people) : scene.people ?? [];
  const wall = (clock: string | undefined): number | null => (clock === undefined ? null : at(clock));
  return {
    place: unknown(scene.place) ? scene.place : known(scene.place ?? "call", now.mono, "page"),
    people: unknown(rows) ? rows : known({ rows: [ME, ...rows], complete: scene.complete ?? true }, now.mono, "list"),
    othersCount: unknown(scene.count) ? scene.count : scene.count === undefined ? NOT_FOUND : known(scene.count, now.mono, "badge"),
    self: unknown(scene.self) ? scene.self : known({ ...SELF, ...scene.self }, now.mono, "page"),
    sound: scene.soundKnown === false ? NOT_HERE : known({ lastAt: heardAt, proven, tabMuted: scene.tabMuted ?? false }, now.mono, "hook"),
    plan: { start: wall(scene.start), end: wall(scene.end), nextStart: wall(scene.next), nextAccepted: scene.accepted ?? null },
    hidden: scene.hidden ?? false,
    platformAsks: scene.platformAsks ?? false,
  };
}

const words = (deed: Deed): string => {
  switch (deed.do) {
    case "count": return `count ${deed.line} ${deed.seconds}`;
    case "stop": return `stop ${deed.line}: ${deed.why}`;
    case "leave": return `leave ${deed.reason}`;
    case "tell": return `tell ${deed.line}: ${deed.about}`;
    case "would_leave": return `would leave ${deed.line}`;
  }
};

export function play(story: Story): Told {
  const plan = story.plan ?? STANDARD;
  const memory = story.memory ?? remember();
  const told: Told = { deeds: [], verdicts: new Map(), memory };
  const waiting = [...story.scenes];
  let scene: Scene = {};
  let heardAt: number | null = null;
  let proven = false;
  let slept = 0;
  /** Every ten seconds of the clock there is a sound, whether somebody looks then or not. */
  const hear = (wall: number): void => {
    const last = Math.floor((wall - MIDNIGHT) / 10_000) * 10_000 + MIDNIGHT - BOOT - slept;
    if (heardAt === null || last > heardAt) heardAt = last;
    proven = true;
  };
  for (let wall = at(story.from); wall <= at(story.until); wall += (story.every ?? 1) * 1000) {
    let now: Now = { wall, mono: wall - BOOT - slept };
    while (waiting[0] && at(waiting[0][0]) <= wall) {
      const [clock, next] = waiting.shift() ?? [story.from, {}];
      if (scene.sounds) hear(at(clock) - 1);
      scene = { ...scene, ...next, ...(typeof next.people === "number" && { people: people(next.people) }) };
      if (next.says === "stay") stay(memory);
      if (next.says === "snooze") snooze(memory, plan, now);
      const woken = next.sleepsUntil ?? next.blindUntil;
      if (woken !== undefined) {
        if (next.sleepsUntil !== undefined && story.evenClockSleeps) slept += at(woken) - wall;
        wall = at(woken);
        now = { wall, mono: wall - BOOT - slept };
      }
    }
    if (scene.sounds) hear(wall);
    const { verdicts, deeds } = tick(memory, plan, signalsOf(scene, now, heardAt, proven), now);
    told.deeds.push(...deeds.map((deed) => `${clockOf(wall)} ${words(deed)}`));
    for (const verdict of verdicts) told.verdicts.set(verdict.line, [...(told.verdicts.get(verdict.line) ?? []), verdict]);
  }
  return told;
}

/** What a line said last. */
export const lastOf = (told: Told, line: string): Verdict | undefined => told.verdicts.get(line)?.at(-1);
