import { delay } from "../room/backoff.js";
import { fetchTicket } from "../room/ticket.js";
import { EventParser, type ServerEvent } from "./sse.js";
import type { Changes, Snapshot } from "./shapes.js";

/** `ended`: this reader may not watch (any more), or has signed out; it does not come back by itself. */
export type Link = "connecting" | "live" | "reconnecting" | "ended";

export interface Heard {
  link(link: Link): void;
  snapshot(snapshot: Snapshot): void;
  changes(changes: Changes): void;
  /** The service's clock, milliseconds UTC, each time a stream begins. */
  clock(now: number): void;
}

export interface Address {
  ticketUrl: string;
  streamUrl: string;
  csrf: string;
}

const SILENT_MS = 25_000; // the service says something every ten seconds

/** Watches until `signal` aborts. Every attempt takes a fresh ticket and goes on after what was heard. */
export async function watch(address: Address, heard: Heard, signal: AbortSignal): Promise<void> {
  let after: number | null = null;
  let failures = 0;
  while (!signal.aborted) {
    heard.link(failures || after !== null ? "reconnecting" : "connecting");
    const ticket = await fetchTicket(address.ticketUrl, address.csrf, "");
    if (ticket.kind === "no") {
      heard.link("ended");
      return;
    }
    if (ticket.kind === "ticket") {
      const before: number | null = after;
      after = await follow(address.streamUrl, ticket.ticket, after, heard, signal);
      if (after !== before) failures = 0;
    }
    await pause(delay(failures++, Math.random()), signal);
  }
}

/** One stream, to its end. The position that was heard last. */
async function follow(url: string, ticket: string, after: number | null, heard: Heard, signal: AbortSignal): Promise<number | null> {
  const silence = new AbortController();
  let timer = setTimeout(() => { silence.abort(); }, SILENT_MS);
  let position = after;
  try {
    const answer = await fetch(url, {
      method: "POST", cache: "no-store", signal: AbortSignal.any([signal, silence.signal]),
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ ticket, after }),
    });
    if (!answer.ok || !answer.body) return position;
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) heard.clock(date + 500);
    heard.link("live");
    const parser = new EventParser();
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return position;
      clearTimeout(timer);
      timer = setTimeout(() => { silence.abort(); }, SILENT_MS);
      for (const event of parser.push(value)) position = take(event, heard) ?? position;
    }
  } catch {
    return position; // the network dropped, or there was silence: the next attempt goes on from here
  } finally {
    clearTimeout(timer);
  }
}

function take({ event, data }: ServerEvent, heard: Heard): number | null {
  if (event === "snapshot") {
    const snapshot = JSON.parse(data) as Snapshot;
    heard.snapshot(snapshot);
    return snapshot.position;
  }
  if (event === "changes") {
    const changes = JSON.parse(data) as Changes;
    heard.changes(changes);
    return changes.position;
  }
  return null;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
