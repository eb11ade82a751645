/** What a time on somebody's wall is in UTC. Wall times are milliseconds as `Date.UTC` counts them; see rule.ts. */
import { value, type Component } from "./lines.js";
import type { Notes } from "./notes.js";
import { DAY, moments, ruleOf, type Effort } from "./rule.js";
import { WINDOWS } from "./windows.js";

/** Wall time → UTC. Where clocks go back, the first of both; where they go forward, as if they had not yet (3.3.5). */
export type Zone = (wall: number) => number;

/** `20261129T100000`, with `Z` in UTC; without a time it is a day. Null where it is neither. */
export function moment(text: string): { wall: number; utc: boolean; day: boolean } | null {
  const found = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?$/i.exec(text.trim());
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((part) => Number((part as string | undefined) ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  const back = new Date(wall);
  if (year < 1600 || year > 2400 || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  return { wall, utc: found[7] !== undefined, day: found[4] === undefined };
}

export const UTC: Zone = (wall) => wall;

/** The zones of one feed, by the names it uses. */
export class Zones {
  private readonly known = new Map<string, Zone>();
  private readonly own: Zone;

  constructor(own: string, private readonly blocks: readonly Component[], private readonly notes: Notes, private readonly effort: Effort) {
    this.own = iana(own) ?? UTC;
  }

  /** By TZID; a floating time is at the reader's. */
  named(id: string | undefined): Zone {
    if (!id) return this.own;
    const known = this.known.get(id);
    if (known) return known;
    const zone = this.find(id);
    if (!zone) this.notes.add("zone", id);
    this.known.set(id, zone ?? this.own);
    return zone ?? this.own;
  }

  private find(id: string): Zone | null {
    const block = this.blocks.find((one) => value(one, "TZID").replaceAll('"', "") === id);
    const parts = id.replace(/^\//, "").split("/");
    // Some write their own name before the zone's: `/example.org/2026b/Europe/Berlin`.
    const names = [id, WINDOWS.get(id) ?? "", parts.slice(-3).join("/"), parts.slice(-2).join("/"), block ? value(block, "X-LIC-LOCATION") : ""];
    for (const name of names) {
      const zone = name && iana(name);
      if (zone) return zone;
    }
    return block ? byRules(block, this.effort) : null;
  }
}

const made = new Map<string, Zone | null>();

/** A zone that the browser knows; null where it does not. */
export function iana(name: string): Zone | null {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (made.size > 500) made.clear();
  const zone = makeIana(name);
  made.set(name, zone);
  return zone;
}

function makeIana(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
  const offset = (utc: number): number => {
    const found = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(utc));
    const [hours = 0, minutes = 0, seconds = 0] = (found?.slice(2) ?? []).map((part) => Number((part as string | undefined) ?? 0));
    return (found?.[1] === "-" ? -1000 : 1000) * (hours * 3600 + minutes * 60 + seconds);
  };
  const days = new Map<number, [number, number]>();
  return (wall) => {
    const day = Math.floor(wall / DAY);
    let around = days.get(day);
    if (!around) days.set(day, (around = [offset((day - 1) * DAY), offset((day + 2) * DAY)]));
    if (days.size > 5000) days.clear();
    const [before, after] = around;
    if (before === after || offset(wall - before) === before) return wall - before;
    return offset(wall - after) === after ? wall - after : wall - before;
  };
}

interface Change {
  wall: number;
  from: number;
  to: number;
}

/** A zone by the rules that its file brings (3.6.5): which change was the last one. */
function byRules(block: Component, effort: Effort): Zone | null {
  const parts = block.inside.filter((one) => moment(value(one, "DTSTART")) && offsetOf(value(one, "TZOFFSETTO")) !== null);
  if (parts.length === 0) return null;
  const years = new Map<number, Change[]>();
  return (wall) => {
    const year = new Date(wall).getUTCFullYear();
    let changes = years.get(year);
    if (!changes) {
      const span = { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year + 1, 0, 2) };
      changes = parts.flatMap((part) => changesOf(part, span, effort)).sort((a, b) => a.wall - b.wall);
      years.set(year, changes);
    }
    const last = changes.findLast((one) => one.wall <= wall);
    if (!last) return wall - (changes[0]?.from ?? 0);
    const skipped = wall < last.wall + last.to - last.from;
    return wall - (skipped ? last.from : last.to);
  };
}

function changesOf(part: Component, span: { from: number; to: number }, effort: Effort): Change[] {
  const start = moment(value(part, "DTSTART"))?.wall ?? 0;
  const to = offsetOf(value(part, "TZOFFSETTO")) ?? 0;
  const from = offsetOf(value(part, "TZOFFSETFROM")) ?? to;
  const rule = ruleOf(value(part, "RRULE"));
  const until = typeof rule === "string" || !rule.until ? null : moment(rule.until);
  const goesOn = (wall: number): boolean => until === null || (until.utc ? wall - from : wall) <= until.wall + (until.day ? DAY : 0);
  const dates = part.has.get("RDATE")?.flatMap((one) => one.value.split(",")).map((one) => moment(one)?.wall).filter((one) => one !== undefined) ?? [];
  const repeated = typeof rule === "string" ? [] : [...moments(rule, start, span, goesOn, effort)];
  return [start, ...dates, ...repeated].map((wall) => ({ wall, from, to }));
}

function offsetOf(text: string): number | null {
  const found = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text);
  if (!found) return null;
  return (found[1] === "-" ? -1000 : 1000) * (Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? 0));
}
