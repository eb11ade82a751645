const FIRST_MS = 3000;
const LONGEST_MS = 20_000;

/** How long until look number `attempt` (0, 1, …): slower the longer somebody waits, and spread out,
 *  so that a full waiting page does not ask in one moment. */
export function pause(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 1.3 ** Math.min(attempt, 20));
  return Math.round(full * (0.75 + random / 2));
}

export interface Waiting {
  url: string;
  now: string; // the state that the page shows
  goOn: (state: string) => void;
  signal: AbortSignal;
}

/** Asks for the door's state until it differs from what the page shows, then calls `goOn` once. */
export async function waitAtDoor({ url, now, goOn, signal }: Waiting): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    await sleep(pause(attempt, Math.random()), signal);
    if (document.hidden) continue;
    const state = await ask(url, signal);
    if (state === undefined || state === now) continue;
    goOn(state);
    return;
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return undefined;
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null && "state" in body && typeof body.state === "string" ? body.state : undefined;
  } catch {
    return undefined; // offline for a moment: look again later
  }
}

/** Ends early when the page is looked at again. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      resolve();
    };
    const seen = (): void => { if (!document.hidden) done(); };
    const timer = setTimeout(done, milliseconds);
    document.addEventListener("visibilitychange", seen);
    signal.addEventListener("abort", done, { once: true });
  });
}
