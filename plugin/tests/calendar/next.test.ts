import { describe, expect, it } from "vitest";
import type { Appointment } from "../../src/calendar/appointments.js";
import { planOf } from "../../src/calendar/next.js";

const clock = (text: string): number => Date.parse(`2026-03-16T${text}:00Z`);
const said = (moment: number | null): string | null => moment === null ? null : new Date(moment).toISOString().slice(11, 16);

const MEET = "https://meet.google.com/abc-defg-hij?authuser=1";
const ZOOM = "https://zoom.us/j/81234567890?pwd=secret";
const addressOf = (url: URL): string | null => (url.pathname === "/" ? null : `${url.host}${url.pathname}`);

const one = (title: string, from: string, to: string, more: Partial<Appointment> = {}): Appointment =>
  ({ title, start: clock(from), end: clock(to), url: null, accepted: null, ...more });

/** Beginning, end, next, accepted. */
const plan = (appointments: Appointment[], now: string, address: string | null = "meet.google.com/abc-defg-hij", entered = now): (string | boolean | null)[] => {
  const { start, end, nextStart, nextAccepted } = planOf(appointments, { address, addressOf, entered: clock(entered) }, clock(now));
  return [said(start), said(end), said(nextStart), nextAccepted];
};

const weekly = one("Weekly", "10:00", "11:00", { url: MEET, accepted: true });

describe("which appointment a call is", () => {
  it("the one at its address, whatever else runs", () => {
    expect(plan([one("Focus", "09:00", "12:00"), weekly, one("Other", "10:00", "10:30", { url: ZOOM })], "10:05")).toEqual(["10:00", "11:00", null, null]);
  });

  it("entered ten minutes early it is that one already; an hour early it is not", () => {
    expect(plan([weekly], "09:50")).toEqual(["10:00", "11:00", null, null]);
    expect(plan([weekly], "09:00").slice(0, 2)).toEqual([null, null]);
  });

  it("overstayed it is still that one", () => {
    expect(plan([weekly], "11:40", undefined, "10:00").slice(0, 2)).toEqual(["10:00", "11:00"]);
  });

  it("back to back at one address: the one that runs, and what follows in the same room is no reason to leave", () => {
    const second = one("Second", "11:00", "11:30", { url: MEET });
    expect(plan([weekly, second], "10:59", undefined, "10:00")).toEqual(["10:00", "11:00", null, null]);
    expect(plan([weekly, second], "11:01", undefined, "10:00")).toEqual(["11:00", "11:30", null, null]);
  });

  it("without a link, the one that runs and meets nowhere else; not a declined one, nor a note to oneself", () => {
    expect(plan([one("Call", "10:00", "10:30")], "10:10").slice(0, 2)).toEqual(["10:00", "10:30"]);
    expect(plan([one("Call", "10:00", "10:30", { url: ZOOM })], "10:10").slice(0, 2)).toEqual([null, null]);
    expect(plan([one("Call", "10:00", "10:30", { declined: true, accepted: false })], "10:10").slice(0, 2)).toEqual([null, null]);
    expect(plan([one("Lunch", "10:00", "10:30", { free: true })], "10:10").slice(0, 2)).toEqual([null, null]);
    expect(plan([one("Call", "10:00", "10:30")], "10:31")).toEqual([null, null, null, null]);
  });

  it("declined and attended all the same: by its address it is the one", () => {
    expect(plan([{ ...weekly, accepted: false, declined: true }], "10:10").slice(0, 2)).toEqual(["10:00", "11:00"]);
  });
});

describe("what comes next", () => {
  const budget = one("Budget", "11:00", "12:00", { url: ZOOM, accepted: true });

  it("the next one, with its answer; declined ones and notes are passed over", () => {
    expect(plan([weekly, budget], "10:10")).toEqual(["10:00", "11:00", "11:00", true]);
    expect(plan([weekly, { ...budget, declined: true, accepted: false }, one("Later", "13:00", "14:00", { accepted: false })], "10:10")).toEqual(["10:00", "11:00", "13:00", false]);
    expect(plan([weekly, one("Travel", "10:45", "11:00", { free: true }), budget], "10:10")).toEqual(["10:00", "11:00", "11:00", true]);
  });

  it("one that overlaps: it begins before this one ends", () => {
    expect(plan([weekly, one("Interview", "10:30", "11:30", { accepted: true })], "10:10")).toEqual(["10:00", "11:00", "10:30", true]);
  });

  it("one that runs beside this one from the same time on is no next one", () => {
    expect(plan([weekly, one("Other", "10:00", "11:30", { url: ZOOM })], "10:10")).toEqual(["10:00", "11:00", null, null]);
  });

  it("the same appointment out of two calendars is one, also if only one of them has the link", () => {
    const copy = one(" weekly", "10:00", "11:00");
    expect(plan([weekly, copy], "10:10")).toEqual(["10:00", "11:00", null, null]);
    expect(plan([weekly, { ...weekly, url: "https://meet.google.com/abc-defg-hij" }], "10:10")).toEqual(["10:00", "11:00", null, null]);
  });

  it("moved: where the feed says the new time, that counts", () => {
    expect(plan([weekly, { ...budget, start: clock("11:30"), end: clock("12:30") }], "10:10")[2]).toBe("11:30");
  });

  it("begun a while ago and not gone to: the one after it", () => {
    const later = one("Later", "12:00", "13:00");
    expect(plan([weekly, budget, later], "11:10", undefined, "10:00")[2]).toBe("11:00");
    expect(plan([weekly, budget, later], "11:20", undefined, "10:00")[2]).toBe("12:00");
  });

  it("of two at once the accepted one", () => {
    expect(plan([weekly, one("Maybe", "11:00", "11:30", { accepted: false }), budget], "10:10")[3]).toBe(true);
  });

  it("is known without knowing this call", () => {
    expect(plan([budget], "10:10", null)).toEqual([null, null, "11:00", true]);
    expect(plan([], "10:10")).toEqual([null, null, null, null]);
    expect(plan([{ ...budget, url: "no address" }], "10:10")[2]).toBe("11:00");
  });
});
