/** Where texts come from: the package's `_locales`; on the website and in tests a list of messages. */
import { filled } from "./messages_file.js";
import { lineOf } from "./places.js";

type Find = (name: string, given: string[]) => string;
let find: Find = inPackage;

export function textsFrom(other: Find): void {
  find = other;
}

let lines: readonly string[] = [];
let seeds: readonly number[] = [];

/** The package has a language's texts in one message (plugin/texts.mjs). The browser puts in `$1` for `$1`: it is filled here. */
function inPackage(name: string, given: string[]): string {
  if (lines.length === 0) {
    lines = chrome.i18n.getMessage("texts", ["$1", "$2", "$3", "$4"]).split("\n");
    seeds = chrome.i18n.getMessage("seeds").split(" ").map(Number);
  }
  return filled(lines[lineOf(name, seeds, lines.length)] ?? "", given);
}

/** A text of `_locales`. Throws where there is none, so that no empty button is ever shown. */
export function text(name: string, ...given: string[]): string {
  const found = find(name, given);
  if (!found) throw new Error(`_locales has no ${name}`);
  return found;
}

/** Fills every element with `data-text` with the text of that name. */
export function fillTexts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) element.textContent = text(element.dataset["text"] ?? "");
  document.documentElement.lang = text("lang");
}
