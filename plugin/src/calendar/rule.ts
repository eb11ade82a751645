/**
 * Repetitions (RFC 5545, 3.3.10) in wall time: moments are milliseconds of a clock without a zone, as `Date.UTC` counts them.
 * A day is a day there, whatever the clocks do, so that ten o'clock stays ten o'clock.
 */

export const DAY = 86_400_000;
const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const KNOWN = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"];

export interface Rule {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  count: number | null;
  until: string | null;
  /** Days of the week, 0 Sunday; `nth` 0 is every one, −1 the last. */
  days: { day: number; nth: number }[];
  monthDays: number[];
  months: number[];
  positions: number[];
  weekStart: number;
}

/** A rule from its text, or the name of the part that is not understood. */
export function ruleOf(text: string): Rule | string {
  const parts = new Map<string, string>();
  for (const each of text.trim().toUpperCase().split(";")) {
    const [name = "", told = ""] = each.split("=");
    if (each.trim() === "") continue;
    if (!KNOWN.includes(name)) return name;
    parts.set(name, told);
  }
  const freq = parts.get("FREQ");
  if (freq !== "DAILY" && freq !== "WEEKLY" && freq !== "MONTHLY" && freq !== "YEARLY") return `FREQ=${freq ?? ""}`;
  const numbers = (name: string, most: number): number[] | null => {
    const told = parts.get(name)?.split(",").map(Number) ?? [];
    return told.every((one) => Number.isInteger(one) && one !== 0 && Math.abs(one) <= most) ? told : null;
  };
  const interval = numbers("INTERVAL", 10_000) ?? [0];
  const count = numbers("COUNT", 1_000_000) ?? [0];
  const monthDays = numbers("BYMONTHDAY", 31), months = numbers("BYMONTH", 12), positions = numbers("BYSETPOS", 366);
  const days = daysOf(parts.get("BYDAY"));
  const weekStart = DAYS.indexOf(parts.get("WKST") ?? "MO");
  if ((interval[0] ?? 1) < 1) return "INTERVAL";
  if ((count[0] ?? 1) < 1) return "COUNT";
  if (!monthDays) return "BYMONTHDAY";
  if (!months?.every((one) => one > 0)) return "BYMONTH";
  if (!positions) return "BYSETPOS";
  if (!days || weekStart < 0 || (days.some(({ nth }) => nth !== 0) && (freq === "DAILY" || freq === "WEEKLY"))) return "BYDAY";
  return { freq, interval: interval[0] ?? 1, count: count[0] ?? null, until: parts.get("UNTIL") ?? null, days, monthDays, months, positions, weekStart };
}

function daysOf(text: string | undefined): Rule["days"] | null {
  const days: Rule["days"] = [];
  for (const each of text?.split(",") ?? []) {
    const found = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(each.trim());
    if (!found) return null;
    days.push({ day: DAYS.indexOf(found[2] ?? ""), nth: Number(found[1] ?? 0) });
  }
  return days;
}

/** How many days may still be looked at, for a whole feed: a forged one must not keep a browser busy. */
export interface Effort {
  left: number;
}

/**
 * The moments of `rule` beginning with `start`, in order, from about `from` to `to`. Some before `from` may come too.
 * `goesOn` says whether a moment is not after UNTIL.
 */
export function* moments(rule: Rule, start: number, span: { from: number; to: number }, goesOn: (moment: number) => boolean, effort: Effort): Generator<number> {
  const midnight = Math.floor(start / DAY) * DAY;
  let count = 0;
  // What is counted has to be counted from its beginning; the rest may begin where it is looked at.
  for (let step = rule.count === null ? firstStep(rule, midnight, span.from) : 0; ; step++) {
    const { begins, days } = period(rule, midnight, step);
    effort.left -= 1 + days.length;
    if (begins > span.to || effort.left < 0) return;
    for (const day of chosen(days, rule.positions)) {
      const moment = day + start - midnight;
      if (moment < start) continue;
      if (moment > span.to || !goesOn(moment)) return;
      yield moment;
      if (++count === rule.count) return;
    }
  }
}

function firstStep({ freq, interval }: Rule, midnight: number, from: number): number {
  const a = new Date(midnight), b = new Date(from);
  const years = b.getUTCFullYear() - a.getUTCFullYear();
  const units = freq === "YEARLY" ? years : freq === "MONTHLY" ? years * 12 + b.getUTCMonth() - a.getUTCMonth()
    : (from - midnight) / DAY / (freq === "WEEKLY" ? 7 : 1);
  return Math.max(0, Math.floor(units / interval) - 1);
}

/** When a period begins, and the days in it that the rule names, in order. */
function period(rule: Rule, midnight: number, step: number): { begins: number; days: number[] } {
  const { freq, interval, months } = rule;
  const date = new Date(midnight);
  const year = date.getUTCFullYear(), month = date.getUTCMonth();
  const inMonths = (day: number): boolean => months.length === 0 || months.includes(new Date(day).getUTCMonth() + 1);
  if (freq === "DAILY") {
    const begins = midnight + step * interval * DAY;
    const fits = (rule.days.length === 0 || rule.days.some(({ day }) => day === weekday(begins))) && (rule.monthDays.length === 0 || isMonthDay(begins, rule.monthDays));
    return { begins, days: [begins].filter((day) => fits && inMonths(day)) };
  }
  if (freq === "WEEKLY") {
    const week = midnight - ((weekday(midnight) - rule.weekStart + 7) % 7) * DAY;
    const begins = week + step * interval * 7 * DAY;
    const wanted = rule.days.length > 0 ? rule.days.map(({ day }) => day) : [weekday(midnight)];
    const days = wanted.map((day) => begins + ((day - rule.weekStart + 7) % 7) * DAY);
    return { begins, days: inOrder(days).filter((day) => inMonths(day) && (rule.monthDays.length === 0 || isMonthDay(day, rule.monthDays))) };
  }
  if (freq === "MONTHLY") {
    const begins = Date.UTC(year, month + step * interval, 1);
    return { begins, days: inMonth(rule, begins, date.getUTCDate()).filter(inMonths) };
  }
  const begins = Date.UTC(year + step * interval, 0, 1);
  return { begins, days: inYear(rule, begins, date) };
}

function inYear(rule: Rule, begins: number, date: Date): number[] {
  const year = new Date(begins).getUTCFullYear();
  if (rule.days.length > 0 && rule.months.length === 0) { // the first Monday is that of the year
    const named = inOrder(rule.days.flatMap((one) => weekdays(one, begins, Date.UTC(year + 1, 0, 1))));
    return named.filter((day) => rule.monthDays.length === 0 || isMonthDay(day, rule.monthDays));
  }
  const every = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const months = rule.months.length > 0 ? rule.months.map((month) => month - 1) : rule.monthDays.length > 0 ? every : [date.getUTCMonth()];
  return inOrder(months.flatMap((month) => inMonth(rule, Date.UTC(year, month, 1), date.getUTCDate())));
}

/** The days of one month: by their number, by their name, or as the first time was. */
function inMonth({ days, monthDays }: Rule, begins: number, asFirst: number): number[] {
  const date = new Date(begins);
  const ends = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  if (days.length > 0) {
    const named = inOrder(days.flatMap((one) => weekdays(one, begins, ends)));
    return monthDays.length === 0 ? named : named.filter((day) => isMonthDay(day, monthDays));
  }
  const numbers = monthDays.length > 0 ? monthDays : [asFirst];
  return inOrder(numbers.map((one) => (one > 0 ? begins + (one - 1) * DAY : ends + one * DAY)).filter((day) => day >= begins && day < ends));
}

/** Every, or the n-th, such day of the week in a month or a year. */
function weekdays({ day, nth }: Rule["days"][number], begins: number, ends: number): number[] {
  const all: number[] = [];
  for (let each = begins + ((day - weekday(begins) + 7) % 7) * DAY; each < ends; each += 7 * DAY) all.push(each);
  const one = nth === 0 ? undefined : all.at(nth > 0 ? nth - 1 : nth);
  return nth === 0 ? all : one === undefined ? [] : [one];
}

function isMonthDay(day: number, numbers: readonly number[]): boolean {
  const date = new Date(day);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return numbers.some((one) => date.getUTCDate() === (one > 0 ? one : last + 1 + one));
}

const chosen = (days: number[], positions: readonly number[]): number[] =>
  positions.length === 0 ? days : inOrder(positions.map((one) => days.at(one > 0 ? one - 1 : one)).filter((day) => day !== undefined));

const weekday = (day: number): number => new Date(day).getUTCDay();
const inOrder = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => a - b);
