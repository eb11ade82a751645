/** What the plugin asks of an installation, and what may come back. No request leaves here without a pairing, but those that make one. */
export interface Around {
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds UTC by this machine. */
  now: () => number;
  /** 0–1, for jitter. */
  random: () => number;
}

/** The pairing as it is kept. `member` tells a later pairing whether it is the same member's. */
export interface Pairing { base: string; token: string; member: string; pairedAt: number }

/** Why nothing goes out now. `accept`: a changed policy waits for the member. `over`: the service knows this pairing no more. */
export type Halt = { is: "accept"; url: string } | { is: "over" };

export type Answer<T> =
  | { is: "ok"; value: T }
  | { is: "later"; afterMs: number | null }
  | { is: "halt"; halt: Halt }
  | { is: "no"; status: number };

const PATIENCE_MS = 20_000;

export async function ask<T>(around: Around, url: string, token: string, body?: unknown): Promise<Answer<T>> {
  return request(around, url, token, body === undefined ? {} : { body }, read<T>);
}

/** Null where nothing has changed since the answer with that tag. */
export type Changed<T> = { value: T; tag: string } | null;

export async function askIfChanged<T>(around: Around, url: string, token: string, tag: string): Promise<Answer<Changed<T>>> {
  return request(around, url, token, { tag }, async (response) => {
    if (response.status === 304) return { is: "ok", value: null };
    const answer = await read<T>(response);
    return answer.is === "ok" ? { is: "ok", value: { value: answer.value, tag: response.headers.get("etag") ?? "" } } : answer;
  });
}

async function request<T>(
  around: Around, url: string, token: string, { body, tag = "" }: { body?: unknown; tag?: string }, reading: (response: Response) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const aborts = new AbortController();
  const patience = setTimeout(() => { aborts.abort(); }, PATIENCE_MS); // needs not survive: if the worker dies, so does the request
  try {
    const response = await around.fetch(url, {
      method: body === undefined ? "GET" : "POST", credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer",
      headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...(tag ? { "If-None-Match": tag } : {}) },
      signal: aborts.signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await reading(response);
  } catch {
    return { is: "later", afterMs: null };
  } finally {
    clearTimeout(patience);
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  if (response.ok) return { is: "ok", value: (await response.json()) as T };
  if (response.status === 401) return { is: "halt", halt: { is: "over" } };
  if (response.status === 428) return { is: "halt", halt: { is: "accept", url: await acceptUrl(response) } };
  if (response.status === 429 || response.status === 408 || response.status >= 500) {
    const seconds = Number(response.headers.get("retry-after"));
    return { is: "later", afterMs: seconds > 0 ? seconds * 1000 : null };
  }
  return { is: "no", status: response.status };
}

/** In the body of the web app's answer, in the `Link` of the intake's. */
async function acceptUrl(response: Response): Promise<string> {
  const linked = /<([^>]+)>;\s*rel="privacy-policy"/.exec(response.headers.get("link") ?? "")?.[1];
  if (linked) return linked;
  try {
    const told = (await response.json()) as { accept_url?: unknown };
    return typeof told.accept_url === "string" ? told.accept_url : "";
  } catch {
    return "";
  }
}

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
