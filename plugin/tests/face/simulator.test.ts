import { expect, test } from "vitest";
import { RULES } from "../../../protocol/src/leaving/settings.js";
import { Play } from "../../simulator/play.js";
import { BLANK, planFor, SCRIPTS } from "../../simulator/scripts.js";

const BEGINS = new Date(2026, 2, 2, 10, 0).getTime();
const of = (id: string): Play => {
  const script = SCRIPTS.find((one) => one.id === id) ?? BLANK;
  const play = new Play(script, planFor(script), BEGINS);
  play.to(script.lasts_s);
  return play;
};
const told = (play: Play): string[] => play.said.map(({ second, deed }) => `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")} ${deed.do} ${deed.line}`);

/** By the defaults of the rules: when each begins to count, and that it leaves thirty seconds later. */
test.each([
  ["alone_after_others", "10:40"], ["nobody_joined", "20:00"], ["only_bots_left", "19:15"], ["waiting_room", "15:00"],
  ["host_not_started", "15:00"], ["host_left", "10:00"], ["count_below", "13:00"], ["count_drop", "23:00"],
  ["leave_wave", "22:48"], ["silence", "42:50"], ["scheduled_end", "30:00"], ["overtime_alone", "36:00"],
  ["next_meeting", "29:00"], ["hard_stop", "20:00"], ["list_breaks", "16:00"], ["sharing", "14:00"],
])("%s counts at %s and leaves half a minute later", (id, counts) => {
  const play = of(id);
  const line = id === "list_breaks" || id === "sharing" ? "alone_after_others" : id;
  expect(told(play).filter((one) => one.includes(" count "))).toEqual([`${counts} count ${line}`]);
  const [minutes = 0, seconds = 0] = counts.split(":").map(Number);
  expect(play.ending).toEqual({ is: "left", second: minutes * 60 + seconds + 30, line });
});

test("whoever comes back during the countdown stops it, and the time starts from zero", () => {
  expect(told(of("comes_back"))).toEqual([
    "8:10 count alone_after_others", "8:25 stop alone_after_others", "14:00 count alone_after_others", "14:30 leave alone_after_others",
  ]);
});

test("a sleeping laptop leaves nothing: two minutes are counted after it woke", () => {
  expect(told(of("sleeps"))[0]).toBe("27:30 count alone_after_others");
});

test.each(["breakout"])("in %s nothing happens", (id) => { expect(told(of(id))).toEqual([]); });

test("the only host among people, and whoever does not touch the page, are told and not taken out", () => {
  expect(told(of("only_host"))).toEqual(["28:00 tell scheduled_end", "30:00 tell scheduled_end"]);
  expect(told(of("idle_user"))).toEqual(["31:00 tell idle_user"]);
  expect(of("idle_user").ending).toEqual({ is: "ended", second: 40 * 60 });
});

test("there is a script for every rule", () => {
  const about = new Set(SCRIPTS.flatMap((one) => one.about).filter(({ enabled }) => enabled).flatMap(({ all }) => all.map(({ rule }) => rule)));
  expect([...about].sort()).toEqual([...RULES].sort());
});

test("going back plays the same again, with what was done by hand", () => {
  const script = SCRIPTS[0] ?? BLANK;
  const play = new Play(script, planFor(script), BEGINS);
  play.to(645);
  play.now({ do: "answer", with: "stay" });
  play.to(900);
  const before = [told(play), play.samples.length, play.ending];
  play.back(100);
  expect(play.at).toBe(100);
  play.to(900);
  expect([told(play), play.samples.length, play.ending]).toEqual(before);
  expect(play.ending).toEqual({ is: "ended", second: 900 });
});

test("hands can make a meeting out of nothing", () => {
  const play = new Play(BLANK, planFor(BLANK), BEGINS);
  play.now({ do: "come", name: "Bob" });
  play.to(200);
  play.now({ do: "go", name: "Bob" });
  play.to(319);
  expect(play.countdown).toBeNull();
  play.to(325);
  expect(play.countdown).toEqual({ line: "alone_after_others", left: 25, of: 30 });
  play.now({ do: "answer", with: "now" });
  expect(play.ending).toEqual({ is: "left", second: 325, line: "alone_after_others" });
});
