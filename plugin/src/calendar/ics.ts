/**
 * Appointments from a calendar file or feed (iCalendar, RFC 5545), within a window of time. Whatever it is given it does not
 * throw: what can be read comes back, and what could not be is noted. All-day, cancelled and repeated-away ones are left out.
 */
import type { Appointment } from "./appointments.js";
import { components, first, unescaped, value, type Component, type Property } from "./lines.js";
import { linkOf } from "./links.js";
import { Notes, type Note } from "./notes.js";
import { DAY, moments, ruleOf, type Effort, type Rule } from "./rule.js";
import { moment, UTC, Zones } from "./zones.js";

export const LONGEST_FEED = 5_000_000;
export const MOST_EVENTS = 20_000;
const MOST_APPOINTMENTS = 2_000;
const MOST_EFFORT = 500_000;
const LONGEST_TITLE = 200;
const LONGEST_SPAN = 31 * DAY;

export interface Window {
  from: number;
  to: number;
}

export interface Feed {
  appointments: Appointment[];
  notes: Note[];
}

/** `zone` is the reader's, for times without one; `mine` the member's own addresses, for what they accepted. */
export function appointmentsIn(text: string, window: Window, zone: string, mine: readonly string[] = []): Appointment[] {
  return readFeed(text, window, zone, mine).appointments;
}

export function readFeed(text: string, window: Window, zone: string, mine: readonly string[] = []): Feed {
  const notes = new Notes();
  if (text.length > LONGEST_FEED) notes.add("too_long");
  const { top, cut } = components(text.slice(0, LONGEST_FEED), MOST_EVENTS);
  if (cut) notes.add("too_many");
  const calendars = top.inside.filter(({ name }) => name === "VCALENDAR");
  if (calendars.length === 0) notes.add("no_calendar");
  const effort: Effort = { left: MOST_EFFORT };
  const appointments = calendars.flatMap((calendar) => {
    if (value(calendar, "METHOD").toUpperCase() === "CANCEL") return [];
    const zones = new Zones(zone, calendar.inside.filter(({ name }) => name === "VTIMEZONE"), notes, effort);
    return new Reader(window, zones, notes, effort, [...mine, value(calendar, "X-WR-CALNAME")]).all(calendar.inside);
  });
  if (effort.left < 0 || appointments.length > MOST_APPOINTMENTS) notes.add("too_many");
  appointments.sort((a, b) => a.start - b.start || a.end - b.end);
  return { appointments: appointments.slice(0, MOST_APPOINTMENTS), notes: notes.all() };
}

/** A beginning: on the wall of its zone, and what that is in UTC. */
interface When {
  wall: number;
  day: boolean;
  utc: (wall: number) => number;
}

class Reader {
  private readonly mine: readonly string[];

  constructor(private readonly window: Window, private readonly zones: Zones, private readonly notes: Notes, private readonly effort: Effort, mine: readonly string[]) {
    this.mine = mine.map(address).filter((one) => one.includes("@"));
  }

  all(inside: readonly Component[]): Appointment[] {
    const masters = new Map<string, Component>();
    const changed = new Map<string, Map<string, Component>>();
    inside.filter(({ name }) => name === "VEVENT").forEach((event, index) => {
      const uid = value(event, "UID") || `no uid ${index}`;
      const which = first(event, "RECURRENCE-ID");
      if (!which) {
        keepNewer(masters, uid, event);
        return;
      }
      const of = changed.get(uid) ?? new Map<string, Component>();
      changed.set(uid, of);
      const when = this.when(which);
      if (when) keepNewer(of, keyOf(when), event);
      else this.notes.add("date");
    });
    const found = [...masters].flatMap(([uid, event]) => this.series(event, changed.get(uid)));
    return [...found, ...[...changed.values()].flatMap((of) => [...of.values()]).flatMap((event) => this.once(event))];
  }

  /** An event and its repetitions, without those that were changed: they speak for themselves. */
  private series(event: Component, changed: ReadonlyMap<string, Component> | undefined): Appointment[] {
    const start = this.start(event);
    if (!start || isCancelled(event)) return [];
    const lasts = this.lasts(event, start);
    const found = new Map<number, Appointment>();
    const gone = this.gone(event);
    const add = (when: When, wall: number, end: number): void => {
      const at = when.utc(wall);
      if (gone.has(at) || gone.has(dayOf(wall)) || changed?.has(String(at)) || changed?.has(dayOf(wall))) return;
      if (this.inWindow(at, end)) found.set(at, this.appointment(event, at, end));
    };
    add(start, start.wall, lasts(start.wall));
    for (const wall of this.repeated(event, start, lasts(start.wall) - start.utc(start.wall))) add(start, wall, lasts(wall));
    for (const { when, end } of this.dates(event)) add(when, when.wall, end ?? when.utc(when.wall) + lasts(start.wall) - start.utc(start.wall));
    return [...found.values()];
  }

  private once(event: Component): Appointment[] {
    const start = this.start(event);
    if (!start || isCancelled(event)) return [];
    const at = start.utc(start.wall);
    const end = this.lasts(event, start)(start.wall);
    return this.inWindow(at, end) ? [this.appointment(event, at, end)] : [];
  }

  private *repeated(event: Component, start: When, length: number): Generator<number> {
    const { from, to } = this.window;
    const span = { from: from - Math.min(length, LONGEST_SPAN) - 2 * DAY, to: to + DAY };
    for (const { value: text } of event.has.get("RRULE") ?? []) {
      const rule = ruleOf(text);
      if (typeof rule === "string") this.notes.add("rule", rule);
      else if (rule.until && !moment(rule.until)) this.notes.add("rule", "UNTIL");
      else yield* moments(rule, start.wall, span, notAfter(rule, start), this.effort);
    }
  }

  /** Single further times (RDATE), as times or as periods with their own end. */
  private dates(event: Component): { when: When; end: number | null }[] {
    return (event.has.get("RDATE") ?? []).flatMap(({ params, value: text }) => text.split(",").flatMap((one) => {
      const [from = "", to = ""] = one.split("/");
      const when = this.when({ params, value: from });
      if (!when || when.day) return [];
      const end = this.when({ params, value: to });
      const span = duration(to);
      return [{ when, end: end ? end.utc(end.wall) : span ? when.utc(when.wall + span.days) + span.rest : null }];
    }));
  }

  /** What was taken out of a series: moments, and whole days as text. */
  private gone(event: Component): Set<number | string> {
    const all = (event.has.get("EXDATE") ?? []).flatMap(({ params, value: text }) => text.split(",").map((one) => this.when({ params, value: one })));
    return new Set(all.filter((one) => one !== null).map((one) => (one.day ? dayOf(one.wall) : one.utc(one.wall))));
  }

  private start(event: Component): When | null {
    const given = first(event, "DTSTART");
    const when = given ? this.when(given) : null;
    if (!when) this.notes.add("date");
    return when === null || when.day || /^true$/i.test(value(event, "X-MICROSOFT-CDO-ALLDAYEVENT")) ? null : when;
  }

  /** From a beginning to its end in UTC: days are days on the wall, the rest is time that passes. */
  private lasts(event: Component, start: When): (wall: number) => number {
    const given = first(event, "DTEND");
    const end = given && this.when(given);
    const length = end ? Math.max(0, end.utc(end.wall) - start.utc(start.wall)) : null;
    const span = duration(value(event, "DURATION"));
    return (wall) => (length !== null ? start.utc(wall) + length : span ? start.utc(wall + span.days) + span.rest : start.utc(wall));
  }

  private when({ params, value: text }: Property): When | null {
    const found = moment(text);
    return found && { wall: found.wall, day: found.day, utc: found.utc ? UTC : this.zones.named(params["TZID"]) };
  }

  private inWindow(start: number, end: number): boolean {
    return start < this.window.to && (end > this.window.from || start >= this.window.from);
  }

  private appointment(event: Component, start: number, end: number): Appointment {
    const answer = this.answer(event);
    return {
      start, end, url: linkOf(event),
      title: unescaped(value(event, "SUMMARY")).trim().slice(0, LONGEST_TITLE),
      accepted: answer === "" ? null : answer === "ACCEPTED",
      ...(answer === "DECLINED" ? { declined: true } : {}),
      ...(value(event, "TRANSP").toUpperCase() === "TRANSPARENT" || value(event, "X-MICROSOFT-CDO-BUSYSTATUS").toUpperCase() === "FREE" ? { free: true } : {}),
    };
  }

  /** What the member answered, as PARTSTAT says it; empty where the feed does not tell. */
  private answer(event: Component): string {
    const own = (one: Property): boolean => this.mine.includes(address(one.value)) || this.mine.includes(address(one.params["EMAIL"] ?? ""));
    const asked = event.has.get("ATTENDEE")?.find(own);
    if (asked) return (asked.params["PARTSTAT"] ?? "NEEDS-ACTION").toUpperCase();
    if (event.has.get("ORGANIZER")?.some(own)) return "ACCEPTED";
    // Published Outlook calendars name nobody, but mark what was not accepted.
    return value(event, "X-MICROSOFT-CDO-BUSYSTATUS").toUpperCase() === "TENTATIVE" ? "TENTATIVE" : "";
  }
}

/** UNTIL in UTC is compared in UTC, without a zone on the wall; a day counts as a whole. */
function notAfter({ until }: Rule, start: When): (wall: number) => boolean {
  const last = until ? moment(until) : null;
  if (!last) return () => true;
  if (last.day) return (wall) => wall < last.wall + DAY;
  return (wall) => (last.utc ? start.utc(wall) : wall) <= last.wall;
}

/** `P1DT2H30M`: what is days on the wall, and what is time. */
function duration(text: string): { days: number; rest: number } | null {
  const found = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/i.exec(text.trim());
  if (!found) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number((part as string | undefined) ?? 0));
  return { days: (weeks * 7 + days) * DAY, rest: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

function keepNewer(kept: Map<string, Component>, key: string, event: Component): void {
  const sequence = (one: Component): number => Number(value(one, "SEQUENCE")) || 0;
  const known = kept.get(key);
  if (!known || sequence(event) >= sequence(known)) kept.set(key, event);
}

const isCancelled = (event: Component): boolean => value(event, "STATUS").toUpperCase() === "CANCELLED";
const dayOf = (wall: number): string => `day ${Math.floor(wall / DAY)}`;
const keyOf = (when: When): string => (when.day ? dayOf(when.wall) : String(when.utc(when.wall)));
const address = (text: string): string => text.trim().toLowerCase().replace(/^mailto:/, "");
