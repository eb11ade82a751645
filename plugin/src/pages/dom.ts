/** Elements without a library: `el("p", { class: "muted" }, "words")`. A function under `on…` listens. */
export type Child = Node | string | null;
type Given = Readonly<Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>>;

function put(made: Element, given: Given, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((one) => one !== null));
}

export function el<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, given: Given = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  put(made, given, children);
  return made;
}

export function svg(tag: string, given: Given = {}, ...children: readonly Child[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  put(made, given, children);
  return made;
}

export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}`);
  return found;
}

/** Sets words only where they differ: a live region repeats what is set again. */
export function say(where: Element, words: string): void {
  if (where.textContent !== words) where.textContent = words;
}

export function button(words: string, pressed: () => void, kind = "secondary"): HTMLButtonElement {
  return el("button", { type: "button", class: kind, onclick: pressed }, words);
}

/** Hands a file to the person: made here, sent nowhere. */
export function download(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => { URL.revokeObjectURL(address); }, 10_000);
}
