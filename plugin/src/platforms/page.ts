/** Looking at a page that somebody else writes and changes. Nothing here throws because something is missing. */

/** What holds an icon: its text is a ligature (`call_end`), never a word or a name. */
export const ICONS = "i, svg, .google-symbols, .google-material-icons, .material-icons, .material-icons-extended";

const IN_BUTTONS = `:is(button, [role=button]) :is(${ICONS})`;

export function all(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

export function has(root: ParentNode, selector: string): boolean {
  return root.querySelector(selector) !== null;
}

/** What a person reads there, without icons. */
export function plain(node: Element | null | undefined): string {
  if (!node) return "";
  if (node.childElementCount === 0) return squeezed(node.textContent);
  let text = "";
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += child.nodeValue ?? "";
    else if (child.nodeType === 1 && !(child as Element).matches(ICONS)) text += ` ${plain(child as Element)} `;
  }
  return squeezed(text);
}

/** The accessible label, else what a person reads. */
export function label(element: Element | null | undefined): string {
  return squeezed(element?.getAttribute("aria-label") ?? "") || plain(element);
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Compares as people read: no case, one kind of apostrophe and space. */
export function folded(text: string): string {
  return squeezed(text).toLowerCase().replaceAll("’", "'");
}

const foldedWords = new WeakMap<readonly string[], string[]>();

function allFolded(words: readonly string[]): string[] {
  const known = foldedWords.get(words) ?? words.map(folded);
  foldedWords.set(words, known);
  return known;
}

/** One of the words stands in the text. */
export function says(text: string, words: readonly string[]): boolean {
  const lower = text && folded(text);
  return lower !== "" && allFolded(words).some((word) => lower.includes(word));
}

/** The text is exactly one of the words. */
export function isOneOf(text: string, words: readonly string[]): boolean {
  return text !== "" && allFolded(words).includes(folded(text));
}

/**
 * What `make` makes of an element, and the same again as long as neither the element nor `beside` changes: lists are long, and looked
 * at every second.
 */
export function remembering<T>(make: (element: HTMLElement, beside: string) => T): (element: HTMLElement, beside: string) => T {
  const made = new WeakMap<Element, { beside: string; html: string; value: T }>();
  return (element, beside) => {
    const before = made.get(element);
    const html = element.outerHTML;
    if (before?.beside === beside && before.html === html) return before.value;
    const value = make(element, beside);
    made.set(element, { beside, html, value });
    return value;
  };
}

/** Buttons by the ligature of their icon: the same in every language. */
export function byIcon(root: ParentNode, ...names: string[]): HTMLElement | null {
  for (const icon of root.querySelectorAll<HTMLElement>(IN_BUTTONS)) {
    if (names.includes(icon.textContent.trim())) return icon.closest<HTMLElement>("button, [role=button]");
  }
  return null;
}

/** The only number in a text: `People - 12 joined`. Null where there is none or several, and for `9+`, which is no count. */
export function numberIn(text: string): number | null {
  const found = text.match(/\d+/g);
  return found?.length === 1 && !/\d\s*\+/.test(text) ? Number(found[0]) : null;
}

/** A row that stands for several people ("and 2 more", "+3"): no person, and proof that the list is not whole. */
export function isRest(text: string): boolean {
  return /^(?:and |und )?\+?\s?\d+(?: \S+)?$/i.test(text.trim());
}

/** Not taken out of sight by an attribute. (Whether CSS hides it would cost a layout for every look.) */
export function isOffered(element: Element): boolean {
  return element.closest("[hidden], [inert]") === null;
}
