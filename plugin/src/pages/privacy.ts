/** Switches for what is recorded, calendar feeds, what is kept here, and taking it along or deleting it. */
import { ALL_OFF, keepHere, kept, type KeptHere, type Switches } from "../kept.js";
import { feedsRead, type FeedsRead } from "../feeds.js";
import { text } from "../text.js";
import { button, download, el, part } from "./dom.js";
import { feedWords } from "./trouble.js";
import { offerUndo } from "./undo.js";
import { ask } from "./wishes.js";

/** What stays in `storage`, by name; the register in website/personal_data.py has the same names. */
export const KEPT_NAMES = ["first", "plan", "exceptions", "switches", "leaves", "feeds", "guardsTab"] as const;

export async function showSwitches(): Promise<void> {
  const now = { ...ALL_OFF, ...(await kept("switches")) };
  part("switches").replaceChildren(...(Object.keys(ALL_OFF) as (keyof Switches)[]).map((name) => {
    const box = el("input", { type: "checkbox", name, checked: now[name], "aria-describedby": `about-${name}`, onchange: () => {
      now[name] = box.checked;
      void keepHere("switches", { ...now });
    } });
    return el("li", {}, el("label", { class: "switch" }, box, text(`switch_${name}`)), el("small", { id: `about-${name}` }, text(`about_${name}`)));
  }));
}

export async function showGuard(): Promise<void> {
  const box = el("input", { type: "checkbox", checked: (await kept("guardsTab")) ?? false, onchange: () => { void keepHere("guardsTab", box.checked); } });
  part("guard").replaceChildren(el("label", { class: "switch" }, box, text("guard_tab")), el("small", {}, text("about_guard")));
}

/** A feed's address as it is kept, or null: HTTPS, or a program on this very machine; no name and password in it. */
export function feedOf(typed: string): string | null {
  try {
    const url = new URL(typed.trim().replace(/^webcal:/i, "https:"));
    const local = url.protocol === "http:" && (url.hostname === "localhost" || url.hostname === "127.0.0.1");
    return (url.protocol === "https:" || local) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

export async function showFeeds(): Promise<void> {
  const feeds = (await kept("feeds")) ?? [];
  const set = (next: readonly string[]): void => { void keepHere("feeds", next).then(showFeeds); };
  const box = el("input", { id: "feed", type: "url", autocomplete: "off", placeholder: "https://…/basic.ics", "aria-describedby": "feed-wrong" });
  const wrong = el("p", { id: "feed-wrong", class: "wrong", role: "alert" });
  const add = button(text("feed_add"), () => {
    const address = feedOf(box.value);
    wrong.textContent = address === null ? text("feed_wrong") : "";
    if (address === null) { box.focus(); return; }
    void chrome.permissions.request({ origins: [`${new URL(address).origin}/*`] }).then((granted) => {
      if (granted) set([...feeds.filter((one) => one !== address), address]);
      else wrong.textContent = text("permission_refused");
    });
  });
  const read = await feedsRead();
  const list = feeds.map((address) => el("li", {}, el("span", { class: "address" }, new URL(address).host), feedLine(address, read), button(text("remove"), () => {
    set(feeds.filter((one) => one !== address));
    offerUndo(new URL(address).host, () => { set(feeds); });
  }, "small")));
  part("feeds").replaceChildren(
    list.length > 0 ? el("ul", { class: "plain" }, ...list) : el("p", { class: "muted" }, text("feeds_empty")),
    el("label", { for: "feed" }, text("feed_address")), box, wrong, add);
  void ask("feeds", {}).then(async () => { // one that was added just now is read at once
    const now = await feedsRead();
    feeds.forEach((address, place) => { part("feeds").querySelectorAll("li > small").item(place).replaceWith(feedLine(address, now)); });
  });
}

function feedLine(address: string, read: FeedsRead): HTMLElement {
  const reading = read[address];
  return el("small", { role: "status", class: reading?.trouble ? "health" : "" }, reading ? feedWords(new URL(address).host, reading) : "");
}

export function showKept(): void {
  part("kept").replaceChildren(...KEPT_NAMES.map((name) => el("li", {}, text(`kept_${name}`))), el("li", {}, text("kept_queue")), el("li", {}, text("kept_session")));
}

const day = (): string => new Date().toISOString().slice(0, 10);

async function everything(): Promise<string> {
  const names: readonly (keyof KeptHere)[] = ["plan", "exceptions", "switches", "leaves", "feeds", "guardsTab"];
  const settings = Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await kept(name)) ?? null] as const)));
  const recorded = await ask("attendance", {});
  return JSON.stringify({ made_at: new Date().toISOString(), ...settings, attendance: recorded?.all ?? null }, null, 2);
}

export function offerExport(): void {
  part("export").replaceChildren(
    button(text("export_json"), () => { void everything().then((all) => { download(`leavethemeeting-${day()}.json`, "application/json", all); }); }),
    button(text("export_csv"), () => {
      void ask("attendance", {}).then((recorded) => { download(`attendance-${day()}.csv`, "text/csv;charset=utf-8", recorded?.csv ?? ""); });
    }));
}

export function offerWipe(): void {
  const place = part("wipe");
  const back = (): void => { place.replaceChildren(button(text("wipe"), sure, "danger")); };
  const sure = (): void => {
    const yes = button(text("wipe_yes"), () => {
      void ask("wipe", {}).then(() => { location.reload(); });
    }, "danger");
    place.replaceChildren(el("p", { role: "alert" }, text("wipe_sure")), el("div", { class: "row" }, yes, button(text("wipe_no"), back)));
    yes.focus();
  };
  back();
}
