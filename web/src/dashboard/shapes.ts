/** The dashboard's wire, as src/leavethemeeting/live/shapes.py writes it. Moments are milliseconds UTC. */

export type PersonState = "here" | "away" | "waiting" | "left" | "lost" | "removed" | "unknown";
export type FeedKind = "enter" | "exit" | "interaction" | "waiting" | "correction" | "undone" | "opened" | "closed";

/** From when, until when (null: it lasts), why it ended. */
export type Stay = readonly [since: number, until: number | null, reason: string];
/** From which moment on how many are here. */
export type Step = readonly [at: number, value: number];

export interface Opening {
  opened_at: number;
  closed_at: number | null;
}

export interface Facts {
  occurrence: string;
  title: string;
  zone: string;
  scheduled_start: number | null;
  scheduled_end: number | null;
  /** Attendee keys of the hosts. */
  hosts: readonly string[];
  keeps_text: boolean;
}

export interface Row {
  key: string;
  name: string;
  email: string;
  role: string;
  state: PersonState;
  since: number | null;
  devices: number;
  first: number | null;
  last: number | null;
  reason: string;
  stays: readonly Stay[];
  counts: Readonly<Record<string, number>>;
  speaking: number;
  sends: readonly string[];
  hand_since: number | null;
}

export interface FeedEntry {
  position: number;
  at: number;
  kind: FeedKind;
  key: string;
  what: string;
  text: string;
  devices: number;
}

export interface Figures {
  here: number;
  came: number;
  left: number;
  waiting: number;
  away: number;
  hands: number;
  /** Nothing was heard of them for longer than their source is believed. */
  unknown: number;
  peak: number;
  peak_at: number | null;
}

export interface Snapshot {
  position: number;
  facts: Facts;
  openings: readonly Opening[];
  rows: Readonly<Record<string, Row>>;
  feed: readonly FeedEntry[];
  curve: readonly Step[];
  figures: Figures;
}

export interface Changes {
  position: number;
  rows: readonly Row[];
  removed: readonly string[];
  feed: readonly FeedEntry[];
  curve_from: number | null;
  curve: readonly Step[];
  figures: Figures;
  openings: readonly Opening[] | null;
}
