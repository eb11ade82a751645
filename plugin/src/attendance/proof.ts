/**
 * Content script's part of pairing, on `/pair/` of the installation that a pairing waits at: shows the service that this very browser
 * holds the device code (docs/developer/pairing.md). The code itself never reaches the page.
 */

/** What the worker answers: `HMAC-SHA256(key = device code, message = challenge)` in hex. */
export async function proofOf(deviceCode: string, challenge: string): Promise<string> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(deviceCode), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", key, text.encode(challenge));
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The challenge of a page that is the pairing page; null of any other. */
export function challengeOf(page: Document, url: URL): string | null {
  if (url.pathname !== "/pair/") return null;
  const challenge = page.querySelector<HTMLFormElement>("form[data-pairing-challenge]")?.dataset["pairingChallenge"] ?? "";
  return /^[\w-]{20,100}$/.test(challenge) ? challenge : null;
}

/** Writes the proof into the form. `ask`: the worker's `prove`. True where the form has it. */
export async function prove(page: Document, url: URL, ask: (challenge: string) => Promise<string | null>): Promise<boolean> {
  const challenge = challengeOf(page, url);
  const proof = challenge === null ? null : await ask(challenge);
  const field = page.querySelector<HTMLInputElement>("form[data-pairing-challenge] input[name=proof]");
  if (proof === null || field === null) return false;
  field.value = proof;
  return true;
}
