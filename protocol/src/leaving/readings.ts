/** What a line looked at, for the log of leaves: each reading as words, with its source and its age. */
import type { RuleId, Line } from "./settings.js";
import type { Now, Reading, Signals } from "./signals.js";

export interface UsedReading {
  name: string;
  value: string;
  from: string;
  /** Milliseconds; 0 for what is planned. */
  age: number;
}

const COUNTS: readonly RuleId[] = [
  "alone_after_others", "nobody_joined", "only_bots_left", "count_below", "count_drop", "leave_wave", "overtime_alone", "host_left",
];
const PLANNED: readonly RuleId[] = [
  "nobody_joined", "waiting_room", "host_not_started", "count_drop", "leave_wave", "silence", "scheduled_end", "overtime_alone", "next_meeting",
];

function told<T>(name: string, reading: Reading<T>, now: Now, words: (value: T) => string): UsedReading {
  if (reading.is === "unknown") return { name, value: `unknown (${reading.why})`, from: "", age: 0 };
  return { name, value: words(reading.value), from: reading.from, age: Math.round(now.mono - reading.at) };
}

const moment = (name: string, wall: number | null): UsedReading[] =>
  wall === null ? [] : [{ name, value: new Date(wall).toISOString(), from: "plan", age: 0 }];

/** No name of anybody is in it: the log says how many and not who. */
export function readingsOf(line: Line, signals: Signals, now: Now): UsedReading[] {
  const rules = line.all.map(({ rule }) => rule);
  const uses = (which: readonly RuleId[]): boolean => rules.some((rule) => which.includes(rule));
  const used = [told("place", signals.place, now, String)];
  if (uses(COUNTS)) {
    used.push(told("others_count", signals.othersCount, now, String));
    used.push(told("people", signals.people, now, ({ rows, complete }) => {
      const others = rows.filter(({ me, share }) => !me && !share);
      const hosts = others.filter(({ host }) => host).length;
      return `${others.length} others, ${hosts} of them hosts, ${complete ? "complete" : "not complete"}`;
    }));
  }
  if (rules.includes("silence") || uses(COUNTS)) {
    used.push(told("sound", signals.sound, now, ({ proven, lastAt }) =>
      !proven ? "never heard" : lastAt === null ? "silent" : `heard ${Math.round((now.mono - lastAt) / 1000)} s ago`));
  }
  if (rules.includes("idle_user")) {
    used.push(told("self", signals.self, now, ({ microphone, camera }) => `microphone ${String(microphone)}, camera ${String(camera)}`));
  }
  const { start, end, nextStart } = signals.plan;
  if (uses(PLANNED)) used.push(...moment("planned_start", start), ...moment("planned_end", end));
  if (rules.includes("next_meeting")) used.push(...moment("next_start", nextStart));
  return used;
}
