/** Where the plugin may look: page by page, on a click, and only where the member meets. Nothing is asked before. */
import { text } from "../text.js";
import { covers, PLATFORM_PAGES } from "../worker/patterns.js";
import { button, el } from "./dom.js";

export type Meeting = keyof typeof PLATFORM_PAGES;

/** The patterns to ask for so that this page can be read: a known platform's own, else the page's host. Null where none can be. */
export function patternsFor(address: string): readonly string[] | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const here = `${url.protocol}//${url.hostname}/`; // patterns know no ports
  const own = Object.values(PLATFORM_PAGES).find((pages) => pages.some((page) => covers(page, here)));
  return own ?? [`${here}*`];
}

export async function isLetInto(patterns: readonly string[]): Promise<boolean> {
  return chrome.permissions.contains({ origins: [...patterns] });
}

/** Asks at once: a browser answers only to a click. */
async function ask(patterns: readonly string[]): Promise<boolean> {
  return chrome.permissions.request({ origins: [...patterns] });
}

/** In the popup, over a page that the plugin may not look at. */
export function letInHere(address: string, patterns: readonly string[], done: () => void): HTMLElement {
  const host = new URL(address).hostname;
  return el("section", { class: "stack" },
    el("p", { class: "lead", role: "status" }, text("let_in_not", host)),
    el("p", {}, text("let_in_why")),
    button(text("let_in", host), () => { void ask(patterns).then((granted) => { if (granted) done(); }); }, "big"));
}

/** A button for each platform, and for every other page; those that it is let into say so. */
export async function letInList(): Promise<HTMLElement> {
  const list = el("ul", { class: "let-in" });
  const draw = async (): Promise<void> => {
    const places = [...Object.entries(PLATFORM_PAGES), ["webrtc", ["http://*/*", "https://*/*"]] as const];
    const rows = await Promise.all(places.map(async ([name, patterns]) => {
      const words = name === "webrtc" ? text("let_in_everywhere") : text(`platform_${name}`);
      const isIn = await isLetInto(patterns);
      const change = async (): Promise<void> => {
        await (isIn ? chrome.permissions.remove({ origins: [...patterns] }) : ask(patterns));
        await draw();
      };
      const act = button(text(isIn ? "let_out" : "let_in_short"), () => { void change(); }, isIn ? "quiet" : "");
      act.setAttribute("aria-label", `${words}: ${act.textContent}`); // four buttons with one word would be one to who hears them
      return el("li", {}, el("span", {}, words), act);
    }));
    list.replaceChildren(...rows);
  };
  await draw();
  return list;
}
