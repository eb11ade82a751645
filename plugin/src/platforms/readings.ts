/** Readings made of what one or several strategies saw. */
import {
  known, NOT_FOUND, NOT_HERE, NOT_YET,
  type Known, type People, type Person, type Place, type Reading, type Self, type Sound,
} from "../../../protocol/src/leaving/signals.js";
import type { Acts, Look, PageReadings } from "./adapter.js";
import { isRest } from "./page.js";

/** One strategy alone; several that say the same; several that do not. */
export const ALONE = 0.7;
export const AGREED = 1;
export const DISAGREE = 0.4;

/** The first strategy's value, as sure as the others let it be. */
export function agree<T>(...readings: readonly Reading<T>[]): Reading<T> {
  const seen = readings.filter((reading): reading is Known<T> => reading.is === "ok");
  const [first, ...others] = seen;
  if (!first) return readings[0] ?? NOT_FOUND;
  if (others.length === 0) return first;
  const from = seen.map((reading) => reading.from);
  return others.every(({ value }) => value === first.value)
    ? { ...first, from: from.join(" = "), sure: AGREED }
    : { ...first, from: from.join(" ≠ "), sure: DISAGREE };
}

/** The place that the page shows. When two kinds of page are on screen at once, neither is believed. */
export function placeOf(look: Look, shown: Partial<Record<Place, string | false>>, nothing: Reading<Place> = NOT_YET): Reading<Place> {
  const found = Object.entries(shown).filter(([, from]) => from) as [Place, string][];
  return agree(nothing, ...found.map(([place, from]) => known(place, look.now.mono, from, 0.9)));
}

/** A count that the page shows with this member in it. Nobody at all cannot be: that is a page that has not been drawn. */
export function withoutMe(look: Look, shown: number | null, from: string, sure = ALONE): Reading<number> {
  return shown === null || shown < 1 ? NOT_FOUND : known(shown - 1, look.now.mono, from, sure);
}

/** People that are neither this member nor a shared screen. */
export function others(rows: readonly Person[]): Person[] {
  return rows.filter(({ me, share }) => !me && !share);
}

/** How many others a list shows, where it shows everybody and this member can be told from the others. */
export function counted(people: Reading<People>): Reading<number> {
  if (people.is === "unknown") return people;
  return people.value.complete ? { ...people, value: others(people.value.rows).length } : NOT_FOUND;
}

/**
 * A list of people. `whole`: nothing on the page says that rows are missing. Without this member in it the list is not what it
 * seems, and proves nothing about who is gone.
 */
export function peopleOf(look: Look, rows: readonly Person[], whole: boolean, from: string): Reading<People> {
  if (rows.length === 0) return NOT_FOUND;
  const people = distinct(rows.filter(({ name }) => !isRest(name)));
  const complete = whole && people.length === rows.length && people.some(({ me }) => me);
  return known({ rows: people, complete }, look.now.mono, from, complete ? 0.9 : ALONE);
}

/** Two people of one name are two people; the same key twice is one of them shown twice. */
function distinct(rows: readonly Person[]): Person[] {
  const found = new Map<string, Person>();
  for (const row of rows) {
    let key = row.key;
    if (key === row.name) for (let copy = 2; found.has(key); copy += 1) key = `${row.name} #${copy}`;
    const before = found.get(key);
    found.set(key, before ? { ...row, ...before } : { ...row, key });
  }
  return [...found.values()];
}

/** What the page says of this member; the connections fill in what it does not say. */
export function selfOf(look: Look, told: Partial<Self>, from: string): Reading<Self> {
  const { world } = look;
  const self: Self = {
    sharing: told.sharing ?? world?.sharing ?? null,
    speaking: told.speaking ?? world?.speaking ?? null,
    recording: told.recording ?? null,
    microphone: told.microphone ?? world?.microphone ?? null,
    camera: told.camera ?? world?.camera ?? null,
    inputAt: null, // the content script hears keys and pointers
    host: told.host ?? null,
  };
  if (Object.values(self).every((part) => part === null)) return NOT_FOUND;
  const page = Object.values(told).some((part) => part !== null);
  return known(self, look.now.mono, page ? from : "connections", page ? 0.9 : ALONE);
}

/** Remote sound by the connections. Whether the tab is muted only the browser knows. */
export function soundOf({ world, now }: Look): Reading<Sound> {
  if (!world) return NOT_YET;
  const lastAt = world.heardAt === null ? null : Math.min(world.heardAt, now.mono);
  return known({ lastAt, proven: world.heardEver, tabMuted: false }, now.mono, "connections", ALONE);
}

/** Nobody knows how to read them there: that is no page which has changed. */
export const NO_ACTS: Acts = { hand: NOT_HERE, wrote: NOT_HERE, reacted: NOT_HERE };

/** All readings, with what most platforms do not tell. */
export function readings(look: Look, read: Partial<PageReadings> & Pick<PageReadings, "place" | "othersCount" | "people" | "self">): PageReadings {
  return { sound: soundOf(look), acts: NO_ACTS, platformAsks: false, title: null, shownStart: null, shownEnd: null, ...read };
}
