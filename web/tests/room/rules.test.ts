import { beforeEach, describe, expect, it } from "vitest";
import { STANDARD, condition } from "../../../protocol/src/leaving/defaults.js";
import type { LeavePlan } from "../../../protocol/src/leaving/settings.js";
import type { Person } from "../../../protocol/src/messages.js";
import { LeaveRules, type Counting } from "../../src/room/leave_rules.js";
import { RuleLook, type Shown } from "../../src/room/rule_look.js";
import { keep, MOST_ENTRIES, NAME, OFFERED, readKept, type Kept } from "../../src/room/rule_store.js";
import { CountdownRing } from "../../src/parts/countdown-ring.js";
import { TitleCount } from "../../src/room/rule_countdown.js";
import { EMPTY, type RoomState } from "../../src/room/state.js";

const T0 = Date.parse("2026-03-16T10:00:00Z");
const own = (): Storage => localStorage;

const person = (attendee: string, more: Partial<Person> = {}): Person =>
  ({ attendee, name: `${attendee} Person`, role: "participant", moderates: attendee === "alice", since: T0, hand_since: null, away: false, connections: [{ ref: attendee, since: T0, sends: ["mic"], talking: false }], ...more });

const ALONE: LeavePlan = {
  ...STANDARD, min_in_call_s: 0, confirm: { ...STANDARD.confirm, countdown_s: 10, countdown_hidden_s: 20 },
  lines: [{ id: "alone_after_others", enabled: true, all: [condition("alone_after_others", { timeout_s: 5 })] }],
};

/** Bob's tab, a second at a time. */
class Story {
  second = 0;
  people: Person[] = [person("alice"), person("bob")];
  shown: Partial<Shown> = {};
  plugin = false;
  kept: Kept = { plan: ALONE, log: [] };
  out: string[] = [];
  heard: string[] = [];
  look = new RuleLook();
  rules = this.enter();

  enter(): LeaveRules {
    const rules = this.rules = new LeaveRules({
      now: () => ({ mono: this.second * 1000, wall: T0 + this.second * 1000 }),
      look: (now) => this.look.signals(this.now(), now),
      standsBack: () => this.plugin,
      room: "/m/abc/",
      read: () => this.kept,
      keep: (kept) => { this.kept = kept; },
      leave: (reason) => { this.out.push(`${this.second} ${reason}`); },
    });
    rules.on("counting", ({ seconds }: Counting) => { this.heard.push(`${this.second} counts ${seconds}`); });
    rules.on("stopped", () => { this.heard.push(`${this.second} stops`); });
    rules.on("told", ({ about }) => { this.heard.push(`${this.second} ${about}`); });
    return rules;
  }

  now(): Shown {
    const media = { engine: "mesh" as const, url: "", token: "", iceServers: [], iceTransport: "all" as const, maySend: [] };
    const state = { ...EMPTY, people: this.people, openedAt: T0, me: { connection: "bob", attendee: "bob", moderates: false, role: "participant", media } } as unknown as RoomState;
    return { state, phase: { name: "in" }, isOn: () => false, hidden: false, asks: false, ...this.shown };
  }

  until(second: number): void {
    for (; this.second < second; this.second++) this.rules.tick();
  }

  log(): string[] {
    return this.kept.log.map(({ line, what }) => `${line} ${what}`);
  }
}

let story: Story;
beforeEach(() => { story = new Story(); localStorage.clear(); });

describe("a leave rule in the room", () => {
  it("counts down when everybody else has left, and leaves with its name as the reason", () => {
    story.until(60);
    story.people = [person("bob")];
    story.until(90);
    expect([story.heard, story.out, story.log()]).toEqual([["65 counts 10"], ["75 auto_rule:alone_after_others"], ["alone_after_others left"]]);
    expect(story.kept.log[0]?.saw.map(({ name, value }) => `${name} ${value}`)).toContain("others_count 0");
  });

  it("stays for good after Stay, until somebody came and went again", () => {
    story.until(60);
    story.people = [person("bob")];
    story.until(70);
    story.rules.stay();
    story.until(400);
    expect([story.out, story.log()]).toEqual([[], ["alone_after_others stayed"]]);
    story.people = [person("alice"), person("bob")];
    story.until(410);
    story.people = [person("bob")];
    story.until(440);
    expect(story.out).toEqual(["425 auto_rule:alone_after_others"]);
  });

  it("stops when somebody comes, leaves at once when asked to, and rests after Snooze", () => {
    story.until(60);
    story.people = [person("bob")];
    story.until(68);
    story.people = [person("bob"), person("carol")];
    story.until(70);
    expect(story.heard).toEqual(["65 counts 10", "68 stops"]);
    story.people = [person("bob")];
    story.until(80);
    story.rules.snooze();
    story.until(600);
    expect(story.out).toEqual([]);
    story.until(682);
    story.rules.now();
    expect([story.out, story.log()]).toEqual([["682 auto_rule:alone_after_others"], ["alone_after_others stopped", "alone_after_others snoozed", "alone_after_others left"]]);
  });

});

describe("a leave rule and its surroundings: it", () => {
  it("counts longer in a hidden tab", () => {
    story.until(10);
    Object.assign(story, { people: [person("bob")], shown: { hidden: true } });
    story.until(20);
    expect(story.heard).toEqual(["15 counts 20"]);
  });

  it("does not go by what was true before the connection was lost", () => {
    story.until(10);
    Object.assign(story, { people: [person("bob")], shown: { phase: { name: "reconnecting", offline: false } } });
    story.until(60);
    expect([story.heard, story.rules.verdicts[0]?.says]).toEqual([[], "paused"]);
    story.shown = {};
    story.until(64);
    expect(story.heard).toEqual([]);
    story.until(70);
    expect(story.heard).toEqual(["65 counts 10"]);
  });

  it("leaves nobody who shares a screen, is being asked already, or is the only host of others", () => {
    for (const shown of [{ isOn: (source: string) => source === "screen" }, { asks: true }] satisfies Partial<Shown>[]) {
      story = new Story();
      story.until(10);
      Object.assign(story, { people: [person("bob")], shown });
      story.until(40);
      expect([story.heard, story.rules.verdicts[0]?.says]).toEqual([[], "held"]);
    }
    const hosts = new Story();
    const { state } = hosts.now();
    hosts.shown = { state: { ...state, people: [person("bob"), person("carol")], endsAt: T0 + 20_000, me: state.me && { ...state.me, moderates: true } } };
    hosts.rules.change({ ...ALONE, lines: [{ id: "scheduled_end", enabled: true, all: [condition("scheduled_end", { mode: "leave", warn_before_s: 0 })] }] });
    hosts.until(60);
    expect([hosts.heard, hosts.out]).toEqual([["20 sole_host"], []]);
  });

});

describe("the room's rules", () => {
  it("stand back while the plugin is there, and begin anew when it goes", () => {
    story.until(10);
    story.people = [person("bob")];
    story.until(16);
    story.plugin = true;
    story.until(40);
    expect([story.heard, story.out]).toEqual([["15 counts 10", "16 stops"], []]);
    story.plugin = false;
    story.until(47);
    expect(story.heard.at(-1)).toBe("45 counts 10");
  });

  it("leave whoever comes back in peace for ten minutes, in that meeting", () => {
    story.until(10);
    story.people = [person("bob")];
    story.until(30);
    expect(story.out).toHaveLength(1);
    story.people = [person("alice"), person("bob")];
    story.enter();
    story.until(40);
    story.people = [person("bob")];
    story.until(600);
    expect(story.out).toHaveLength(1);
    story.until(645);
    expect(story.out).toEqual(["25 auto_rule:alone_after_others", "640 auto_rule:alone_after_others"]);
  });

  it("do not take a person with a program's name for one who has spoken", () => {
    story.rules.change({ ...ALONE, lines: [{ id: "only_bots_left", enabled: true, all: [condition("only_bots_left", { timeout_s: 5, activate_after_s: 0 })] }] });
    const talks = { connections: [{ ref: "x", since: T0, sends: ["mic" as const], talking: true }] };
    story.people = [person("alice", { name: "Alice" }), person("bob"), person("otter", { name: "Otter Pilot", ...talks })];
    story.until(10);
    story.people = [person("bob"), person("otter", { name: "Otter Pilot" })];
    story.until(60);
    expect(story.heard).toEqual([]);
  });
});

describe("what is kept of the rules", () => {
  it("is all off at first, and comes back as it was set", () => {
    const { plan, log } = readKept(own);
    expect([plan.lines.map(({ id }) => id), plan.lines.some(({ enabled }) => enabled), log]).toEqual([[...OFFERED], false, []]);
    const changed = { ...plan, lines: plan.lines.map((line) => ({ ...line, enabled: line.id === "silence" })) };
    keep(own, { plan: changed, log: [] });
    expect(readKept(own).plan).toEqual(changed);
  });

  it("is all off where it cannot be read, and rules that cannot be shown do not leave", () => {
    const combined = { id: "mine", enabled: true, all: [condition("alone_after_others"), condition("silence")] };
    for (const kept of ["{", "[]", "null", '{"plan":{"lines":7}}', JSON.stringify({ plan: { ...ALONE, lines: [combined] }, log: [7, {}] })]) {
      localStorage.setItem(NAME, kept);
      expect([kept, readKept(own).plan.lines.filter(({ enabled }) => enabled), readKept(own).log]).toEqual([kept, [], []]);
    }
  });

  it("holds without a storage", () => {
    const none = (): Storage => { throw new DOMException("blocked", "SecurityError"); };
    expect(readKept(none).log).toEqual([]);
    keep(none, { plan: ALONE, log: [] });
  });

  it("is at most fifty entries", () => {
    const entry = { at: 1, room: "/m/abc/", line: "silence", what: "told" as const, saw: [] };
    keep(own, { plan: ALONE, log: Array.from({ length: 80 }, (_, at) => ({ ...entry, at })) });
    expect([readKept(own).log.length, readKept(own).log.at(-1)?.at]).toEqual([MOST_ENTRIES, 79]);
  });
});

it("the tab's title counts, and is itself again afterwards", () => {
  document.title = "Team meeting";
  const title = new TitleCount();
  title.show(null);
  for (const left of [12, 11]) title.show(left);
  expect(document.title).toBe("Leaving in 11 … · Team meeting");
  title.show(null);
  expect(document.title).toBe("Team meeting");
});

it("the waiting room can be left by a rule of its own, and no other rule looks there", () => {
  story.rules.change({ ...ALONE, lines: [...ALONE.lines, { id: "waiting_room", enabled: true, all: [condition("waiting_room", { timeout_s: 20 })] }] });
  Object.assign(story, { people: [], shown: { phase: { name: "waiting", since: T0 } } });
  story.until(60);
  expect([story.heard, story.out]).toEqual([["20 counts 10"], ["30 auto_rule:waiting_room"]]);
});

it("a ring that is drawn anew goes on where it was", async () => {
  const ring = new CountdownRing();
  Object.assign(ring, { seconds: 30, until: performance.now() + 10_400 });
  document.body.append(ring);
  await ring.updateComplete;
  expect(ring.querySelector(".countdown-seconds")?.textContent).toBe("11");
  ring.remove();
});
