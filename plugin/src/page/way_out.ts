/** Out of the call, and looking whether it worked: each way in turn, three times, twenty seconds apart (leave rules §3). */
import type { Adapter, Look } from "../platforms/adapter.js";

export const TRIES = 3;
const BETWEEN_TRIES_MS = 20_000;
const LOOK_EVERY_MS = 250;
const WAIT_FOR_EACH_MS = 4000;
const WORDS_FIRST_MS = 700;

export interface Outside {
  look(): Look;
  wait(ms: number): Promise<void>;
  /** The member wants to stay after all, or is out by another way. */
  stopped(): boolean;
}

export type Outcome = { out: true; way: string; tries: number } | { out: false; tried: string[] };

/** A call, a lobby or a screen before it is still there; anything else is outside. */
export function isOut(adapter: Adapter, look: Look): boolean {
  if (!adapter.recognises(look)) return true;
  const { place } = adapter.read(look);
  return place.is === "ok" && place.value === "over";
}

/** `goodbye` is written once, before the first try; a chat that cannot be found keeps nobody in the call. */
export async function leave(adapter: Adapter, reason: string, goodbye: string, outside: Outside): Promise<Outcome> {
  const tried: string[] = [];
  if (goodbye && adapter.say(outside.look(), goodbye)) await outside.wait(WORDS_FIRST_MS);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (tries > 1) await outside.wait(BETWEEN_TRIES_MS);
    for (const way of adapter.ways(outside.look(), reason)) {
      if (outside.stopped()) return { out: false, tried };
      if (!way.press()) continue;
      tried.push(way.name);
      if (await gotOut(adapter, outside)) return { out: true, way: way.name, tries };
    }
  }
  return { out: false, tried };
}

async function gotOut(adapter: Adapter, outside: Outside): Promise<boolean> {
  for (let waited = 0; waited < WAIT_FOR_EACH_MS; waited += LOOK_EVERY_MS) {
    await outside.wait(LOOK_EVERY_MS);
    if (isOut(adapter, outside.look())) return true;
  }
  return false;
}
