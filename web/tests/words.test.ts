import { describe, expect, it } from "vitest";
import dashboard from "../../protocol/examples/words/dashboard.json" with { type: "json" };
import join from "../../protocol/examples/words/join.json" with { type: "json" };
import room from "../../protocol/examples/words/room.json" with { type: "json" };
import type { Sentences as DashboardSentences } from "../src/dashboard/words.js";
import { Words as JoinWords, words as joinWords, type Sentences as JoinSentences } from "../src/join/words.js";
import type { Sentences as RoomSentences } from "../src/room/sentences.js";
import { Words as RoomWords, words as roomWords } from "../src/room/words.js";

/** Names in `Given` that `Known` has not, one level down as well. Tables with open keys have none. */
type Unknown<Given, Known> = {
  [Key in keyof Given]: Key extends keyof Known
    ? Given[Key] extends readonly unknown[] | string ? never
      : string extends keyof Known[Key] ? never : Exclude<keyof Given[Key], keyof Known[Key]>
    : Key;
}[keyof Given];

// A word that the service does not send fails these lines in tsc; one that the script does not know fails the next.
const english: { dashboard: DashboardSentences; join: JoinSentences; room: RoomSentences } = { dashboard, join, room };
const unknown: { dashboard: never[]; join: never[]; room: never[] } = {
  dashboard: [] as Unknown<typeof dashboard, DashboardSentences>[],
  join: [] as Unknown<typeof join, JoinSentences>[],
  room: [] as Unknown<typeof room, RoomSentences>[],
};

it("the words come from the page, and all of them are known", () => {
  expect([roomWords.say, joinWords.say]).toEqual([english.room, english.join]);
  expect(unknown).toEqual({ dashboard: [], join: [], room: [] });
});

describe("the room's sentences", () => {
  const words = new RoomWords(english.room);

  it("say how somebody went", () => {
    expect(["left", "removed", "lost", "transport", "ended"].map((reason) => words.left("Bob", reason)))
      .toEqual(["Bob left", "Bob was removed", "Bob lost the connection", "Bob lost the connection", "Bob left"]);
  });

  it("keep a name that looks like a placeholder", () => {
    expect(words.said("%(text)s", "100 %")).toBe("%(text)s: 100 %");
    expect(words.remove("title", "%(name)s")).toBe("Remove %(name)s?");
  });

  it("say what ending does to nobody, one and many", () => {
    expect([0, 1, 12].map((others) => words.end(others))).toEqual([
      "The room closes. It cannot be reopened from here.",
      "The room closes and one other person is shown out. This cannot be undone.",
      "The room closes and 12 others are shown out. This cannot be undone.",
    ]);
  });

  it("name each device in its own sentence, and only the screen is cancelled", () => {
    expect(words.trouble("none", "camera")).toContain("No camera was found");
    expect(words.trouble("cancelled", "screen")).toBe("The screen is not shared. Press Share to choose again.");
  });

  it("say why somebody waits only where it is not the waiting room", () => {
    expect([words.because("waiting_room", ""), words.because("like_removed", "Bob")])
      .toEqual(["", "Same name or e-mail as “Bob”, who was removed."]);
  });

  it("read a reaction aloud, and leave one that nobody knows", () => {
    expect([words.reacted("Bob", "👏"), words.reacted("Bob", "🦆")]).toEqual(["Bob reacts: applause", "Bob reacts: 🦆"]);
  });

  it("follow the rule of a language whose zero is like its one", () => {
    const french = new RoomWords({ ...english.room, plural: "11".padEnd(200, "0"), counted: { ...english.room.counted, unread: ["%(n)d messages non lus", "%(n)d message non lu"] } });
    expect([0, 1, 2, 101].map((number) => french.count("unread", number)))
      .toEqual(["0 message non lu", "1 message non lu", "2 messages non lus", "101 messages non lus"]);
  });
});

describe("the join page's sentences", () => {
  const words = new JoinWords(english.join);

  it("tell the figures of the network", () => {
    expect(words.figures({ median: 41.6, lost: 0, tries: 8 })).toBe("Answers take 42 milliseconds (the middle of 8 tries), none is lost.");
    expect(words.figures({ median: 1, lost: 1, tries: 8 })).toBe("Answers take 1 millisecond (the middle of 8 tries), 1 is lost.");
  });

  it("say nothing beside a device where the page has said it above", () => {
    expect([words.trouble("insecure", "mic"), words.trouble("busy", "mic")])
      .toEqual(["", "Another program is using the microphone. Close it there, then try again."]);
  });
});
