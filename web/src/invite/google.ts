/** Google, asked by this browser and answered to it: the implicit grant for a token that lives an hour, and the People API.
 *  https://developers.google.com/identity/protocols/oauth2/javascript-implicit-flow */
import { Problem, type GoogleConfig } from "./config.js";
import type { GooglePerson } from "./people.js";

/** What the window that comes back says (entries/invite_return.ts): the fragment's values. */
export type Returned = Readonly<Record<string, string>>;

export const channelOf = (state: string): string => `invite-${state}`;
const PAGE = 1000; // the most that people.connections.list gives at once
const MOST_PAGES = 50;

function newState(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function question(google: GoogleConfig, scopes: readonly string[], state: string): string {
  const asked = new URL(google.authorize);
  asked.search = new URLSearchParams({
    client_id: google.clientId, redirect_uri: google.redirect, response_type: "token", scope: scopes.join(" "),
    include_granted_scopes: "false", state,
  }).toString();
  return asked.href;
}

/** Opens Google's window and gives the token it comes back with. To be called from a click, or browsers keep the window
 *  shut. Throws Problem; after `signal` it never settles anything. */
export async function permission(google: GoogleConfig, scopes: readonly string[], signal: AbortSignal): Promise<string> {
  const state = newState();
  const channel = new BroadcastChannel(channelOf(state));
  try {
    const answer = new Promise<Returned>((resolve, reject) => {
      channel.addEventListener("message", (event) => { resolve(event.data as Returned); });
      signal.addEventListener("abort", () => { reject(new Problem("refused")); });
    });
    const shown = window.open(question(google, scopes, state), "", "popup,width=520,height=640");
    if (!shown) throw new Problem("blocked");
    return tokenOf(await answer, state, google.scope);
  } finally {
    channel.close();
  }
}

/** The token of an answer, if it is one to our question and as much was granted as we need. Throws Problem. */
export function tokenOf(answer: Returned, state: string, scope: string): string {
  if (answer["state"] !== state) throw new Problem("forged");
  if (answer["error"] === "access_denied") throw new Problem("refused");
  const token = answer["access_token"];
  if (answer["error"] || !token) throw new Problem("google");
  if (!(answer["scope"] ?? "").split(" ").includes(scope)) throw new Problem("not_all");
  return token;
}

/** Everybody in the address book, and with `others` whom the member only ever wrote to. Throws Problem. */
export async function contacts(google: GoogleConfig, token: string, others: boolean, signal: AbortSignal): Promise<GooglePerson[][]> {
  const books = [pages(`${google.people}/v1/people/me/connections`, { personFields: "names,emailAddresses" }, "connections", token, signal)];
  if (others) books.push(pages(`${google.people}/v1/otherContacts`, { readMask: "names,emailAddresses" }, "otherContacts", token, signal));
  return Promise.all(books);
}

async function pages(
  address: string, fields: Readonly<Record<string, string>>, list: "connections" | "otherContacts", token: string, signal: AbortSignal,
): Promise<GooglePerson[]> {
  const people: GooglePerson[] = [];
  let next = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ ...fields, pageSize: String(PAGE), ...(next && { pageToken: next }) });
    const told = await asked(`${address}?${query.toString()}`, token, signal);
    people.push(...(told[list] ?? []));
    next = told.nextPageToken ?? "";
    if (!next) break;
  }
  return people;
}

interface Told {
  connections?: GooglePerson[];
  otherContacts?: GooglePerson[];
  nextPageToken?: string;
}

async function asked(address: string, token: string, signal: AbortSignal): Promise<Told> {
  let answer: Response;
  try {
    answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` }, referrerPolicy: "no-referrer", signal });
  } catch {
    throw new Problem("offline");
  }
  if (answer.status === 403) return {}; // this book was not granted; the other may have been
  if (!answer.ok) throw new Problem("google");
  return (await answer.json()) as Told;
}

/** Tells Google that the token is needed no more; whether that worked. It may outlive the page. */
export async function revoke(google: GoogleConfig, token: string): Promise<boolean> {
  try {
    const answer = await fetch(google.revoke, {
      method: "POST", body: new URLSearchParams({ token }), referrerPolicy: "no-referrer", keepalive: true,
    });
    return answer.ok;
  } catch {
    return false;
  }
}
