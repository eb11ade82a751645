/**
 * Tells the service of uncaught errors: the error's class and the lines of our own scripts it went through.
 * Nothing else leaves the page: no message, no address, no query, so no name, e-mail or token can.
 */

export const ENDPOINT = "/e/";
const MOST_REPORTS = 5; // of one page; a loop that fails is one fault
const MOST_FRAMES = 20;
const UNREPORTED = /^\/invite(\/|$)/; // who is shown there is nobody's business

export interface Report {
  readonly source: "page";
  readonly name: string;
  readonly stack: readonly string[];
  readonly page: string;
}

/** `dist/room.js:12:340` of each frame in a script of ours, the innermost last; frames of others are left out. */
export function framesOf(stack: string, origin: string): string[] {
  const found: string[] = [];
  for (const [, address = "", line = "", column = ""] of stack.matchAll(/(https?:\/\/[^\s()]+?):(\d+):(\d+)/g)) {
    if (!address.startsWith(`${origin}/`)) continue;
    const path = address.slice(origin.length + 1).replace(/[?#].*$/, "").replace(/^static\//, "");
    if (/^(dist|shared)\/[A-Za-z0-9_./-]{1,100}$/.test(path)) found.push(`${path}:${line}:${column}`);
  }
  return found.slice(0, MOST_FRAMES).reverse();
}

/** What is told of `error`; null when it happened in no script of ours. */
export function reportOf(error: unknown, page: string, origin: string): Report | null {
  if (!(error instanceof Error)) return null;
  const stack = framesOf(error.stack ?? "", origin);
  if (stack.length === 0) return null;
  const name = /^[A-Za-z][A-Za-z0-9_.]{0,59}$/.test(error.name) ? error.name : "Error";
  return { source: "page", name, stack, page: /^[a-z_]+(:[a-z_]+)?$/.test(page) ? page : "" };
}

/** Reports what nobody caught until `until` is aborted. */
export function reportErrors(window: Window, until: AbortSignal): void {
  if (UNREPORTED.test(window.location.pathname)) return;
  const page = window.document.querySelector<HTMLMetaElement>("meta[name=page]")?.content ?? "";
  const told = new Set<string>();
  const tell = (error: unknown): void => {
    const report = reportOf(error, page, window.location.origin);
    if (report === null || told.size >= MOST_REPORTS) return;
    const body = JSON.stringify(report);
    if (told.has(body)) return;
    told.add(body);
    void window.fetch(ENDPOINT, {
      method: "POST", body, headers: { "Content-Type": "application/json" }, keepalive: true, credentials: "omit",
      referrerPolicy: "no-referrer",
    }).catch(() => undefined); // offline, or closing: the next one is told again
  };
  window.addEventListener("error", (event) => { tell(event.error); }, { signal: until });
  window.addEventListener("unhandledrejection", (event) => { tell(event.reason); }, { signal: until });
}
