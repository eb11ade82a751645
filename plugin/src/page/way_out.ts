/** Out of the call, and looking whether it worked: each way in turn, three times, twenty seconds apart (leave rules §3). */
import type { Adapter, Look } from "../platforms/adapter.js";
import type { Outside } from "./outside.js";

const TRIES = 3;
const BETWEEN_TRIES_MS = 20_000;
const LOOK_EVERY_MS = 250;
const WAIT_FOR_EACH_MS = 4000;
const WORDS_FIRST_MS = 700;

type Around = Pick<Outside, "adapter" | "look" | "wait">;

export type Outcome = { out: true; way: string; tries: number } | { out: false; tried: string[] };

/** A call, a lobby or a screen before it is still there; anything else is outside. */
function isOut(adapter: Adapter, look: Look): boolean {
  if (!adapter.recognises(look)) return true;
  const { place } = adapter.read(look);
  return place.is === "ok" && place.value === "over";
}

/**
 * `goodbye` is written once, before the first try; a chat that cannot be found keeps nobody in the call. `stopped`: the member wants
 * to stay after all, or is out by another way.
 */
export async function leave(outside: Around, reason: string, goodbye: string, stopped: () => boolean): Promise<Outcome> {
  const { adapter } = outside;
  const tried: string[] = [];
  if (goodbye && adapter.say(outside.look(), goodbye)) await outside.wait(WORDS_FIRST_MS);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (tries > 1) await outside.wait(BETWEEN_TRIES_MS);
    for (const way of adapter.ways(outside.look(), reason)) {
      if (stopped()) return { out: false, tried };
      if (!way.press()) continue;
      tried.push(way.name);
      if (await gotOut(outside)) return { out: true, way: way.name, tries };
    }
  }
  return { out: false, tried };
}

/** By the clock and not by counting looks: in a hidden tab one of them may take a second, or a minute. */
async function gotOut({ adapter, look, wait }: Around): Promise<boolean> {
  const until = look().now.mono + WAIT_FOR_EACH_MS;
  do {
    await wait(LOOK_EVERY_MS);
    if (isOut(adapter, look())) return true;
  } while (look().now.mono < until);
  return false;
}
