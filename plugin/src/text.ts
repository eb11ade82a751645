/** Where texts come from: the browser's own `_locales`; on the website and in tests a list of messages. */
type Find = (name: string, given: string[]) => string;
let find: Find = (name, given) => chrome.i18n.getMessage(name, given);

export function textsFrom(other: Find): void {
  find = other;
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
