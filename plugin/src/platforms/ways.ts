/**
 * The ways out. Whatever a page shows, *End for all* is never pressed: `press` refuses what its id or its words call an end,
 * and a choice between leaving and ending is answered only by a button that is known to leave.
 */
import type { Look, Way } from "./adapter.js";
import { folded, isOffered, label } from "./page.js";
import { TO_WORLD, type Deed } from "./world.js";

/** A menu comes at once or not at all; after this it is the person's own. */
const ANSWER_MS = 3000;

/**
 * Words that end a meeting for everybody. Too broad on purpose: to refuse costs one way out, to press would cost everybody the
 * meeting. Jitsi's translations of `toolbar.endConference` and `…forAll` (lang/main-*.json), read 2026-11.
 */
const ENDS = /\bend\b|for (?:all|every)|beenden|für alle|terminer|mettre fin|pour tous|terminar|finalizar|para todos|encerrar|termina\b|per tutti|beëindig|zakończ|завершить|endmeeting|end-meeting|endconference/;

export function ends(element: Element): boolean {
  const ids = ["id", "data-tid", "data-test", "data-testid", "title"].map((name) => element.getAttribute(name) ?? "");
  return ENDS.test(folded(`${label(element)} ${element.textContent} ${ids.join(" ")}`));
}

export function press(element: HTMLElement | null | undefined): boolean {
  if (!element || ends(element) || !isOffered(element) || element.matches("[disabled], [aria-disabled=true]")) return false;
  element.click();
  return true;
}

let waiting: MutationObserver | null = null;

/** Presses a button; if the page then asks how, answers with what `answer` finds. No timer: the page's own change is waited for, briefly. */
export function pressAndAnswer(look: Look, button: () => HTMLElement | null, answer: () => HTMLElement | null): boolean {
  waiting?.disconnect(); // what was pressed before is not answered any more
  if (press(answer())) return true; // it asks already
  if (!press(button())) return false;
  if (press(answer())) return true;
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (performance.now() - began > ANSWER_MS || press(answer())) watch.disconnect();
  });
  waiting = watch;
  watch.observe(look.document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-expanded", "class", "hidden", "open"] });
  return true;
}

function tell(look: Look, deed: Deed): boolean {
  look.document.dispatchEvent(new CustomEvent(TO_WORLD, { detail: deed }));
  return true;
}

/** The rungs every platform has below its own button, where the page's world says that they are there. */
export function lowerWays(look: Look): Way[] {
  const { world } = look;
  const ways: Way[] = [];
  if (world?.hangup) ways.push({ name: "media session", press: () => tell(look, "hangup") });
  if (world && world.calls > 0) ways.push({ name: "connections", press: () => tell(look, "close") });
  return ways;
}

/** As the page's own program hangs up (Jitsi). */
export function runtimeWay(look: Look): Way {
  return { name: "runtime", press: () => tell(look, "hangup") };
}

/** Writes into a field as a person would, so that the page's program notices, and presses the send button. */
export function write(field: HTMLElement | null, send: () => HTMLElement | null, text: string): boolean {
  if (!field || !isOffered(field)) return false;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    if (field.value !== "") return false; // a half-written message is the member's own
    Reflect.set(Object.getPrototypeOf(field) as object, "value", text, field); // past a framework's own setter, which would hide the change from it
  } else {
    if (field.textContent.trim() !== "") return false;
    field.textContent = text;
  }
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
  return press(send());
}
