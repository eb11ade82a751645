import { describe, expect, it } from "vitest";
import { appointmentsIn, readFeed } from "../../src/calendar/ics.js";
import { GOOGLE, NEXTCLOUD, OUTLOOK } from "./feeds.js";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const all = (text: string, from: string, to: string, zone = "Europe/Berlin"): (string | boolean | null)[][] =>
  appointmentsIn(text, { from: day(from), to: day(to) }, zone).map((one) => [
    new Date(one.start).toISOString().slice(0, 16), new Date(one.end).toISOString().slice(0, 16), one.title, one.accepted, one.url,
  ]);
const starts = (lines: string, from = "2026-01-01", to = "2027-01-01", zone = "Europe/Berlin"): string[] =>
  all(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT\nEND:VCALENDAR`, from, to, zone).map(([start]) => String(start));

describe("a Google feed", () => {
  const meet = "https://meet.google.com/abc-defg-hij";

  it("keeps ten o'clock over the change of clocks, leaves out what was taken out, and moves what was moved", () => {
    expect(all(GOOGLE, "2026-03-01", "2026-05-01")).toEqual([
      ["2026-03-16T09:00", "2026-03-16T09:30", "Weekly, with ;everybody", true, meet],
      ["2026-03-17T08:30", "2026-03-17T09:00", "Budget", false, "https://eu02web.zoom.us/j/81234567890?pwd=secret"],
      ["2026-03-23T09:00", "2026-03-23T09:30", "Weekly, with ;everybody", true, meet],
      ["2026-03-31T13:00", "2026-03-31T14:00", "Weekly, moved to Tuesday", false, null],
      ["2026-04-13T08:00", "2026-04-13T08:30", "Weekly, with ;everybody", true, meet],
    ]);
  });

  it("says which was declined, and whose answer counts when the feed does not name its owner", () => {
    const window = { from: day("2026-03-16"), to: day("2026-03-18") };
    expect(appointmentsIn(GOOGLE, window, "UTC").map(({ declined }) => declined)).toEqual([undefined, true]);
    const shared = GOOGLE.replace("X-WR-CALNAME:bob@example.org", "X-WR-CALNAME:Team");
    expect(appointmentsIn(shared, window, "UTC").map(({ accepted }) => accepted)).toEqual([null, null]);
    expect(appointmentsIn(shared, window, "UTC", ["mailto:Carol@example.org"])[0]).toMatchObject({ accepted: false, declined: true });
    expect(appointmentsIn(shared, window, "UTC", ["alice@example.org"])[0]?.accepted).toBe(true);
  });

  it("gives what touches the window, and nothing beside it", () => {
    const within = (from: string, to: string): number =>
      appointmentsIn(GOOGLE, { from: Date.parse(from), to: Date.parse(to) }, "UTC").length;
    expect(within("2026-03-16T09:29:59Z", "2026-03-16T09:45:00Z")).toBe(1);
    expect(within("2026-03-16T09:30:00Z", "2026-03-16T09:45:00Z")).toBe(0);
    expect(within("2026-03-16T08:30:00Z", "2026-03-16T09:00:00Z")).toBe(0);
  });
});

describe("an Outlook feed", () => {
  it("knows Windows' names of zones, reads the rules of those nobody knows, and takes links out of their wrapping", () => {
    const teams = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_AbC%40thread.v2/0";
    expect(all(OUTLOOK, "2026-03-01", "2026-04-10")).toEqual([
      ["2026-03-06T14:15", "2026-03-06T14:30", "Stand-up", null, teams],
      ["2026-03-07T14:15", "2026-03-07T14:30", "Stand-up", null, teams],
      ["2026-03-08T13:15", "2026-03-08T13:30", "Stand-up", null, teams], // clocks went forward in New York
      ["2026-03-09T13:15", "2026-03-09T13:30", "Stand-up", null, teams],
      ["2026-03-30T08:00", "2026-03-30T08:45", "Review", false, "https://teams.microsoft.com/l/meetup-join/19%3ameeting_xyz%40thread.v2/0?context=%7b%7d"],
    ]);
  });

  it("reads times in a made-up zone as in the zone whose rules it has, also where clocks change", () => {
    for (const time of ["20260329T013000", "20260329T023000", "20260329T033000", "20261025T013000", "20261025T023000", "20261025T033000", "20260701T120000"]) {
      const of = (zone: string): string[] => starts(`DTSTART;TZID=${zone}:${time}`);
      const custom = OUTLOOK.replace("UID:custom", "UID:x").replace(":20260330T100000", `:${time}`);
      const [read] = all(custom, "2026-01-01", "2027-01-01").filter(([, , title]) => title === "Review");
      expect([time, read?.[0]]).toEqual([time, of("Europe/Berlin")[0]]);
    }
  });
});

it("a Nextcloud feed: second Tuesdays, one day added, one taken out, times without a zone at the reader's", () => {
  const call = "https://cloud.example.org/index.php/call/k3x8z9";
  const title = "Verein „Grüner Hof“";
  expect(all(NEXTCLOUD, "2026-01-01", "2026-04-30", "Asia/Tokyo")).toEqual([
    ["2026-01-13T17:00", "2026-01-13T18:30", title, null, call],
    ["2026-02-10T17:00", "2026-02-10T18:30", title, null, call],
    ["2026-02-12T00:00", "2026-02-12T00:30", "Where I am", null, null],
    ["2026-02-13T14:00", "2026-02-14T15:00", "Jitsi", null, "https://meet.jit.si/Gr%C3%BCnerHof"],
    ["2026-02-20T17:00", "2026-02-20T18:30", title, null, call],
    ["2026-04-14T16:00", "2026-04-14T17:30", title, null, call],
  ]);
});

describe("repetitions", () => {
  const rule = (text: string, start = "20260105T090000"): string[] => starts(`DTSTART:${start}\nRRULE:${text}`, "2026-01-01", "2028-01-01", "UTC").map((one) => one.slice(0, 10));

  it("count from their beginning, however late one looks", () => {
    expect(starts("DTSTART:20200101T080000Z\nRRULE:FREQ=DAILY;COUNT=2193", "2026-01-01", "2027-01-01")).toEqual(["2026-01-01T08:00"]);
    expect(starts("DTSTART:20200101T080000Z\nRRULE:FREQ=DAILY;COUNT=2192", "2026-01-01", "2027-01-01")).toEqual([]);
  });

  it("end with UNTIL, as a day, in UTC and on the wall, all of them inclusive", () => {
    expect(rule("FREQ=DAILY;UNTIL=20260107")).toEqual(["2026-01-05", "2026-01-06", "2026-01-07"]);
    expect(rule("FREQ=DAILY;UNTIL=20260106T090000Z")).toEqual(["2026-01-05", "2026-01-06"]);
    expect(rule("FREQ=DAILY;UNTIL=20260106T085959")).toEqual(["2026-01-05"]);
  });

  it("find last Fridays, last working days, days that some months lack, and leap days", () => {
    expect(rule("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "20260130T090000")).toEqual(["2026-01-30", "2026-02-27", "2026-03-27"]);
    expect(rule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "20260130T090000")).toEqual(["2026-01-30", "2026-02-27", "2026-03-31"]);
    expect(rule("FREQ=MONTHLY;COUNT=3", "20260131T090000")).toEqual(["2026-01-31", "2026-03-31", "2026-05-31"]);
    expect(rule("FREQ=YEARLY", "20240229T090000")).toEqual([]);
    expect(rule("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=2", "20260329T090000")).toEqual(["2026-03-29", "2027-03-28"]);
  });

  it("begin weeks where WKST says", () => {
    expect(rule("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "20260106T090000")).toEqual(["2026-01-06", "2026-01-11", "2026-01-20", "2026-01-25"]);
    expect(rule("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "20260106T090000")).toEqual(["2026-01-06", "2026-01-18", "2026-01-20", "2026-02-01"]);
  });

  it("choose places in whole weeks, also in the first", () => {
    expect(rule("FREQ=WEEKLY;BYDAY=MO,FR,SU;BYSETPOS=-1;COUNT=2", "20260111T090000")).toEqual(["2026-01-11", "2026-01-18"]);
    expect(rule("FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=2;COUNT=2", "20260107T090000")).toEqual(["2026-01-07", "2026-01-14"]);
  });

  it("of a kind that is not understood give their first time and a note", () => {
    const feed = readFeed("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105T090000Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\nEND:VCALENDAR", { from: day("2026-01-01"), to: day("2026-02-01") }, "UTC");
    expect([feed.appointments.length, feed.notes]).toEqual([1, [{ what: "rule", about: "FREQ=HOURLY", times: 1 }]]);
  });

  it("take the cancelled time of a series out, and the newer of two changes", () => {
    const event = (lines: string): string => `BEGIN:VEVENT\nUID:s\n${lines}\nEND:VEVENT\n`;
    const text = `BEGIN:VCALENDAR\n${event("DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=3")}`
      + event("RECURRENCE-ID:20260106T090000Z\nSEQUENCE:2\nSTATUS:CANCELLED\nDTSTART:20260106T090000Z")
      + `${event("RECURRENCE-ID:20260106T090000Z\nSEQUENCE:1\nDTSTART:20260106T100000Z")}END:VCALENDAR`;
    expect(all(text, "2026-01-01", "2026-02-01").map(([start]) => start)).toEqual(["2026-01-05T09:00", "2026-01-07T09:00"]);
  });
});

describe("what is broken", () => {
  const read = (text: string, window = { from: day("2026-01-01"), to: day("2027-01-01") }): [number, string[]] => {
    const { appointments, notes } = readFeed(text, window, "Europe/Berlin");
    return [appointments.length, notes.map(({ what }) => what)];
  };

  it("is noted, and the rest is read", () => {
    expect(read("<html>Not signed in</html>")).toEqual([0, ["no_calendar"]]);
    expect(read(GOOGLE.slice(0, GOOGLE.indexOf("UID:cancelled")))[0]).toBe(4 + 1);
    expect(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260231T100000Z\nEND:VEVENT\nEND:VCALENDAR")).toEqual([0, ["date"]]);
    expect(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Mars/Olympus:20260301T100000\nEND:VEVENT\nEND:VCALENDAR")).toEqual([1, ["zone"]]);
  });

  it("has a bound: so many events, so many letters, so much work", () => {
    const event = "BEGIN:VEVENT\nDTSTART:20260101T100000Z\nRRULE:FREQ=DAILY;COUNT=1000000\nEND:VEVENT\n";
    const [found, notes] = read(`BEGIN:VCALENDAR\n${event.repeat(20_001)}END:VCALENDAR`);
    expect([found <= 2000, notes]).toEqual([true, ["too_many"]]);
    expect(read(`BEGIN:VCALENDAR\n${"X-A:aaaaaaaaaaaaaaaaaaa\n".repeat(250_000)}END:VCALENDAR`)[1]).toContain("too_long");
  }, 60_000);
});
