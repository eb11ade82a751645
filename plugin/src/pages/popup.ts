/** The popup: the way out, what comes next and why, and what goes where. It shows a tab's `Status` and asks the worker. */
import { STANDARD } from "../../../protocol/src/leaving/defaults.js";
import { parsePlan } from "../../../protocol/src/leaving/parse.js";
import { passed } from "../answers.js";
import { kept } from "../kept.js";
import type { Status } from "../status.js";
import { text } from "../text.js";
import { button, el, part, say } from "./dom.js";
import { exceptionEditor } from "./exception.js";
import { isLetInto, letInHere, patternsFor } from "./let_in.js";
import { logList } from "./log.js";
import { callParts, facts, type Doing } from "./popup_view.js";
import { feedsInTrouble, pausedNotice } from "./trouble.js";
import { ask, questionOf, statusOf } from "./wishes.js";

const LATEST = 10;
const AGAIN_MS = 2000;
const shown = new Map<string, string>();

/** Replaces a part of the page only where it differs: what is open or has the focus stays. */
function put(id: string, key: unknown, build: () => readonly (Node | null)[]): void {
  const now = JSON.stringify(key);
  if (shown.get(id) === now) return;
  shown.set(id, now);
  part(id).replaceChildren(...build().filter((one) => one !== null));
}

async function look(tab: number): Promise<Status | null> {
  const status = await statusOf(tab);
  const question = await questionOf(tab);
  const own = parsePlan(await kept("plan"));
  const plan = own.ok ? own.value : STANDARD;
  const exceptions = (await kept("exceptions")) ?? {};
  const leaves = (await kept("leaves")) ?? [];
  const key = status?.address ? `call:${status.address}` : null;
  const doing: Doing = {
    press: () => { void ask("press", { tab }).then(() => { window.close(); }); },
    answer: (how) => { void ask(how, { tab }); },
    confirm: (call, yes) => { void ask(yes ? "confirm" : "refuse", { tab, call }); },
    rejoin: () => { void ask("rejoin", { tab }).then(() => { window.close(); }); },
  };
  part("key").hidden = status?.left !== null;
  put("call", [{ ...status, verdicts: status?.verdicts, health: status?.health }, question], () => callParts({ status, question, plan }, doing));
  put("here", [key, status !== null], () => (key ? [el("details", {}, el("summary", {}, text("popup_here")), exceptionEditor(key, plan, exceptions[key] ?? []))] : []));
  put("log", leaves, () => (leaves.length > 0 ? [el("details", {}, el("summary", {}, text("log_title")), logList(leaves, LATEST))] : []));
  return status;
}

async function sayKey(): Promise<void> {
  const shortcut = (await chrome.commands.getAll()).find(({ name }) => name === "leave")?.shortcut;
  if (shortcut) say(part("key"), text("popup_key", shortcut));
}

/** Beside the call: what waits for the member, and what cannot be read. */
async function showTrouble(first: boolean): Promise<void> {
  const pairing = await ask("pairing", {});
  const paused = pausedNotice(pairing);
  put("paused", paused && pairing, () => [paused]);
  if (first && paused) void ask("reads", {}); // perhaps they have accepted it meanwhile
  const feeds = await feedsInTrouble();
  put("feeds", feeds.map(({ textContent }) => textContent), () => feeds);
}

async function showWhatIs(): Promise<void> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const id = tab?.id ?? -1;
  const patterns = tab?.url ? patternsFor(tab.url) : null;
  if (tab?.url && patterns && !(await isLetInto(patterns))) {
    part("call").append(letInHere(tab.url, patterns, () => { location.reload(); }));
    return;
  }
  void showTrouble(true);
  setInterval(() => { void showTrouble(false); }, AGAIN_MS);
  let status = await look(id);
  chrome.storage.onChanged.addListener(() => { void look(id).then((now) => { status = now; }); });
  setInterval(() => {
    const place = document.getElementById("facts");
    if (place && status) say(place, facts(status));
    const left = document.getElementById("seconds");
    if (left && status?.counting) say(left, String(Math.max(0, Math.ceil((status.counting.until - Date.now()) / 1000))));
  }, 500);
  await sayKey();
}

function firstPage(): void {
  void chrome.tabs.create({ url: chrome.runtime.getURL("first.html") }).then(() => { window.close(); });
}

export async function popup(): Promise<void> {
  document.title = text("name");
  const first = await passed();
  part("links").hidden = first.state !== "passed";
  if (first.state === "refused") { part("call").append(el("p", { class: "lead" }, text("popup_off"))); return; }
  if (first.state === "new") { part("call").append(el("p", { class: "lead" }, text("popup_new")), button(text("begin"), firstPage, "big")); return; }
  if (first.policy !== POLICY) part("notice").append(el("div", { class: "notice" }, el("p", {}, text("popup_policy_changed")), button(text("popup_policy_read"), firstPage)));
  await showWhatIs();
}
