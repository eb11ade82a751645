export type Verdict = "good" | "slow" | "poor" | "none";

export interface RoundTrips {
  median: number; // milliseconds; NaN when nothing came back
  lost: number;
  tries: number;
}

export interface Candidates {
  supported: boolean;
  own: number;
  reflected: boolean; // a STUN server said how we look from outside
}

const TRIES = 8;
const PATIENCE_MS = 2000;
const GATHERING_MS = 4000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** What the figures mean for speech: above 300 ms people talk over each other, a tenth lost is heard. */
export function verdictOf({ median: middle, lost, tries }: RoundTrips): Verdict {
  if (lost === tries) return "none";
  if (lost / tries > 0.1) return "poor";
  return middle > 300 ? "slow" : "good";
}

/** Asks `url` a few times, one after the other. The first answer also opened the line and is left out. */
export async function measureRoundTrips(url: string, signal: AbortSignal): Promise<RoundTrips> {
  await roundTrip(url, signal);
  const took: number[] = [];
  for (let index = 0; index < TRIES; index++) {
    const milliseconds = await roundTrip(url, signal);
    if (milliseconds !== undefined) took.push(milliseconds);
  }
  return { median: median(took), lost: TRIES - took.length, tries: TRIES };
}

async function roundTrip(url: string, signal: AbortSignal): Promise<number | undefined> {
  const begun = performance.now();
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetch(url, { cache: "no-store", credentials: "omit", signal: patience });
    await answer.arrayBuffer();
    return answer.status < 500 ? performance.now() - begun : undefined;
  } catch {
    return undefined;
  }
}

/** Lets the browser look for ways to be reached; nobody is called. `stun` may be empty. */
export async function gatherCandidates(stun: string): Promise<Candidates> {
  if (typeof RTCPeerConnection === "undefined") return { supported: false, own: 0, reflected: false };
  const connection = new RTCPeerConnection({ iceServers: stun ? [{ urls: stun }] : [] });
  const found: Candidates = { supported: true, own: 0, reflected: false };
  const gathered = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS);
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "host") found.own += 1;
      if (candidate?.type === "srflx") found.reflected = true;
      if (candidate) return;
      clearTimeout(timer);
      resolve();
    });
  });
  connection.createDataChannel("check");
  await connection.setLocalDescription();
  await gathered;
  connection.close();
  return found;
}
