import type { Row, Snapshot } from "./shapes.js";

export type Order = "since" | "name" | "did";
export interface Sorting {
  by: Order;
  down: boolean;
}

export const SHOWN_AT_FIRST = 100;

export const isHere = ({ state }: Row): boolean => state === "here" || state === "away";

/** Silent for longer than their source is believed: perhaps here, perhaps not. */
export const isUnknown = ({ state }: Row): boolean => state === "unknown";

/** When the present stay began. */
export const hereSince = (row: Row): number => row.stays.at(-1)?.[0] ?? row.first ?? 0;

/** How long the attendee was here in all, until `now` while a stay lasts. */
export function present(row: Row, now: number): number {
  return row.stays.reduce((sum, [since, until]) => sum + Math.max(0, (until ?? now) - since), 0);
}

/** Interactions that a host asks about. */
export function deeds({ counts }: Row): number {
  return ["chat", "reaction", "hand_up", "poll_answer", "check_answer"].reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
}

/** Who is here or may be; `going` are keys of those who have just left and may still be seen going. */
export function peopleHere(snapshot: Snapshot, sorting: Sorting, going: ReadonlySet<string>): Row[] {
  const rows = Object.values(snapshot.rows).filter((row) => isHere(row) || isUnknown(row) || (going.has(row.key) && row.last !== null));
  const turn = sorting.down ? -1 : 1;
  return rows.sort((one, other) => turn * COMPARE[sorting.by](one, other) || hereSince(one) - hereSince(other) || byKey(one, other));
}

/** Who left, the latest first. */
export function peopleGone(snapshot: Snapshot): Row[] {
  return Object.values(snapshot.rows)
    .filter((row) => row.last !== null && row.state !== "waiting" && !isUnknown(row))
    .sort((one, other) => (other.last ?? 0) - (one.last ?? 0) || byKey(one, other));
}

export function peopleWaiting(snapshot: Snapshot): Row[] {
  return Object.values(snapshot.rows)
    .filter(({ state }) => state === "waiting")
    .sort((one, other) => (one.since ?? 0) - (other.since ?? 0) || byKey(one, other));
}

/** Raised hands in the order in which they went up. */
export function handsInOrder(snapshot: Snapshot): Row[] {
  return Object.values(snapshot.rows)
    .filter(({ hand_since }) => hand_since !== null)
    .sort((one, other) => (one.hand_since ?? 0) - (other.hand_since ?? 0) || byKey(one, other));
}

/** Rows whose name or e-mail has `text` in it, whatever the case and the accents. */
export function named(rows: readonly Row[], text: string): readonly Row[] {
  const wanted = plain(text.trim());
  return wanted ? rows.filter((row) => plain(`${row.name} ${row.email}`).includes(wanted)) : rows;
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

const byKey = (one: Row, other: Row): number => (one.key < other.key ? -1 : 1);

const COMPARE: Record<Order, (one: Row, other: Row) => number> = {
  since: (one, other) => hereSince(other) - hereSince(one), // by how long: descending is the longest first
  name: (one, other) => one.name.localeCompare(other.name),
  did: (one, other) => deeds(one) - deeds(other),
};
