/** A text of `_locales`. Throws where there is none, so that no empty button is ever shown. */
export function text(name: string, ...given: string[]): string {
  const found = chrome.i18n.getMessage(name, given);
  if (!found) throw new Error(`_locales has no ${name}`);
  return found;
}

/** Fills every element with `data-text` with the text of that name. */
export function fillTexts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) element.textContent = text(element.dataset["text"] ?? "");
  document.title = text("name");
}
