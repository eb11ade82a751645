/**
 * Twenty made-up meetings for each rule (SOAK=1: two hundred). What should happen is worked out from the script alone,
 * by a sentence for each rule that shares no code with the engine; the engine sees only what a page would show. From
 * the condition coming true to the countdown: at most one look (a second in a visible tab, a minute in a hidden one). No
 * leave where none was due, none missed.
 */
import { expect, test } from "vitest";
import type { Params, RuleId } from "../../src/leaving/settings.js";
import { at, clockOf, only, people, play, someone, type Scene, type Story } from "./story.js";

const soak = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env["SOAK"] === "1";
const MEETINGS = soak ? 200 : 20;

/** A small generator with a seed, so that a meeting that fails can be played again. */
class Dice {
  /** `glimpse`: how many seconds something lasts that must be seen. In a hidden tab nobody sees less than a minute. */
  constructor(private seed: number, readonly glimpse: number) {}
  below(most: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * most);
  }
  between(least: number, most: number): number { return least + this.below(most - least + 1); }
  perhaps(percent: number): boolean { return this.below(100) < percent; }
}

const START = at("10:00:00");
type Scenes = (readonly [string, Scene])[];
/** Seconds after ten o'clock. */
const clock = (second: number): string => clockOf(START + second * 1000);
const HOUR = 3600;

interface Meeting {
  scenes: Scenes;
  params?: object;
  /** When the countdown must begin, in seconds after ten; null: never. */
  expected: number | null;
  until: number;
  /** When the condition ends again, and when it would be due. In a hidden tab what ends near that moment may go either way. */
  ends?: number | null;
  due?: number;
}

/** How many others are there, as steps: `[from second, others]`. */
type Steps = readonly (readonly [number, number])[];
const shown = (steps: Steps, more: Scene = {}): Scenes => steps.map(([second, others], index) => [clock(second), { people: others, ...(index === 0 ? more : {}) }]);

/** People come and go; from some moment everybody is gone, perhaps to come back once. */
function emptying(dice: Dice): { steps: Steps; aloneFrom: number; backAt: number | null } {
  const steps: [number, number][] = [[0, dice.between(1, 12)]];
  let second = 0;
  for (let change = 0; change < dice.below(6); change += 1) steps.push([second += dice.between(20, 300), dice.between(1, 15)]);
  const aloneFrom = second + dice.between(130, 600);
  steps.push([aloneFrom, 0]);
  const backAt = dice.perhaps(30) ? aloneFrom + dice.between(5, 110) : null;
  if (backAt !== null) steps.push([backAt, 2]);
  return { steps, aloneFrom, backAt };
}

const MAKERS: Readonly<Record<RuleId, (dice: Dice) => Meeting>> = {
  alone_after_others: (dice) => {
    const timeout_s = dice.between(60, 300);
    const { steps, aloneFrom, backAt } = emptying(dice);
    const due = aloneFrom + timeout_s;
    return { scenes: shown(steps), params: { timeout_s }, expected: backAt !== null && backAt < due ? null : due, until: due + 120, ends: backAt, due };
  },
  nobody_joined: (dice) => {
    const timeout_s = dice.between(200, 900);
    const start = dice.between(-600, 900);
    const somebody = dice.perhaps(40) ? dice.between(0, 1500) : null;
    const due = Math.max(0, start) + timeout_s;
    const scenes = shown([[0, 0], ...(somebody === null ? [] : [[somebody, 1], [somebody + dice.glimpse, 0]] as const)], { start: clock(start) });
    return { scenes, params: { timeout_s }, expected: somebody !== null && somebody < due ? null : due, until: due + 100, ends: somebody, due };
  },
  only_bots_left: (dice) => {
    const timeout_s = dice.between(60, 400);
    const activate_after_s = dice.between(0, 900);
    const bots = [someone("Fireflies.ai Notetaker"), someone("tl;dv recorder")].slice(0, dice.between(1, 2));
    const humansGo = dice.between(150, 900);
    const speaks = dice.perhaps(30);
    const scenes: Scenes = [[clock(0), { people: [...people(3), ...bots] }]];
    if (speaks) scenes.push([clock(30), { people: [...people(3), ...bots.map((one) => ({ ...one, speaks: true }))] }], [clock(30 + dice.glimpse), { people: [...people(3), ...bots] }]);
    scenes.push([clock(humansGo), { people: bots }]);
    const due = Math.max(humansGo, activate_after_s) + timeout_s;
    return { scenes, params: { timeout_s, activate_after_s }, expected: speaks ? null : Math.max(120, due), until: due + 300 };
  },
  waiting_room: (dice) => {
    const timeout_s = dice.between(60, 900);
    const start = dice.between(-300, 600);
    const admitted = dice.perhaps(40) ? dice.between(10, 1200) : null;
    const due = Math.max(0, start) + timeout_s;
    const scenes: Scenes = [[clock(0), { place: "lobby", start: clock(start) }]];
    if (admitted !== null) scenes.push([clock(admitted), { place: "call", people: 4 }]);
    return { scenes, params: { timeout_s }, expected: admitted !== null && admitted <= due ? null : due, until: due + 100, ends: admitted, due };
  },
  host_not_started: (dice) => {
    const timeout_s = dice.between(60, 900);
    const start = dice.between(-300, 600);
    const began = dice.perhaps(40) ? dice.between(10, 1200) : null;
    const due = Math.max(0, start) + timeout_s;
    const scenes: Scenes = [[clock(0), { place: "before", start: clock(start) }]];
    if (began !== null) scenes.push([clock(began), { place: "call", people: 4 }]);
    return { scenes, params: { timeout_s }, expected: began !== null && began <= due ? null : due, until: due + 100, ends: began, due };
  },
  host_left: (dice) => {
    const timeout_s = dice.between(30, 300);
    const guests = people(dice.between(1, 8)).map((one) => ({ ...one, host: false }));
    const host = someone("Alice", { host: true });
    const comes = dice.between(0, 200);
    const goes = comes + dice.between(130, 900);
    const back = dice.perhaps(30) ? goes + dice.between(dice.glimpse, 290) : null;
    const scenes: Scenes = [[clock(0), { people: guests }], [clock(comes), { people: [...guests, host] }], [clock(goes), { people: guests }]];
    if (back !== null) scenes.push([clock(back), { people: [...guests, host] }]);
    const due = goes + timeout_s;
    return { scenes, params: { timeout_s }, expected: back !== null && back <= due ? null : due, until: due + 100, ends: back, due };
  },
  count_below: (dice) => {
    const min_count = dice.between(3, 12);
    const sustain_s = dice.between(10, 120);
    const reaches = dice.perhaps(70);
    const falls = dice.between(300, 900);
    const high = reaches ? dice.between(min_count, 20) : dice.between(1, min_count - 1);
    const low = dice.between(0, min_count - 2);
    const steps: Steps = [[0, dice.between(0, min_count - 2)], [200, high - 1], [falls, low]];
    return { scenes: shown(steps), params: { min_count, sustain_s }, expected: reaches ? falls + sustain_s : null, until: falls + sustain_s + 100 };
  },
  count_drop: (dice) => {
    const drop_pct = dice.between(20, 80);
    const sustain_s = dice.between(10, 90);
    const peak = dice.between(5, 40);
    const left = dice.between(1, peak);
    const falls = dice.between(200, 3000);
    const enough = left <= (peak * (100 - drop_pct)) / 100;
    const scenes = shown([[0, peak - 1], [falls, left - 1]], { start: clock(0), end: clock(HOUR) });
    const due = Math.max(falls, HOUR / 2) + sustain_s;
    return { scenes, params: { drop_pct, sustain_s, min_peak: 5, not_before_pct: 50 }, expected: enough ? due : null, until: due + 60 };
  },
  leave_wave: (dice) => {
    const wave_pct = dice.between(30, 60);
    const size = dice.between(10, 30);
    const gone = dice.between(1, size - 1);
    const enough = gone * 100 >= size * wave_pct;
    const goes = dice.between(1900, 3000);
    const scenes = shown([[0, size - 1], [goes, size - gone - 1]], { start: clock(0), end: clock(HOUR) });
    return { scenes, params: { wave_pct, window_s: 120, min_peak: 5, not_before_pct: 50 }, expected: enough ? goes : null, until: goes + 200 };
  },
  silence: (dice) => {
    const timeout_s = dice.between(60, 600);
    const activate_after_s = dice.between(0, 1200);
    const stops = dice.between(20, 300) * 10 + 5;
    const lastSound = stops - 5;
    const again = dice.perhaps(30) ? Math.max(stops, activate_after_s) + timeout_s + 300 : null;
    const scenes: Scenes = [[clock(0), { people: 3, sounds: true }], [clock(stops), { sounds: false }]];
    const due = Math.max(120, activate_after_s + timeout_s, lastSound + timeout_s);
    if (again !== null) scenes.push([clock(again), { sounds: true }]);
    return { scenes, params: { timeout_s, activate_after_s, only_after_sched_end: false }, expected: due, until: due + 100 };
  },
  scheduled_end: (dice) => {
    const grace_s = dice.between(0, 300);
    const end = dice.between(-600, 2400);
    return {
      scenes: [[clock(0), { people: 4, end: clock(end) }]], params: { grace_s, warn_before_s: 0, mode: "leave" },
      expected: end + grace_s > 0 ? Math.max(120, end + grace_s) : null, until: 3000,
    };
  },
  overtime_alone: (dice) => {
    const grace_s = dice.between(0, 300);
    const timeout_s = dice.between(10, 120);
    const end = dice.between(200, 1500);
    const alone = dice.perhaps(80) ? dice.between(100, 2500) : null;
    const scenes = shown([[0, 4], ...(alone === null ? [] : [[alone, 0]] as const)], { end: clock(end) });
    return { scenes, params: { grace_s, timeout_s }, expected: alone === null ? null : Math.max(120, end + grace_s + timeout_s, alone + timeout_s), until: 3200 };
  },
  next_meeting: (dice) => {
    const lead_s = dice.between(0, 300);
    const next = dice.between(-100, 2400);
    const accepted = dice.perhaps(70);
    return {
      scenes: [[clock(0), { people: 4, next: clock(next), accepted }]], params: { lead_s },
      expected: accepted && next - lead_s > 0 ? Math.max(120, next - lead_s) : null, until: 3000,
    };
  },
  hard_stop: (dice) => {
    const max_duration_s = dice.between(60, 2400);
    return { scenes: [[clock(0), { people: 4 }]], params: { max_duration_s }, expected: Math.max(120, max_duration_s), until: 2600 };
  },
  idle_user: (dice) => {
    // It only tells; `expected` is when.
    const timeout_s = dice.between(60, 1800);
    const idle = dice.between(10, 600);
    const camera = dice.perhaps(25);
    const scenes: Scenes = [[clock(0), { people: 4, hidden: false }], [clock(idle), { hidden: true, self: { camera } }]];
    return { scenes, params: { timeout_s }, expected: camera ? null : Math.max(120, idle + timeout_s), until: 2600 };
  },
};

function begins(deeds: readonly string[], rule: RuleId): number | null {
  const first = deeds.find((deed) => deed.includes(` count ${rule} `) || deed.endsWith(` tell ${rule}: due`));
  return first === undefined ? null : (at(first.slice(0, 8)) - START) / 1000;
}

const RULES = Object.keys(MAKERS) as RuleId[];

test.each(RULES.flatMap((rule) => [[rule, false], [rule, true]] as const))("%s, hidden: %s", (rule, hidden) => {
  for (let meeting = 0; meeting < MEETINGS; meeting += 1) {
    const made = MAKERS[rule](new Dice(meeting * 7919 + RULES.indexOf(rule), hidden ? 90 : 10));
    const every = hidden ? 60 : 1;
    if (hidden && made.ends !== undefined && made.ends !== null && Math.abs(made.ends - (made.due ?? 0)) <= 120) continue;
    const scenes = rule === "idle_user" || !hidden ? made.scenes : made.scenes.map(([time, scene]) => [time, { ...scene, hidden: true }] as const);
    const story: Story = { plan: only(rule, (made.params ?? {}) as Partial<Params[typeof rule]>), from: "10:00:00", until: clock(made.until + (hidden ? 600 : 0)), scenes, every };
    const began = begins(play(story).deeds, rule);
    const told = `meeting ${meeting}: ${JSON.stringify({ ...made, began })}`;
    // What is looked at once a minute is seen up to a look late, and a duration that began late ends late.
    const late = hidden ? 120 : 1;
    if (made.expected === null) expect(began, told).toBeNull();
    else {
      expect(began, told).not.toBeNull();
      expect((began ?? 0) - made.expected, told).toBeGreaterThanOrEqual(0);
      expect((began ?? 0) - made.expected, told).toBeLessThanOrEqual(late);
    }
  }
}, soak ? 300_000 : 20_000);
