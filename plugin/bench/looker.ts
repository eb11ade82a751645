/** Looks at a call as the content script does, for benchmarks/plugin.py: the adapter alone, without rules and messages. */
import type { Look } from "../src/platforms/adapter.js";
import { adapterFor } from "../src/platforms/register.js";

const THROTTLE_MS = 250;
const POLL_MS = 5000;
const FILTER = ["aria-label", "aria-pressed", "data-is-muted", "hidden"];

interface Looker {
  looks: number;
  /** How long the looks took together, in milliseconds. */
  took: number;
  start(): void;
  stop(): void;
}

let looks = 0;
let took = 0;
let watched: Element | null = null;
let waiting: ReturnType<typeof setTimeout> | undefined;
let poll: ReturnType<typeof setInterval> | undefined;
// A throttle, not a debounce: a page that never rests is still looked at.
const observer = new MutationObserver(() => { waiting ??= setTimeout(look, THROTTLE_MS); });

function look(): void {
  clearTimeout(waiting);
  waiting = undefined;
  const began = performance.now();
  const seen: Look = { document, url: new URL(location.href), now: { mono: began, wall: Date.now() }, world: null };
  const adapter = adapterFor(seen);
  adapter?.read(seen);
  const worth = adapter?.worthWatching(seen) ?? null;
  if (worth !== watched) {
    observer.disconnect();
    watched = worth;
    if (worth) observer.observe(worth, { childList: true, subtree: true, attributes: true, attributeFilter: FILTER });
  }
  looks += 1;
  took += performance.now() - began;
}

const looker: Looker = {
  get looks() { return looks; },
  get took() { return took; },
  start() {
    looks = took = 0;
    poll = setInterval(look, POLL_MS);
    look();
  },
  stop() {
    clearInterval(poll);
    clearTimeout(waiting);
    waiting = undefined;
    observer.disconnect();
    watched = null;
  },
};
Object.assign(globalThis, { looker });
