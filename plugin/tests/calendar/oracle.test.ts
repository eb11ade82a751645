/** Repetitions against another implementation, and whatever bytes a server may send. SOAK=1 plays more. */
import fc from "fast-check";
import { rrulestr } from "rrule";
import { expect, it } from "vitest";
import { appointmentsIn, readFeed } from "../../src/calendar/ics.js";
import { GOOGLE, NEXTCLOUD, OUTLOOK } from "./feeds.js";

// The environment of the shell, without the types of Node.
const soak = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env["SOAK"] === "1";
const RUNS = soak ? 5_000 : 300;
const PATIENCE = soak ? 600_000 : 60_000;
const DAY = 86_400_000;

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
const maybe = (name: string, values: fc.Arbitrary<unknown[]>): fc.Arbitrary<string> => fc.option(values, { nil: [], freq: 2 }).map((one) => (one.length ? `;${name}=${one.join(",")}` : ""));
const nth = fc.tuple(fc.constantFrom("1", "2", "-1", "-2", "5"), fc.constantFrom(...DAYS)).map((one) => one.join(""));

const rule = fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY").chain((freq) => fc.tuple(
  fc.constant(`FREQ=${freq}`),
  fc.option(fc.integer({ min: 1, max: 5 }), { nil: 1 }).map((one) => `;INTERVAL=${one}`),
  maybe("BYDAY", freq === "MONTHLY" || freq === "YEARLY" 
    // Not mixed: of `FR,-2FR` the oracle takes what both name, the standard what any of them does.
    ? fc.oneof(some(DAYS), fc.uniqueArray(nth, { minLength: 1, maxLength: 3 })) : some(DAYS)),
  // rrule has no BYMONTHDAY for weeks; the standard neither.
  freq === "WEEKLY" ? fc.constant("") : maybe("BYMONTHDAY", some([1, 2, 15, 28, 29, 30, 31, -1, -2, -30])),
  maybe("BYMONTH", some([1, 2, 3, 6, 10, 12])),
  // The oracle's first week begins with the first time, so that it counts other places in it.
  freq === "WEEKLY" ? fc.constant("") : fc.constantFrom("", "", ";BYSETPOS=1", ";BYSETPOS=-1", ";BYSETPOS=1,2"),
  fc.constantFrom("", ";WKST=SU", ";WKST=WE"),
  fc.oneof(fc.constant(""), fc.integer({ min: 1, max: 60 }).map((one) => `;COUNT=${one}`), fc.integer({ min: 0, max: 1500 }).map((one) => `;UNTIL=${stamp(Date.UTC(2024, 0, 1) + one * DAY)}`)),
).map((parts) => parts.join("")));

const stamp = (moment: number): string => new Date(moment).toISOString().replace(/[-:]|\.\d+/g, "");

it("repetitions are those of another implementation", () => {
  fc.assert(fc.property(rule, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 1, max: 400 }), (text, first, from, length) => {
    // The oracle gives a day twice that is the first and the last (BYSETPOS=1,-1). BYSETPOS alone has nothing to choose from: rrule takes it for a mistake.
    fc.pre(!text.includes("BYSETPOS") || /BY(?:DAY|MONTH)/.test(text));
    const seed = Date.UTC(2023, 0, 1, 9) + first * DAY;
    // A rule begins with its first time: what one means that does not is left open by the standard.
    const began = rrulestr(`DTSTART:${stamp(seed)}\nRRULE:${text.replace(/;(?:COUNT|UNTIL)=\w+/, "")};UNTIL=20290101T000000Z`).all((_, index) => index < 1)[0];
    fc.pre(began !== undefined);
    const start = Number(began);
    const window = { from: Date.UTC(2023, 0, 1) + from * DAY, to: Date.UTC(2023, 0, 1) + (from + length) * DAY };
    const expected = rrulestr(`DTSTART:${stamp(start)}\nRRULE:${text}`).between(new Date(window.from), new Date(window.to - 1), true).map(Number);
    // The first time is there even where UNTIL lies before it.
    if (text.includes("UNTIL") && start >= window.from && start < window.to && !expected.includes(start)) expected.unshift(start);
    const found = appointmentsIn(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:${stamp(start)}\nRRULE:${text}\nEND:VEVENT\nEND:VCALENDAR`, window, "UTC");
    expect(found.map((one) => new Date(one.start).toISOString())).toEqual(expected.map((one) => new Date(one).toISOString()));
  }), { numRuns: RUNS });
}, PATIENCE);

it("wall time stays, in any zone and on any day: nine o'clock is shown at nine", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia"];
  fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 3000 }), (zone, day) => {
    const wall = Date.UTC(2022, 0, 1, 9) + day * DAY;
    const [found] = appointmentsIn(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=${zone}:${stamp(wall).slice(0, -1)}\nEND:VEVENT\nEND:VCALENDAR`, { from: wall - 2 * DAY, to: wall + 2 * DAY }, "UTC");
    const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(found?.start);
    expect(shown).toBe(new Date(wall).toISOString().slice(0, 19).replace("T", " "));
  }), { numRuns: RUNS / 4 });
});

const window = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };
const holds = (text: string): void => {
  const { appointments, notes } = readFeed(text, window, "Europe/Berlin", ["bob@example.org"]);
  for (const { start, end, url } of appointments) {
    expect([Number.isFinite(start), end >= start, start < window.to, url === null || /^https?:/.test(url)]).toEqual([true, true, true, true]);
  }
  expect(notes.length).toBeLessThanOrEqual(50);
};

it("no feed makes it throw: lines in any order, of any values", () => {
  const names = [...new Set([GOOGLE, OUTLOOK, NEXTCLOUD].join("").match(/^[A-Z-]+/gm) ?? [])];
  const values = [...new Set([GOOGLE, OUTLOOK, NEXTCLOUD].join("").match(/[:;].*$/gm) ?? [])];
  const line = fc.tuple(fc.constantFrom(...names), fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 5 }, { arbitrary: fc.string(), weight: 1 })).map((one) => one.join(""));
  const event = fc.array(line, { maxLength: 12 }).map((lines) => `BEGIN:VEVENT\n${lines.join("\n")}\nEND:VEVENT`);
  fc.assert(fc.property(fc.array(event, { maxLength: 6 }), (events) => {
    holds(`BEGIN:VCALENDAR\n${events.join("\n")}\nEND:VCALENDAR`);
  }), { numRuns: RUNS });
});

it("no feed makes it throw: letters changed, taken out or doubled anywhere", () => {
  const change = fc.record({ at: fc.nat(6000), cut: fc.nat(40), put: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('"', "\n", "\r\n ", ":", "99999999", "-", "BEGIN:VEVENT\n")) });
  fc.assert(fc.property(fc.constantFrom(GOOGLE, OUTLOOK, NEXTCLOUD), fc.array(change, { minLength: 1, maxLength: 12 }), (feed, changes) => {
    holds(changes.reduce((text, { at, cut, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut), feed));
  }), { numRuns: RUNS });
});
