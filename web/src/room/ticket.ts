/** Fetching the ticket: who this tab is, signed by the web app, good for one minute and one use. */

export type TicketAnswer =
  | { kind: "ticket"; ticket: string }
  /** The web app said no: `code` as in Denied, with its own words when it sent some. */
  | { kind: "no"; code: "closed" | "signed_out" | "removed" | "not_open" | "not_admitted"; message: string }
  /** Nobody answered, or the answer was a fault of the service: worth another try. */
  | { kind: "try_again" };

const CODES = ["closed", "signed_out", "removed", "not_open", "not_admitted"] as const;

export async function fetchTicket(url: string, csrf: string, tab: string): Promise<TicketAnswer> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ tab }),
    });
  } catch {
    return { kind: "try_again" };
  }
  return read(answer);
}

async function read(answer: Response): Promise<TicketAnswer> {
  if (answer.type === "opaqueredirect") return { kind: "no", code: "signed_out", message: "" };
  const body = await answer.json().catch(() => ({})) as { ticket?: unknown; code?: unknown; message?: unknown };
  if (answer.ok && typeof body.ticket === "string") return { kind: "ticket", ticket: body.ticket };
  if (answer.status >= 500 || answer.status === 429 || answer.ok) return { kind: "try_again" };
  const code = CODES.find((one) => one === body.code) ?? (answer.status === 404 || answer.status === 410 ? "closed" : "signed_out");
  return { kind: "no", code, message: typeof body.message === "string" ? body.message : "" };
}

/** One name for this page of this browser: it outlives a reload, not the tab. A duplicated tab copies the
 *  storage; the service then replaces the older one and says so there. */
export function tabId(storage: Storage, make: () => string): string {
  const known = storage.getItem("ltm.tab");
  if (known) return known;
  const made = make();
  storage.setItem("ltm.tab", made);
  return made;
}
