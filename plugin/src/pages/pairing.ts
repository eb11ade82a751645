/** Pairing with an account: the installation's address, the code to type there, the state, and the way out of it. */
import { baseOf } from "../attendance/pairing.js";
import { text } from "../text.js";
import { clockOf } from "../words.js";
import { button, el, part } from "./dom.js";
import { pausedNotice } from "./trouble.js";
import { ask, type Pairing } from "./wishes.js";

const AGAIN_MS = 2000;
let waiting: ReturnType<typeof setTimeout> | undefined;
let drawn = "";

function form(): HTMLElement {
  const box = el("input", { id: "base", type: "url", value: HOME, autocomplete: "off", "aria-describedby": "base-wrong" });
  const wrong = el("p", { id: "base-wrong", class: "wrong", role: "alert" });
  const pair = button(text("pair"), () => {
    const base = baseOf(box.value);
    wrong.textContent = base === null ? text("pair_address_wrong") : "";
    if (base === null) { box.focus(); return; }
    // The browser asks only straight from a click: nothing may be waited for before.
    void chrome.permissions.request({ origins: [`${new URL(base).protocol}//${new URL(base).hostname}/*`] }).then(async (granted) => {
      if (granted) draw(await ask("pair", { base }));
      else wrong.textContent = text("permission_refused");
    });
  }, "");
  return el("div", { class: "stack" }, el("label", { for: "base" }, text("pair_address")), box, wrong, pair);
}

function parts(state: Pairing): HTMLElement[] {
  switch (state.is) {
    case "none": return [el("p", {}, text("pair_none")), form()];
    case "ended": return [el("p", { class: "notice" }, text(`pairing_ended_${state.why}`)), form()];
    case "asking": return [
      el("p", {}, text("pair_code_text")), el("p", { class: "code", id: "code" }, state.code),
      el("p", {}, el("a", { href: state.where, target: "_blank", rel: "noopener noreferrer" }, text("pair_open", new URL(state.where).host))),
      el("p", { class: "muted" }, text("pair_until", clockOf(state.until))), button(text("pair_stop"), () => { void ask("unpair", {}).then(draw); }),
    ];
    case "paired": return [
      ...[pausedNotice(state)].filter((one) => one !== null),
      el("p", { role: "status" }, text("pair_paired", new URL(state.base).host, clockOf(state.since))),
      el("p", { class: "muted" }, text("pair_waiting", String(state.waiting))), button(text("unpair"), () => { void ask("unpair", {}).then(draw); }),
    ];
  }
}

function draw(given: Pairing | null): void {
  clearTimeout(waiting);
  const state = given ?? { is: "none" };
  const now = JSON.stringify(state);
  if (now !== drawn) part("pairing").replaceChildren(...parts(state));
  drawn = now;
  if (state.is === "asking" || (state.is === "paired" && state.accept !== null)) waiting = setTimeout(() => { void showPairing(); }, AGAIN_MS);
}

export async function showPairing(): Promise<void> {
  const state = await ask("pairing", {});
  if (drawn === "" && state?.is === "paired" && state.accept !== null) void ask("reads", {}); // perhaps they have accepted it meanwhile
  draw(state);
}
