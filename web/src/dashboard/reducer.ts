import type { Changes, FeedEntry, Row, Snapshot, Step } from "./shapes.js";

export const FEED_KEEPS = 200;

/** The snapshot after `changes`; the same rules as `apply_changes` in live/shapes.py. */
export function applyChanges(snapshot: Snapshot, changes: Changes): Snapshot {
  return {
    position: changes.position,
    facts: snapshot.facts,
    openings: changes.openings ?? snapshot.openings,
    rows: rowsAfter(snapshot.rows, changes),
    feed: feedAfter(snapshot.feed, changes.feed),
    curve: curveAfter(snapshot.curve, changes),
    figures: changes.figures,
  };
}

function rowsAfter(rows: Snapshot["rows"], changes: Changes): Snapshot["rows"] {
  if (!changes.rows.length && !changes.removed.length) return rows;
  const after = new Map<string, Row>(Object.entries(rows));
  for (const key of changes.removed) after.delete(key);
  for (const row of changes.rows) after.set(row.key, row);
  return Object.fromEntries(after);
}

/** New entries, and old ones that are about another attendee now, told apart by their position. */
function feedAfter(feed: readonly FeedEntry[], fresh: readonly FeedEntry[]): readonly FeedEntry[] {
  if (!fresh.length) return feed;
  const after = new Map([...feed, ...fresh].map((entry) => [entry.position, entry]));
  return [...after.values()].sort((one, other) => one.position - other.position).slice(-FEED_KEEPS);
}

function curveAfter(curve: readonly Step[], changes: Changes): readonly Step[] {
  const from = changes.curve_from;
  if (from === null) return curve;
  return [...curve.filter(([at]) => at < from), ...changes.curve];
}
