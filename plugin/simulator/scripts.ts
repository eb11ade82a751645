/** Ready meetings: at least one for each rule, each with the lines it needs switched on, and some in which nothing must happen. */
import { condition, STANDARD } from "../../protocol/src/leaving/defaults.js";
import type { LeavePlan, Line, Params, RuleId } from "../../protocol/src/leaving/settings.js";
import type { Happening, Planned } from "./meeting.js";

export interface Script {
  /** Its name and story are the texts `script_<id>` and `story_<id>`. */
  id: string;
  lasts_s: number;
  planned: Planned;
  happenings: readonly (readonly [second: number, what: Happening])[];
  /** Lines that this story is about; on the simulator's page they are switched on for it. */
  about: readonly Line[];
}

const MINUTE = 60;
const NOTHING: Planned = { start: null, end: null, next: null, accepted: false };
const HALF_HOUR: Planned = { ...NOTHING, start: 0, end: 30 * MINUTE };

const NAMES = ["Alice", "Bob", "Carol", "Dan", "Erin", "Faisal", "Grace", "Heidi", "Ivan", "Judy", "Ken", "Lena", "Mia", "Noah"] as const;

type Step = readonly [number, Happening];
const comes = (second: number, name: string, host = false): Step => [second, { do: "come", name, ...(host && { host }) }];
const program = (second: number, name: string): Step => [second, { do: "come", name, silent: true }];
const goes = (second: number, name: string): Step => [second, { do: "go", name }];
const team = (many: number, from = 0, every = 5): Step[] => NAMES.slice(0, many).map((name, index) => comes(from + index * every, name, index === 0));
const TALK: Step = [0, { do: "talk", on: true }];

function on<Id extends RuleId>(rule: Id, params: Partial<Params[Id]> = {}): Line {
  return { id: rule, enabled: true, all: [condition(rule, params)] };
}

function script(id: string, minutes: number, planned: Planned, about: readonly Line[], ...happenings: Step[]): Script {
  return { id, lasts_s: minutes * MINUTE, planned, about, happenings: [...happenings].sort(([one], [other]) => one - other) };
}

const LONE = on("alone_after_others");

export const SCRIPTS: readonly Script[] = [
  script("alone_after_others", 15, NOTHING, [LONE], TALK, ...team(3), goes(8 * MINUTE, "Carol"), goes(8 * MINUTE + 20, "Bob"), goes(8 * MINUTE + 40, "Alice")),
  script("comes_back", 20, NOTHING, [LONE], TALK, ...team(2), goes(6 * MINUTE, "Bob"), goes(6 * MINUTE + 10, "Alice"), comes(8 * MINUTE + 25, "Bob"), goes(12 * MINUTE, "Bob")),
  script("nobody_joined", 25, { ...HALF_HOUR, start: 5 * MINUTE }, [on("nobody_joined")]),
  script("only_bots_left", 25, NOTHING, [on("only_bots_left")], TALK, ...team(2), program(30, "Fireflies.ai Notetaker"), program(35, "Otter Pilot"), goes(14 * MINUTE, "Alice"), goes(14 * MINUTE + 15, "Bob")),
  script("waiting_room", 20, HALF_HOUR, [on("waiting_room")], [0, { do: "place", place: "lobby" }]),
  script("host_not_started", 20, HALF_HOUR, [on("host_not_started")], [0, { do: "place", place: "before" }]),
  script("host_left", 15, NOTHING, [on("host_left")], TALK, ...team(5), goes(8 * MINUTE, "Alice")),
  script("count_below", 20, NOTHING, [on("count_below")], TALK, ...team(12), ...NAMES.slice(8, 12).map((name, index) => goes((9 + index) * MINUTE, name))),
  script("count_drop", 30, HALF_HOUR, [on("count_drop")], TALK, ...team(10), ...NAMES.slice(3, 10).map((name, index) => goes((16 + index) * MINUTE, name))),
  script("leave_wave", 30, HALF_HOUR, [on("leave_wave")], TALK, ...team(10), ...NAMES.slice(5, 10).map((name, index) => goes(22 * MINUTE + index * 12, name))),
  script("silence", 50, HALF_HOUR, [on("silence")], TALK, ...team(4), [33 * MINUTE, { do: "talk", on: false }]),
  script("scheduled_end", 35, HALF_HOUR, [on("scheduled_end", { mode: "leave" })], TALK, ...team(4)),
  script("overtime_alone", 45, HALF_HOUR, [{ ...LONE, enabled: false }, on("overtime_alone")], TALK, ...team(3), goes(31 * MINUTE, "Alice"), goes(32 * MINUTE, "Bob"), goes(33 * MINUTE, "Carol")),
  script("next_meeting", 35, { ...HALF_HOUR, end: null, next: 30 * MINUTE, accepted: true }, [on("next_meeting")], TALK, ...team(4)),
  script("hard_stop", 25, NOTHING, [on("hard_stop", { max_duration_s: 20 * MINUTE })], TALK, ...team(3)),
  script("idle_user", 40, NOTHING, [on("idle_user")], TALK, ...team(6), [60, { do: "hide", on: true }]),
  script("list_breaks", 20, NOTHING, [LONE], TALK, ...team(3), [5 * MINUTE, { do: "list", readable: false }], goes(6 * MINUTE, "Alice"), goes(6 * MINUTE + 5, "Bob"), goes(6 * MINUTE + 10, "Carol"), [14 * MINUTE, { do: "list", readable: true }]),
  script("sleeps", 35, NOTHING, [LONE], TALK, ...team(2), goes(5 * MINUTE, "Alice"), goes(5 * MINUTE + 5, "Bob"), [5 * MINUTE + 30, { do: "sleep", seconds: 20 * MINUTE }]),
  script("breakout", 15, NOTHING, [LONE], TALK, ...team(3), [6 * MINUTE, { do: "place", place: "moving" }], goes(6 * MINUTE, "Alice"), goes(6 * MINUTE, "Bob"), goes(6 * MINUTE, "Carol"), comes(6 * MINUTE + 40, "Erin"), [6 * MINUTE + 45, { do: "place", place: "call" }]),
  script("sharing", 20, NOTHING, [LONE], TALK, ...team(2), [4 * MINUTE, { do: "share", on: true }], goes(8 * MINUTE, "Alice"), goes(8 * MINUTE + 5, "Bob"), [14 * MINUTE, { do: "share", on: false }]),
  script("only_host", 35, HALF_HOUR, [on("scheduled_end", { mode: "leave" })], TALK, [0, { do: "host_me", on: true }], comes(5, "Bob"), comes(9, "Carol"), comes(14, "Dan")),
];

/** The member's own plan, with the story's lines in place of theirs. */
export function planFor({ about }: Script, plan: LeavePlan = STANDARD): LeavePlan {
  const other = new Map(about.map((line) => [line.id, line]));
  const lines = plan.lines.map((line) => other.get(line.id) ?? line);
  return { ...plan, lines: [...lines, ...about.filter(({ id }) => !plan.lines.some((line) => line.id === id))] };
}

/** A mixed meeting for the preview: everything that can be known is known, and in the end everybody goes. */
export const SAMPLE: Script = script(
  "sample", 75, { start: 0, end: 45 * MINUTE, next: 60 * MINUTE, accepted: true }, [],
  TALK, ...team(12, 20, 15), program(200, "Fireflies.ai Notetaker"),
  ...NAMES.slice(8, 12).map((name, index) => goes((26 + index * 2) * MINUTE, name)),
  ...NAMES.slice(3, 8).map((name, index) => goes(41 * MINUTE + index * 25, name)),
  goes(46 * MINUTE, "Alice"), goes(48 * MINUTE, "Bob"), goes(51 * MINUTE, "Carol"), [50 * MINUTE, { do: "talk", on: false }], goes(58 * MINUTE, "Fireflies.ai Notetaker"),
);

export const BLANK: Script = script("blank", 120, NOTHING, []);
